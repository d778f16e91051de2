/*
 * What no parser of XML or JSON must take, as ERPs write it: control characters, and in XML references to nothing
 * (`&nbsp;`, `&#x1A;`) and bare ampersands. They become non-characters, one for each, before the text is parsed, so that
 * they harm nobody who does not look at them; whoever does look can tell what had been there.
 */
const firstMark = 0xfdd0
/** stands for an ampersand that begins nothing; the place of the tab, which is allowed */
const ampersand = '\ufdd9'

/** stands for a backslash that begins no escape of JSON; the place of the carriage return, which is allowed */
export const strayBackslash = '\ufddd'

/** stands for an element among the text of another one; the place of the line feed, which is allowed */
export const elementMark = '\ufdda'

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufdd0-\ufdef\ufffe\uffff]/
const eachForbidden = new RegExp(forbidden, 'g')
const eachMark = /[\ufdd0-\ufdef]/g
const mark = /[\ufdd0-\ufdef]/
const reference = /&(?:amp|lt|gt|quot|apos|#(?:(\d{1,7})|x([\da-fA-F]{1,6})));/y
/** longer than any reference that is one */
const longestReference = 10

/** Marks what must not be in XML. `write` may keep the last characters until the next chunk, or until `end`. */
export function createMarker() {
  let kept = ''
  const marked = (text: string): string => markReferences(markCharacters(text))
  return {
    write(chunk: string): string {
      const text = kept + chunk
      const last = text.lastIndexOf('&')
      const isWhole = last === -1 || text.length - last > longestReference || text.includes(';', last)
      kept = isWhole ? '' : text.slice(last)
      return marked(isWhole ? text : text.slice(0, last))
    },
    /** whether nothing is kept */
    isEmpty: (): boolean => kept === '',
    end: (): string => marked(kept),
  }
}

/** Marks control characters. */
export function markCharacters(text: string): string {
  const wellFormed = text.isWellFormed() ? text : loneMarked(text)
  return forbidden.test(wellFormed)
    ? wellFormed.replace(eachForbidden, (char) =>
        char < ' ' ? String.fromCharCode(firstMark + char.charCodeAt(0)) : '\ufffd',
      )
    : wellFormed
}

/** A surrogate at the end of a chunk may have its other half in the next one. */
function loneMarked(text: string): string {
  const last = text.charCodeAt(text.length - 1)
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1).toWellFormed() + text.slice(-1) : text.toWellFormed()
}

function markReferences(text: string): string {
  let out = ''
  let from = 0
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) {
    reference.lastIndex = at
    const found = reference.exec(text)
    if (found !== null && isAllowed(found[1], found[2])) continue
    out += text.slice(from, at) + ampersand
    from = at + 1
  }
  return from === 0 ? text : out + text.slice(from)
}

function isAllowed(decimal: string | undefined, hex: string | undefined): boolean {
  if (decimal === undefined && hex === undefined) return true
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd
  return code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff
}

/** Whether a parsed text holds marks. */
export const isMarked = (text: string): boolean => mark.test(text)

/** Where the marks of a text are. */
export const marksIn = (text: string): number[] => [...text.matchAll(eachMark)].map(({ index }) => index)

const signs = new Map([
  [ampersand, '&'],
  [strayBackslash, '\\'],
])

/** A parsed text as it stands in the file. */
export const unmarked = (text: string): string =>
  isMarked(text)
    ? text.replace(eachMark, (char) => signs.get(char) ?? String.fromCharCode(char.charCodeAt(0) - firstMark))
    : text

/** The text of a CDATA section, in which an ampersand is nothing but itself. */
export const cdataText = (text: string): string => (text.includes(ampersand) ? text.replaceAll(ampersand, '&') : text)

/** What the first mark of a text stands for, in words. */
export function markedAs(text: string): string {
  const at = text.search(mark)
  const char = text.charAt(at)
  if (char === elementMark) return 'an element in the middle of its text'
  if (char === strayBackslash) return 'a "\\" that begins nothing'
  if (char !== ampersand) {
    const code = char.charCodeAt(0) - firstMark
    return `the control character U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  }
  const name = /^#?\w{1,32};/.exec(text.slice(at + 1, at + 40))?.[0]
  return name === undefined ? 'an "&" that begins nothing' : `"&${name}", which XML does not know`
}
