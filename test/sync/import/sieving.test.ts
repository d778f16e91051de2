import { describe, expect, it } from 'vitest'
import type { ExportSummary } from '../../../lib/exports/record.ts'
import type { Sifted } from '../../../lib/exports/sieve/sifted.ts'
import {
  inFull,
  isPassing,
  isUnwitnessed,
  keepSieve,
  mayPass,
  type SievingInput,
  sievingOf,
} from '../../../lib/sync/import/sieving.ts'
import type { Ledger } from '../../../lib/sync/ledger/ledger.ts'
import type { Sieve } from '../../../lib/sync/ledger/sieves.ts'
import { csvFeed } from '../../support/exports.ts'
import { iso, ledgerOf, lineOf, nowMs } from '../../support/lines.ts'

const hourMs = 3_600_000
const clock = { now: () => nowMs, sleep: async () => undefined }
const effects = { clock, random: () => 0.5 }
const feed = csvFeed({ status: 'status' })
const object = { key: 'exports/orders/1.csv', etag: 'e', size: 64 * 1024, lastModified: iso() }
const input: SievingInput = { name: 'orders', feed, hash: 'h', object, full: false, siftedFrom: undefined }
const numbers = ['A', 'B', 'C']
const ledger = () => ledgerOf(...numbers.map((order_number) => lineOf({ order_number })))

/** What a first sieving keeps is what the next one has to find. */
function keptBefore(more: Partial<Sieve> = {}): Sieve {
  const { kept } = sievingOf(input, ledger(), effects) ?? {}
  if (kept === undefined) throw new Error('nothing is sifted')
  return {
    ...kept,
    layout: 'l',
    encoding: 'utf-8',
    hashes: Uint32Array.of(1, 2, 3, 4),
    places: Uint32Array.of(0, 1),
    ...more,
  }
}
function knowing(sieve: Sieve = keptBefore()): Ledger {
  const known = ledger()
  known.sieves.put('orders', sieve, 0)
  return known
}

describe('an export is sifted', () => {
  it.each<[string, Partial<SievingInput>, boolean]>([
    ['from 64 KB on', {}, true],
    ['not below', { object: { ...object, size: 64 * 1024 - 1 } }, false],
    ['from where somebody says', { siftedFrom: 10, object: { ...object, size: 10 } }, true],
    ['not below that', { siftedFrom: 10, object: { ...object, size: 9 } }, false],
    ['not of changes', { feed: { ...feed, contents: 'changes' } }, false],
    ['not where every record of an order counts', { feed: { ...feed, duplicates: 'every' } }, false],
  ])('%s', (_what, more, is) => {
    expect(sievingOf({ ...input, ...more }, ledger(), effects) !== undefined).toBe(is)
  })

  it('with nothing to pass over at first, by a seed of its own, and gathers for the next', () => {
    const { options, kept } = sievingOf(input, ledger(), effects) ?? {}
    expect(options).toMatchObject({ seed: [-2147483648, -2147483648, -2147483648, -2147483648], orders: 3 })
    expect(options).toMatchObject({ compares: false, gathers: true })
    expect(options).not.toHaveProperty('known')
    expect(kept).toMatchObject({ today: '2026-11-24', fullAt: iso(), seed: options?.seed })
  })

  it('not by who has no chance for a seed, but by that of the last one', () => {
    expect(sievingOf(input, ledger(), { clock })).toBeUndefined()
    expect(sievingOf(input, knowing(), { clock })?.options).toMatchObject({ gathers: false, compares: false })
  })

  it.each<[string, Partial<Sieve>, boolean]>([
    ['where all is as it was', {}, true],
    ['not where other settings or other code have read it', { readBy: 'other' }, false],
    ['where it was read on an earlier day', { today: '2026-11-23' }, true],
    ['not where that day is still to come', { today: '2026-11-25' }, false],
  ])('by what the last one held: %s', (_what, more, is) => {
    const sieve = keptBefore({ seed: [1, 2, 3, 4], ...more })
    const { options, kept } = sievingOf(input, knowing(sieve), effects) ?? {}
    expect(options?.known).toBe(is ? sieve : undefined)
    expect(options?.seed).toEqual(is ? [1, 2, 3, 4] : [-2147483648, -2147483648, -2147483648, -2147483648])
    expect(kept?.today).toBe('2026-11-24')
  })

  it('not by what another feed, or other settings, were read by', () => {
    expect(sievingOf({ ...input, name: 'other' }, knowing(), effects)?.options.known).toBeUndefined()
    expect(sievingOf({ ...input, hash: 'other' }, knowing(), effects)?.options.known).toBeUndefined()
  })

  it.each<[string, Partial<Sieve>, Partial<SievingInput>, boolean]>([
    ['not within a day', { fullAt: iso(-23.99 * hourMs) }, {}, false],
    ['once a day', { fullAt: iso(-24 * hourMs) }, {}, true],
    ['where the clock was put back since', { fullAt: iso(1) }, {}, true],
    ['where somebody wants it', { fullAt: iso(-hourMs) }, { full: true }, true],
  ])('and compared with what would be passed over: %s', (_what, more, wish, compares) => {
    const sieving = sievingOf({ ...input, ...wish }, knowing(keptBefore(more)), effects)
    expect(sieving?.options.compares).toBe(compares)
    expect(sieving?.kept.fullAt).toBe(compares ? iso() : more.fullAt)
    expect([
      mayPass(sieving),
      isPassing(sieving, sifted({ count: 1 })),
      isPassing(sieving, sifted({ count: 0 })),
    ]).toEqual([!compares, !compares, false])
  })

  it('and compares nothing where there is nothing to compare with', () => {
    const sieving = sievingOf({ ...input, full: true }, ledger(), effects)
    expect([
      sieving?.options.compares,
      mayPass(sieving),
      mayPass(undefined),
      isPassing(undefined, sifted({ count: 1 })),
    ]).toEqual([false, false, false, false])
    expect(isPassing(sieving, undefined)).toBe(false)
  })

  it('passes over no order whose line was moved', () => {
    const known = knowing()
    known.update('B', (line) => ({ ...line, mailed: [iso()] }))
    const { options } = sievingOf(input, known, effects) ?? {}
    expect([0, 1, 2].map((place) => options?.isSettled(place))).toEqual([true, false, true])
  })

  it('may be read in full after all, which counts as that', () => {
    const sieving = sievingOf(input, knowing(keptBefore({ fullAt: iso(-hourMs) })), effects)
    if (sieving === undefined) throw new Error('nothing is sifted')
    const { options, kept } = inFull(sieving, { clock })
    expect(options).not.toHaveProperty('known')
    expect([options.compares, options.gathers, kept.fullAt]).toEqual([false, true, iso()])
  })
})

