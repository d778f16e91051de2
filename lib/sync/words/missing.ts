import { fieldEntries } from '../../order.ts'
import { nearestWord } from '../../settings/problems.ts'
import type { Settings } from '../../settings/settings.ts'
import { type UsedWord, usedWords } from '../../settings/used-words.ts'
import type { ShopStatus } from '../../upgates/shop.ts'
import type { Change } from '../plan/change.ts'
import type { Problem } from '../problems.ts'
import type { KnownWords } from '../state/head.ts'

/** A word of the settings, or of a plan, that the shop does not have. */
export interface MissingWord extends UsedWord {
  /** the word of the shop that differs least */
  readonly near?: string
}

/** What of the shop's words is kept between runs. A part that could not be read is absent: then nothing is missing. */
export type WordsToCompare = Omit<KnownWords, 'at'>

/** What is kept of the shop's statuses. */
export function statusWords(
  statuses: readonly ShopStatus[],
): Pick<KnownWords, 'statuses' | 'statusIds' | 'sameStatuses'> {
  const sameStatuses = statuses.map(({ names }) => [...new Set(names)]).filter(({ length }) => length > 1)
  return {
    statuses: [...new Set(statuses.flatMap(({ names }) => names))],
    statusIds: statuses.map(({ id }) => id),
    ...(sameStatuses.length === 0 ? {} : { sameStatuses }),
  }
}

const wordsFor = (kind: UsedWord['kind'], known: WordsToCompare): readonly string[] | undefined =>
  ({ status: known.statuses, 'status id': known.statusIds, field: known.fields })[kind]

/** Those of the words that the shop does not have, with the nearest one that it has. */
export function missingWords(used: readonly UsedWord[], known: WordsToCompare): MissingWord[] {
  return used.flatMap((word) => {
    const words = wordsFor(word.kind, known)
    if (words === undefined || words.includes(word.name)) return []
    const near = word.kind === 'status id' ? undefined : nearestWord(word.name, words)
    return [{ ...word, ...(near === undefined ? {} : { near }) }]
  })
}

/** Words that the settings name, and those that a plan is about to send. */
export function wordsToSend(settings: Settings, changes: readonly Change[]): UsedWord[] {
  const used = usedWords(settings)
  const known = new Set(used.map(({ kind, name }) => `${kind} ${name}`))
  const sent = changes.flatMap(({ fields }) =>
    fieldEntries(fields).flatMap(([field, { after, cause }]): UsedWord[] => {
      if ((field !== 'status' && field !== 'status_id') || typeof after !== 'string') return []
      return [{ kind: field === 'status' ? 'status' : 'status id', name: after, places: [cause.key] }]
    }),
  )
  const more = new Map(sent.map((word) => [`${word.kind} ${word.name}`, word]))
  return [...used, ...[...more].flatMap(([id, word]) => (known.has(id) ? [] : [word]))]
}

const whatIs = { status: 'status', 'status id': 'status with the id', field: 'custom field' } as const
const whatFollows = {
  status: 'Orders that change to it are refused',
  'status id': 'Orders that change to it are refused',
  field: 'The shop skips it',
} as const

/** Settings that name statuses which nothing needs to change to. */
const setByPeople: readonly string[] = ['finalStatuses', 'statusOrder']

/** What a missing word is and what follows, as a sentence. */
export function missingSentence({ kind, name, places, near }: MissingWord): string {
  const meant = near === undefined ? '' : `; did you mean "${near}"?`
  const what = `The shop has no ${whatIs[kind]} "${name}" (${places.join(', ')})${meant}`
  if (places.every((place) => setByPeople.includes(place)))
    return `${what}${near === undefined ? '.' : ''} What is said of it there never applies.`
  return `${what}${near === undefined ? '.' : ''} ${whatFollows[kind]} until it exists there, or the settings name another.`
}

/** What a run tells of words that the shop does not have, as it was asked last. */
export const wordProblems = (
  settings: Settings,
  known: KnownWords | undefined,
  changes: readonly Change[],
): Problem[] =>
  known === undefined
    ? []
    : missingWords(wordsToSend(settings, changes), known).map((word) => ({
        kind: 'not in the shop',
        subject: 'shop',
        message: missingSentence(word),
      }))
