/**
 * How words are compared: those of an export with those of the settings. Both sides are cleaned alike, so that a word
 * copied from a web page or typed on a Mac is the same word.
 */

/** What nobody sees: format characters (zero width, directions, soft hyphen, byte order mark) and invisible letters. */
const unseen = '\\p{Cf}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u2800\\u3164\\uffa0'
const allUnseen = new RegExp(`[${unseen}]`, 'gu')
const atStart = new RegExp(`^[\\s${unseen}]+`, 'u')
const oneUnseen = new RegExp(`^[\\s${unseen}]$`, 'u')

/** Text without spaces of any kind and without invisible characters around it. */
export const trimmed = (text: string): string => (isPlain(text) ? text : withoutEnd(text.replace(atStart, '')))

/** Character by character: an expression for the end of a text would try every run of spaces within it. */
function withoutEnd(text: string): string {
  let end = text.length
  while (end > 0) {
    const last = text.charCodeAt(end - 1)
    const start = last >= 0xdc00 && last <= 0xdfff ? end - 2 : end - 1
    if (!oneUnseen.test(text.slice(Math.max(0, start), end))) break
    end = start
  }
  return text.slice(0, Math.max(0, end))
}

/** Whether both ends of a text are printable ASCII, so that there is nothing to cut off. */
function isPlain(text: string): boolean {
  const last = text.length - 1
  return last >= 0 && isPrintable(text.charCodeAt(0)) && isPrintable(text.charCodeAt(last))
}

const isPrintable = (code: number): boolean => code > 0x20 && code < 0x7f

const special = /[^\u0021-\u007e]/

/** A word as people read it: invisible characters removed, any white space as one space, letters composed. */
export const tidyWord = (word: string): string =>
  special.test(word) ? trimmed(word).replace(allUnseen, '').replaceAll(/\s+/g, ' ').normalize('NFC') : word

/** A word without case and diacritics, for matching names that have lost theirs. */
export const folded = (word: string): string => tidyWord(word).normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
