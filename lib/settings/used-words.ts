import type { FieldName } from '../order.ts'
import type { Mapping } from './mapping.ts'
import { ownedFields, type Settings } from './settings.ts'

/** A word of the shop that the settings use, and where: `feeds.orders.fields.status`. */
export interface UsedWord {
  /** `status id` is the number of a status, `field` the key of a custom field of orders */
  readonly kind: 'status' | 'status id' | 'field'
  readonly name: string
  readonly places: readonly string[]
}

/** What a mapping can give; `isOpen`: also whatever the export says. */
interface Given {
  readonly place: string
  readonly words: readonly string[]
  readonly isOpen: boolean
}

/** The statuses that the mappings can give, by name or by id. */
export const mappedStatuses = (settings: Pick<Settings, 'feeds'>): Given[] => [
  ...given(settings, 'status'),
  ...given(settings, 'status_id'),
]

const given = ({ feeds }: Pick<Settings, 'feeds'>, field: FieldName): Given[] =>
  Object.entries(feeds).flatMap(([name, feed]) => {
    const mapping = feed.fields.mappings[field]
    return mapping === undefined ? [] : [{ place: `feeds.${name}.fields.${field}`, ...wordsOf(mapping) }]
  })

function wordsOf(mapping: Mapping): Omit<Given, 'place'> {
  if (mapping.kind === 'languages') return { words: [], isOpen: true }
  if (mapping.map !== undefined)
    return { words: Object.values(mapping.map).filter((word) => word !== null), isOpen: false }
  if (mapping.kind === 'column') return { words: [], isOpen: true }
  const all = mapping.rules.map(({ then }) =>
    'literal' in then ? { words: [String(then.literal)], isOpen: false } : wordsOf(then.mapping),
  )
  return { words: all.flatMap(({ words }) => words), isOpen: all.some(({ isOpen }) => isOpen) }
}

/** Every status and custom field that the settings name, each once, in the order of the settings. */
export function usedWords(settings: Settings): UsedWord[] {
  const { finalStatuses, statusOrder = [], upgates } = settings
  const lists = [
    ...given(settings, 'status').map(({ place, words }) => ({ kind: 'status' as const, place, words })),
    ...given(settings, 'status_id').map(({ place, words }) => ({ kind: 'status id' as const, place, words })),
    ...[
      { place: 'upgates.notify', words: Array.isArray(upgates.notify) ? upgates.notify : [] },
      { place: 'finalStatuses', words: finalStatuses },
      { place: 'statusOrder', words: statusOrder },
    ].map((list) => ({ kind: namesIds(settings) ? ('status id' as const) : ('status' as const), ...list })),
    ...Object.entries(settings.feeds).map(([name, feed]) => ({
      kind: 'field' as const,
      place: `feeds.${name}.fields.metas`,
      words: ownedFields(feed).flatMap((field) => (field.startsWith('metas.') ? [field.slice('metas.'.length)] : [])),
    })),
  ]
  const used = new Map<string, UsedWord>()
  for (const { kind, place, words } of lists)
    for (const name of words) {
      const id = `${kind} ${name}`
      const places = [...new Set([...(used.get(id)?.places ?? []), place])]
      used.set(id, { kind, name, places })
    }
  return [...used.values()]
}

/** An order has one status, by its name or by its id: lists of statuses name them the same way. */
export const namesIds = ({ feeds }: Pick<Settings, 'feeds'>): boolean =>
  Object.values(feeds).some(({ fields }) => fields.mappings.status_id !== undefined)
