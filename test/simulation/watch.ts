import type { FieldName, FieldValue } from '../../lib/order.ts'
import type { ShopRequest } from '../../lib/upgates/shop.ts'
import { hourMs, type ManualClock } from '../support/world.ts'
import { checkCommit } from './commit-check.ts'
import {
  entryOf,
  headKey,
  headOf,
  type KnownEntry,
  type KnownHead,
  type KnownLine,
  leaseKey,
  leaseOf,
  linesOf,
  snapshotsPrefix,
} from './engine.ts'
import {
  checkDrift,
  checkGate,
  checkMail,
  checkPart,
  checkUndoneMail,
  type Mailing,
  noteAnswer,
  noteMailing,
  noteNotShown,
  noteShown,
} from './mail-rules.ts'
import { guardOf, type Setup } from './setup.ts'
import type { TestStore } from './store.ts'
import { isPinned, isUndone } from './take-back.ts'
import { type KnownRun, knows, same, spot, type Truth } from './truth.ts'
import { acknowledgedBy, type SentBatch, sentBatch, shownBy } from './wire.ts'
import type { UnderWay, Watcher } from './wrong-shop.ts'

/** What is kept of what the engine wrote, to compare the next with. */
export interface Books {
  readonly snapshots: Map<string, ReadonlyMap<string, KnownLine>>
  /** the last head that was committed, and its lines; survives a head that somebody deletes */
  head?: KnownHead
  lines: ReadonlyMap<string, KnownLine>
  /** what the shop showed when it was asked, by spot */
  readonly shown: Map<string, FieldValue[]>
  /** orders that the shop was asked about and did not show: then nothing is known of them */
  readonly notShown: Set<string>
  /** by order, requests that were going to mail of its status, and of which nobody knows what became of it */
  readonly mailings: Map<string, Mailing[]>
  /** a person has values taken out of what is kept */
  isScrubbing: boolean
  /** somebody put an older head back: what was acknowledged since may be sent again */
  rewound: boolean
  /** state that people deleted, and when; until they put it back nothing may be sent, nor be made anew */
  readonly vanished: Map<string, number>
}

/** What a watch looks at. */
export interface Watched {
  readonly store: TestStore
  readonly clock: ManualClock
  readonly truth: Truth
  readonly violations: string[]
  readonly dead: ReadonlySet<number>
  readonly books: Books
}

export const newBooks = (): Books => ({
  snapshots: new Map(),
  lines: new Map(),
  shown: new Map(),
  notShown: new Set(),
  mailings: new Map(),
  isScrubbing: false,
  rewound: false,
  vanished: new Map(),
})

