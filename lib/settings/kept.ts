import { isObject } from '../json.ts'
import type { Condition, LanguagesMapping, Mapping } from './mapping.ts'
import { parseSettings } from './parse.ts'
import { settingsSchema } from './schema.ts'
import type { Settings } from './settings.ts'

/** Settings that another version of this program had checked, as this one reads them. */
export interface KeptSettings {
  readonly settings: Settings
  /** paths of what this version does not know, and leaves out */
  readonly unknown: readonly string[]
}

/**
 * Reads settings that were kept in their checked form: brings them back into the form of a file, and checks them like one,
 * so that what an older version did not have gets its default, and what a newer one has is told.
 * @param place for messages
 * @throws SettingsError where this version cannot work with them
 */
export function readKept(value: unknown, place: string): KeptSettings {
  const presets = presetsOf(value)
  const written = asWritten(value)
  const unknown = unknownIn(written)
  const { feeds, ...settings } = parseSettings(unknown.reduce(without, written), place)
  const named = Object.entries(feeds).map(([name, feed]) => [name, { ...presets[name], ...feed }])
  return { settings: { ...settings, feeds: Object.fromEntries(named) }, unknown: unknown.map((path) => path.join('.')) }
}

/** What a preset gave stands in the feed already: laid under it once more, it would bring back what the feed does without. */
const presetsOf = (value: unknown): Record<string, object> =>
  Object.fromEntries(
    Object.entries(objectOf(objectOf(value).feeds)).map(([name, feed]) => {
      const { preset } = objectOf(feed)
      return [name, preset === undefined ? {} : { preset }]
    }),
  )

type Path = readonly string[]

/** Names that the schema does not know, and that may be left out: what a feed reads without them would be something else. */
const unknownIn = (written: unknown): Path[] =>
  (settingsSchema.safeParse(written).error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys' && !(issue.path[0] === 'feeds' && issue.path.length > 2)
      ? issue.keys.map((key) => [...issue.path, key].map(String))
      : [],
  )

/** A value without what lies at a path. */
function without(value: unknown, [name = '', ...deeper]: Path): unknown {
  const { [name]: inner, ...others } = objectOf(value)
  return deeper.length === 0 ? others : { ...others, [name]: without(inner, deeper) }
}

const objectOf = (value: unknown): Record<string, unknown> => (isObject(value) ? { ...value } : {})

/** Checked settings as a file would say them. */
function asWritten(value: unknown): unknown {
  const { feeds, ...rest } = objectOf(value)
  return { ...rest, feeds: mapValues(objectOf(feeds), feedAsWritten) }
}

const mapValues = (values: object, change: (value: unknown, name: string) => unknown): object =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]))

function feedAsWritten(value: unknown): unknown {
  const { fields, format, formats = format, skip, timeZone: _, preset: __, ...feed } = objectOf(value)
  const { order_number, mappings } = objectOf(fields)
  const written = Object.entries(objectOf(mappings)).map(([name, one]) => [name, mappingAsWritten(one as Mapping)])
  const metas = written.flatMap(([name, one]) => (isMeta(name) ? [[String(name).slice(metaPrefix.length), one]] : []))
  return {
    ...feed,
    format: formats,
    fields: {
      order_number,
      ...Object.fromEntries(written.filter(([name]) => !isMeta(name))),
      ...(metas.length === 0 ? {} : { metas: Object.fromEntries(metas) }),
    },
    skip: (Array.isArray(skip) ? skip : []).map((when: readonly Condition[]) => ({ when: conditionsAsWritten(when) })),
  }
}

const metaPrefix = 'metas.'
const isMeta = (name: unknown): boolean => String(name).startsWith(metaPrefix)

function mappingAsWritten(mapping: Mapping): unknown {
  if (mapping.kind === 'languages')
    return { values: mapValues(valuesOf(mapping), (one) => mappingAsWritten(one as Mapping)) }
  if (mapping.kind !== 'rules') return columnAsWritten(mapping)
  const { kind: _, rules, ...more } = mapping
  const written = rules.map(({ when, then: value }) =>
    Object.fromEntries([
      ['when', conditionsAsWritten(when)],
      ['then', 'mapping' in value ? columnAsWritten(value.mapping) : value.literal],
    ]),
  )
  const said = withoutUsual(more)
  return Object.keys(said).length === 0 ? written : { rules: written, ...said }
}

const valuesOf = ({ values }: LanguagesMapping): object => values

const columnAsWritten = ({ kind: _, ...column }: { readonly kind?: unknown }): unknown => withoutUsual(column)

/** Not every field may be told these; those that may are told them again. */
const withoutUsual = ({ otherwise, blank, ...rest }: { readonly otherwise?: unknown; readonly blank?: unknown }) => ({
  ...rest,
  ...(otherwise === undefined || otherwise === 'invalid' ? {} : { otherwise }),
  ...(blank === undefined || blank === 'keep' ? {} : { blank }),
})

const conditionsAsWritten = (when: readonly Condition[]): object =>
  Object.fromEntries(
    when.map((condition) => {
      const { path, test, ...amount } = condition
      if (test === 'equals') return [path, condition.value]
      return [path, test === 'amount' ? amount : { [test]: true }]
    }),
  )
