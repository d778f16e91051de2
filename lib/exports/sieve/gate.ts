import type { Format } from '../../settings/settings.ts'
import type { Batches } from '../batches.ts'
import type { Bytes } from '../unpack/bytes.ts'
import { type Block, createBlockFinder, createBlocks, createTagger } from './blocks.ts'
import { type Cutting, cuttingOf } from './cutting.ts'
import { type HashedLines, hashLines, lastEnd, newHashedLines } from './hash.ts'
import { createMatcher } from './known.ts'
import { noneWerePassed, type ReaderGate, type SieveOptions, type Sifted } from './sifted.ts'

/** A filter of bytes in front of a reader. */
export interface Gate {
  readonly reader: ReaderGate
  /** @param encoding of the bytes so far; `undefined` as long as they are plain ASCII */
  sift(bytes: Bytes, encoding: () => string | undefined): Batches<Buffer>
  /** A line turned out to be a record by itself. */
  saw(line: number): void
  result(): Sifted
}

/** What a reader is given before it has found out how the text is laid out. */
const headBytes = 96 * 1024
/** Fewer bytes of records in a row are not worth a pause of the reader. */
const leastRun = 512
/** So much of a chunk is looked at together with what the last one has left. */
const seamBytes = 128 * 1024
/** Where no line ends in so many bytes, nothing is sifted any more. */
const mostRest = 4 * 1024 ** 2

/** A filter for files of a format; `undefined`: they are read in full. */
export function gateOf(format: Format, options: SieveOptions): Gate | undefined {
  const cutting = cuttingOf(format)
  return cutting === undefined ? undefined : createGate(options, cutting)
}

/**
 * Makes a filter that passes over the records whose bytes are those of the last export. Cutting lines is only a guess:
 * nothing is passed over but where the reader says that it stands between two records, at exactly this line. The head, the
 * end, and everything that is no known record is handed on. Where a block is known to be here, its lines are not looked at.
 */
