import type { Format } from '../../settings/settings.ts'

/**
 * How a file is cut into lines, as those of a text are: each ends with a letter, or with the end tag of an element. It is
 * only a guess at where records end, so it need not know quotes or comments; but the bytes of a file and its text have to
 * be cut into the same lines. All letters that it looks at are ASCII, which is the same in all encodings that are sifted.
 */
export type Cutting =
  | { readonly kind: 'letter'; readonly code: number }
  /** with any prefix before the name */
  | { readonly kind: 'end tag'; readonly name: string }

/** Lines as editors have them. */
export const byLineFeeds: Cutting = { kind: 'letter', code: 10 }
/** Of JSON, each of these may end a record; one of several objects is several lines. */
export const byBraces: Cutting = { kind: 'letter', code: 0x7d }

/** How a format is cut for the sieve; `undefined`: it is read in full. */
export function cuttingOf(format: Format): Cutting | undefined {
  if (format.type === 'csv' || format.type === 'ndjson') return byLineFeeds
  if (format.type === 'json') return byBraces
  const name = format.type === 'xml' ? (format.records.split('/').at(-1) ?? '') : ''
  return isTagName(name) ? { kind: 'end tag', name } : undefined
}

/** Names of elements by whose end tags a document is cut. */
const isTagName = (name: string): boolean => /^[A-Za-z_][\w.-]{0,40}$/.test(name)

/** So long is what may stand before the name in an end tag that is looked at. */
const longestPrefix = 64
/** No end tag that is looked at is longer. */
export const longestTag = 128

const [slash, less, colon] = [0x2f, 0x3c, 0x3a]
const isNameCode = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x30 && code <= 0x39) ||
  code === 0x5f ||
  code === 0x2d ||
  code === 0x2e

/** Bytes or text, by their places. */
export interface Letters {
  find(text: string, from: number): number
  /** anything that is no letter outside of them */
  codeAt(at: number): number
}

/** Bytes of a file. */
export const lettersOfBytes = (bytes: Buffer): Letters => ({
  find: (text, from) => bytes.indexOf(text, from, 'latin1'),
  codeAt: (at) => bytes[at] ?? 0,
})

/** Text of a file. */
export const lettersOfText = (text: string): Letters => ({
  find: (part, from) => text.indexOf(part, from),
  codeAt: (at) => text.charCodeAt(at),
})

/** Where the first end tag from a place on ends; -1 where there is none. */
export function endOfTag(letters: Letters, name: string, from: number): number {
  const wanted = `${name}>`
  for (let at = letters.find(wanted, from); at !== -1; at = letters.find(wanted, at + 1))
    if (isEndTag(letters, at)) return at + wanted.length
  return -1
}

/** Whether `</`, or `</` and a prefix, stands before a place. */
function isEndTag({ codeAt }: Letters, place: number): boolean {
  let at = place - 1
  if (codeAt(at) === colon) {
    const least = at - longestPrefix
    for (at--; at > least && isNameCode(codeAt(at)); at--);
  }
  return codeAt(at) === slash && codeAt(at - 1) === less
}
