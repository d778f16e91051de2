import type { Style } from './style.ts'

/** A table with aligned columns. Cells must be free of control characters already. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  style: Pick<Style, 'dim'>,
): string {
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => Math.min(row[column]?.length ?? 0, widest))),
  )
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [style.dim(line(header)), ...rows.map(line)].join('\n')
}

/** A longer cell is shown whole, and pushes its own row to the right. */
const widest = 44
