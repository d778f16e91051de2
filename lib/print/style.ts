import { oneLine } from '../printable.ts'

/** Styles of a terminal; plain where there is none. */
export interface Style {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
}

const same = (text: string): string => text

/** No colours and no bold letters. */
export const plainStyle: Style = { bold: same, dim: same, good: same, bad: same }

/** A text from outside, made safe for a line of a terminal. */
export const safe = oneLine