function createGate(options: SieveOptions, cutting: Cutting): Gate {
  const { known, seed, compares, gathers } = options
  const records = createRecords(options)
  const lines = newHashedLines()
  const tagOf = createTagger(seed)
  const memory = createMemory(gathers || compares, known?.places.length)
  const blocks = createBlocks(tagOf, options.blockBytes)
  const finder = createBlockFinder(compares ? new Uint32Array(0) : (known?.blocks ?? new Uint32Array(0)))
  const orders = new Uint8Array(options.orders)
  const passed = { ...noneWerePassed }
  const state = { layout: '', handed: 0, told: -1, count: 0 }
  /** until the layout is known, or where it is another one, nothing is to be passed over */
  const isSame = (encoding: string | undefined): boolean =>
    state.layout !== '' && state.layout === known?.layout && (encoding === undefined || encoding === known.encoding)
  const standsHere = (): boolean => state.told === state.handed

  /** @param places of the orders of some lines, from the first one on */
  const note = (first: number, places: Places): number => {
    let count = 0
    for (let at = 0; at < places.length; at++) {
      const place = places[at] ?? -1
      if (orders[place] === 0) count++
      orders[place] = 1
    }
    memory.pass(first, places)
    options.passedTo((places.at(-1) ?? -1) + 1)
    state.count += count
    return count
  }

  /** Passes over lines that are known; what stands before them was handed on. */
  const pass = (places: Places, breaks: number): void => {
    passed.records += note(state.handed, places)
    passed.lines += places.length
    passed.breaks += breaks
    state.handed += places.length
    state.told = state.handed
  }

  /** Looks at lines one by one, at so many at most. Returns behind which byte they end. */
  function* siftLines(
    bytes: Buffer,
    encoding: () => string | undefined,
    most: number | undefined,
  ): Generator<Buffer, number> {
    hashLines(bytes, { cutting, seed, most }, lines)
    if (state.layout === '') lines.count = headEnd(lines)
    records.find(lines)
    const first = state.handed
    memory.add(lines)
    if (gathers) blocks.cut(lines, bytes, first)
    let [from, line] = [0, 0]
    const hand = (end: number): Buffer => {
      const until = lines.ends[end - 1] ?? 0
      const part = bytes.subarray(from, until)
      state.handed += end - line
      ;[from, line] = [until, end]
      return part
    }
    for (const run of records.runs()) {
      const { start, end } = run
      if (!isSame(encoding())) break
      if (compares) {
        note(first + start, records.placesOf(run))
        continue
      }
      if (start > line) yield hand(start)
      if (!standsHere()) continue
      let breaks = 0
      for (let at = start; at < end; at++) breaks += lines.breaks[at] ?? 0
      pass(records.placesOf(run), breaks)
      ;[from, line] = [lines.ends[end - 1] ?? 0, end]
    }
    if (line < lines.count) yield hand(lines.count)
    return from
  }

  /** Whether a block is here as a whole, where it may be passed over. */
  const passBlock = (block: Block, bytes: Buffer): boolean => {
    const { first, count, breaks, tag } = block
    const isHere = tagOf(bytes).equals(tag) && records.take(block)
    finder.met(block, isHere)
    if (!isHere || known === undefined) return false
    memory.addKnown(known.hashes.subarray(2 * first, 2 * (first + count)))
    if (gathers) blocks.put({ ...block, first: state.handed })
    pass(known.places.subarray(first, first + count), breaks)
    return true
  }

  /**
   * Sifts the lines that have ended in some bytes.
   * @param isEnd no more will come
   * @returns behind which byte it goes on: a block of which a part is here may be a whole one later
   */
  function* siftAll(data: Buffer, encoding: () => string | undefined, isEnd: boolean): Generator<Buffer, number> {
    // the last line is kept back, so that the reader always sees the end
    const end = lastEnd(data, cutting)
    let at = 0
    while (at < end) {
      const row = records.next()
      const block = isSame(encoding()) ? finder.from(row) : undefined
      if (block?.first === row && standsHere()) {
        if (at + block.bytes > end && !isEnd) return at
        if (at + block.bytes <= end && passBlock(block, data.subarray(at, at + block.bytes))) {
          at += block.bytes
          continue
        }
      }
      const most = block?.first === row ? block.count : block && block.first - row
      at += yield* siftLines(data.subarray(at, end), encoding, most)
    }
    return at
  }

  /** What the last chunk has left is put before this one, as far as need be; from there on, it is sifted where it is. */
  function* siftChunk(chunk: Buffer, desk: Desk, encoding: () => string | undefined): Generator<Buffer> {
    let at = 0
    for (let left = desk.laid().length; left > 0 && at < chunk.length; left = desk.laid().length) {
      const part = chunk.subarray(at, at + Math.max(seamBytes, left))
      const done = yield* siftAll(desk.lay(part), encoding, false)
      at += done < left ? part.length : done - left
      desk.keep(done < left ? done : left + part.length)
    }
    if (at === chunk.length) return
    const data = chunk.subarray(at)
    desk.lay(data.subarray(yield* siftAll(data, encoding, false)))
  }

  function* siftEnd(data: Buffer, encoding: () => string | undefined): Generator<Buffer> {
    const rest = data.subarray(yield* siftAll(data, encoding, true))
    if (rest.length === 0) return
    hashLines(withEnd(rest, cutting), { cutting, seed }, lines)
    memory.add(lines)
    yield rest
  }

  return {
    reader: {
      laidOut(layout) {
        state.layout = layout
      },
      passed() {
        const told = { ...passed }
        Object.assign(passed, noneWerePassed)
        return told
      },
      stand(told) {
        state.told = told
      },
    },
    async *sift(bytes, encoding) {
      const desk = createDesk()
      let gaveUp = encoding()?.startsWith('utf-16') === true
      for await (const chunk of bytes) {
        gaveUp ||= desk.laid().length > mostRest
        yield gaveUp ? [desk.clear(), chunk].filter(({ length }) => length > 0) : siftChunk(chunk, desk, encoding)
      }
      yield siftEnd(desk.clear(), encoding)
    },
    saw: memory.saw,
    result: () => ({
      layout: state.layout,
      count: state.count,
      orders,
      blocks: blocks.all(),
      ...memory.told(compares),
    }),
  }
}

/** Places of orders in the ledger, one a line. */
type Places = Int32Array | Uint32Array

/** Lines of known records, from the first to that behind the last. */
interface Run {
  readonly start: number
  readonly end: number
}

