import type { FieldName, FieldValue } from '../../lib/order.ts'
import { sameValue } from '../../lib/order.ts'
import type { ManualClock } from '../support/world.ts'
import { ownerOf, reading, type Setup } from './setup.ts'
import type { Part } from './story.ts'

/** One export as it was dropped. */
export interface Drop {
  /** when, in the story's own count of events */
  readonly seq: number
  readonly feed: string
  readonly key: string
  readonly etag: string
  /** when it may count as dropped, milliseconds since 1970: one that is dated ahead does when it is seen first */
  since: number
  until: number
  /** its time in the store */
  readonly dated: number
  /** no step of the clock changes when it counts */
  isFixed?: boolean
  /** its name and its time tell two places among the others */
  isDisputed?: boolean
  /** per order, the cells of its row */
  readonly rows: ReadonlyMap<string, ReadonlyMap<FieldName, string>>
  /** it can be read as a whole */
  usable: boolean
  /** it could be, but was refused because runs died over it; what they had sent of it may be there */
  deadly?: boolean
}

/** A run as the story knows it. */
export interface KnownRun {
  readonly pid: number
  readonly setup: Setup
  readonly quiet: boolean
  readonly adopt: boolean
  /** the part of the plan that it was asked for, and the orders that it has sent */
  readonly part?: Part
  readonly tried: Set<string>
  readonly startedAt: number
  /** id of its lease, and when it took that */
  run?: string
  leasedAt: number
  /** when it last listed the exports */
  listedAt: number
  /** when that had come to its end: what was dropped meanwhile may be in it */
  listedUntil: number
  /** it has given the lease back */
  released: boolean
  /** it has written the archive entry of a request */
  talked: boolean
  /** until when it may believe that it is the only one; 0 once it has given the lease back, or ended */
  holdsUntilMs: number
  /** orders that it sent without anybody's approval, under this lease, and those of them whose customers are mailed */
  unapproved: Set<string>
  unapprovedMails: Set<string>
}

/** Something that the shop acknowledged or showed. */
export interface Known {
  readonly value: FieldValue
  /** when the request left, and when the answer was archived */
  readonly sentAt: number
  readonly knownAt: number
  readonly run: string
  /** archived before anybody else took the lease: whoever comes next reads it */
  readonly certain: boolean
}

/** Whether a run must know what the shop said. */
export const knows = (run: KnownRun, known: Known | undefined): known is Known =>
  known !== undefined && (known.run === run.run || (known.certain && known.knownAt < run.leasedAt))

/** One field of one order. */
export const spot = (order: string, field: string): string => `${order} ${field}`

export const same = (left: FieldValue | undefined, right: FieldValue | undefined): boolean =>
  sameValue(left ?? '', right ?? '') || (left ?? false) === (right ?? false)

/** So far ahead of the clock the time of an export may be. */
export const skewMs = 120_000

/** Its time in the store says when it counts: it was never ahead of the clock, where of equal ones the times in the store tell. */
const isDated = ({ since, until, dated }: Drop): boolean => since === dated && until === dated

const isVague = ({ since, until }: Drop): boolean => since !== until

/** A person's word about a value, as a rejection or a quiet approval; surely, where the exports had not said anything else by then. */
export interface Word {
  /** of the decision */
  readonly id: string
  readonly value: FieldValue
  readonly at: number
  readonly surely: boolean
}

/** A value that a person took back. */
export interface Undone {
  readonly at: number
  readonly set: FieldValue
  readonly back: FieldValue
  readonly pin?: boolean
  readonly notify?: boolean
  /** the shop had it, and the exports said nothing else */
  readonly surely: boolean
}

