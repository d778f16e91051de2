import { Tokenizer, TokenizerError, TokenType } from '@streamparser/json'
import type { Feed } from '../../settings/settings.ts'
import { localName, WrittenNumber } from './json-values.ts'

/** Cuts the records out of a JSON document while it streams in, so that no document is too large. */
export interface JsonCutter {
  /** Lines were passed over before the chunk that comes next. */
  pass(lines: number): void
  /** behind how many lines the cutter stands, if it stands right behind a record of a list; -1 elsewhere */
  stand(): number
  /** The records that end in this chunk, parsed. Throws where the document is broken, once what stands before was given. */
  push(chunk: string): readonly CutRecord[]
  /** Says that the document has ended. Throws where it is cut off, {@link NoRecords} where the records were not found. */
  end(): void
}

/** A parsed record, with the lines that are it and nothing else, as the sieve cuts the document. */
export interface CutRecord {
  readonly value: object
  /** number of the first, from 0; absent: not known */
  readonly line?: number
  readonly lines?: number
}

/** The document is sound, but the records are not where they should be. */
export class NoRecords extends Error {
  override name = 'NoRecords'
  /** whether other places have lists that may be meant */
  readonly isElsewhere: boolean

  constructor(where: string, lists: readonly string[]) {
    const there =
      lists.length === 0 ? '' : `; there ${lists.length === 1 ? 'is a list' : 'are lists'} at ${lists.join(', ')}`
    super(`no records were found at ${where}${there}`)
    this.isElsewhere = lists.length > 0
  }
}

/** What a cutter needs to know. */
export interface CutterOptions {
  /** names on the way to the list of records, or to the one record; without: the list at the top, or under `value` */
  readonly path: readonly string[] | undefined
  /** names in a record that somebody wants; nothing else of it is put together */
  readonly wanted: ReadonlySet<string>
  readonly limits: Pick<Feed['limits'], 'recordBytes' | 'depth'>
  /** told of the values outside of the records that are neither a list nor an object */
  said(name: string, value: string): void
}

type Container = unknown[] | Record<string, unknown>

/** An object or a list that is open. */
interface Level {
  readonly isList: boolean
  /** name of the value that is read now */
  name: string
  /** what is put together, if anybody wants it */
  readonly value: Container | undefined
  /** names of the value that only names with a prefix have said so far */
  local?: Set<string>
}

/** What may come next in a document. */
type Next = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'nothing'

/** All that the cutting of one document knows. */
interface Cutter {
  readonly options: CutterOptions
  readonly levels: Level[]
  next: Next
  /** how many levels are open around a record, once its list or itself was found; -1 outside of them */
  around: number
  /** whether the records were found */
  found: boolean
  inList: boolean
  /** places of lists of objects outside of the records, the first ones */
  readonly lists: Set<string>
  /** byte at which the record began, or the last token outside of one */
  since: number
  records: CutRecord[]
  /** counts closing braces, each of which ends a line of the sieve */
  readonly braces: ReturnType<typeof createBraces>
  /** number of the line that the last record ended with, where nothing but a comma has come since; -1 elsewhere */
  closedLine: number
  /** the line behind that, while the record is read that begins in it */
  firstLine: number
}

/** Keeps numbers as they are written: no order number may lose a digit or a zero. */
class NumberKeepingTokenizer extends Tokenizer {
  lastNumber = ''

  protected override parseNumber(text: string): number {
    this.lastNumber = text
    return 0
  }
}

/** Starts cutting a document. */
export function createJsonCutter(options: CutterOptions): JsonCutter {
  const cutter: Cutter = {
    options,
    levels: [],
    next: 'value',
    around: -1,
    found: false,
    inList: false,
    lists: new Set(),
    since: 0,
    records: [],
    braces: createBraces(),
    closedLine: nowhere,
    firstLine: nowhere,
  }
  const tokenizer = new NumberKeepingTokenizer()
  tokenizer.onToken = ({ token, value, offset }) =>
    step(cutter, token, token === TokenType.NUMBER ? new WrittenNumber(tokenizer.lastNumber) : value, offset)
  const place = { bytes: 0, line: 1 }
  let failure: unknown
  const read = (bytes: Buffer): void => {
    try {
      cutter.braces.take(bytes)
      tokenizer.write(bytes)
      checkLength(cutter, place.bytes + bytes.length)
    } catch (cause) {
      failure = inWords(cause, bytes, place)
    }
    place.bytes += bytes.length
    place.line += linesIn(bytes)
  }
  return {
    pass(lines) {
      cutter.braces.pass(lines)
      cutter.closedLine += lines
    },
    stand() {
      const { closedLine, braces } = cutter
      return closedLine !== nowhere && braces.ended() === closedLine + 1 ? closedLine + 1 : nowhere
    },
    push(chunk) {
      if (failure === undefined) read(Buffer.from(chunk))
      const { records } = cutter
      if (failure !== undefined && records.length === 0) throw failure
      cutter.records = []
      return records
    },
    end() {
      if (failure !== undefined) throw failure
      if (cutter.next === 'value' && cutter.levels.length === 0) throw new Error('it is not a JSON document')
      if (cutter.next !== 'nothing') throw new Error('it is cut off: the document does not end')
      if (!cutter.found) {
        const { path } = options
        const where = path === undefined ? 'its top or under "value"' : `"${path.join('/')}"`
        throw new NoRecords(
          where,
          [...cutter.lists].map((name) => `"${name}"`),
        )
      }
    },
  }
}

