import { SaxesParser } from 'saxes'
import { isObject } from '../../json.ts'
import { delimiters, sampleRows } from '../formats/csv.ts'
import { companyAttributes } from '../formats/xml-root.ts'
import { headerRow } from './cells.ts'

const mostPaths = 60
const longestSample = 60
/** The settings allow no longer ones. */
const longestPath = 300

/** What a file's records look like, before anybody has said how to map them. */
export interface Outline {
  /** path to the records of XML and JSON */
  readonly recordsAt?: string
  /** of XML that names the company it is of: its number (IČO) */
  readonly company?: string
  readonly delimiter?: string
  /** of a table without a row that names its columns */
  readonly header?: false
  /** of such a table: the values of every column that are not blank */
  readonly values?: ReadonlyMap<string, readonly string[]>
  /** columns, keys or paths below a record, each with the first value that is not blank */
  readonly paths: readonly { readonly path: string; readonly sample: string }[]
}

const shortened = (text: string): string =>
  text.length > longestSample ? `${text.slice(0, longestSample - 1)}…` : text

function listOf(samples: ReadonlyMap<string, string>): Outline['paths'] {
  const usable = [...samples].filter(([path]) => path.trim() !== '' && path.length <= longestPath)
  return usable.slice(0, mostPaths).map(([path, sample]) => ({ path, sample: shortened(sample.trim()) }))
}

const keepFirst = (samples: Map<string, string>, path: string, value: string): void => {
  if ((samples.get(path) ?? '') === '') samples.set(path, value.trim())
}

/** Columns of a table: the delimiter with which most rows have the same, largest number of cells, and the row that names them. */
export function outlineCsv(sample: string): Outline {
  const sep = /^sep=(.)\r?\n/i.exec(sample)
  const body = sep === null ? sample : sample.slice(sep[0].length)
  const candidates = (sep?.[1] === undefined ? delimiters : [sep[1]]).map((delimiter) => {
    const rows = sampleRows(body, delimiter).filter((row) => row.some((cell) => cell.trim() !== ''))
    const widths = Map.groupBy(rows, (row) => row.length)
    const [width = 0, same = []] =
      [...widths].sort((a, b) => b[1].length * (b[0] - 1) - a[1].length * (a[0] - 1))[0] ?? []
    return { delimiter, rows: same, score: (width - 1) * same.length }
  })
  const [best] = candidates.sort((left, right) => right.score - left.score)
  if (best === undefined || best.score <= 0) return { paths: [] }
  const { delimiter, rows } = best
  const at = headerRow(rows)
  return { delimiter, ...(at === undefined ? numbered(rows) : named(rows[at] ?? [], rows.slice(at + 1))) }
}

type Rows = readonly (readonly string[])[]

function named(header: readonly string[], rows: Rows): Outline {
  const samples = new Map<string, string>()
  for (const [index, cell] of header.entries()) {
    const name = cell.trim()
    if (name === '') continue
    for (const row of rows) keepFirst(samples, name, row[index] ?? '')
    if (!samples.has(name)) samples.set(name, '')
  }
  return { paths: listOf(samples) }
}

function numbered(rows: Rows): Outline {
  const columns = (rows[0] ?? []).map((_, index) => {
    const values = rows.map((row) => (row[index] ?? '').trim()).filter((value) => value !== '')
    return [String(index + 1), values] as const
  })
  const samples = new Map(columns.map(([name, [first = '']]) => [name, first]))
  return { header: false, values: new Map(columns), paths: listOf(samples) }
}