/** What really happened: what exports said, what left, what was acknowledged, what people decided. */
export interface Truth {
  /** counts events */
  tick(): number
  now(): number
  readonly drops: Drop[]
  /** settings from when on */
  readonly setups: { readonly from: number; readonly setup: Setup }[]
  /** by `key etag`, exports that a committed head says were taken in, and by which settings */
  readonly taken: Map<string, Setup>
  readonly runs: Map<number, KnownRun>
  readonly known: Map<string, Known>
  /** the last value that left, and when */
  readonly sent: Map<string, { readonly value: FieldValue; readonly at: number }>
  /** by spot, the archive entries of requests that were going to leave, and when they were written */
  readonly announced: Map<string, readonly { readonly key: string; readonly at: number }[]>
  /** changes that left without anybody's approval: of which order, whether its customer may be mailed, and when */
  readonly unapproved: {
    readonly order: string
    readonly mails: boolean
    readonly atMs: number
  }[]
  /** values that people approved or rejected, by spot */
  readonly approved: Map<string, FieldValue[]>
  readonly rejected: Map<string, Word[]>
  /** of those that people approved, the ones that nobody is to be mailed of */
  readonly quiet: Map<string, Word[]>
  /** by ids of approvals, the quiet ones of the same values that came before them, by spot */
  readonly loud: Map<string, [spot: string, words: Word[]][]>
  /** when a person decided about a held plan: whatever looked wrong about the exports by then has been seen */
  readonly decidedAt: number[]
  /** fields of orders that people changed in the shop, and when */
  readonly edited: Map<string, number>
  /** orders whose status people changed in the shop last, when, to what, and whether the engine had known what it was */
  readonly statusEdits: Map<string, { readonly at: number; readonly value: string; readonly wasKnown: boolean }>
  /** values that a person took back, by spot; those of a pin are not to be sent again, where that is sure */
  readonly undone: Map<string, Undone[]>
  /** orders whose values a person had taken out, and when */
  readonly forgotten: Map<string, number>
  /** when people let the exports win over what was edited */
  readonly overruled: number[]
  /** spots whose value was adopted without anybody having sent it */
  readonly adopted: Set<string>
  /** What a run may want of a field: every value that is, to its knowledge, the last that the exports said. */
  wantable(run: KnownRun, order: string, field: FieldName): FieldValue[]
  /** Whether an export, or a run by other settings, may have said something else since: then a rejection is over. */
  saidOther(order: string, field: FieldName, since: { readonly value: FieldValue; readonly at: number }): boolean
  /** Whether a field had no feed then, or at some time since. */
  disowned(field: FieldName, since: number): boolean
  /** All exports as their times order them. */
  oldestFirst(): readonly Drop[]
  /** Whether an export's time says otherwise than when it was dropped: what it says may count, or be left alone. */
  isOutOfOrder(drop: Drop): boolean
  /** The clock has stepped: what is ahead of it now may count from now on. */
  stepped(): void
  /**
   * Whether so many others did not give the lease back since, and had not come so far as to talk to the shop, that a run
   * may take an export for deadly.
   */
  mayBeRefused(drop: Drop, by: KnownRun): boolean
  /** Whether a full export may look wrong, so that its wishes end with the first sound one that does not repeat them. */
  mayLookWrong(drop: Drop): boolean
  /** Whether nothing but exports that look wrong said so. */
  onlySuspicious(run: KnownRun, order: string, field: FieldName, value: FieldValue): boolean
  /** What the exports say in the end: any of these, or nothing at all. */
  says(setup: Setup, order: string, field: FieldName): FieldValue[]
  /** What an export said about a field, by all settings since, and by those that a run has had since before. */
  readings(drop: Drop, order: string, field: FieldName, by?: Setup): FieldValue[]
}

