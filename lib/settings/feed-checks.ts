import { parsePath } from '../exports/formats/xml-path.ts'
import { folded } from '../exports/mapping/values.ts'
import { nearest, type SettingsProblem, shown } from './problems.ts'

type Raw = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Rules within one feed that concern more than one setting. It looks at whatever has the right shape. */
export function feedChecks(name: string, feed: unknown): SettingsProblem[] {
  if (!isObject(feed)) return []
  const types = (Array.isArray(feed.format) ? feed.format : [feed.format]).map((format: unknown) =>
    isObject(format) ? format.type : undefined,
  )
  const fields = isObject(feed.fields) ? fieldsOf(feed.fields) : []
  const mayBeXml = types.some((type) => type === 'xml' || typeof type !== 'string')
  return [
    ...(mayBeXml || feed.ico === undefined
      ? []
      : [
          {
            path: `feeds.${name}.ico`,
            expected: 'no company number: only XML exports name it',
            found: shown(feed.ico),
          },
        ]),
    ...(types.includes('xml') ? wrongPaths(`feeds.${name}.skip`, feed.skip) : []),
    ...fields.flatMap(([field, mapping]) => [
      ...(types.includes('xml') ? wrongPaths(`feeds.${name}.fields.${field}`, mapping) : []),
      ...unknownWords(`feeds.${name}.fields.${field}`, mapping),
    ]),
  ]
}

const fieldsOf = ({ metas, ...fields }: Raw): [string, unknown][] => [
  ...Object.entries(fields),
  ...(isObject(metas)
    ? Object.entries(metas).map(([key, mapping]): [string, unknown] => [`metas.${key}`, mapping])
    : []),
]

/** All paths that a mapping names, in any of its forms. */
function pathsOf(mapping: unknown): string[] {
  if (typeof mapping === 'string') return [mapping]
  if (Array.isArray(mapping)) return mapping.flatMap(pathsOfRule)
  if (!isObject(mapping)) return []
  const { from, rules, values } = mapping
  return [
    ...(typeof from === 'string' ? [from] : []),
    ...(Array.isArray(rules) ? rules.flatMap(pathsOfRule) : []),
    ...(isObject(values) ? Object.values(values).flatMap(pathsOf) : []),
  ]
}

const pathsOfRule = (rule: unknown): string[] =>
  isObject(rule)
    ? [...(isObject(rule.when) ? Object.keys(rule.when) : []), ...(isObject(rule.then) ? pathsOf(rule.then) : [])]
    : []

const wrongPaths = (place: string, mapping: unknown): SettingsProblem[] =>
  [...new Set(pathsOf(mapping))].filter(isWrong).map((path) => ({
    path: place,
    expected: 'paths as orderHeader/numberOrder, @attribute, or list/item[name=Value]/textValue',
    found: shown(path),
  }))

function isWrong(path: string): boolean {
  try {
    return parsePath(path).length === 0
  } catch {
    return true
  }
}

/** Where every rule says a word, `map` can only translate those. */
function unknownWords(place: string, mapping: unknown): SettingsProblem[] {
  if (!isObject(mapping) || !Array.isArray(mapping.rules) || !isObject(mapping.map)) return []
  const words = mapping.rules.map((rule) => (isObject(rule) ? rule.then : undefined))
  const known = words.filter((word) => typeof word === 'string')
  if (known.length < words.length) return []
  return Object.keys(mapping.map)
    .filter((key) => !known.some((word) => folded(word) === folded(key)))
    .map((key) => {
      const near = nearest(key, known)
      return {
        path: `${place}.map.${key}`,
        expected:
          near === undefined
            ? `a word that the rules say: ${[...new Set(known)].map((word) => `"${word}"`).join(', ')}`
            : `a word that the rules say; did you mean "${near}"?`,
        found: shown(key),
      }
    })
}