/** Looks at every write and every request while they happen, and writes down which promise does not hold. */
export function createWatch(watched: Watched): Watcher & { wrote(verb: 'PUT' | 'DELETE', key: string): void } {
  const { store, clock, truth, violations, books } = watched
  /** archive entries by run, and when the request of each left */
  const entries = new Map<string, string[]>()
  const leftAt = new Map<string, number>()
  /** when an archive entry was written, milliseconds since 1970: the run looked at its lease right after */
  const writtenAt = new Map<string, number>()

  const waitingEntry = (run: string, request: ShopRequest): string | undefined =>
    entries.get(run)?.findLast((key) => {
      const bytes = store.bytes(key)
      return bytes !== undefined && isWaiting(entryOf(bytes), request)
    })

  const leaves: Watcher['leaves'] = (pid, request, underWay) => {
    const at = truth.tick()
    const bytes = store.bytes(leaseKey)
    const lease = bytes === undefined ? undefined : leaseOf(bytes)
    const run = truth.runs.get(pid)
    const key = waitingEntry(run?.run ?? '', request)
    // whose lease somebody has deleted cannot know: it is kept for an unknown holder meanwhile, so that nobody else may post
    const isDeleted = lease === undefined ? books.vanished.has(leaseKey) : lease.pid === 0
    // another run's delay lies between its last look and its request: no lease can help against that
    const wasAsleep = clock.now() - (writtenAt.get(key ?? '') ?? clock.now()) > hourMs / 10
    if (
      !isDeleted &&
      !wasAsleep &&
      (lease?.pid !== pid || lease.released || lease.untilMs <= (writtenAt.get(key ?? '') ?? clock.now()))
    )
      violations.push(`4: the run of process ${pid} sends ${request.method} without holding the lease`)
    if (key === undefined)
      violations.push(`5: a request left without its archive entry: ${request.method} ${request.url}`)
    else leftAt.set(key, at)
    for (const [gone, since] of books.vanished)
      if ((run?.startedAt ?? 0) > since) violations.push(`6: a request is sent although ${gone} has vanished`)
    for (const rival of truth.runs.values())
      if (rival.pid !== pid && rival.holdsUntilMs > clock.now() && !watched.dead.has(rival.pid))
        violations.push(`4: the run of process ${pid} posts while that of process ${rival.pid} holds the lease, too`)
    const other = underWay.find(
      (sent) => sent.pid !== pid && !sent.settled && !sent.late && !watched.dead.has(sent.pid),
    )
    if (other !== undefined) violations.push(`4: the runs of processes ${other.pid} and ${pid} post at the same time`)
    if (request.method !== 'GET' && run !== undefined)
      checkNeed(watched, { run, key, at }, sentBatch(JSON.parse(request.body ?? '')))
    return at
  }

  /** What arrives must not be older than what has left since about the same order and field. */
  const arrives: Watcher['arrives'] = (sent: UnderWay, request) => {
    if (request.method === 'GET') return
    for (const { order_number, fields } of sentBatch(JSON.parse(request.body ?? '')).orders)
      for (const [field, value] of fields) {
        const last = truth.sent.get(spot(order_number, field))
        if (last !== undefined && last.at > sent.sentAt && !same(last.value, value))
          violations.push(
            `9: a late request overwrites ${order_number} ${field} = "${String(last.value)}" with "${String(value)}"`,
          )
      }
  }

  const answered = (key: string, { run, orders, request, response }: KnownEntry): void => {
    const at = leftAt.get(key)
    if (at === undefined || request === undefined || response == null) return
    if (request.method === 'GET') {
      if (response.status < 300) wasShown(books, orders ?? [], response.body)
      // a shop that refuses to be asked about an order does not show it either
      else if (response.status < 500 && orders?.length === 1) noteNotShown(books, orders[0] ?? '')
      return
    }
    const certain = !isTakenOver(truth, run)
    noteAnswer(books, key, { batch: sentBatch(request.body), response, certain })
    for (const { order_number, field, value } of acknowledgedBy(sentBatch(request.body), response)) {
      const name = spot(order_number, field)
      truth.adopted.delete(name)
      if ((truth.known.get(name)?.sentAt ?? 0) <= at)
        truth.known.set(name, { value, sentAt: at, knownAt: truth.now(), run, certain })
    }
  }

  const wroteArchive = (key: string, bytes: Buffer): void => {
    const entry = entryOf(bytes)
    const known = entries.get(entry.run) ?? []
    entries.set(entry.run, known)
    if (entry.fenced) return
    for (const run of truth.runs.values()) if (run.run === entry.run) run.talked = true
    if (!known.includes(key)) {
      known.push(key)
      writtenAt.set(key, clock.now())
      announce(watched, key, entry)
    }
    answered(key, entry)
  }

  return {
    leaves,
    arrives,
    wrote(verb, key) {
      truth.tick()
      const bytes = store.bytes(key)
      if (verb === 'DELETE' || bytes === undefined) return
      // a lease is put back as held by somebody unknown, so that whoever may still be at work is waited for
      if (key === leaseKey && leaseOf(bytes).pid === 0) books.vanished.delete(key)
      // who slept since before there was a head makes an empty one: it stops every run as none does
      const isEmptyHead = key === headKey && headOf(bytes).run === ''
      if (books.vanished.has(key) && !isEmptyHead) violations.push(`6: ${key} has vanished, and is made anew`)
      if (key.startsWith('archive/')) {
        if (!books.isScrubbing && !key.startsWith('archive/index/')) wroteArchive(key, bytes)
      } else if (key.startsWith(snapshotsPrefix))
        books.snapshots.set(key, new Map(linesOf(bytes).map((line) => [line.order_number, line])))
      else if (key === leaseKey) tookLease(truth, leaseOf(bytes))
      else if (key === headKey && !(isEmptyHead && books.vanished.has(key))) checkCommit(watched, bytes)
    },
  }
}

