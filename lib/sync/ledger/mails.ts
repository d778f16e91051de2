import type { Line } from './line.ts'

const dayMs = 24 * 3_600_000

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
