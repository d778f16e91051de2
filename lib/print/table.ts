import type { Style } from './style.ts'

/** How a table is laid out. */
export interface TableOptions {
  readonly style: Pick<Style, 'dim'>
  /** columns of the terminal: longer cells are cut to fit, and say so; absent: nothing is cut */
  readonly width?: number | undefined
}

/** Between two columns. */
const gap = '  '
/** A longer cell is shown whole, and pushes its own row to the right. */
const widest = 44
/** No column becomes narrower than this for the sake of others. */
const narrowest = 8

/** A table with aligned columns. Cells must be free of control characters already. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { style, width }: TableOptions,
): string {
  const natural = header.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const widths =
    width === undefined ? natural.map((one, column) => Math.min(one, roomOf(header, column))) : fitted(natural, width)
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (width === undefined ? cell : cut(cell, widths[column] ?? 0)).padEnd(widths[column] ?? 0))
      .join(gap)
      .trimEnd()
  return [style.dim(line(header)), ...rows.map(line)].join('\n')
}

const roomOf = (header: readonly string[], column: number): number => Math.max(widest, header[column]?.length ?? 0)

/** Takes from the widest columns, the last one first where it is among them, until all fit. */
function fitted(natural: readonly number[], width: number): number[] {
  const widths = [...natural]
  const room = width - gap.length * (widths.length - 1)
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over--) {
    const most = Math.max(...widths)
    if (most <= narrowest) break
    widths[widths.lastIndexOf(most)] = most - 1
  }
  return widths
}

const cut = (cell: string, most: number): string =>
  cell.length <= most ? cell : most < 2 ? cell.slice(0, most) : `${cell.slice(0, most - 1)}…`