/** Whoever finds the entry of a request cannot know that it never left. */
function announce({ truth, books }: Watched, key: string, { request }: KnownEntry): void {
  if (request === undefined || request.method === 'GET') return
  const { announced, now } = truth
  const batch = sentBatch(request.body)
  noteMailing(books, key, batch)
  for (const { order_number, fields } of batch.orders)
    for (const field of fields.keys()) {
      const name = spot(order_number, field)
      announced.set(name, [...(announced.get(name) ?? []), { key, at: now() }])
    }
}

function wasShown(books: Books, asked: readonly string[], body: unknown): void {
  const fields = shownBy(body)
  for (const { order_number, field, value } of fields) {
    const name = spot(order_number, field)
    books.shown.set(name, [...(books.shown.get(name) ?? []), value])
    noteShown(books, order_number)
  }
  for (const order of asked) if (!fields.some(({ order_number }) => order_number === order)) noteNotShown(books, order)
}

function isTakenOver({ runs }: Truth, run: string): boolean {
  const all = [...runs.values()]
  const leasedAt = all.find((one) => one.run === run)?.leasedAt ?? 0
  return all.some((one) => one.leasedAt > leasedAt)
}

function tookLease(truth: Truth, { pid, run, released, untilMs }: ReturnType<typeof leaseOf>): void {
  const known = truth.runs.get(pid)
  if (known === undefined) return
  known.holdsUntilMs = released ? 0 : untilMs
  known.released = released
  if (released) return
  known.run = run
  known.leasedAt = truth.now()
  known.unapproved = new Set()
  known.unapprovedMails = new Set()
}

function isWaiting({ fenced, request, response }: KnownEntry, sent: ShopRequest): boolean {
  if (fenced || response !== null || request?.method !== sent.method || request.url !== sent.url) return false
  if (sent.body === undefined) return request.body === null
  const body = JSON.parse(sent.body)
  const kept = 'apiKey' in body ? { ...body, apiKey: '[redacted]' } : body
  return JSON.stringify(request.body) === JSON.stringify(kept)
}

/** A request that leaves: whose, under which archive entry, and when. */
interface Leaving {
  readonly run: KnownRun
  readonly key: string | undefined
  readonly at: number
}

/** Every field that is sent must be wanted, not known to be there already, allowed, and mailed as the owner says. */
function checkNeed(watched: Watched, { run, key, at }: Leaving, batch: SentBatch): void {
  const { truth, violations, books, clock } = watched
  if (batch.texts !== undefined && batch.texts !== batch.mails) violations.push('10: mails and text messages differ')
  if (batch.orders.length > 100) violations.push(`7: ${batch.orders.length} orders in one request`)
  const before = truth.unapproved.length
  for (const { order_number, fields } of batch.orders) {
    if (!books.rewound && (truth.forgotten.get(order_number) ?? at) < run.leasedAt)
      violations.push(`13: ${order_number} is sent although its values were taken out`)
    const unapproved: FieldName[] = []
    for (const [field, value] of fields) {
      const name = spot(order_number, field)
      const what = `${order_number} ${field} = "${String(value)}"`
      const known = truth.known.get(name)
      const isKnown = knows(run, known)
      const showedOther = books.shown.get(name)?.some((shown) => !same(shown, value)) ?? false
      const others = (truth.announced.get(name) ?? []).filter((one) => one.key !== key)
      const lastAt = Math.max(truth.sent.get(name)?.at ?? 0, ...others.map((one) => one.at))
      const isLast = isKnown && same(known.value, value) && lastAt <= known.sentAt
      if (isLast && !showedOther && !books.rewound)
        violations.push(`3: ${what} is sent again although the shop acknowledged it`)
      const wantable = truth.wantable(run, order_number, field)
      const isBack = isUndone(truth, name, value)
      if (!isBack && !wantable.some((one) => same(one, value)))
        violations.push(`9: ${what} is sent, the exports say ${JSON.stringify(wantable)}`)
      const rejected = truth.rejected
        .get(name)
        ?.some(
          (one) =>
            one.surely && same(one.value, value) && one.at < run.leasedAt && !truth.saidOther(order_number, field, one),
        )
      if (!books.rewound && isPinned(truth, run, [order_number, field, value]))
        violations.push(`10: ${what} is sent, which a person has taken back for good`)
      if (rejected && !books.rewound && !isBack && !isApproved(truth, name, value))
        violations.push(`10: ${what} is sent, which a person rejected`)
      const shownSince = books.shown.get(name)?.some((shown) => !same(shown, known?.value)) ?? false
      // of an order that the shop leaves out, nobody knows what was taken of what was sent last
      if (field === 'status' && isKnown && !isBack && !shownSince && !books.notShown.has(order_number))
        checkStatus(violations, run.setup, known.value, value, what)
      if (!isApproved(truth, name, value)) {
        unapproved.push(field)
        if (!isBack && truth.onlySuspicious(run, order_number, field, value))
          violations.push(`8: ${what} is sent, which only a suspicious export says`)
      }
      truth.sent.set(name, { value, at })
    }
    const status = fields.get('status')
    const isDecided = status !== undefined && isApproved(truth, spot(order_number, 'status'), status)
    const sent = { order: order_number, fields, mails: batch.mails, isApproved: isDecided }
    const isBack = status !== undefined && isUndone(truth, spot(order_number, 'status'), status)
    if (isBack) checkUndoneMail(watched, run, sent)
    else checkGate(watched, run, sent)
    checkDrift(watched, run, sent)
    checkPart(watched, run, order_number)
    checkMail(watched, run, { ...sent, key, isBack })
    weigh(run, batch, order_number, unapproved)
    if (unapproved.length > 0)
      truth.unapproved.push({
        order: order_number,
        mails: batch.mails && unapproved.includes('status'),
        atMs: clock.now(),
      })
  }
  checkGuard(violations, run, truth)
  // limits that were drawn closer meanwhile say nothing of what has left before, nor of what a person has approved
  if (!books.rewound && truth.unapproved.length > before) checkHour(violations, run, { truth, nowMs: clock.now() })
}

