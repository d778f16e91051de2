import type * as z from 'zod'
import { OrderSyncError } from '../errors.ts'
import { folded } from './words.ts'

/** One thing that is wrong in the settings. */
export interface SettingsProblem {
  /** as `feeds.orders.format.type`; empty for the file as a whole */
  readonly path: string
  readonly expected: string
  /** what is there, shortened, and never a secret */
  readonly found: string
}

/** All problems of a settings file at once. */
export class SettingsError extends OrderSyncError {
  override name = 'SettingsError'
  readonly problems: readonly SettingsProblem[]

  constructor(file: string, problems: readonly SettingsProblem[]) {
    const sorted = [...problems].sort((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0))
    const lines = sorted.map(
      ({ path, expected, found }) => `  ${path || 'the file'}: expected ${expected}, found ${found}`,
    )
    const count = sorted.length === 1 ? '1 problem' : `${sorted.length} problems`
    super({ kind: 'usage', attempted: 'use the settings', subject: file, ended: count })
    this.message = `The settings ${file} have ${count}:\n${lines.join('\n')}`
    this.problems = sorted
  }
}

const secretName = /key|password|secret|token/i

/** A value for a message: JSON, shortened; values under names that smell of a secret are not shown. */
export function shown(value: unknown, path: readonly PropertyKey[] = []): string {
  if (value === undefined) return 'nothing'
  const name = String(path.at(-1) ?? '')
  if (secretName.test(name) && name !== 'apiKeyParameter') return '[redacted]'
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  const json = JSON.stringify(value)
  return json.length > 80 ? `${json.slice(0, 77)}…` : json
}

/** `feeds.orders.fields.status` of a path. */
const pathText = (path: readonly PropertyKey[]): string => path.map(String).join('.')

type Issue = z.core.$ZodIssue

/** What the problems are read from: the input, and the names that the schema knows at a path. */
interface Source {
  readonly input: unknown
  readonly knownAt: (path: readonly PropertyKey[]) => readonly string[]
}

/** What zod found, as problems in this project's words. */
export function problemsOf(
  issues: readonly Issue[],
  source: Source,
  prefix: readonly PropertyKey[] = [],
): SettingsProblem[] {
  return issues.flatMap((issue) => problemOf(issue, source, [...prefix, ...issue.path]))
}

function problemOf(issue: Issue, source: Source, path: readonly PropertyKey[]): SettingsProblem[] {
  const found = shown(valueAt(source.input, path), path)
  const one = (expected: string): SettingsProblem[] => [{ path: pathText(path), expected, found }]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownName(key, source, path))
    case 'invalid_union':
      return unionProblems(issue, source, path)
    case 'invalid_value':
      return one(oneOf(issue.values))
    case 'invalid_type':
      return one(
        issue.message.startsWith('Invalid input') ? (typeNames[issue.expected] ?? issue.expected) : issue.message,
      )
    case 'too_small':
      return one(sizeOf(issue.origin, `at least ${issue.minimum}`))
    case 'too_big':
      return one(sizeOf(issue.origin, `at most ${issue.maximum}`))
    case 'invalid_key':
      return problemsOf(issue.issues, source, path).map((problem) => ({
        ...problem,
        path: pathText(path),
        found: shown(path.at(-1)),
      }))
    case 'custom':
      return typeof issue.params?.found === 'string'
        ? [{ path: pathText(path), expected: issue.message, found: issue.params.found }]
        : one(issue.message)
    default:
      return one(issue.message)
  }
}

const oneOf = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(' or ')

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
}

const sizeOf = (origin: string, bound: string): string => {
  if (origin === 'string') return `a text of ${bound} characters`
  return origin === 'array' ? `a list of ${bound} entries` : bound
}

