import type { Style } from './style.ts'

const widest = 44

const shortened = (text: string): string => (text.length > widest ? `${text.slice(0, widest - 1)}…` : text)

/** A table with aligned columns. Cells must be free of control characters already. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  style: Pick<Style, 'dim'>,
): string {
  const cells = rows.map((row) => row.map(shortened))
  const widths = header.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [style.dim(line(header)), ...cells.map(line)].join('\n')
}
