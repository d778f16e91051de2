import { endOfTag, lettersOfText, longestTag } from '../sieve/cutting.ts'
import { isMarked, marksIn } from './marks.ts'

/** Lines that are one record and nothing else. */
export interface RecordLines {
  /** number of the first, from 0 */
  readonly line: number
  /** how many */
  readonly lines: number
}

/**
 * The lines of a document as the sieve cuts it, each of which ends with the end tag of what may be a record. Whoever
 * parses it tells where records are; positions are those of the text.
 */
export interface XmlLines {
  /** Takes text that is about to be parsed. */
  take(text: string): void
  /** Lines were passed over before the text that comes next. */
  pass(lines: number): void
  /** Something else than a record has come. */
  leave(): void
  begin(): void
  /** A record has ended, and begun last. `undefined`: it shares a line with something else, or there are marks in it. */
  end(position: number): RecordLines | undefined
  /** behind how many lines the text ends, if it ends with a record; -1 elsewhere */
  stand(): number
}

/** in place of a line's number */
const nowhere = -1

/** Follows the lines of a document by the name of its records. */
export function createXmlLines(name: string): XmlLines {
  const ends = createQueue()
  const marks = createQueue()
  let passed = 0
  let length = 0
  let last = nowhere
  let before = ''
  /** the line that the last record ended with, where nothing has come since, and the one behind it once a record begins */
  let closed = nowhere
  let first = nowhere
  return {
    take(text) {
      const window = before + text
      const begin = length - before.length
      const letters = lettersOfText(window)
      for (let end = endOfTag(letters, name, 0); end !== -1; end = endOfTag(letters, name, end)) {
        if (end <= before.length) continue
        last = begin + end
        ends.add(last)
      }
      if (isMarked(text)) for (const at of marksIn(text)) marks.add(length + at)
      length += text.length
      before = window.slice(-longestTag)
    },
    pass(lines) {
      passed += lines
      closed += lines
    },
    leave() {
      closed = nowhere
    },
    begin() {
      first = closed === nowhere ? nowhere : closed + 1
      closed = nowhere
    },
    end(position) {
      const hasMarks = marks.drop(position) > 0
      ends.drop(position)
      closed = ends.next() === position ? passed + ends.dropped() : nowhere
      if (closed === nowhere || first === nowhere || hasMarks) return undefined
      return { line: first, lines: closed - first + 1 }
    },
    stand: () => (closed !== nowhere && last === length && passed + ends.count() === closed + 1 ? closed + 1 : nowhere),
  }
}

/** Numbers that grow, from front to back. */
function createQueue() {
  let waiting: number[] = []
  let at = 0
  let gone = 0
  return {
    add(number: number): void {
      if (at > 1024) {
        waiting = waiting.slice(at)
        at = 0
      }
      waiting.push(number)
    },
    /** Drops what is less than a number; returns how many were. */
    drop(most: number): number {
      const from = at
      while (at < waiting.length && (waiting[at] ?? 0) < most) at++
      gone += at - from
      return at - from
    },
    next: (): number | undefined => waiting[at],
    dropped: (): number => gone,
    /** all that were ever added */
    count: (): number => gone + waiting.length - at,
  }
}
