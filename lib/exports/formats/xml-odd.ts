import type { SaxesParser } from 'saxes'
import { isMarked, markedAs, marksIn } from './marks.ts'

/** Longer than what {@link markedAs} looks at. */
const longestMark = 50
/** More places of a chunk than are looked at one by one. */
const mostPlaces = 1000

/** Finds out where a document first holds what XML does not allow in a value that nobody wants. */
export interface OddMarks {
  /** parses a chunk */
  write(chunk: string): void
  /** takes back the ampersands of a comment or a CDATA section that has just been parsed */
  allow(text: string): void
  /** forgets what stands outside of records, and the last record */
  begin(): void
  /** `named` is the record's place, where no value that somebody wants holds marks */
  end(named: string | undefined): void
  /** in words; `undefined` where there is nothing */
  told(): string | undefined
}

/** Watches what a parser parses. */
export function createOddMarks(parser: SaxesParser): OddMarks {
  let first: string | undefined
  let seen: { readonly isAmpersand: boolean; readonly told: string }[] = []
  const allow = (text: string): void => {
    if (seen.length === 0 || !isMarked(text)) return
    const count = marksIn(text).length
    const before = seen.slice(0, Math.max(0, seen.length - count))
    seen = [...before, ...seen.slice(before.length).filter(({ isAmpersand }) => !isAmpersand)]
  }
  const note = (text: string): void => {
    const told = `${markedAs(text)} (line ${parser.line})`
    seen.push({ isAmpersand: told.includes('&'), told })
  }
  return {
    allow,
    write(chunk) {
      let from = 0
      if (first === undefined && isMarked(chunk)) {
        for (const at of marksIn(chunk).slice(0, mostPlaces)) {
          if (at > from) parser.write(chunk.slice(from, at))
          from = at
          if (first !== undefined) break
          note(chunk.slice(at, at + longestMark))
        }
      }
      parser.write(chunk.slice(from))
    },
    begin: () => {
      seen = []
    },
    end: (named) => {
      if (named !== undefined && seen[0] !== undefined) first ??= `${named} holds ${seen[0].told}`
      seen = []
    },
    told: () =>
      first === undefined ? undefined : `${first}. No value that is used holds it; there may be more after it.`,
  }
}