function sifted(more: Partial<Sifted> = {}): Sifted {
  return {
    layout: 'l2',
    count: 0,
    orders: new Uint8Array(3),
    hashes: Uint32Array.from({ length: 8 }, (_, at) => 100 + at),
    places: new Int32Array(4).fill(-1),
    blocks: new Uint32Array(0),
    ...more,
  }
}

interface Came {
  readonly sifted?: Sifted | undefined
  readonly claimed?: readonly number[]
  readonly agreed?: readonly number[]
  readonly full?: boolean
  readonly twice?: boolean
  readonly known?: Ledger
  readonly chance?: boolean
}

/** What keeping the sieve of an export comes to. */
function kept({
  claimed = [-1, -1, -1, -1],
  agreed = claimed,
  full = false,
  twice = false,
  chance = true,
  ...came
}: Came) {
  const { known = knowing() } = came
  const summary: ExportSummary = {
    ...{ records: 4, encoding: 'windows-1250', suspicions: [], remarks: [] },
    ...('sifted' in came ? came.sifted && { sifted: came.sifted } : { sifted: sifted() }),
  }
  const problems = keepSieve(
    {
      name: 'orders',
      key: object.key,
      sieving: sievingOf({ ...input, full }, known, chance ? effects : { clock }),
      summary,
      claims: () => ({ places: Int32Array.from(claimed), agreed: Int32Array.from(agreed) }),
      namesTwice: () => twice,
    },
    known,
  )
  const sieve = known.sieves.of('orders')
  return {
    problems: problems.map(({ message }) => message),
    places: sieve && [...sieve.places],
    hashes: sieve && [...sieve.hashes],
    laidOut: sieve && `${sieve.layout} ${sieve.encoding}`,
    isWorth: known.sieves.isWorthWriting(),
  }
}

