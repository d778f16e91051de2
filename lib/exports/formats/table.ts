import { nearest } from '../../settings/problems.ts'
import { tidyWord } from '../../settings/words.ts'
import { UnexpectedExport, UnusableExport } from '../record.ts'

/** The header of a table stands in one of so many rows. */
export const headerRows = 60

/** The cells of a row. */
export type Cells = readonly string[]

/** Where the wanted columns of a table are. */
export interface Header {
  /** rows before the first record */
  readonly skip: number
  readonly cells: Cells
  /** per wanted path, its position in a row; -1 where it is missing */
  readonly positions: readonly number[]
  /** how many wanted columns are there */
  readonly found: number
}

/** Which columns are wanted, and whether they are named by a header or by numbers. */
export interface Wanted {
  readonly paths: readonly string[]
  readonly header: boolean
}

/** Finds the header among the first rows of a table: the first row with all wanted columns, or the one with most. */
export function findHeader(rows: readonly Cells[], { paths, header }: Wanted): Header {
  if (!header) return numberedHeader(rows, paths)
  let best: Header = { skip: 0, cells: [], positions: paths.map(() => -1), found: -1 }
  for (const [index, cells] of rows.slice(0, headerRows).entries()) {
    const names = cells.map((cell) => normalName(cell))
    const folded = names.map((name) => name.toLowerCase())
    const positions = paths.map((path) => {
      const name = normalName(path)
      const exact = names.indexOf(name)
      return exact === -1 ? folded.indexOf(name.toLowerCase()) : exact
    })
    const found = positions.filter((position) => position !== -1).length
    if (found > best.found) best = { skip: index + 1, cells, positions, found }
    if (found === paths.length) break
  }
  return best
}

/** Columns without a header are named `1`, `2` and so on. */
function numberedHeader(rows: readonly Cells[], paths: readonly string[]): Header {
  const width = rows.reduce((widest, { length }) => Math.max(widest, length), 0)
  const positions = paths.map((path) => (/^[1-9]\d*$/.test(path) && Number(path) <= width ? Number(path) - 1 : -1))
  const cells = Array.from({ length: width }, (_, index) => String(index + 1))
  return { skip: 0, cells, positions, found: positions.filter((position) => position !== -1).length }
}

/**
 * Refuses a header without all wanted columns, or with one of them twice.
 * @param where what is added to the places that were looked at: ` (in the sheet "List1")`
 */
export function checkHeader(header: Header, { paths, header: named }: Wanted, key: string, where = ''): void {
  const missing = paths.filter((_, index) => header.positions[index] === -1)
  if (missing.length > 0) throw missingColumns(key, { missing, wanted: paths }, header.cells, named, where)
  if (!named) return
  const exact = header.cells.map(normalName)
  const twice = paths.find((path, index) => {
    // a column that is spelled as it is mapped is the one that is meant
    const names = exact.includes(normalName(path)) ? exact : exact.map((name) => name.toLowerCase())
    const name = names[header.positions[index] ?? -1]
    return names.indexOf(name ?? '') !== names.lastIndexOf(name ?? '')
  })
  if (twice !== undefined) {
    const hint = "Rename one of them in the ERP's export."
    throw new UnusableExport(key, `it has the column "${twice}" more than once`, hint)
  }
}

const normalName = tidyWord

function missingColumns(
  key: string,
  { missing, wanted }: { readonly missing: readonly string[]; readonly wanted: readonly string[] },
  cells: Cells,
  hasHeader: boolean,
  where: string,
): UnusableExport {
  const found = cells.map(normalName).filter((cell) => cell !== '' && cell.length <= 200)
  const told = missing.map((name) => {
    const near = nearest(name, found)
    return near === undefined ? `"${name}"` : `"${name}" (did you mean "${near}"?)`
  })
  const names = found.slice(0, 40).map((name) => `"${name}"`)
  // a row that has none of the wanted names may be a record, with an order and a customer in it
  const isHeader = missing.length < wanted.length || found.every((cell) => !/@|\d{2}/.test(cell))
  const has =
    found.length === 0
      ? 'no columns were found'
      : isHeader
        ? `it has ${names.join(', ')}`
        : `none of its ${found.length} columns is one of them ("order-sync inspect" shows what they are)`
  const hint = hasHeader
    ? 'Correct the columns in "fields" of the feed, or the export.'
    : 'Columns of a file without a header are named "1", "2" and so on.'
  return new UnexpectedExport(
    key,
    `the ${missing.length === 1 ? 'column' : 'columns'} ${told.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing; ${has}${where}`,
    hint,
  )
}

/** The amount itself, in whatever currency; not what is charged for it, what it leaves, nor a volume in litres. */
const amountName = new RegExp(
  [
    '^#?(?:objem|suma|hodnota|obrat|value|(?:zaúčtovaná |zauctovana |připsaná )?(?:částka|castka|čiastka|ciastka)|amount)',
    '(?: ?(?:v |in )?[([]?(?:czk|eur|usd|gbp|pln|huf|kč|kc|€)[)\\]]?| (?:v měně|v mene|in currency).*',
    '| (?:platby|transakce|transakcie|operace|úhrady|obratu|pohybu))?$',
  ].join(''),
  'i',
)

/** Whether a column is the amount of a payment, by its name. */
export const isAmountName = (name: string): boolean => amountName.test(normalName(name))

/** Where the amount of a payment is, by the name of its column; -1 where there is none, or the mapping names it. */
export const amountColumn = ({ cells, skip, positions }: Header): number => {
  const at = skip === 0 ? -1 : cells.findIndex(isAmountName)
  return positions.includes(at) ? -1 : at
}

/** Whether the values of a row are the header's own names once more. */
export const isHeaderAgain = (values: readonly (string | undefined)[], { skip, cells, positions }: Header): boolean =>
  skip > 0 && positions.every((position, slot) => isName(values[slot], cells[position]))

/** Refuses a row with all wanted names, but not where the header has them: what stands below it has slipped. */
export function refuseOtherHeader(row: Cells, { skip, cells, positions }: Header, key: string): void {
  if (skip === 0 || positions.length < 2) return
  if (positions.some((position) => !row.includes(cells[position] ?? ''))) return
  const names = row.slice(0, 40).map((cell) => `"${normalName(cell)}"`)
  const ended = `it holds a second table, whose columns are others: ${names.join(', ')}`
  throw new UnusableExport(key, ended, 'Export one table a file.')
}

/** Spelled as a header is: spaces, invisible characters and capitals do not matter. */
const isName = (cell = '', name = ''): boolean =>
  cell === name ||
  (Math.abs(cell.length - name.length) < 4 && normalName(cell).toLowerCase() === normalName(name).toLowerCase())