export function createTruth(first: Setup, clock: Pick<ManualClock, 'now'>): Truth {
  let events = 0
  const drops: Drop[] = []
  const setups = [{ from: 0, setup: first }]
  const taken = new Map<string, Setup>()
  const decidedAt: number[] = []
  const runs: Truth['runs'] = new Map()
  const isTaken = ({ key, etag }: Drop): boolean => taken.has(`${key} ${etag}`)

  const mayBeRefused = ({ seq }: Drop, by: KnownRun): boolean =>
    [...runs.values()].filter(
      ({ pid, leasedAt, released, talked }) => pid !== by.pid && leasedAt > seq && !released && !talked,
    ).length >= 2

  const cellOf = (drop: Drop, order: string, field: FieldName): string | undefined => drop.rows.get(order)?.get(field)
  const readings: Truth['readings'] = (drop, order, field, by) => {
    const cell = cellOf(drop, order, field)
    if (cell === undefined) return []
    const since = setups.filter((_, index) => (setups[index + 1]?.from ?? Number.POSITIVE_INFINITY) > drop.seq)
    const taker = taken.get(`${drop.key} ${drop.etag}`)
    return [...since.map(({ setup }) => setup), by, taker].flatMap((setup) => {
      const value = setup === undefined ? undefined : reading(setup, field, cell)
      return value === undefined ? [] : [value]
    })
  }
  const oldestFirst = (): Drop[] =>
    drops.toSorted((left, right) => left.until - right.until || left.since - right.since || left.seq - right.seq)
  /** Exports of a feed from the newest to the oldest. */
  const ofFeed = (feed: string | undefined): Drop[] =>
    oldestFirst()
      .filter((drop) => drop.feed === feed)
      .reverse()
  const isSurelyOlder = (left: Drop, right: Drop): boolean =>
    left.until < right.since || (left.until === right.since && isDated(left) && isDated(right) && left.seq < right.seq)
  /** Another export of the feed, dropped before it, has a time that may be newer. */
  const isLate = (drop: Drop): boolean =>
    drops.some((other) => other.feed === drop.feed && other.seq < drop.seq && !isSurelyOlder(other, drop))
  const isOutOfOrder = (drop: Drop): boolean =>
    isVague(drop) ||
    drops.some((other) => other.feed === drop.feed && other.seq <= drop.seq === isSurelyOlder(drop, other)) ||
    isLate(drop)

  /** It holds less than half of what some export before it held: the engine alone knows which one counts as usual. */
  const mayLookWrong = (drop: Drop): boolean =>
    drops.some(
      (one) => one.feed === drop.feed && one.seq < drop.seq && one.usable && drop.rows.size * 2 < one.rows.size,
    )

  const wantable = (run: KnownRun, order: string, field: FieldName): FieldValue[] => {
    const values: FieldValue[] = []
    const stopped = stoppedFrom(ofFeed(ownerOf(run.setup, field)), run.setup)
    let definite = false
    let rivals = false
    let last: Drop | undefined
    for (const drop of ofFeed(ownerOf(run.setup, field))) {
      if (last !== undefined && isSurelyOlder(drop, last)) break
      // its wishes end with the next sound one: then what was wanted before is wanted again
      const isDoubted = run.setup.contents === 'full' && drop.usable && mayLookWrong(drop)
      const surely: boolean =
        drop.seq < run.listedAt && !definite && !rivals && !stopped(drop) && !mayBeRefused(drop, run) && !isVague(drop)
      // of full ones only the newest is read, and this may be it; one that came while it listed may have been seen, and
      // where it cannot be read nothing newer is known than before
      const mayBeSeen = drop.seq >= run.listedAt && (!drop.usable || drop.seq <= run.listedUntil)
      rivals ||= run.setup.contents === 'full' && (isVague(drop) || mayBeSeen)
      definite ||= surely && run.setup.contents === 'full'
      // a deadly one is read once more when the settings change
      if (!drop.usable && !drop.deadly) continue
      const said = readings(drop, order, field, run.setup)
      values.push(...said)
      if (said.length > 0 && (surely || isTaken(drop)) && !isDoubted && !isLate(drop)) last ??= drop
    }
    return values
  }
  /** With `changes` an export that cannot be used stops its feed until somebody decides. */
  const stoppedFrom = (newestFirst: readonly Drop[], { contents }: Setup) => {
    const broken = contents === 'changes' ? newestFirst.findLast((drop) => !drop.usable) : undefined
    return (drop: Drop): boolean => broken !== undefined && drop.seq > broken.seq && !isTaken(drop)
  }

  const says = (setup: Setup, order: string, field: FieldName): FieldValue[] => {
    const [newest, ...older] = ofFeed(ownerOf(setup, field))
    if (newest === undefined) return []
    if (setup.contents === 'full') {
      const rivals = [newest, ...older.filter((drop) => !isSurelyOlder(drop, newest))]
      const values = rivals.map((drop) => {
        const cell = drop.usable ? cellOf(drop, order, field) : undefined
        return cell === undefined ? undefined : reading(setup, field, cell)
      })
      return values.flatMap((value) => (value === undefined || values.includes(undefined) ? [] : [value]))
    }
    // what was taken in while no feed owned the field is not read again
    const wasOwned = ({ key, etag }: Drop): boolean => {
      const by = taken.get(`${key} ${etag}`)
      return by === undefined || ownerOf(by, field) !== undefined
    }
    const isUnheard = (drop: Drop): boolean => drop.usable && drop.rows.has(order) && !wasOwned(drop)
    const speaking = [newest, ...older].filter((drop) => wasOwned(drop) && readings(drop, order, field).length > 0)
    // and where it has spoken of the order, what waited of the field may be older
    const spoken = speaking[0]
    if ([newest, ...older].some((drop) => isUnheard(drop) && (spoken === undefined || !isSurelyOlder(drop, spoken))))
      return []
    // what comes late may have been left alone, for a newer export had spoken about the order
    const last = speaking.findIndex((drop) => drop.usable && !isLate(drop))
    if (last === -1 && speaking.some(isLate)) return []
    // what came later may have been sent before a step of the clock made it older
    const after = speaking[last]?.seq ?? Number.POSITIVE_INFINITY
    return speaking
      .filter((drop, index) => (index <= last || drop.seq > after) && (drop.usable || drop.deadly === true))
      .flatMap((drop) => readings(drop, order, field))
  }

  /** It holds less than half of what any export held that was taken in before. */
  const isSuspicious = (drop: Drop): boolean => {
    const known = [...taken.keys()]
    const place = (one: Drop): number => known.indexOf(`${one.key} ${one.etag}`)
    const isBefore = (one: Drop): boolean => isTaken(one) && (!isTaken(drop) || place(one) < place(drop))
    const before = drops.filter((one) => one.feed === drop.feed && one.seq < drop.seq && one.usable && isBefore(one))
    return before.length > 0 && before.every(({ rows }) => drop.rows.size * 2 < rows.size)
  }

  /** Who gives a feed another name and other settings at once may have made a new one, which knows of no usual exports. */
  const isOfNewFeed = ({ seq }: Drop): boolean =>
    setups.some(({ from, setup }, index) => {
      const [older, before] = [setups[index - 2], setups[index - 1]]
      if (older === undefined || before === undefined || seq > from) return false
      const isOnce = (older.setup.called !== before.setup.called) !== (before.setup.called !== setup.called)
      return isOnce && ![...runs.values()].some(({ leasedAt }) => leasedAt > before.from && leasedAt < from)
    })

  return {
    mayLookWrong,
    oldestFirst,
    isOutOfOrder,
    stepped() {
      for (const drop of drops)
        if (!drop.isFixed && drop.until > clock.now() + skewMs) drop.since = Math.min(drop.since, clock.now())
    },
    tick: () => ++events,
    now: () => events,
    drops,
    setups,
    taken,
    runs,
    mayBeRefused,
    known: new Map(),
    sent: new Map(),
    announced: new Map(),
    unapproved: [],
    approved: new Map(),
    rejected: new Map(),
    quiet: new Map(),
    loud: new Map(),
    decidedAt,
    edited: new Map(),
    statusEdits: new Map(),
    overruled: [],
    undone: new Map(),
    forgotten: new Map(),
    adopted: new Set(),
    wantable,
    says,
    readings,
    saidOther: (order, field, { value, at }) =>
      setups.some(({ from }) => from > 0 && from <= at) ||
      drops.some((drop) => drop.seq > at && readings(drop, order, field).some((one) => !same(one, value))),
    disowned: (field, since) =>
      setups.some(
        ({ setup }, index) =>
          (setups[index + 1]?.from ?? Number.POSITIVE_INFINITY) > since && ownerOf(setup, field) === undefined,
      ),
    onlySuspicious(run, order, field, value) {
      const saying = ofFeed(ownerOf(run.setup, field)).filter(
        (drop) => drop.usable && readings(drop, order, field, run.setup).some((one) => same(one, value)),
      )
      return (
        run.setup.contents === 'full' &&
        saying.length > 0 &&
        saying.every((drop) => isSuspicious(drop) && !isOfNewFeed(drop) && !decidedAt.some((at) => at > drop.seq))
      )
    },
  }
}