describe('what is kept of an export that was sifted', () => {
  it('are the lines that made a claim, and those that were passed over', () => {
    expect(kept({ sifted: sifted({ places: Int32Array.of(-1, 1, -1, -1) }), claimed: [0, -1, -1, 2] })).toEqual({
      problems: [],
      places: [0, 1, 2],
      hashes: [100, 101, 102, 103, 106, 107],
      laidOut: 'l2 windows-1250',
      isWorth: true,
    })
  })

  it('is nothing where it was not sifted at all', () => {
    expect(kept({ sifted: undefined })).toMatchObject({ problems: [], places: undefined })
  })

  it('is what was there where nobody may gather', () => {
    expect(kept({ claimed: [2, 2, 2, 2], chance: false })).toMatchObject({ places: [0, 1], laidOut: 'l utf-8' })
  })

  const many = (passed: number, fresh: number): Came => ({
    sifted: sifted({
      hashes: new Uint32Array(2 * (passed + fresh)),
      places: Int32Array.from({ length: passed + fresh }, (_, at) => (at < passed ? 0 : -1)),
    }),
    claimed: Array.from({ length: passed + fresh }, (_, at) => (at < passed ? -1 : 1)),
  })
  it.each<[string, Came, boolean]>([
    ['where nothing new made a claim', many(100, 0), false],
    ['where a twentieth of it is new', many(95, 5), false],
    ['where more is', many(94, 6), true],
    ['where it is the first one', { ...many(0, 3), known: ledger() }, true],
    ['where the first one holds nothing', { ...many(0, 0), known: ledger() }, false],
    ['where all was compared, so that it is known when', { ...many(0, 0), full: true }, true],
  ])('is worth writing by itself: %s', (_what, came, isWorth) => {
    expect(kept(came).isWorth).toBe(isWorth)
  })
})

describe('where everything was read and compared', () => {
  const places = Int32Array.of(0, -1, 1, -1)

  it('all is well where each agreed that would have been passed over', () => {
    expect(kept({ full: true, sifted: sifted({ places }), claimed: [0, -1, 1, -1] })).toMatchObject({
      problems: [],
      places: [0, 1],
    })
  })

  it('a record that says something else is a fault of this program, told with how many there are', () => {
    const came = { full: true, sifted: sifted({ places }), claimed: [0, -1, -1, 2], agreed: [2, -1, -1, -1] }
    const { problems, places: now } = kept(came)
    expect(problems).toEqual([expect.stringContaining(`${object.key}: 2 records would have been passed over`)])
    expect(now).toEqual([0, 2])
  })

  it('an order that is named twice proves nothing', () => {
    expect(kept({ full: true, twice: true, sifted: sifted({ places }), agreed: [2, -1, -1, -1] }).problems).toEqual([])
  })

  it('nothing is compared where it was not read in full', () => {
    expect(kept({ sifted: sifted({ places }), agreed: [2, -1, -1, -1] }).problems).toEqual([])
  })
})

describe('a field that no record has that was read', () => {
  const witnesses = { status: 1, gone: 2 }
  const summary = (passed: readonly number[], missing: readonly string[], lines: object = {}): ExportSummary => ({
    ...{ records: 4, encoding: 'utf-8', suspicions: [], remarks: [] },
    presence: { missing, lines: { ...lines } },
    sifted: sifted({ count: passed.length, orders: Uint8Array.from([0, 1, 2], (at) => (passed.includes(at) ? 1 : 0)) }),
  })
  const unwitnessed = (passed: readonly number[], missing: readonly string[], full = false) =>
    isUnwitnessed(sievingOf({ ...input, full }, knowing(keptBefore({ witnesses })), effects), summary(passed, missing))

  it.each<[string, readonly number[], readonly string[], boolean]>([
    ['is known where an order was passed over that has it', [1], ['status'], false],
    ['is not known where that order was read', [0], ['status'], true],
    ['is not known where nobody has ever had it', [0, 1, 2], ['new'], true],
    ['is not known where one of several is not', [1], ['status', 'gone'], true],
    ['is none where all have been found', [0], [], false],
    ['tells all where nothing was passed over', [], ['status'], false],
  ])('%s', (_what, passed, missing, is) => {
    expect(unwitnessed(passed, missing)).toBe(is)
  })

  it('tells all where everything was read and compared', () => {
    expect(unwitnessed([0], ['status'], true)).toBe(false)
  })

  it('has a witness for the next export: one that was read, or that of before that was passed over', () => {
    const known = knowing(keptBefore({ witnesses }))
    const came = { ...summary([1], []), presence: { missing: [], lines: { note: 3, odd: 0 } } }
    const sieving = sievingOf(input, known, effects)
    const claims = () => ({ places: Int32Array.of(-1, -1, -1, 0), agreed: new Int32Array(4).fill(-1) })
    keepSieve({ name: 'orders', key: object.key, sieving, summary: came, claims, namesTwice: () => false }, known)
    expect(known.sieves.of('orders')?.witnesses).toEqual({ status: 1, note: 0 })
  })
})