/** Paths of an XML document, from its beginning: the records are the first elements that repeat below one parent. */
export function outlineXml(start: string, recordsAt?: string): Outline {
  const counts = new Map<string, number>()
  const values = new Map<string, string>()
  const stack: string[] = []
  let text = ''
  let company: string | undefined
  const parser = new SaxesParser({ xmlns: false, position: false })
  const here = (): string => stack.join('/')
  const local = (name: string): string => name.slice(name.indexOf(':') + 1)
  parser.on('opentag', ({ name, attributes }) => {
    stack.push(local(name))
    counts.set(here(), (counts.get(here()) ?? 0) + 1)
    if (stack.length === 1)
      company = companyAttributes.map((one) => attributes[one]?.trim()).find((ico) => /^\d{6,10}$/.test(ico ?? ''))
    for (const [attribute, value] of Object.entries(attributes)) {
      if (!attribute.startsWith('xmlns')) keepFirst(values, `${here()}/@${local(attribute)}`, value)
    }
    text = ''
  })
  parser.on('text', (part) => {
    text += part
  })
  parser.on('closetag', () => {
    if (text.trim() !== '') keepFirst(values, here(), text)
    text = ''
    stack.pop()
  })
  parser.on('error', () => undefined)
  parser.write(start)
  const parents = new Set([...values.keys()].map((path) => path.slice(0, path.lastIndexOf('/'))))
  const hasValues = (path: string): boolean =>
    parents.has(path) || [...parents].some((one) => one.startsWith(`${path}/`))
  const records = recordsAt ?? repeatedPath(counts, hasValues)
  if (records === undefined) return { paths: [] }
  const below = [...values].filter(([path]) => path.startsWith(`${records}/`))
  return {
    recordsAt: records,
    ...(company === undefined ? {} : { company }),
    paths: listOf(new Map(below.map(([path, value]) => [path.slice(records.length + 1), value]))),
  }
}

/** One record alone does not repeat, but may be named as what it is. */
const singleRecord = /^(?:order|objednavka|invoice|faktura)$/i

/** The outermost elements that repeat; those that hold something come before mere values, as a list of currencies. */
function repeatedPath(counts: ReadonlyMap<string, number>, hasValues: (path: string) => boolean): string | undefined {
  const depth = (path: string): number => path.split('/').length
  const isRecord = ([path, count]: [string, number]): boolean =>
    depth(path) > 1 && (count > 1 || singleRecord.test(path.split('/').at(-1) ?? ''))
  const repeated = [...counts].filter(isRecord).map(([path]) => path)
  const sorted = repeated.sort((left, right) => depth(left) - depth(right))
  return sorted.find(hasValues) ?? sorted[0]
}

/** Keys of a JSON document or of the first line of NDJSON: the records are the first list of objects. */
export function outlineJson(text: string): Outline {
  const found = firstObjects(parsed(text), [])
  if (found === undefined) return { paths: [] }
  const samples = new Map<string, string>()
  for (const object of found.objects.slice(0, 100)) keysOf(object, '', samples)
  return { ...(found.path.length === 0 ? {} : { recordsAt: found.path.join('/') }), paths: listOf(samples) }
}

function parsed(text: string): unknown {
  for (const part of [text, text.split('\n', 1)[0] ?? '', completed(text)]) {
    try {
      return JSON.parse(part)
    } catch {
      // not the whole of it: maybe its first line
    }
  }
  return undefined
}

/** The beginning of a JSON document as a whole one: cut after the last object that a list holds, and closed. */
function completed(start: string): string {
  const open: string[] = []
  let [end, closing] = [0, '']
  let inString = false
  for (let at = 0; at < start.length; at++) {
    const char = start[at]
    if (inString) {
      if (char === '\\') at++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '{') open.push('}')
    else if (char === '[') open.push(']')
    else if (char === '}' || char === ']') {
      open.pop()
      if (open.at(-1) === ']') [end, closing] = [at + 1, open.toReversed().join('')]
    }
  }
  return `${start.slice(0, end)}${closing}`
}

function firstObjects(
  value: unknown,
  path: readonly string[],
): { path: readonly string[]; objects: Record<string, unknown>[] } | undefined {
  if (Array.isArray(value)) {
    const objects = value.filter(isObject)
    return objects.length === 0 ? undefined : { path, objects }
  }
  if (!isObject(value)) return undefined
  for (const [key, inner] of Object.entries(value)) {
    // no path of the settings leads through such a name
    if (key === '' || key.includes('/')) continue
    const found = firstObjects(inner, [...path, key])
    if (found !== undefined) return found
  }
  return path.length === 0 ? { path, objects: [value] } : undefined
}

function keysOf(object: Record<string, unknown>, prefix: string, samples: Map<string, string>): void {
  for (const [key, value] of Object.entries(object)) {
    const first = Array.isArray(value) ? value[0] : value
    if (isObject(first)) keysOf(first, `${prefix}${key}/`, samples)
    else keepFirst(samples, `${prefix}${key}`, String(first ?? ''))
  }
}
