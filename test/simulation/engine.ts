import type { Effects } from '../../lib/effects.ts'
import { type FieldName, type FieldValue, fieldEntries, fieldNames } from '../../lib/order.ts'
import type { Settings } from '../../lib/settings/settings.ts'
import { decideEdited, decidePlan, retryOrders, unblock } from '../../lib/sync/decisions/commands.ts'
import { dismissExport } from '../../lib/sync/decisions/dismiss.ts'
import { decisionsSince, undoDecision } from '../../lib/sync/decisions/undo-decision.ts'
import { planNow } from '../../lib/sync/dry-run.ts'
import { versionHash } from '../../lib/sync/import/select.ts'
import type { Line } from '../../lib/sync/ledger/line.ts'
import { parseSnapshot } from '../../lib/sync/ledger/snapshot.ts'
import { planUndo, undoRun } from '../../lib/sync/past/undo.ts'
import { parsedHead } from '../../lib/sync/state/head-schema.ts'
import { editedOrders } from '../../lib/sync/status.ts'

export { forgetOrder } from '../../lib/sync/past/forget.ts'
/**
 * Everything that the simulation knows of the engine: what it calls, and what the objects under `state/` are called and
 * hold. Nothing else here imports from `lib/sync`.
 */
export type { RunReport } from '../../lib/sync/report.ts'
export { type RunOptions, runSync } from '../../lib/sync/sync.ts'

export const headKey = 'state/head.json'
export const leaseKey = 'state/lease.json'
export const snapshotsPrefix = 'state/snapshots/'

/** One order of a snapshot. */
export interface KnownLine {
  readonly order_number: string
  readonly acknowledged: ReadonlyMap<FieldName, FieldValue>
  readonly setByUs: ReadonlySet<string>
  readonly wanted: ReadonlyMap<FieldName, { readonly value: FieldValue; readonly parked: boolean }>
  /** words of exports that a person has rejected, while an older one waits again */
  readonly rejected: ReadonlyMap<FieldName, FieldValue>
  /** fields that were sent without a readable answer */
  readonly unconfirmed: ReadonlySet<FieldName>
  /** fields whose next value is adopted */
  readonly adoptNext: ReadonlySet<FieldName>
}

/** The lines of a snapshot from its bytes. */
export const linesOf = (bytes: Buffer): KnownLine[] => [...parseSnapshot(bytes).values()].map(lineOf)

const lineOf = (line: Line): KnownLine => ({
  order_number: line.order_number,
  acknowledged: new Map(fieldEntries(line.acknowledged)),
  setByUs: new Set(line.setByUs),
  wanted: new Map(
    fieldEntries(line.wanted).map(([name, { value, parked }]) => [
      name,
      { value, parked: parked !== undefined && parked.kind !== 'shop' },
    ]),
  ),
  rejected: new Map(fieldEntries(line.rejected).map(([name, { value }]) => [name, value])),
  unconfirmed: new Set(fieldNames(line.unconfirmed?.fields ?? {})),
  adoptNext: new Set(line.adoptNext),
})

/** What the head says of one feed. */
export interface KnownFeed {
  readonly last?: { readonly key: string; readonly etag: string }
  readonly refused?: { readonly key: string; readonly etag: string; readonly first?: true | undefined }
  readonly suspicious: boolean
  /** of a feed of changes: whether a version of an export was imported */
  hasTaken(version: Version): boolean
  /** when a version was seen first whose time lay ahead of the clock, milliseconds since 1970 */
  seenAt(version: Version): number | undefined
}

type Version = Parameters<typeof versionHash>[0]

/** What the head says. */
export interface KnownHead {
  readonly run: string
  readonly snapshot: string | null
  /** fields whose first values have been adopted or posted */
  readonly adoptedFields: readonly string[]
  readonly feeds: Readonly<Record<string, KnownFeed>>
  readonly hold?: string
  readonly blocked: boolean
  /** when it was written, milliseconds since 1970 */
  readonly atMs: number
}

const timeOf = (iso: string | undefined): number | undefined => (iso === undefined ? undefined : Date.parse(iso))

/** The head from its bytes. */
export function headOf(bytes: Buffer): KnownHead {
  const { run, at, snapshot, adoptedFields, feeds, hold, blocked } = parsedHead(JSON.parse(String(bytes)))
  return {
    run,
    snapshot,
    adoptedFields,
    feeds: Object.fromEntries(
      Object.entries(feeds).map(([name, { last, refused, suspicions, taken, ahead }]) => [
        name,
        {
          suspicious: suspicions !== undefined,
          hasTaken: (version) => taken?.includes(versionHash(version)) ?? false,
          seenAt: (version) => timeOf(ahead?.[versionHash(version)]),
          ...(last === undefined ? {} : { last }),
          ...(refused === undefined ? {} : { refused }),
        },
      ]),
    ),
    atMs: Date.parse(at),
    blocked: blocked !== undefined,
    ...(hold === undefined ? {} : { hold: hold.hash }),
  }
}

