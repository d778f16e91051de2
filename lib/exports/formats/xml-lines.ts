import { endOfTag, lettersOfText, longestTag } from '../sieve/cutting.ts'
import { isMarked, marksIn } from './marks.ts'

/** A line that a record ends with. */
export interface EndedLine {
  /** from 0 */
  readonly line: number
  /** whether there are marks in what has come since the last record */
  readonly isMarked: boolean
}

/** The lines of a document as the sieve cuts it: each ends with the end tag of what may be a record. */
export interface XmlLines {
  /** Takes text that is about to be parsed. */
  take(text: string): void
  /** Lines that were passed over before the text that comes next. */
  pass(lines: number): void
  /** The line that ends at a position of the text; `undefined` where none does. Asked from front to back. */
  endingAt(position: number): EndedLine | undefined
  /** how many lines have ended, where the text that was taken ends with the last of them; -1 elsewhere */
  ended(): number
}

/** Follows the lines of a document by the name of its records. */
export function createXmlLines(name: string): XmlLines {
  const ends = createQueue()
  const marks = createQueue()
  let passed = 0
  let length = 0
  let last = -1
  let before = ''
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
    },
    endingAt(position) {
      const isOdd = marks.drop(position) > 0
      ends.drop(position)
      return ends.next() === position ? { line: passed + ends.dropped(), isMarked: isOdd } : undefined
    },
    ended: () => (last === length ? passed + ends.count() : -1),
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