/** in place of a line's number */
const nowhere = -1

/** Counts closing braces by their places in the document, in which what was passed over is missing. */
function createBraces() {
  const brace = 0x7d
  let bytes: Buffer = Buffer.alloc(0)
  let start = 0
  let next = 0
  let count = 0
  return {
    take(chunk: Buffer): void {
      for (; next !== -1 && bytes.length > 0; next = bytes.indexOf(brace, next + 1)) count++
      start += bytes.length
      bytes = chunk
      next = chunk.indexOf(brace)
    },
    pass(lines: number): void {
      count += lines
    },
    /** number of the brace at a place, from 0; -1 where there is none */
    at(offset: number): number {
      const wanted = offset - start
      for (; next !== -1 && next < wanted; next = bytes.indexOf(brace, next + 1)) count++
      return next === wanted ? count : nowhere
    },
    /** how many there were, where the last byte is one, and somebody has asked about it; -1 elsewhere */
    ended: (): number => (bytes.length > 0 && next === bytes.length - 1 ? count + 1 : nowhere),
  }
}

function linesIn(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines++
  return lines
}

/** What the tokenizer could not read, with its line. */
function inWords(cause: unknown, bytes: Buffer, place: { readonly bytes: number; readonly line: number }): unknown {
  if (!(cause instanceof TokenizerError)) return cause
  const at = /at chunk position "(\d+)"/.exec(cause.message)?.[1]
  if (at === undefined) return new Error(`it is not JSON (${cause.message})`, { cause })
  const char = String.fromCodePoint(bytes[Number(at)] ?? 0)
  const line = place.line + linesIn(bytes.subarray(0, Number(at)))
  return new Error(`it is not JSON: ${JSON.stringify(char)} is not expected on line ${line}`, { cause })
}

function checkLength({ since, options }: Cutter, bytes: number): void {
  const { recordBytes } = options.limits
  if (bytes - since > recordBytes)
    throw new Error(`a record is longer than ${recordBytes} bytes (raise "limits.recordBytes" if that is right)`)
}

const unexpected = (cutter: Cutter): Error =>
  new Error(
    cutter.next === 'nothing' ? 'something follows the end of the document' : `it is not JSON: expected ${cutter.next}`,
  )

function step(cutter: Cutter, token: TokenType, value: unknown, offset: number): void {
  const isInside = cutter.around !== -1 && cutter.levels.length > cutter.around
  if (!isInside) cutter.since = offset
  if (!isInside && token !== TokenType.COMMA && token !== TokenType.LEFT_BRACE) cutter.closedLine = nowhere
  switch (token) {
    case TokenType.LEFT_BRACE:
      begin(cutter, false)
      return
    case TokenType.LEFT_BRACKET:
      begin(cutter, true)
      return
    case TokenType.RIGHT_BRACE:
    case TokenType.RIGHT_BRACKET:
      finish(cutter, token === TokenType.RIGHT_BRACKET, offset)
      return
    case TokenType.COLON:
      if (cutter.next !== 'colon') throw unexpected(cutter)
      cutter.next = 'value'
      return
    case TokenType.COMMA:
      if (cutter.next !== 'comma or end') throw unexpected(cutter)
      cutter.next = cutter.levels.at(-1)?.isList === true ? 'value' : 'name'
      return
    default:
      if (cutter.next === 'name' || cutter.next === 'name or end') name(cutter, value)
      else scalar(cutter, value)
  }
}

function name(cutter: Cutter, value: unknown): void {
  const level = cutter.levels.at(-1)
  if (typeof value !== 'string' || level === undefined) throw unexpected(cutter)
  level.name = value
  cutter.next = 'colon'
}

function expectValue(cutter: Cutter): void {
  if (cutter.next !== 'value' && cutter.next !== 'value or end') throw unexpected(cutter)
}