function unionProblems(
  issue: Issue & { code: 'invalid_union' },
  source: Source,
  path: readonly PropertyKey[],
): SettingsProblem[] {
  if ('discriminator' in issue && typeof issue.discriminator === 'string') {
    const at = [...path, ...(path.at(-1) === issue.discriminator ? [] : [issue.discriminator])]
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : []
    return [wrongValue(options, source, at)]
  }
  const tagged = tagProblems(issue.errors, source, path)
  if (tagged !== undefined) return tagged
  const meant = issue.errors
    .filter((branch) => !branch.some((inner) => inner.path.length === 0 && inner.code === 'invalid_type'))
    .sort((left, right) => left.length - right.length)
  const [best] = meant
  if (best !== undefined) return problemsOf(best, source, path)
  const expected = [
    ...new Set(
      issue.errors.flat().map((inner) => (inner.code === 'invalid_type' ? typeNames[inner.expected] : undefined)),
    ),
  ]
  const found = shown(valueAt(source.input, path), path)
  return [{ path: pathText(path), expected: expected.filter(Boolean).join(' or '), found }]
}

const wrongValue = (options: readonly unknown[], { input }: Source, at: readonly PropertyKey[]): SettingsProblem => ({
  path: pathText(at),
  expected: oneOf(options),
  found: shown(valueAt(input, at), at),
})

/**
 * Where every branch wants another value at one name, as in "api": that value is wrong, and of the rest what is wrong
 * in every branch.
 */
function tagProblems(
  branches: readonly (readonly Issue[])[],
  source: Source,
  path: readonly PropertyKey[],
): SettingsProblem[] | undefined {
  const tags = branches.map((branch) =>
    branch.find(({ code, path: at }) => code === 'invalid_value' && at.length === 1),
  )
  const [tag] = tags
  if (tag === undefined || tags.some((other) => other?.path[0] !== tag.path[0])) return undefined
  const options = tags.flatMap((one) => (one?.code === 'invalid_value' ? one.values : []))
  const rest = branches.map((branch) =>
    problemsOf(
      branch.filter((one) => !tags.includes(one)),
      source,
      path,
    ),
  )
  const same = (left: SettingsProblem, right: SettingsProblem): boolean =>
    left.path === right.path && left.expected === right.expected
  const common = rest[0]?.filter((problem) => rest.every((others) => others.some((other) => same(problem, other))))
  return [wrongValue(options, source, [...path, ...tag.path]), ...(common ?? [])]
}

function unknownName(key: string, { input, knownAt }: Source, path: readonly PropertyKey[]): SettingsProblem {
  const at = [...path, key]
  if (/^api[-_]?key$/i.test(key)) {
    return {
      path: pathText(at),
      expected:
        'no API key in the settings: it belongs into SSM (apiKeyParameter), off AWS into the environment variable UPGATES_API_KEY',
      found: '[redacted]',
    }
  }
  const known = knownAt(path)
  const near = nearest(key, known) ?? partlyNamed(key, known)
  return {
    path: pathText(at),
    expected:
      near === undefined || near === key
        ? 'nothing of this name here'
        : `nothing of this name; did you mean "${near}"?`,
    found: shown(valueAt(input, at), at),
  }
}

/** The shortest known name of which a word is a part, as `number` of `order_number`. */
const partlyNamed = (word: string, known: readonly string[]): string | undefined =>
  known
    .filter((name) => name.split('_').includes(word.toLowerCase()))
    .toSorted((left, right) => left.length - right.length)[0]

/** The known word that is the same but for case and accents, which people lose first; else the nearest one. */
export const nearestWord = (word: string, known: readonly string[]): string | undefined =>
  known.find((one) => folded(one) === folded(word)) ?? nearest(word, known)

/** Of words so short, two letters are half. */
const shortWord = 4

/** The known name that differs least from a word, case and accents aside, if it is near enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = folded(word)
  const ranked = known
    .map((name) => ({ name, distance: distanceOf(wanted, folded(name)) }))
    .sort((left, right) => left.distance - right.distance)
  const [best] = ranked
  const most = wanted.length <= shortWord ? 1 : Math.max(2, Math.floor(wanted.length / 3))
  return best !== undefined && best.distance <= most ? best.name : undefined
}

/** How many letters are changed, added, left out, or changed places with the next one. */
function distanceOf(left: string, right: string): number {
  let before: number[] = []
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i++) {
    const next = [i]
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1)
      const isSwapped = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]
      const swapped = isSwapped ? (before[j - 2] ?? 0) + 1 : change
      next.push(Math.min(change, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row.at(-1) ?? 0
}

/** The value at a path, reading own properties only. */
function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<PropertyKey, unknown>)[name]
  }
  return value
}
