import { createHash } from 'node:crypto'
import { type FieldName, type FieldValue, fieldEntries } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Change, FieldChange, LeftOut, Line, Lines, Plan, Wanted } from '../model.ts'
import { batchesOf } from './batches.ts'

/** The settings that shape a plan. */
export type PlanSettings = Pick<Settings, 'finalStatuses' | 'statusOrder' | 'silentAfterHours'> & {
  readonly upgates: Pick<Settings['upgates'], 'notify'>
}

/** What a plan depends on beside the lines and the settings. */
export interface PlanOptions {
  /** milliseconds since 1970 */
  readonly nowMs: number
  /** no customer is mailed, whatever the settings say */
  readonly quiet?: boolean
  /** orders that one request may carry */
  readonly batchSize: number
  /** the shop can be asked what it shows, so nothing is sent again before its last sending is settled */
  readonly canRead: boolean
}

/** A plan that the guard has not seen yet. */
export type Draft = Omit<Plan, 'verdict'>

/**
 * Compares what the exports want with what the shop has acknowledged, field by field.
 * Pure: the same lines, settings and time give the same plan.
 */
export function draftPlan(lines: Lines, settings: PlanSettings, options: PlanOptions): Draft {
  const changes: Change[] = []
  const leftOut: LeftOut[] = []
  for (const line of lines.values()) {
    if (line.wanted === undefined) continue
    const change = changeOf(line, settings, options, leftOut)
    if (change !== undefined) changes.push(change)
  }
  const requests = batchesOf(changes, options.batchSize).length
  return { hash: planHash(changes), changes, leftOut, requests }
}

function changeOf(line: Line, settings: PlanSettings, options: PlanOptions, leftOut: LeftOut[]): Change | undefined {
  const fields: { [name in FieldName]?: FieldChange } = {}
  for (const [name, wanted] of fieldEntries(line.wanted)) {
    const left = reasonToLeaveOut(line, name, wanted, settings, options)
    if (left !== undefined) {
      leftOut.push({ order_number: line.order_number, field: name, value: wanted.value, ...left })
      continue
    }
    const { value, since, cause, because } = wanted
    const before = line.acknowledged[name]
    fields[name] = {
      ...(before === undefined ? {} : { before }),
      after: value,
      ...(because === undefined ? {} : { because }),
      since,
      cause,
      approved: wanted.decided === 'approved',
    }
  }
  if (Object.keys(fields).length === 0) return undefined
  const flag = mayNotify(fields.status, settings, options)
  return {
    order_number: line.order_number,
    fields,
    notifies: flag && fields.status !== undefined,
    flag,
    suspect: line.suspect ?? 0,
  }
}

/** The notification flag of the request: with `notify: true` all orders share one policy, with a list only those that change to a listed status. */
function mayNotify(status: FieldChange | undefined, settings: PlanSettings, options: PlanOptions): boolean {
  const { notify } = settings.upgates
  if (options.quiet || notify === false) return false
  if (status === undefined) return notify === true
  if (isBacklog(status.since, settings, options.nowMs)) return false
  return notify === true || (typeof status.after === 'string' && notify.includes(status.after))
}

const isBacklog = (since: string, settings: PlanSettings, nowMs: number): boolean =>
  settings.silentAfterHours !== undefined && nowMs - Date.parse(since) > settings.silentAfterHours * 3_600_000

type Left = Pick<LeftOut, 'kind' | 'reason' | 'until'>

function reasonToLeaveOut(
  line: Line,
  name: FieldName,
  wanted: Wanted,
  settings: PlanSettings,
  options: PlanOptions,
): Left | undefined {
  if (options.canRead && line.unsettled !== undefined) {
    return { kind: 'unsettled', reason: 'it was sent without a readable answer; the shop is asked first what it shows' }
  }
  if (wanted.decided === 'rejected') {
    return { kind: 'rejected', reason: 'a person rejected this value; it waits for another one from the export' }
  }
  const rule =
    name === 'status' ? statusRule(line.acknowledged.status, wanted.value, settings) : clearRule(line, name, wanted)
  if (rule !== undefined) return rule
  if (wanted.parked !== undefined && Date.parse(wanted.parked.nextTry) > options.nowMs) {
    const { messages, nextTry } = wanted.parked
    const reason = `the shop refused it (${messages.join('; ')}); next try at ${nextTry}`
    return { kind: 'parked', reason, until: nextTry }
  }
  return undefined
}

function statusRule(before: FieldValue | undefined, after: FieldValue, settings: PlanSettings): Left | undefined {
  if (typeof before !== 'string' || typeof after !== 'string') return undefined
  if (settings.finalStatuses.includes(before)) {
    return { kind: 'final', reason: `the status "${before}" is final and is not changed to "${after}"` }
  }
  const order = settings.statusOrder ?? []
  const [from, to] = [order.indexOf(before), order.indexOf(after)]
  if (from === -1 || to === -1 || to >= from) return undefined
  return { kind: 'regress', reason: `the status would fall back from "${before}" to "${after}"` }
}

function clearRule(line: Line, name: FieldName, wanted: Wanted): Left | undefined {
  if (wanted.value !== '' || line.set?.includes(name)) return undefined
  return { kind: 'clear', reason: 'only a value that this sync has set itself is cleared' }
}

/** The part of each change that a person approved; orders without one are left out. */
export function approvedPart(changes: readonly Change[]): Change[] {
  return changes.flatMap((change) => {
    const fields = Object.fromEntries(fieldEntries(change.fields).filter(([, field]) => field.approved))
    if (Object.keys(fields).length === 0) return []
    return [{ ...change, fields, notifies: change.notifies && 'status' in fields }]
  })
}

/** sha256 over the (order, field, value) of changes, in the order of their numbers and names. */
export function planHash(changes: readonly Pick<Change, 'order_number' | 'fields'>[]): string {
  const rows = changes.flatMap(({ order_number, fields }) =>
    fieldEntries(fields).map(([name, field]) => JSON.stringify([order_number, name, canonical(field.after)])),
  )
  const hash = createHash('sha256')
  for (const row of rows.sort()) hash.update(`${row}\n`)
  return hash.digest('hex')
}

const canonical = (value: FieldValue | undefined): unknown =>
  typeof value === 'object' ? Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)) : value
