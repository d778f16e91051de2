import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeDecision, writeHold } from '../../lib/sync/decisions/decisions.ts'
import { openLedger } from '../../lib/sync/ledger/ledger.ts'
import { isOpen, type Line } from '../../lib/sync/ledger/line.ts'
import { suspicionsOf } from '../../lib/sync/plan/guard.ts'
import { createArchive } from '../../lib/sync/post/archive.ts'
import { type FeedState, type Head, stateVersion } from '../../lib/sync/state/head.ts'
import { headKey, snapshotKey } from '../../lib/sync/state/keys.ts'
import { acquireLease } from '../../lib/sync/state/lease.ts'
import { changeOf } from './changes.ts'
import { planWith } from './facts.ts'
import { cause, iso, lineOf, nowMs, packLines, parkedUntil, wanted } from './lines.ts'
import { createMemoryStore, type MemoryStore } from './memory-store.ts'
import { createManualClock, hourMs, seededRandom } from './world.ts'

/** The run that committed last, and the one that died after it. */
export const keptRuns = { last: '20261124T090000Z-last', dead: '20261124T095900Z-dead' }
const hash = 'a'.repeat(64)
const sent = wanted('sent')
const orderOf = (order_number: string, more: Partial<Line> = {}): Line =>
  lineOf({ order_number, acknowledged: { status: 'new' }, ...more })
const wishOf = (order_number: string, more: Parameters<typeof wanted>[1] = {}, line: Partial<Line> = {}): Line =>
  orderOf(order_number, { wanted: { status: wanted('sent', more) }, ...line })

/** Every name that a line may have. */
const whole: Required<Omit<Line, 'pinned' | 'rejected' | 'forgotten' | 'unowned'>> = {
  order_number: 'WHOLE',
  acknowledged: { status: 'new', paid_date: '2026-11-01', resolved_yn: false, 'metas.size': { cs: 'a', en: 'b' } },
  setByUs: ['metas.size[cs]', 'tracking_code'],
  seen: { returns: iso(-hourMs) },
  wanted: { tracking_code: wanted('T1', { because: 'shipped' }) },
  adoptNext: ['delivered_date'],
  unconfirmed: { fields: { tracking_code: 'T1' }, until: iso(-hourMs) },
  mailed: [iso(-2 * hourMs)],
  earlier: 'status\tsent\tdone',
  failedBatches: 2,
}

/** A line of every kind. */
export const keptLines: readonly Line[] = [
  orderOf('ADOPTED'),
  wishOf('APPROVED', { decided: { kind: 'approved', mails: true } }),
  wishOf('DEAD1'),
  wishOf('DEAD2'),
  wishOf('DOUBTFUL', { doubtful: { instead: wanted('done') } }),
  wishOf('EDITED', { parked: parkedUntil(iso(24 * hourMs), { kind: 'edited' }) }),
  wishOf('LATER', { parked: parkedUntil(iso(24 * hourMs)) }),
  wishOf('PARKED', { parked: parkedUntil(iso(-hourMs)) }),
  wishOf('QUIET', { decided: { kind: 'approved', mails: false, quiet: true } }),
  wishOf('REJECTED', { decided: { kind: 'rejected' } }),
  wishOf('SKIPPED', { parked: parkedUntil(iso(24 * hourMs), { kind: 'skipped' }) }),
  wishOf('UNANSWERED', { parked: parkedUntil(iso(24 * hourMs), { kind: 'unanswered' }) }),
  wishOf('WANTED'),
  whole,
]

/** Names that a head may have since this state was kept: a kept state is never written anew. */
type LaterNames =
  | 'oldestPending'
  | 'alsoRefused'
  | 'words'
  | 'dismissed'
  | 'deployed'
  | 'backlog'
  | 'tails'
  | 'lookedAt'
  | 'layout'
  | 'lookedTo'
  | 'readWith'
  | 'orderedBy'

const exportRef = { key: 'exports/orders/1.csv', etag: 'e1', size: 10, lastModified: iso(-hourMs) }
const feed: Required<Omit<FeedState, LaterNames>> = {
  settingsHash: 'f',
  last: { ...exportRef, records: 12, written: '2026-11-24T08:00:00' },
  disputed: { ...exportRef, key: 'exports/orders/2.csv', records: 11 },
  lately: ['exports/orders/1.csv'],
  taken: ['0123456789ab'],
  ahead: { '0123456789ab': iso(-hourMs) },
  usualRecords: 12,
  lineEnd: true,
  filled: true,
  suspicions: [{ message: 'It holds few records.', figure: 1, limit: 2, version: '0123456789ab' }],
  refused: { ...exportRef, key: 'exports/orders/0.csv', reason: 'It is empty.', at: iso(-hourMs) },
}