const isApproved = (truth: Truth, name: string, value: FieldValue): boolean =>
  truth.approved.get(name)?.some((one) => same(one, value)) ?? false

function checkStatus(violations: string[], setup: Setup, before: FieldValue, after: FieldValue, what: string): void {
  if (setup.finalStatuses.includes(String(before)) && !same(before, after))
    violations.push(`10: ${what} is sent over the final status "${before}"`)
  const [from, to] = [setup.statusOrder.indexOf(String(before)), setup.statusOrder.indexOf(String(after))]
  if (from !== -1 && to !== -1 && to < from) violations.push(`10: ${what} falls back from "${before}"`)
}

function weigh(run: KnownRun, batch: SentBatch, order: string, unapproved: readonly FieldName[]): void {
  if (unapproved.length > 0) run.unapproved.add(order)
  if (unapproved.includes('status') && batch.mails) run.unapprovedMails.add(order)
}

/** All runs of the last hour together. */
function checkHour(
  violations: string[],
  { setup }: KnownRun,
  { truth, nowMs }: { readonly truth: Truth; readonly nowMs: number },
): void {
  const { perHour } = guardOf(setup)
  const lately = truth.unapproved.filter(({ atMs }) => atMs > nowMs - hourMs)
  const count = (sent: typeof lately): number => new Set(sent.map(({ order }) => order)).size
  const [orders, mails] = [count(lately), count(lately.filter((one) => one.mails))]
  if (orders > perHour.orders) violations.push(`10: ${orders} orders are sent unapproved within an hour`)
  if (mails > perHour.notifications) violations.push(`10: ${mails} customers are mailed unapproved within an hour`)
}

function checkGuard(violations: string[], run: KnownRun, { drops }: Truth): void {
  const { orders, notifications, percent } = guardOf(run.setup)
  const known = new Set(drops.flatMap(({ rows }) => [...rows.keys()])).size
  if (run.unapproved.size >= 20 && (100 * run.unapproved.size) / known > percent)
    violations.push(`10: ${run.unapproved.size} of ${known} orders are sent without approval, more than ${percent} %`)
  if (run.unapproved.size > orders)
    violations.push(`10: ${run.unapproved.size} orders are sent without approval, the guard allows ${orders}`)
  if (run.unapprovedMails.size > notifications)
    violations.push(
      `10: ${run.unapprovedMails.size} customers are mailed without approval, the guard allows ${notifications}`,
    )
}