/** Finds the known records among lines. */
function createRecords({ known, isSettled, orders }: SieveOptions) {
  const matcher = known === undefined ? undefined : createMatcher(known)
  let places = new Int32Array(0)
  let begins = new Uint8Array(0)
  let ends: Uint32Array = new Uint32Array(0)
  let count = 0
  const isTrusted = (place: number): boolean => place !== -1 && place < orders && isSettled(place)
  return {
    placesOf: ({ start, end }: Run): Places => places.subarray(start, end),
    next: (): number => matcher?.next() ?? 0,
    /** Takes the records of a block for found, if all of them can be trusted. */
    take({ first, count }: Block): boolean {
      for (let row = first; row < first + count; row++) if (!isTrusted(known?.places[row] ?? -1)) return false
      return matcher?.take(first, count) === true
    },
    find(lines: HashedLines): void {
      ;({ count, ends } = lines)
      if (places.length < count) [places, begins] = [new Int32Array(2 * count), new Uint8Array(2 * count)]
      places.fill(-1)
      begins.fill(1, 0, count)
      for (let at = 0; at < count; ) {
        const row = matcher?.matchRow(lines, at, places) ?? 0
        for (const end = at + row; at < end; at++) if (!isTrusted(places[at] ?? -1)) places[at] = -1
        if (at === count) break
        const length = matcher?.match(lines, at) ?? 0
        const place = length === 0 ? -1 : (matcher?.place() ?? -1)
        if (isTrusted(place)) places.fill(place, at, at + length)
        if (length > 1) begins.fill(0, at + 1, at + length)
        at += Math.max(1, length)
      }
    },
    /** Runs that are long enough. */
    *runs(): Generator<Run> {
      let start = 0
      for (let at = start; at <= count; at++) {
        if (at < count && places[at] !== -1) continue
        // of two orders at least, so that nobody takes the export for one about a single order
        const size = at === start ? 0 : (ends[at - 1] ?? 0) - (start === 0 ? 0 : (ends[start - 1] ?? 0))
        if (size >= leastRun && places[start] !== places[at - 1]) yield { start, end: at }
        start = at + 1
      }
    },
  }
}

/** The line behind a part of the head. */
function headEnd({ ends, count }: HashedLines): number {
  let end = 1
  while (end < count && (ends[end - 1] ?? 0) < headBytes) end++
  return end
}

type Desk = ReturnType<typeof createDesk>

/**
 * One place where bytes are put together, over and over: what is handed on is made text before more is asked for. New
 * memory for each chunk would have to be looked after.
 */
function createDesk() {
  let room = Buffer.alloc(0)
  let [start, end] = [0, 0]
  return {
    laid: (): Buffer => room.subarray(start, end),
    /** Puts bytes behind those that lie there; returns all of them. */
    lay(bytes: Buffer): Buffer {
      const laid = room.subarray(start, end)
      const size = laid.length + bytes.length
      if (room.length < size) room = Buffer.allocUnsafeSlow(Math.max(size, 2 * room.length))
      laid.copy(room)
      bytes.copy(room, laid.length)
      ;[start, end] = [0, size]
      return room.subarray(0, size)
    },
    /** Leaves only what is behind so many bytes. */
    keep(from: number): void {
      start += from
    },
    /** Takes all of it away. */
    clear(): Buffer {
      const laid = room.subarray(start, end)
      start = end
      return laid
    },
  }
}

/** The last line of a file, with its end where it has none. */
const withEnd = (rest: Buffer, cutting: Cutting): Buffer =>
  cutting.kind === 'letter' && rest.at(-1) !== cutting.code ? Buffer.concat([rest, Buffer.of(cutting.code)]) : rest

/**
 * What is remembered of all lines.
 * @param before how many the last export had that are known: some more have room, for growing leaves as much behind
 */
function createMemory(isKept: boolean, before = 0) {
  const begin = isKept ? 4096 + Math.ceil(1.05 * before) : 0
  let hashes = new Uint32Array(2 * begin)
  let places = new Int32Array(begin).fill(-1)
  let seen = new Uint8Array(begin)
  let count = 0
  const room = (more: number): void => {
    if (count + more <= places.length) return
    const size = Math.max(2 * places.length, count + more)
    const [moreHashes, morePlaces, moreSeen] = [
      new Uint32Array(2 * size),
      new Int32Array(size).fill(-1),
      new Uint8Array(size),
    ]
    moreHashes.set(hashes)
    morePlaces.set(places)
    moreSeen.set(seen)
    ;[hashes, places, seen] = [moreHashes, morePlaces, moreSeen]
  }
  const addKnown = (more: Uint32Array): void => {
    if (!isKept) return
    room(more.length / 2)
    hashes.set(more, 2 * count)
    count += more.length / 2
  }
  return {
    add: (lines: HashedLines): void => addKnown(lines.hashes.subarray(0, 2 * lines.count)),
    /** @param more hashes of further lines */
    addKnown,
    /** @param some places of the orders of lines that were passed over, from the first one on */
    pass(first: number, some: Places): void {
      if (isKept) places.set(some, first)
    },
    saw(line: number): void {
      if (line < count) seen[line] = 1
    },
    /** @param onlySeen leave out the places of lines that were no records by themselves */
    told(onlySeen: boolean) {
      if (onlySeen) for (let line = 0; line < count; line++) if (seen[line] !== 1) places[line] = -1
      return { hashes: hashes.subarray(0, 2 * count), places: places.subarray(0, count) }
    },
  }
}