/** What the lease says. */
export interface KnownLease {
  readonly run: string
  readonly pid: number
  readonly untilMs: number
  readonly released: boolean
}

/** The lease from its bytes. */
export function leaseOf(bytes: Buffer): KnownLease {
  const { run, holder, until, released } = JSON.parse(String(bytes))
  return { run, pid: holder.pid, untilMs: Date.parse(until), released }
}

/** One archived exchange; `fenced` is the placeholder that keeps a dead run from sending. */
export interface KnownEntry {
  readonly fenced: boolean
  readonly run: string
  /** orders that it is about */
  readonly orders?: readonly string[]
  readonly request?: { readonly method: string; readonly url: string; readonly body: unknown }
  readonly response?: { readonly status: number; readonly body: unknown } | null
}

/** An archived exchange from its bytes. */
export function entryOf(bytes: Buffer): KnownEntry {
  const { fenced, run, orders, request, response } = JSON.parse(String(bytes))
  return fenced === undefined ? { fenced: false, run, orders, request, response } : { fenced: true, run: fenced }
}

/** The changes of a held plan from the bytes of its object. */
export function holdOf(bytes: Buffer): { order_number: string; field: FieldName; value: FieldValue; mails: boolean }[] {
  const { changes } = JSON.parse(String(bytes)) as {
    changes: { order_number: string; fields: Record<FieldName, { after: FieldValue }>; mails: FieldName[] }[]
  }
  return changes.flatMap(({ order_number, fields, mails }) =>
    fieldEntries(fields).map(([field, { after }]) => ({
      order_number,
      field,
      value: after,
      mails: mails.includes(field),
    })),
  )
}

/** Where a held plan is kept. */
export const holdKey = (hash: string): string => `state/holds/${hash}.json`

async function decideAllEdited(kind: 'accept' | 'overrule', settings: Settings, effects: DecideEffects): Promise<void> {
  const { ledger } = await planNow(settings, effects)
  const orders = editedOrders(ledger).map(({ order_number }) => order_number)
  if (orders.length > 0) await decideEdited({ kind, orders }, settings, effects)
}

/** What a person may decide, with the command that does it. */
export const decisions = {
  approve: (settings: Settings, effects: DecideEffects, hash: string) =>
    decidePlan({ kind: 'approve', hash }, settings, effects),
  'approve quietly': (settings: Settings, effects: DecideEffects, hash: string) =>
    decidePlan({ kind: 'approve', hash, quiet: true }, settings, effects),
  reject: (settings: Settings, effects: DecideEffects, hash: string) =>
    decidePlan({ kind: 'reject', hash }, settings, effects),
  /** the last word about a held plan or a refused export, whether or not a run has acted on it */
  'take back': async (settings: Settings, effects: DecideEffects) => {
    const last = (await decisionsSince('', effects)).find(
      ({ kind, became }) => became !== 'taken back' && ['approve', 'reject', 'dismiss'].includes(kind),
    )
    return last && undoDecision(last.id, settings, effects)
  },
  retry: (settings: Settings, effects: DecideEffects) => retryOrders([], settings, effects),
  /** whatever somebody has edited in the shop wins */
  accept: (settings: Settings, effects: DecideEffects) => decideAllEdited('accept', settings, effects),
  /** the export wins over it */
  overrule: (settings: Settings, effects: DecideEffects) => decideAllEdited('overrule', settings, effects),
  unblock,
  dismiss: (settings: Settings, effects: DecideEffects, key: string) => dismissExport(key, settings, effects),
}

/** A person takes back what a run has set. Returns what is taken back. */
export async function undoing(
  word: { readonly run: string; readonly pin?: boolean; readonly notify?: boolean },
  settings: Settings,
  effects: DecideEffects,
): Promise<{ order_number: string; field: FieldName; set: FieldValue; back: FieldValue }[]> {
  const whole = { ...word, orders: [] }
  const plan = await planUndo(whole, settings, effects)
  if (plan.undone.length > 0) await undoRun(plan, whole, effects)
  return plan.undone.flatMap(({ order_number, fields }) =>
    Object.entries(fields).map(([field, { set, back }]) => ({ order_number, field: field as FieldName, set, back })),
  )
}

export type DecideEffects = Omit<Effects, 'secrets'>
