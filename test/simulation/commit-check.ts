import type { FieldName, FieldValue } from '../../lib/order.ts'
import { snapshotsPrefix } from '../../lib/sync/state/keys.ts'
import { headOf, type KnownHead, type KnownLine } from './engine.ts'
import { nameIn, ownerOf } from './setup.ts'
import { type Drop, type KnownRun, knows, same, spot, type Truth } from './truth.ts'
import type { Watched } from './watch.ts'

/** The head says that something is settled now: is the snapshot that it points to what really happened? */
export function checkCommit(watched: Watched, bytes: Buffer): void {
  const { books, violations, truth } = watched
  const head = headOf(bytes)
  const before = books.head
  if (before !== undefined && before.run === head.run && before.snapshot === head.snapshot) return
  if (head.snapshot === null && before?.snapshot != null)
    violations.push('2: a head without snapshot was written although one had been there')
  const lines = head.snapshot === null ? new Map<string, KnownLine>() : books.snapshots.get(head.snapshot)
  if (lines === undefined) return void violations.push(`2: the head points to ${head.snapshot}, which nobody wrote`)
  const run = [...truth.runs.values()].find((one) => one.run === head.run)
  for (const line of run === undefined ? [] : lines.values()) checkLine(watched, line, run as KnownRun)
  markTaken(truth, head, run)
  if (run !== undefined) markRefused(watched, head, run)
  if (run !== undefined) checkNothingLost(watched, lines, run)
  // whoever had read a snapshot before it vanished goes on from there, and nobody needs it any more
  for (const key of [...books.vanished.keys()])
    if (key.startsWith(snapshotsPrefix) && key !== head.snapshot) books.vanished.delete(key)
  books.head = head
  books.lines = lines
}

/** With `full` the last export counts; with `changes` all that the head remembers. */
function markTaken({ drops, taken }: Truth, head: KnownHead, run: KnownRun | undefined): void {
  if (run === undefined) return
  for (const drop of drops) {
    const { last, hasTaken, seenAt } = head.feeds[nameIn(run.setup, drop.feed)] ?? {}
    const isTaken = isVersion(drop, last) || hasTaken?.(drop) === true
    const at = seenAt?.(drop) ?? (isTaken ? drop.dated : undefined)
    // brought down to the clock, it may count as older than what was dropped before it with a time that is a little ahead
    const isCrossed =
      at !== undefined && drops.some((one) => isBefore(one, drop) && Number.isFinite(one.until) && one.until > at)
    if (at !== undefined && isCrossed && !drop.isFixed)
      Object.assign(drop, { since: at, until: Number.POSITIVE_INFINITY })
    // once it was taken in, an export of changes keeps the time that it had then
    else if (at !== undefined && !drop.isFixed && !drop.isDisputed)
      Object.assign(drop, { since: at, until: at, isFixed: isTaken && run.setup.contents === 'changes' })
    const name = `${drop.key} ${drop.etag}`
    // one of changes is read once, by the settings of that time
    if (isTaken && !(run.setup.contents === 'changes' && taken.has(name))) taken.set(name, run.setup)
  }
}

const isBefore = (one: Drop, other: Drop): boolean => one.feed === other.feed && one.seq < other.seq

const isVersion = ({ key, etag }: Drop, other: { readonly key: string; readonly etag: string } | undefined): boolean =>
  key === other?.key && etag === other.etag

/** A sound export is refused only after two runs that did not give the lease back, perhaps for they died over it. */
function markRefused({ truth, violations }: Watched, head: KnownHead, run: KnownRun): void {
  for (const { refused } of Object.values(head.feeds)) {
    const drop = truth.drops.find(({ key, etag }) => key === refused?.key && etag === refused.etag)
    if (drop === undefined || !drop.usable) continue
    // what looks wrong is not adopted, also where it is only a new field that has no value yet
    const isOdd = truth.mayLookWrong(drop) || truth.isOutOfOrder(drop)
    const isFirst = refused?.first === true && run.setup.firstRun === 'adopt' && isOdd
    if (isFirst || truth.mayBeRefused(drop, run)) Object.assign(drop, { usable: false, deadly: true })
    else violations.push(`2: ${drop.key} is refused although it can be read`)
  }
}

