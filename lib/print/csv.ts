/** A cell of a table that people open in a spreadsheet: text, a number, or nothing. */
export type Cell = string | number | undefined

/** What a spreadsheet takes for a formula; a letter of full width counts as the plain one. */
const formula = /^[\s\p{Cc}]*[=+\-@\uff0b\uff0d\uff1d\uff20]|^[\t\r\n]/u

/** Text that would be a formula gets an apostrophe, which spreadsheets take for "this is text". */
function cellText(cell: Cell): string {
  if (cell === undefined) return ''
  if (typeof cell === 'number') return String(cell)
  const text = formula.test(cell) ? `'${cell}` : cell
  return /[";\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}

/** A CSV with semicolons, as Czech spreadsheets open it; no cell of it can act. */
export const csvOf = (header: readonly string[], rows: Iterable<readonly Cell[]>): string =>
  [header, ...rows].map((row) => `${row.map(cellText).join(';')}\r\n`).join('')

/** The same as a file, with the mark that tells spreadsheets it is UTF-8. */
export const csvFile = (...table: Parameters<typeof csvOf>): string => `\ufeff${csvOf(...table)}`
