import { type FieldName, fieldEntries } from '../order.ts'
import type { ColumnMapping, RulesMapping } from './mapping.ts'
import { presets, presetWords } from './presets/index.ts'
import { nearestWord } from './problems.ts'
import type { Feed, Settings } from './settings.ts'
import { mappedStatuses, namesIds } from './used-words.ts'
import { folded } from './words.ts'

/** What the owner should know of settings that are right as such, a sentence each. */
export const settingsWarnings = (settings: Settings): string[] => [
  ...oldApi(settings),
  ...unsaidStatuses(settings),
  ...silentGates(settings),
  ...Object.entries(settings.feeds).flatMap(([name, feed]) => strangeWords(name, feed)),
]

function oldApi({ upgates }: Settings): string[] {
  if (upgates.api !== 'state-update') return []
  return [
    'The order-status API "state-update" is no longer supported by Upgates: by its own page it worked until 31 March 2019. The key travels in every request, and what became of a request without an answer cannot be asked. Use the API in service: "api": "v2".',
  ]
}

/** A status that has waited longer than that is sent without its e-mail. */
const silentGates = ({ waitFor, silentAfterHours }: Settings): string[] =>
  Object.entries(waitFor).flatMap(([status, { hours }]) =>
    silentAfterHours === undefined || hours <= silentAfterHours
      ? []
      : [
          `waitFor lets the status "${status}" wait for ${hours} hours, but after ${silentAfterHours} hours (silentAfterHours) it is sent without an e-mail.`,
        ],
  )

/**
 * Statuses that the settings name and no mapping gives. What is said of the mails or gates of one never applies. A final
 * one, or one of the order, may be set by people in the shop: only what looks like a slip of the pen is told, and names
 * where only numbers ever come.
 */
function unsaidStatuses(settings: Settings): string[] {
  const lists = statusLists(settings)
  const byName = namesIds(settings)
    ? lists.flatMap(({ path, list }) =>
        list.filter((status) => !/^\d+$/.test(status)).map((status) => ({ path, status })),
      )
    : []
  if (byName.length > 0)
    return byName.map(
      ({ path, status }) =>
        `${path} names the status "${status}", but the feeds give statuses by their numbers (status_id): it never applies. Write its number.`,
    )
  const given = givenStatuses(settings)
  if (given === undefined) return []
  return lists.flatMap(({ path, list, isOurs }) =>
    list
      .filter((status) => !given.includes(status) && (isOurs || isSlip(status, list, given)))
      .map((status) => `${path} names the status "${status}", which no mapping gives${instead(status, given)}.`),
  )
}

/** Where the settings name statuses, and whether only what this sync sends matters there. */
const statusLists = ({ upgates: { notify }, finalStatuses, statusOrder = [], waitFor }: Settings) => [
  { path: 'upgates.notify', list: Array.isArray(notify) ? notify : [], isOurs: true },
  { path: 'finalStatuses', list: finalStatuses, isOurs: false },
  { path: 'statusOrder', list: statusOrder, isOurs: false },
  { path: 'waitFor', list: Object.keys(waitFor), isOurs: true },
]

/** Whether a word is another one with a letter or two wrong: numbers are all alike, and who names both means both. */
function isSlip(word: string, list: readonly string[], given: readonly string[]): boolean {
  const near = /^\d+$/.test(word) ? undefined : nearestWord(word, given)
  return near !== undefined && !list.includes(near)
}

/** All statuses that the mappings can give; `undefined` where one passes on what the export says. */
function givenStatuses(settings: Settings): string[] | undefined {
  const given = mappedStatuses(settings)
  return given.some(({ isOpen }) => isOpen) ? undefined : [...new Set(given.flatMap(({ words }) => words))]
}

const instead = (word: string, known: readonly string[]): string => {
  const near = nearestWord(word, known)
  if (near !== undefined) return ` (did you mean "${near}"?)`
  return known.length === 0 ? '' : ` (it may be ${known.map((one) => `"${one}"`).join(', ')})`
}

/** Words of a `map` that its ready-made mapping can never say. */
function strangeWords(name: string, { preset, fields }: Feed): string[] {
  if (preset === undefined) return []
  return fieldEntries(fields.mappings).flatMap(([field, mapping]) => {
    const known = presetWords[preset]?.[field]
    if (known === undefined || mapping === undefined || mapping.kind === 'languages') return []
    if (!isOfPreset(preset, field, mapping)) return []
    const said = new Set(known.map(folded))
    return Object.keys(mapping.map ?? {})
      .filter((word) => !said.has(folded(word)))
      .map(
        (word) =>
          `feeds.${name}.fields.${field}.map names "${word}", which the ready-made mapping "${preset}" never says${instead(word, known)}.`,
      )
  })
}

/** Whether a field still comes from where its ready-made mapping takes it. */
function isOfPreset(preset: string, field: FieldName, mapping: ColumnMapping | RulesMapping): boolean {
  const fields: unknown = presets[preset]?.fields
  const source = typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>)[field] : undefined
  if (mapping.kind === 'column') return source === mapping.from || partOf(source, 'from') === mapping.from
  const rules = Array.isArray(source) ? source : partOf(source, 'rules')
  return Array.isArray(rules) && rules.length === mapping.rules.length
}

const partOf = (source: unknown, name: string): unknown =>
  typeof source === 'object' && source !== null ? (source as Record<string, unknown>)[name] : undefined
