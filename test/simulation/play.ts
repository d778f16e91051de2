import { createSimulatedShop, type SimulatedShop } from '../../lib/simulator/shop.ts'
import { createManualClock, type ManualClock, minuteMs, seededRandom } from '../support/world.ts'
import { checkSilence } from './agreement.ts'
import { decide, effectsOf } from './decide.ts'
import { checkEnd } from './end.ts'
import { headKey, headOf, leaseKey, snapshotsPrefix } from './engine.ts'
import type { PlannedFault } from './faults.ts'
import type { EffectName } from './names.ts'
import { type Ending, type Shared, startRun } from './runner.ts'
import { createS3LikeStore } from './s3-like-store.ts'
import { columns, csvOf, nameIn, type Setup, settingsOf, statuses, words } from './setup.ts'
import { createExactStore, observed, type TestStore } from './store.ts'
import type { Action, Rows, RunAction, Said, Story } from './story.ts'
import { forget, undo } from './take-back.ts'
import { createTruth, type Drop, type KnownRun, same, skewMs, spot, type Truth } from './truth.ts'
import { createTurns } from './turns.ts'
import { type Books, createWatch, newBooks } from './watch.ts'
import { createWrongShop, type WrongShop } from './wrong-shop.ts'

export const canary = 'canary-key-f00d'

/** Everything on the stage of one story. */
export interface Stage extends Shared {
  readonly story: Story
  setup: Setup
  readonly store: TestStore
  readonly shop: SimulatedShop
  readonly network: WrongShop
  readonly truth: Truth
  readonly books: Books
  readonly violations: string[]
  /** runs that were started, and the names of what each did */
  readonly recorded: (readonly EffectName[])[]
  /** planned faults that no run met */
  readonly unmet: PlannedFault[]
  /** objects that people deleted or overwrote, as they were */
  readonly removed: { readonly key: string; readonly body: Buffer; readonly left?: Buffer }[]
  /** heads as they were, newest last */
  readonly oldHeads: Buffer[]
  /** snapshots as they were, by key */
  readonly oldSnapshots: Map<string, Buffer>
  /** how every run ended that was started */
  readonly endings: Ending[]
}

/** What became of a story. */
export interface Played {
  readonly violations: readonly string[]
  readonly recorded: readonly (readonly EffectName[])[]
  readonly unmet: readonly PlannedFault[]
  readonly requests: number
  readonly emails: number
  readonly endings: readonly Ending[]
}

