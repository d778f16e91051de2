/** All that Unicode calls "other": control and format characters, private use, unassigned, halves of pairs. */
const other = /\p{C}/gu

/** Letters that none of them is, and that almost every name is made of. */
const isPlain = /^[ -~\u00a0-\u00ac\u00ae-\u024f]*$/

/** Each of its code units as `\u001b`. */
const escaped = (characters: string): string =>
  characters.replaceAll(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A name from outside as it is, but for invisible characters and line breaks, which are spelled out, as `\u001b`. */
export const visible = (text: string): string => (isPlain.test(text) ? text : text.replaceAll(other, escaped))

/** A text from outside as part of a line: without line breaks, and with invisible characters spelled out, as `\u001b`. */
export const oneLine = (text: string): string => visible(text.replaceAll(/\s+/g, ' '))

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** The same letters as {@link isPlain}, without those that mean something in HTML. */
const isPlainMarkup = /^[ !#-%(-;=?-~\u00a0-\u00ac\u00ae-\u024f]*$/

/** A text as it may stand in an element of HTML or in a quoted attribute; invisible characters are spelled out, as `\u202e`. */
export const markupText = (text: string): string =>
  isPlainMarkup.test(text) ? text : visible(text).replaceAll(/[&<>"']/g, (found) => entities[found] ?? found)

/** The styles that this program itself writes: bold, dim, red, green, and their ends. */
const ownStyles: ReadonlySet<string> = new Set(['1', '2', '22', '31', '32', '39'].map((code) => `\u001b[${code}m`))
/** Letters that no terminal acts upon, and that almost every output is made of: it is looked through at once then. */
const unusual = /[^\t\n -~\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027\u20ac\u2190-\u21ff]/
const harmful = /([^\P{C}\n\t])(\[\d+m)?/gu

/**
 * A whole output as it may reach a terminal: whatever is in it, nothing but line ends, tabs and, where `styled`, bold,
 * dim, red and green is left to act. In JSON the result means the same.
 */
export const printable = (text: string, styled = false): string =>
  unusual.test(text)
    ? text.replaceAll(harmful, (found: string, character: string, rest: string | undefined) =>
        styled && ownStyles.has(found) ? found : `${escaped(character)}${rest ?? ''}`,
      )
    : text