/** The plan was held for what is suspicious about the export: whoever approves it has seen that. */
const reasons = suspicionsOf('orders', { orders: feed })

/** A head with every name that it may have. */
const keptHead: Required<Omit<Head, LaterNames>> = {
  version: stateVersion,
  writeId: 'w',
  shop: 'test',
  address: 'http://127.0.0.1:1',
  answered: true,
  run: keptRuns.last,
  closedRuns: [keptRuns.last],
  at: iso(-hourMs),
  snapshot: snapshotKey(keptRuns.last),
  replacedSnapshot: snapshotKey('20261124T080000Z-gone'),
  orders: keptLines.length,
  settingsHash: 'h',
  adoptedFields: ['status', 'paid_date', 'tracking_code', 'resolved_yn', 'metas.note'],
  feeds: { orders: feed },
  counts: { pending: 5, parked: 3, held: 1, leftOut: 1 },
  spent: [{ since: iso(-hourMs), orders: 2, notifications: 1 }],
  wakeAt: iso(-60_000),
  notBefore: iso(-60_000),
  failures: 1,
  allowance: {
    hourLimit: 100,
    hourRemaining: 90,
    dayLimit: 1500,
    dayRemaining: 1400,
    totalRemaining: 9,
    at: iso(-hourMs),
  },
  blocked: { keyVersion: '0', status: 401, message: 'No.', since: iso(-hourMs) },
  hold: { hash, changes: 1, notifications: 1, reasons, since: iso(-hourMs) },
  newAddress: 'https://new.admin.s9.upgates.com/api/v2',
}

/** The lines, of which one is told apart from its block, because it has changed since. */
async function packKept({ store }: { readonly store: MemoryStore }): Promise<Uint8Array> {
  const last = keptLines.findLast((line) => !isOpen(line))
  if (last === undefined) throw new Error('something waits on every line')
  const before = keptLines.map((line) => (line === last ? { ...line, acknowledged: {} } : line))
  const snapshot = 'state/snapshots/before.blocks'
  store.drop(snapshot, packLines(before))
  const ledger = await openLedger({ snapshot, orders: before.length }, { store })
  ledger.update(last.order_number, () => last)
  await store.delete(snapshot)
  return ledger.pack()
}

/** A state as this version writes it, with everything that it may hold, just after a run has died. */
export async function writeKeptState(): Promise<MemoryStore> {
  const clock = createManualClock(iso(-60_000))
  const store = createMemoryStore(clock)
  const effects = { store, clock, random: seededRandom(1) }
  store.drop(headKey, `${JSON.stringify(keptHead, null, 2)}\n`)
  store.drop(snapshotKey(keptRuns.last), await packKept(effects))
  await writeHold(
    planWith([changeOf('WANTED', { status: 'sent' })], { hash, verdict: { kind: 'hold', reasons } }),
    effects,
  )
  await writeDecision({ kind: 'approve', hash }, effects)
  const lease = { run: keptRuns.dead, holder: { host: 'gone', pid: 1 }, untilMs: nowMs, isGone: () => false }
  await acquireLease({ ...lease, closedRuns: [], hasCommitted: false, reading: ['0123456789ab'] }, effects)
  const options = {
    run: keptRuns.dead,
    keyVersion: '1',
    redact: (text: string) => text,
    causesOf: () => ({ status: cause }),
  }
  const archive = createArchive(options, effects)
  const request = {
    method: 'PUT',
    url: 'http://127.0.0.1:1/orders',
    headers: { Accept: 'application/json' },
    body: '{}',
  }
  for (const order_number of ['DEAD1', 'DEAD2']) {
    const batch = { mayNotify: true, updates: [{ order_number, fields: { status: sent.value } }] }
    const complete = await archive.record({ request, attempt: 1, orderNumbers: [order_number], batch })
    const body = JSON.stringify({ orders: [{ order_number, updated_yn: true, messages: [] }] })
    if (order_number === 'DEAD1') await complete({ status: 200, headers: {}, body })
  }
  return store
}

/** `node test/support/kept-state.ts <folder>` writes it there: once for every version of the state, and never again. */
const [, script = '', folder] = process.argv
if (script.endsWith('kept-state.ts') && folder !== undefined) {
  const store = await writeKeptState()
  rmSync(folder, { recursive: true, force: true })
  for (const { key } of await store.list('')) {
    mkdirSync(dirname(join(folder, key)), { recursive: true })
    writeFileSync(join(folder, key), store.bytes(key) ?? '')
  }
}
