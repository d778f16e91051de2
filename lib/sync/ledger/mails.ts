import { dayMs } from '../../units.ts'
import type { Line } from './line.ts'

/** The shop may have mailed the customer. */
export function recordMail(line: Line, atMs: number): Line {
  const recent = (line.mailed ?? []).filter((time) => Date.parse(time) > atMs - dayMs)
  const { unconfirmed } = line
  return {
    ...line,
    mailed: [...recent, new Date(atMs).toISOString()],
    ...(unconfirmed === undefined ? {} : { unconfirmed: { ...unconfirmed, mailed: true } }),
  }
}
