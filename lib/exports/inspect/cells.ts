const numeric = /^[+-]?[\d\s.,:/-]*\d[\d\s.,:/-]*(?:kč|czk|eur|€|%)?$/i
const dated = /^\d{4}-\d{2}-\d{2}/
const address = /^(?:\S+@\S+\.\S+|\w+:\/\/\S+)$/
const code = /^[A-Z]{0,4}[-/]?\d{4,}[A-Z]{0,3}$/i
const longestName = 80

/** Whether a cell may be a column's name: not a number, a date, an amount, a code, or an address. */
function readsAsName(cell: string): boolean {
  const text = cell.trim()
  if (text.length > longestName || !/\p{L}/u.test(text)) return false
  return ![numeric, dated, address, code].some((value) => value.test(text))
}

const filled = (row: readonly string[]): string[] => row.filter((cell) => cell.trim() !== '')

/**
 * Which row names the columns: the one with most filled cells, all of which read as names, and before which only rows
 * with less in them stand, as titles do. `undefined`: none does.
 */
export function headerRow(rows: readonly (readonly string[])[]): number | undefined {
  const names = rows.map((row) => {
    const cells = filled(row)
    return cells.every(readsAsName) ? cells.length : 0
  })
  const most = Math.max(0, ...names)
  const at = names.indexOf(most)
  const isFirst = rows.slice(0, Math.max(0, at)).every((row) => filled(row).length < most)
  return most < 2 || !isFirst ? undefined : at
}

const orderCode = /^[A-Z]{0,4}[-_/]?\d{4,12}$/i
const parcelCode = /^(?=\w*[A-Z])(?=\w*\d{6})[A-Z0-9]{9,}$/i

const areDistinct = (values: readonly string[]): boolean => new Set(values).size === values.length

/** Whether all values may be order numbers: codes with four digits or more, each once. */
export const readAsOrders = (values: readonly string[]): boolean =>
  values.length > 0 && areDistinct(values) && values.every((value) => orderCode.test(value))

/** Whether all values may be parcel numbers: long codes with letters and digits, each once. */
export const readAsParcels = (values: readonly string[]): boolean =>
  values.length > 0 && areDistinct(values) && values.every((value) => parcelCode.test(value))