/** Plays a story to its end, lets faults stop, and tells which promises did not hold. */
export async function play(story: Story): Promise<Played> {
  const stage = open(story)
  try {
    for (const action of story.actions) await perform(stage, action)
    await checkEnd(stage)
  } catch (error) {
    stage.violations.push(
      `the story itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
  }
  const { violations, recorded, unmet, shop, endings } = stage
  return {
    violations: [...new Set(violations)],
    recorded,
    unmet,
    requests: shop.requests.length,
    emails: shop.emails.length,
    endings,
  }
}

const numberOf = (order: number): string => `O${order}`

function open(story: Story): Stage {
  const { setup, seed } = story
  const clock = createManualClock()
  const random = seededRandom(seed + 1)
  const limits = setup.allowance === 'small' ? { hour: 10, day: 100 } : { hour: 10_000, day: 100_000 }
  const shop = createSimulatedShop({
    clock,
    orders: Array.from({ length: setup.orders }, (_, order) => ({ order_number: numberOf(order), status: 'new' })),
    statuses,
    metas: ['note'],
    limits,
  })
  const truth = createTruth(setup, clock)
  const [violations, books, dead]: [string[], Books, Set<number>] = [[], newBooks(), new Set()]
  const s3 = setup.store === 's3' ? createS3LikeStore(clock, random) : undefined
  const bare = s3 ?? createExactStore(clock)
  const oldHeads: Buffer[] = []
  const oldSnapshots = new Map<string, Buffer>()
  const store = observed(bare, (verb, key) => {
    const bytes = bare.bytes(key)
    if (key === headKey && bytes !== undefined) oldHeads.push(bytes)
    if (key.startsWith(snapshotsPrefix) && bytes !== undefined) oldSnapshots.set(key, bytes)
    watch.wrote(verb, key)
  })
  const watch = createWatch({ store, clock, truth, violations, dead, books })
  const network = createWrongShop(shop, clock, watch)
  const stage: Stage = {
    story,
    setup,
    store,
    shop,
    clock,
    random,
    lateness: seededRandom(seed + 3),
    network,
    truth,
    books,
    violations,
    dead,
    paused: [],
    turns: createTurns(seededRandom(seed + 2)),
    recorded: [],
    endings: [],
    unmet: [],
    removed: [],
    oldHeads,
    oldSnapshots,
    apiKey: () => ({ value: canary, version: '1' }),
    send: (...args) => network.send(...args),
    perform: (action) => perform(stage, action),
    quirk: (kind) => s3?.quirk(kind),
    lists: (pid) => {
      const run = truth.runs.get(pid)
      if (run === undefined) return () => undefined
      run.listedAt = truth.now()
      return () => {
        run.listedUntil = truth.now()
      }
    },
  }
  return stage
}

const minutes = (clock: ManualClock, number: number): void => clock.advance(number * minuteMs)

async function perform(stage: Stage, action: Action): Promise<void> {
  stage.clock.advance(1000)
  stage.truth.tick()
  await stage.network.arrive()
  switch (action.do) {
    case 'drop':
      return drop(stage, action)
    case 'wait':
      return minutes(stage.clock, action.minutes)
    case 'clock':
      minutes(stage.clock, action.minutes)
      return stage.truth.stepped()
    case 'shop':
      return stage.network.fault(action.fault, action.times)
    case 'stay wrong':
      return stage.network.stayWrong(action.how)
    case 'resume':
      return resume(stage)
    case 'run':
      await run(stage, action)
      return
    case 'runs':
      await Promise.all(action.runs.map((faults) => run(stage, { do: 'run', faults, gone: false })))
      return
    case 'decide':
      return decide(stage, action.what)
    case 'settings':
      stage.setup = { ...stage.setup, ...action.change }
      stage.truth.setups.push({ from: stage.truth.tick(), setup: stage.setup })
      return
    case 'rename':
      return rename(stage)
    case 'hand':
      return hand(stage, action.what)
    case 'put back':
      return putBack(stage)
    case 'edit':
      return edit(stage, action)
    case 'undo':
      return undo(stage, action, effectsOf(stage))
    case 'forget':
      return forget(stage, numberOf(action.order), effectsOf(stage))
    case 'order arrives':
      return orderArrives(stage)
  }
}

function orderArrives({ shop, setup }: Stage): void {
  const order_number = numberOf(setup.orders)
  if (!shop.orders.has(order_number)) shop.addOrder({ order_number, status: 'new' })
}

/** Starts one run and waits until it ended, died or sleeps. */
export async function run(
  stage: Stage,
  { faults, gone, quiet, adopt, impatient, part, full }: RunAction,
): Promise<Ending> {
  const pid = stage.truth.runs.size + 1
  const known: KnownRun = {
    pid,
    setup: stage.setup,
    quiet: quiet ?? false,
    adopt: adopt ?? false,
    ...(part === undefined ? {} : { part }),
    tried: new Set(),
    startedAt: stage.truth.tick(),
    leasedAt: 0,
    listedAt: 0,
    listedUntil: 0,
    released: false,
    talked: false,
    holdsUntilMs: 0,
    unapproved: new Set(),
    unapprovedMails: new Set(),
  }
  stage.truth.runs.set(pid, known)
  const started = startRun(stage, {
    pid,
    settings: settingsOf(stage.setup),
    faults,
    options: {
      ...(gone ? { isGone: (holder) => stage.dead.has(holder.pid) } : {}),
      ...(quiet ? { quiet } : {}),
      ...(adopt ? { adopt } : {}),
      ...(impatient ? { impatient } : {}),
      ...(part === undefined ? {} : { part }),
      ...(full ? { full } : {}),
      siftedFrom: 0,
    },
  })
  const ending = await started.ended
  stage.recorded.push(started.effects)
  stage.unmet.push(...started.unmet())
  if (ending.kind === 'report' && faults.length === 0 && stage.paused.length === 0)
    checkSilence(stage, known, ending.report)
  if (ending.kind !== 'stopped') known.holdsUntilMs = 0
  stage.endings.push(ending)
  if (ending.kind === 'report') checkVanished(stage, known, ending.report.outcome)
  return ending
}

/** State that vanished must stop a run that needs it; who has nothing to do, and takes no lease, reads the head alone. */
function checkVanished({ books, violations }: Stage, { startedAt, run: leased }: KnownRun, outcome: string): void {
  for (const [key, since] of books.vanished) {
    const needed = key === headKey || leased !== undefined
    if (startedAt > since && needed && outcome !== 'failed' && outcome !== 'busy')
      violations.push(`11: a run says "${outcome}" although ${key} has vanished`)
  }
}

/** Those who sleep wake up, and go on until they are done. */
export async function resume(stage: Stage): Promise<void> {
  while (stage.paused.length > 0) await Promise.all(stage.paused.splice(0).map((wake) => wake()))
}

async function drop(stage: Stage, { feed: payments, rows, broken, dated }: Extract<Action, { do: 'drop' }>) {
  const feed = payments ?? 'orders'
  const { truth, store, clock } = stage
  const key = `exports/${nameIn(stage.setup, feed)}/${nameOf(stage.setup, truth.drops.length + 1)}.csv`
  const table = saidIn(rows).map(([order, ...said]) => [
    numberOf(order),
    ...columns.map((field, index) => words[field]?.[said[index] ?? 0] ?? ''),
  ])
  const bodies = { empty: '', cut: `${csvOf(table)}\r\nO1;"se`, page: '<html>login</html>' }
  const body = broken === undefined ? csvOf(table) : bodies[broken]
  const etag = await store.drop(key, body, dated === undefined ? undefined : clock.now() + dated * minuteMs)
  const cells = table.map(
    ([order = '', ...row]) => [order, new Map(columns.map((field, index) => [field, row[index] ?? '']))] as const,
  )
  const usable = broken === undefined
  const known: Drop = { seq: truth.tick(), feed, key, etag, ...timesOf(stage, dated), rows: new Map(cells), usable }
  truth.drops.push(known)
  if (stage.setup.names === 'numbers') disputeOrder(truth, feed)
}

/** The feed of orders gets its other name, and its files move along; nobody does that while a run is at work. */
function rename(stage: Stage): void {
  const { truth, store, paused } = stage
  if (paused.length > 0) return
  const { called } = stage.setup
  stage.setup = { ...stage.setup, called: called === 'orders' ? 'zakazky' : 'orders' }
  for (const drop of truth.drops) {
    if (drop.feed !== 'orders') continue
    const key = drop.key.replace(`exports/${called}/`, `exports/${stage.setup.called}/`)
    const [before, now] = [drop.key, key].map((one) => `${one} ${drop.etag}`)
    const taken = truth.taken.get(before ?? '')
    truth.taken.delete(before ?? '')
    if (taken !== undefined) truth.taken.set(now ?? '', taken)
    if (store.bytes(drop.key) !== undefined) store.move(drop.key, key)
    Object.assign(drop, { key })
  }
  truth.setups.push({ from: truth.tick(), setup: stage.setup })
}

/** Where the numbers of a feed's exports and their times tell two orders, nobody knows which one counts. */
function disputeOrder({ drops }: Truth, feed: string): void {
  const all = drops.filter((drop) => drop.feed === feed)
  if (all.every(({ dated, isDisputed }, index) => !isDisputed && dated >= (all[index - 1]?.dated ?? 0))) return
  const since = Math.min(...all.map((drop) => drop.since))
  for (const drop of all) Object.assign(drop, { since, until: Number.POSITIVE_INFINITY, isDisputed: true })
}

/** Of equal times names decide, so that words sort as numbers do: `aaab`. */
const nameOf = ({ names }: Setup, number: number): string =>
  names === 'numbers'
    ? String(number).padStart(4, '0')
    : number
        .toString(26)
        .padStart(4, '0')
        .replaceAll(/./g, (digit) => String.fromCodePoint(97 + Number.parseInt(digit, 26)))

/** Times are whole seconds where the store is like S3. */
function timesOf({ clock, setup }: Stage, dated = 0): Pick<Drop, 'since' | 'until' | 'dated'> {
  const ms = clock.now() + dated * minuteMs
  const time = setup.store === 's3' ? ms - (ms % 1000) : ms
  return time > clock.now() + skewMs
    ? { since: clock.now(), until: Number.POSITIVE_INFINITY, dated: time }
    : { since: time, until: time, dated: time }
}

const saidIn = (rows: Rows): readonly Said[] =>
  'orders' in rows
    ? Array.from({ length: rows.orders }, (_, order) => [order, rows.status, 0, rows.code] as const)
    : rows

async function hand(stage: Stage, what: Extract<Action, { do: 'hand' }>['what']): Promise<void> {
  const { store, oldHeads, books, removed, truth } = stage
  const keys = {
    'delete head': () => [headKey],
    'old head': () => [headKey],
    'delete lease': () => [leaseKey],
    'delete snapshot': () => store.keys().filter((key) => key.startsWith(snapshotsPrefix)),
  }[what]()
  // a head of before the first commit is another matter: with it a shop begins anew
  const old = what === 'old head' ? oldHeads.slice(0, -1).findLast((bytes) => headOf(bytes).run !== '') : undefined
  for (const key of keys) {
    const body = store.bytes(key)
    if (body === undefined || (what === 'old head' && old === undefined)) continue
    // known: where nothing at all is left of the state, it is a new shop
    const isState = (one: string): boolean => one === headKey || one === leaseKey || one.startsWith(snapshotsPrefix)
    if (what !== 'old head' && !store.keys().some((one) => one !== key && isState(one))) continue
    // known: right after the first head was made, and for who slept since, a lease that is gone is one that nobody has taken
    if (what === 'delete lease' && (isNewShop(stage) || stage.paused.length > 0)) continue
    // known: who slept since before anybody committed takes the shop for a new one, and where nobody has taken a lease it is one
    const isAnybody = stage.paused.length > 0 || store.bytes(leaseKey) === undefined
    if (what === 'delete head' && (books.head?.run ?? '') === '' && isAnybody) continue
    // known: whoever slept since goes on to delete the snapshot that it had replaced, and an old head names it again
    if (what === 'old head' && (stage.paused.length > 0 || isTidying(stage))) continue
    removed.push({ key, body, ...(old === undefined ? {} : { left: old }) })
    if (old !== undefined) {
      books.rewound = true
      truth.taken.clear()
      // what was only adopted is in no archive
      for (const name of truth.adopted) truth.known.delete(name)
      // when an export counts that was ahead of the clock once, nobody knows any more
      for (const drop of truth.drops) {
        drop.isFixed = false
        if (drop.since !== drop.dated || drop.until !== drop.dated) drop.until = Number.POSITIVE_INFINITY
      }
      truth.stepped()
      await putHead(stage, old)
    } else {
      await store.delete(key)
      const isNeeded = what !== 'delete snapshot' || snapshotNow(store) === key
      if (isNeeded) books.vanished.set(key, truth.now())
    }
  }
}

/** A run has committed, and is about to delete the snapshot that it has replaced. */
const isTidying = ({ truth, books, dead }: Stage): boolean =>
  [...truth.runs.values()].some(({ pid, run, released }) => run === books.head?.run && !released && !dead.has(pid))

/** No run has committed yet, and the head is hardly a minute old. */
function isNewShop({ store, clock }: Stage): boolean {
  const bytes = store.bytes(headKey)
  const head = bytes === undefined ? undefined : headOf(bytes)
  return head === undefined || (head.run === '' && Math.abs(clock.now() - head.atMs) <= minuteMs)
}

/** With its snapshot, for it is useless without. From then on this is the head that is compared with. */
async function putHead({ store, books, oldSnapshots }: Stage, bytes: Buffer): Promise<void> {
  await store.drop(headKey, bytes)
  books.head = headOf(bytes)
  const { snapshot } = books.head
  // nobody needs another snapshot any more
  for (const gone of books.vanished.keys())
    if (gone.startsWith(snapshotsPrefix) && gone !== snapshot) books.vanished.delete(gone)
  const old = snapshot === null ? undefined : oldSnapshots.get(snapshot)
  books.lines = books.snapshots.get(snapshot ?? '') ?? new Map()
  if (snapshot === null || old === undefined) return
  if (store.bytes(snapshot) === undefined) await store.drop(snapshot, old)
  books.vanished.delete(snapshot)
}

function snapshotNow(store: TestStore): string | null | undefined {
  const head = store.bytes(headKey)
  return head === undefined ? undefined : headOf(head).snapshot
}

/** Whoever changed the state puts it back as it was, unless a run has gone on from there. */
export async function putBack(stage: Stage): Promise<void> {
  const { store, removed, books } = stage
  books.vanished.clear()
  for (const { key, body, left } of removed.splice(0)) {
    const there = store.bytes(key)
    const isEmptyHead = there !== undefined && key === headKey && headOf(there).run === ''
    if (there !== undefined && !isEmptyHead && (left === undefined || !there.equals(left))) continue
    if (key === headKey) await putHead(stage, body)
    else await store.drop(key, body)
  }
}

function edit({ shop, truth }: Stage, { order, field, word }: Extract<Action, { do: 'edit' }>): void {
  const there = shop.orders.get(numberOf(order))
  const cell = words[field]?.[word] ?? ''
  if (there === undefined || field.startsWith('metas.')) return
  if (field === 'status' && cell === '') return
  const order_number = numberOf(order)
  const known = truth.known.get(spot(order_number, 'status'))
  if (field === 'status' && cell !== there.status)
    truth.statusEdits.set(order_number, {
      at: truth.now(),
      value: cell,
      wasKnown: known?.certain === true && same(known.value, there.status),
    })
  Object.assign(there, { [field]: field === 'resolved_yn' ? cell === '1' : cell })
  truth.edited.set(spot(numberOf(order), field), truth.tick())
}