function scalar(cutter: Cutter, value: unknown): void {
  expectValue(cutter)
  const { levels, around, inList } = cutter
  if (levels.length === 0) throw new Error('it is not JSON with records, but a single value')
  if (levels.length === around && inList) throw new Error('a record is not an object')
  const level = levels.at(-1)
  if (around === -1 || levels.length === around) {
    if (level?.isList === false) cutter.options.said(level.name, String(value))
  } else if (level !== undefined) put(level, value)
  cutter.next = 'comma or end'
}

function put(level: Level, item: unknown): void {
  const { value, name: key } = level
  if (Array.isArray(value)) value.push(item)
  else if (value !== undefined) {
    if (level.local?.delete(key)) delete value[key]
    add(value, key, item)
    if (key.includes(':')) putLocally(level, value, item)
  }
}

/** A name that stands twice says two things, as a repeated element does: neither is chosen in silence. */
function add(value: Record<string, unknown>, key: string, item: unknown): void {
  value[key] = key in value ? [value[key], item] : item
}

/** JSON that was made of XML: its elements are wanted by their local names, unless one is called just so. */
function putLocally(level: Level, value: Record<string, unknown>, item: unknown): void {
  const key = localName(level.name)
  level.local ??= new Set()
  if (!(key in value)) level.local.add(key)
  if (level.local.has(key)) add(value, key, item)
}

const newContainer = (isList: boolean): Container => (isList ? [] : Object.create(null))

function begin(cutter: Cutter, isList: boolean): void {
  expectValue(cutter)
  const { levels, options, inList } = cutter
  if (levels.length === cutter.around && inList && isList) throw new Error('a record is not an object')
  if (cutter.around === -1 && isTarget(cutter) && (isList || options.path !== undefined)) {
    cutter.around = isList ? levels.length + 1 : levels.length
    cutter.inList = isList
    cutter.found = true
  }
  const { around } = cutter
  const parent = levels.at(-1)
  if (around === -1 && !isList && parent?.isList === true && cutter.lists.size < mostLists) noteList(cutter)
  const isRecord = around !== -1 && levels.length === around && !(isList && inList)
  if (isRecord) cutter.firstLine = cutter.closedLine === nowhere ? nowhere : cutter.closedLine + 1
  if (isRecord) cutter.closedLine = nowhere
  const isBelow = around !== -1 && levels.length > around && parent?.value !== undefined
  const isWanted = isBelow && (levels.length > around + 1 || isWantedName(options.wanted, parent?.name ?? ''))
  const value = isRecord || isWanted ? newContainer(isList) : undefined
  if (isWanted && parent !== undefined) put(parent, value)
  levels.push({ isList, name: '', value })
  if (levels.length > options.limits.depth)
    throw new Error(`it is nested deeper than ${options.limits.depth} levels (raise "limits.depth" if that is right)`)
  cutter.next = isList ? 'value or end' : 'name or end'
}

const mostLists = 5

function noteList({ levels, lists }: Cutter): void {
  const place = levels.flatMap(({ isList, name: at }) => (isList ? [] : [at])).join('/')
  if (place !== '') lists.add(place.slice(0, 100))
}

const isWantedName = (wanted: ReadonlySet<string>, name: string): boolean =>
  wanted.has(name) || wanted.has(localName(name))

/** Whether the value that begins is the records; with a path, lists may be on the way, each with records of its own. */
function isTarget({ levels, options: { path } }: Cutter): boolean {
  if (path === undefined) {
    if (levels.some(({ isList }) => isList)) return false
    return levels.length === 0 || (levels.length === 1 && levels[0]?.name === 'value')
  }
  if (levels.at(-1)?.isList !== false) return false
  const names = levels.filter(({ isList }) => !isList).map(({ name }) => name)
  return names.length === path.length && names.every((name, at) => name === path[at] || localName(name) === path[at])
}

function finish(cutter: Cutter, isList: boolean, offset: number): void {
  const level = cutter.levels.pop()
  const isEnd = cutter.next === 'comma or end' || cutter.next === (isList ? 'value or end' : 'name or end')
  if (level === undefined || level.isList !== isList) throw new Error('its brackets do not match')
  if (!isEnd) throw unexpected(cutter)
  const { levels, around, inList } = cutter
  cutter.next = levels.length === 0 ? 'nothing' : 'comma or end'
  if (around === -1) return
  if (levels.length === around && level.value !== undefined) {
    checkLength(cutter, offset)
    const line = cutter.braces.at(offset)
    const { firstLine } = cutter
    const isWhole = inList && firstLine !== nowhere && line !== nowhere
    cutter.records.push({ value: level.value, ...(isWhole ? { line: firstLine, lines: line - firstLine + 1 } : {}) })
    cutter.closedLine = inList ? line : nowhere
    cutter.since = offset
    if (!inList) cutter.around = -1
  } else if (levels.length < around) cutter.around = -1
}
