import { type Found, type RawRecord, type ReaderOptions, recordMaker } from './format.ts'
import { isMarked, markedAs, unmarked } from './marks.ts'

/** A number as it was written. */
export class WrittenNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

/** A reviver for `JSON.parse` that keeps numbers as they are written. */
export const keepNumbers = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' ? new WrittenNumber(context?.source ?? String(value)) : value

/** The wanted values of one record. */
export type Picked = Pick<Found, 'values' | 'several' | 'numbers' | 'broken'>

/** Takes the wanted values out of a parsed record; lists on the way are walked item by item. */
function picker(paths: readonly string[]): (record: object) => Picked {
  const steps = paths.map((path) => ({ whole: path, parts: path.split(/\/(?![^[]*\])/) }))
  return (record) => {
    let several: Map<number, readonly string[]> | undefined
    let numbers: Set<number> | undefined
    let broken: string | undefined
    const values = steps.map(({ whole, parts }, slot) => {
      const found = Object.hasOwn(record, whole) ? own(record, whole) : follow(record, parts)
      if (typeof found === 'string') return found
      const all = leaves(found)
      const inner = all.length === 0 ? innerName(found) : undefined
      if (inner !== undefined) broken ??= `${whole} is an object, not a value; is "${whole}/${inner}" meant?`
      if (all.some((value) => value instanceof WrittenNumber)) numbers = (numbers ?? new Set()).add(slot)
      if (all.length > 1) several = (several ?? new Map()).set(slot, all.map(textOf))
      return all[0] === undefined ? undefined : textOf(all[0])
    })
    return {
      values,
      ...(several === undefined ? {} : { several }),
      ...(numbers === undefined ? {} : { numbers }),
      ...(broken === undefined ? {} : { broken }),
    }
  }
}

/** The first name in an object, or in the objects of a list; none of what only describes a value that is not there, as `@nil`. */
function innerName(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(innerName).find((name) => name !== undefined)
  if (typeof value !== 'object' || value === null) return undefined
  return Object.keys(value).find((name) => !/^[@$#_]/.test(name))
}

/** A name without the prefix that it has in JSON which was made of XML, as `lst:order`. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

const own = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

/** `parameter[name=VPrZasilka]`: of a list, the items in which a value is so. */
const selecting = /^([^[\]]+)\[([^=[\]]+)=([^[\]]*)\]$/

/** What stands at a path below a record: a list where a list is on the way. */
const follow = (record: unknown, parts: readonly string[]): unknown => parts.reduce(below, record)

function below(value: unknown, part: string): unknown {
  if (Array.isArray(value) && !Object.hasOwn(value, part)) return value.flatMap((item) => below(item, part))
  const [, name, key = '', wanted] = selecting.exec(part) ?? []
  if (name === undefined || own(value, part) !== undefined) return own(value, part)
  return [own(value, name)]
    .flat()
    .filter((item) => leaves(own(item, key)).some((leaf) => textOf(leaf).trim() === wanted))
}

type Leaf = string | boolean | null | WrittenNumber

function leaves(value: unknown): Leaf[] {
  if (Array.isArray(value)) return value.flatMap(leaves)
  // an element with attributes, in JSON that was made of XML
  if (own(value, '#text') !== undefined) return leaves(own(value, '#text'))
  const isLeaf =
    typeof value === 'string' || typeof value === 'boolean' || value === null || value instanceof WrittenNumber
  return isLeaf ? [value] : []
}

const textOf = (leaf: Leaf): string => (leaf === null ? '' : String(leaf))

/** What a reader knows of where a record is. */
interface Where {
  /** in place of its number */
  readonly name?: string
  readonly line?: number | undefined
  readonly lines?: number | undefined
}

/** Makes raw records of parsed ones, and knows what they are called. */
export function jsonRecordMaker({ paths, feed }: ReaderOptions) {
  const { format } = feed
  const number = 'documentNumber' in format ? format.documentNumber : undefined
  const pick = picker(number === undefined ? paths : [...paths, number])
  const make = recordMaker(paths)
  let record = 0
  let last = ''
  const next = (parsed: object, { name: called, line, lines = 1 }: Where = {}): RawRecord => {
    record++
    const picked = pick(parsed)
    const own = number === undefined ? undefined : picked.values[paths.length]?.trim().slice(0, 100)
    const name = called ?? `record ${record}`
    last = own === undefined || own === '' ? name : `${name}, number ${own}`
    const values = picked.values.slice(0, paths.length)
    const slot = values.findIndex((value) => value !== undefined && isMarked(value))
    if (slot === -1) return make({ record, place: last, ...picked, values, line, lines })
    const broken = `${paths[slot]} holds ${markedAs(values[slot] ?? '')}`
    const shown = values.map((value) => (value === undefined ? undefined : unmarked(value)))
    return make({ record, place: last, ...picked, values: shown, broken })
  }
  const all = number === undefined ? paths : [...paths, number]
  const wanted: ReadonlySet<string> = new Set(all.flatMap((path) => [path, path.split('/', 1)[0] ?? '']))
  const pass = (records: number): void => {
    record += records
  }
  return Object.assign(next, { wanted, last: () => last, pass })
}
