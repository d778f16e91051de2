import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../lib/settings/parse.ts'
import { sayAllIn } from '../../lib/text/said-all.ts'
import { englishIn } from '../support/english.ts'

/** As much of JSON schema as the settings use. */
interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}

const root = JSON.parse(readFileSync(join(import.meta.dirname, '../../order-sync.schema.json'), 'utf8')) as Schema
type Path = readonly (string | number)[]

function resolved({ $ref, ...schema }: Schema): Schema {
  if ($ref === undefined) return schema
  const names = $ref.replace(/^#\//, '').split('/')
  return resolved(names.reduce<Schema>((at, name) => (at as Readonly<Record<string, Schema>>)[name] ?? {}, root))
}

/** Every place of the settings, with what the objects on the way there need to be. */
function* places(
  schema: Schema,
  path: Path = [],
  base: Readonly<Record<string, unknown>> = {},
): Generator<readonly [Path, object]> {
  const { anyOf = [], oneOf = [], allOf = [], properties = {}, items, additionalProperties, ...rest } = resolved(schema)
  if (path.length > 9) return
  yield [path, base]
  for (const branch of [...anyOf, ...oneOf, ...allOf]) yield* places(branch, path, base)
  const constants = Object.entries(properties).flatMap(([name, one]) =>
    resolved(one).const === undefined ? [] : [[[...path, name].join(' '), resolved(one).const] as const],
  )
  const with_ = { ...base, ...Object.fromEntries(constants) }
  for (const [name, one] of Object.entries(properties)) yield* places(one, [...path, name], with_)
  if (typeof additionalProperties === 'object') yield* places(additionalProperties, [...path, 'x1'], with_)
  if (items !== undefined) yield* places(items, [...path, 0], with_)
  for (const [index, one] of (rest.prefixItems ?? []).entries()) yield* places(one, [...path, index], with_)
}

const usual = {
  shop: 'demo',
  upgates: { api: 'v2', url: 'http://127.0.0.1:1', login: '1', notify: false },
  feeds: { orders: { contents: 'full', format: { type: 'csv' }, fields: { order_number: 'n', status: 's' } } },
}

/** The settings with a value at a path; what is on the way is made, and knows what kind of thing it is. */
function withValue(path: Path, value: unknown, base: object): object {
  const made = structuredClone(usual) as Record<string | number, unknown>
  let at: Record<string | number, unknown> = made
  const known = new Map(Object.entries(base))
  path.forEach((name, index) => {
    const here = path.slice(0, index)
    for (const [place, constant] of known) {
      const names = place.split(' ')
      if (names.length === index + 1 && names.slice(0, -1).join(' ') === here.join(' '))
        at[names.at(-1) ?? ''] ??= constant
    }
    if (index === path.length - 1) at[name] = value
    else {
      const next = at[name]
      at[name] = typeof next === 'object' && next !== null ? next : typeof path[index + 1] === 'number' ? [] : {}
      at = at[name] as Record<string | number, unknown>
    }
  })
  return made
}

const wrongValues: readonly unknown[] = [
  undefined,
  null,
  '',
  ' ',
  '??',
  'Ab c',
  'x'.repeat(400),
  '26:00',
  'a@',
  'http://example.com',
  'ftp://x',
  '99',
  'yyyy',
  -1,
  0,
  1.5,
  1e9,
  true,
  [],
  ['', 1],
  ['a', 'a'],
  [{}],
  {},
  { nope: 1 },
  { a: '' },
  { '': '' },
  { from: 1 },
  { rules: [] },
]

/** All lines that tell of what is wrong with settings that have each wrong value at each place. Nobody looks where they were thrown. */
function everyComplaint(): Set<string> {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  const lines = new Set<string>()
  const seen = new Set<string>()
  for (const [path, base] of places(root)) {
    const id = JSON.stringify([path, base])
    if (path.length === 0 || seen.has(id)) continue
    seen.add(id)
    for (const value of wrongValues) {
      try {
        parseSettings(withValue(path, value, base))
      } catch (error) {
        for (const line of (error as Error).message.split('\n')) lines.add(line.trim())
      }
    }
  }
  Error.stackTraceLimit = limit
  return lines
}

/** What the library of regular expressions says. */
const libraryWords = /missing argument to repetition operator/g

describe('whatever is wrong with settings', () => {
  const lines = [...everyComplaint()]
  it('is found in great numbers', () => expect(lines.length).toBeGreaterThan(500))
  it.each(['cs', 'sk'] as const)('is said in %s', async (language) => {
    const say = await sayAllIn(language)
    const left = new Set(lines.flatMap((line) => englishIn(say(line.replace(/^[^:]*: /, 'feeds.x: ')), [libraryWords])))
    expect([...left]).toEqual([])
  })
})