/** A value that moved must have been acknowledged, shown, or adopted where that is due; what was acknowledged must be there. */
function checkLine(watched: Watched, line: KnownLine, run: KnownRun): void {
  const { truth, books, violations } = watched
  if (truth.forgotten.has(line.order_number)) return
  const before = books.lines.get(line.order_number)
  // what is under way then is waited for, and not sent again
  if (run.adopt) for (const field of line.unconfirmed) truth.adopted.add(spot(line.order_number, field))
  for (const field of new Set([...line.acknowledged.keys(), ...(before?.acknowledged.keys() ?? [])])) {
    // what no feed maps is not archived of what the shop shows
    if (line.unconfirmed.has(field) || ownerOf(run.setup, field) === undefined) continue
    const name = spot(line.order_number, field)
    const value = line.acknowledged.get(field)
    const known = truth.known.get(name)
    const sent = truth.sent.get(name)
    if (run.adopt && sent !== undefined && !same(sent.value, value)) truth.adopted.add(name)
    if (known !== undefined && (same(known.value, value) || !knows(run, known))) continue
    if (!run.adopt && books.shown.get(name)?.some((shown) => same(shown, value))) continue
    const isUnchanged = before?.acknowledged.has(field) === line.acknowledged.has(field)
    if (known === undefined && isUnchanged && same(before?.acknowledged.get(field), value)) continue
    const isNothing = value === undefined || (value === '' && run.setup.firstRun === 'shop')
    if (isNothing && books.notShown.has(line.order_number)) {
      truth.known.delete(name)
      continue
    }
    if (mayAdopt(books.head, before, run, field)) {
      truth.adopted.add(name)
      truth.known.set(name, {
        value: value ?? '',
        sentAt: truth.now(),
        knownAt: truth.now(),
        run: run.run ?? '',
        certain: true,
      })
      continue
    }
    violations.push(
      `6: the snapshot says ${line.order_number} ${field} = "${String(value ?? '')}", the shop acknowledged "${String(known?.value ?? '')}"`,
    )
  }
}

function mayAdopt(
  before: KnownHead | undefined,
  line: KnownLine | undefined,
  run: KnownRun,
  field: FieldName,
): boolean {
  if (run.adopt || line?.adoptNext.has(field)) return true
  const owner = ownerOf(run.setup, field)
  return run.setup.firstRun === 'adopt' && owner !== undefined && !(before?.adoptedFields.includes(field) ?? false)
}

/** What the exports that were taken in said last is acknowledged, wanted, or open. */
function checkNothingLost(watched: Watched, lines: ReadonlyMap<string, KnownLine>, run: KnownRun): void {
  const { truth, violations } = watched
  const last = lastStatements(truth, run)
  for (const [name, { order, field, values }] of last) {
    const line = lines.get(order)
    if (truth.forgotten.has(order) || truth.undone.has(name)) continue
    if (line?.unconfirmed.has(field) || line?.adoptNext.has(field)) continue
    if (values.length === 0) continue
    const has = (value: FieldValue | undefined): boolean => values.some((one) => same(one, value))
    if (has(line?.acknowledged.get(field)) || has(line?.wanted.get(field)?.value) || has(line?.rejected.get(field)))
      continue
    // what was adopted is not what the shop shows, which wins
    const shown = watched.books.shown.get(name)?.some((one) => same(one, line?.acknowledged.get(field))) ?? false
    if (run.setup.drift === 'shop' && shown && !truth.sent.has(name)) continue
    violations.push(`2: ${name} = ${JSON.stringify(values)} was taken in and is neither acknowledged nor wanted`)
  }
}

interface Statement {
  readonly order: string
  readonly field: FieldName
  readonly values: readonly FieldValue[]
}

/**
 * Once a full export that looked wrong is followed by a sound one, what an earlier sound export said may be wanted again, or
 * nothing at all (no values).
 */
function lastStatements(truth: Truth, run: KnownRun): Map<string, Statement> {
  const last = new Map<string, Statement>()
  const endsWithNext = (drop: Drop): boolean =>
    run.setup.contents === 'full' &&
    truth.mayLookWrong(drop) &&
    truth.drops.some(
      (one) => one.feed === drop.feed && one.seq > drop.seq && one.usable && truth.taken.has(`${one.key} ${one.etag}`),
    )
  for (const drop of truth.oldestFirst()) {
    const by = truth.taken.get(`${drop.key} ${drop.etag}`)
    for (const [order, cells] of drop.usable ? drop.rows : [])
      for (const field of cells.keys()) {
        if (ownerOf(run.setup, field) !== drop.feed || truth.disowned(field, drop.seq)) continue
        const values = truth.readings(drop, order, field)
        if (values.length === 0) continue
        const name = spot(order, field)
        const before = last.get(name)?.values ?? []
        if (endsWithNext(drop))
          last.set(name, { order, field, values: before.length === 0 ? [] : [...before, ...values] })
        else if (truth.isOutOfOrder(drop))
          last.set(name, { order, field, values: before.length === 0 ? [] : [...before, ...values] })
        else if (by !== undefined && ownerOf(by, field) === drop.feed) last.set(name, { order, field, values })
        else if (before.length > 0) last.set(name, { order, field, values: [...before, ...values] })
      }
  }
  return last
}
