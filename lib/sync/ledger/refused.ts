import { fieldEntries, sameValue } from '../../order.ts'
import { isToCome } from '../state/head.ts'
import { forgetSent, isRefused, type Line, mapWanted, park } from './line.ts'

/** Lets refused values go out at once. */
export const releaseParked = (line: Line, nowMs: number): Line =>
  mapWanted(line, (field) =>
    isRefused(field.parked) ? { ...field, parked: { ...field.parked, nextTry: new Date(nowMs).toISOString() } } : field,
  )

/** So often the shop is asked once more what became of a sending, after growing pauses, before it counts as not known. */
const mostAsked = 3
const usualPauseMs = 3_600_000

/** What the shop said instead of what it shows. */
export interface NotTold {
  readonly messages: readonly string[]
  readonly atMs: number
}

/**
 * The shop does not say what it shows of an order: it refuses to, or leaves it out. Of what was sent without an answer
 * nobody knows then whether it has mailed the customer: it is asked again later, and at last it is sent again, mailing
 * nobody.
 */
export function recordNotTold(line: Line, { messages, atMs }: NotTold): Line {
  const { unconfirmed } = line
  if (unconfirmed === undefined || isToCome(Date.parse(unconfirmed.until), atMs)) return line
  const { fields, mailed, asked = 0 } = unconfirmed
  if (mailed !== true) return forgetSent(line, unconfirmed)
  const silent = mapWanted(line, (field, name) =>
    sameValue(field.value, fields[name]) ? { ...field, silent: true } : field,
  )
  if (asked >= mostAsked) return forgetSent(silent, unconfirmed)
  const parked = park(silent, fields, { kind: 'unanswered', messages, atMs })
  const tries = fieldEntries(parked.wanted).flatMap(([name, field]) =>
    name in fields && field.parked !== undefined ? [field.parked.nextTry] : [],
  )
  const until = tries.sort().at(-1) ?? new Date(atMs + usualPauseMs).toISOString()
  return { ...parked, unconfirmed: { ...unconfirmed, until, asked: asked + 1 } }
}
