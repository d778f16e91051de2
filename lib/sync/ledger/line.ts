import { type FieldName, type Fields, type FieldValue, fieldEntries, fieldNames, sameValue } from '../../order.ts'
import type { Outcome, Update } from '../../upgates/shop.ts'
import type { Line, Lines, Parked, Wanted } from '../model.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Pauses after the first, second … refusal, then daily: the next tick of a schedule (but not a run at once), 1 h, 6 h, 24 h. */
const pausesMs = [minuteMs, hourMs, 6 * hourMs, 24 * hourMs]

type MutableWanted = { [name in FieldName]?: Wanted }

/**
 * Moves one line by what the shop said about the fields that were sent: only an acknowledged field moves.
 * Without a readable answer nobody knows what the shop shows: the line remembers what was sent until that is settled.
 */
export function settle(lines: Lines, sent: Update, outcome: Outcome, nowMs: number): void {
  const line = lines.get(sent.order_number) ?? { order_number: sent.order_number, acknowledged: {}, seen: {} }
  lines.set(sent.order_number, settled(line, sent.fields, outcome, nowMs))
}

function settled(line: Line, sent: Fields, outcome: Outcome, nowMs: number): Line {
  switch (outcome.kind) {
    case 'accepted':
      return acknowledge(line, sent, nowMs)
    case 'accepted with warnings': {
      const skipped = pick(sent, (name) => outcome.skipped.includes(name))
      const taken = pick(sent, (name) => !outcome.skipped.includes(name))
      return park(acknowledge(line, taken, nowMs), skipped, 'skipped', outcome.messages, nowMs)
    }
    case 'rejected':
      return park(unsuspected(line), sent, 'rejected', outcome.messages, nowMs)
    case 'unknown':
      return { ...line, unsettled: { ...line.unsettled, ...sent } }
  }
}

const pick = (fields: Fields, keep: (name: FieldName) => boolean): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => keep(name as FieldName)))

function unsuspected(line: Line): Line {
  const { suspect: _, ...rest } = line
  return rest
}

/** A line about which nothing is open for these fields; what was sent of others before may still be. */
function settledFor(line: Line, fields: Fields): Line {
  const { unsettled, ...rest } = unsuspected(line)
  const open = pick(unsettled ?? {}, (name) => !(name in fields))
  return fieldNames(open).length === 0 ? rest : { ...rest, unsettled: open }
}

function acknowledge(line: Line, taken: Fields, nowMs: number): Line {
  if (fieldNames(taken).length === 0) return line
  const wanted: MutableWanted = { ...line.wanted }
  const acknowledged: { [name in FieldName]?: FieldValue } = { ...line.acknowledged }
  for (const name of fieldNames(taken)) {
    const value = taken[name]
    if (value === undefined) continue
    acknowledged[name] = value
    if (sameValue(wanted[name]?.value, value)) delete wanted[name]
  }
  return withWanted(
    { ...settledFor(line, taken), acknowledged, set: [...new Set([...(line.set ?? []), ...fieldNames(taken)])].sort() },
    tryRefusedAgain(wanted, nowMs),
  )
}

/** What was refused together with the order deserves a new try once the shop takes anything of it. */
function tryRefusedAgain(wanted: MutableWanted, nowMs: number): MutableWanted {
  const nextTry = new Date(nowMs).toISOString()
  const again = fieldEntries(wanted).map(([name, field]) =>
    field.parked?.kind === 'rejected' && field.parked.nextTry > nextTry
      ? [name, { ...field, parked: { ...field.parked, nextTry } }]
      : [name, field],
  )
  return Object.fromEntries(again)
}

function park(line: Line, refused: Fields, kind: Parked['kind'], messages: readonly string[], nowMs: number): Line {
  const wanted: MutableWanted = { ...line.wanted }
  for (const name of fieldNames(refused)) {
    const field = wanted[name]
    if (field === undefined || !sameValue(field.value, refused[name])) continue
    const attempts = (field.parked?.attempts ?? 0) + 1
    const pauseMs = pausesMs[attempts - 1] ?? 24 * hourMs
    wanted[name] = { ...field, parked: { kind, messages, attempts, nextTry: new Date(nowMs + pauseMs).toISOString() } }
  }
  return withWanted(line, wanted)
}

/** A line with these wanted fields, or without any. */
export function withWanted(line: Line, wanted: MutableWanted): Line {
  const { wanted: _, ...rest } = line
  return Object.keys(wanted).length === 0 ? rest : { ...rest, wanted }
}

/**
 * Settles an order whose last sending had no readable answer by what the shop shows, which is as good as its word: what
 * it shows is acknowledged, whatever was sent. An order that the shop does not have is simply sent again.
 * @returns whether the shop shows everything as it was sent last
 */
export function settleByReading(lines: Lines, order_number: string, shown: Fields | undefined, nowMs: number): boolean {
  const line = lines.get(order_number)
  if (line?.unsettled === undefined) return false
  const { unsettled } = line
  const taken = pick(unsettled, (name) => shown !== undefined && sameValue(shown[name] ?? '', unsettled[name]))
  const after = acknowledge(settledFor(line, unsettled), taken, nowMs)
  const others = fieldNames(unsettled).filter((name) => shown !== undefined && !(name in taken))
  const seen = Object.fromEntries(others.map((name) => [name, shown?.[name] ?? '']))
  lines.set(order_number, withoutAgreeing({ ...after, acknowledged: { ...after.acknowledged, ...seen } }))
  return fieldNames(taken).length === fieldNames(unsettled).length
}

/** While a sending was unsettled, values were wanted even if they agreed with what had been acknowledged before. */
function withoutAgreeing(line: Line): Line {
  const differing = fieldEntries(line.wanted).filter(
    ([name, field]) => !sameValue(line.acknowledged[name] ?? '', field.value),
  )
  return withWanted(line, Object.fromEntries(differing))
}
