import { syncBuiltinESMExports } from 'node:module'
import zlib from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MappedRecord } from '../../../lib/exports/record.ts'
import type { FieldName, Fields } from '../../../lib/order.ts'
import { type MergeOptions, startMerge } from '../../../lib/sync/import/merge.ts'
import { openLedger } from '../../../lib/sync/ledger/ledger.ts'
import { iso, ledgerOf, lineOf } from '../../support/lines.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { runs } from '../../support/runs.ts'
import { createManualClock, seededRandom } from '../../support/world.ts'

const owned = new Set<FieldName>(['status', 'paid_date', 'metas.n'])
const options: MergeOptions = {
  feed: 'orders',
  key: 'exports/orders/1.csv',
  time: iso(),
  adopting: owned,
  owned,
  duplicates: 'invalid',
  several: () => undefined,
  contents: 'full',
}
const lines = 40

interface Row {
  readonly order: number
  readonly fields: Fields
  readonly isValid: boolean
  readonly taken: number
}

const fieldsOf: fc.Arbitrary<Fields> = fc
  .record(
    {
      status: fc.constantFrom('new', 'sent'),
      paid_date: fc.constantFrom('', '2026-11-01'),
      'metas.n': fc.constantFrom<Fields['metas.n']>('', 'x', { cs: 'ž' }),
    },
    { requiredKeys: [] },
  )
  .map((fields): Fields => fields)
const rows: fc.Arbitrary<Row[]> = fc.array(
  fc.record({
    order: fc.nat({ max: 7 }),
    fields: fieldsOf,
    isValid: fc.integer({ max: 5, min: 0 }).map((one) => one > 0),
    taken: fc.integer({ min: 1, max: 2 }),
  }),
  { maxLength: 12 },
)

function recordsOf(all: readonly Row[]): MappedRecord[] {
  let line = 0
  return all.map(({ order, fields, isValid, taken }, at) => {
    const told = { record: at + 1, place: `line ${at + 2}`, order_number: `N${order}` }
    const first = line
    line += taken
    return isValid
      ? { ...told, valid: true, fields, line: first, ...(taken > 1 ? { lines: taken } : {}) }
      : { ...told, valid: false, field: 'status', column: 'Stav', value: '?', reason: 'expected a status' }
  })
}

/** What merging comes to; with an order that the ledger has already, nothing is taken in bulk. */
function comesTo(
  records: readonly MappedRecord[],
  how: Partial<MergeOptions> & { doubtful?: boolean },
  known: boolean,
) {
  const ledger = known ? ledgerOf(lineOf({ order_number: 'OTHER' })) : ledgerOf()
  const before = ledger.size
  const merge = startMerge(ledger, { ...options, ...how })
  for (const record of records) merge.add([record])
  const [only, conflicting] = [merge.only(false), merge.conflicts()]
  expect([ledger.size, ledger.changed]).toEqual([before, false])
  const { conflicts, adopted, stale, withheld, claims } = merge.finish(how.doubtful === true)
  const numberAt = (place: number): string => (place === -1 ? '-' : ledger.at(place).order_number)
  const claimed = claims(lines)
  return {
    only,
    conflicting,
    conflicts: new Set(conflicts),
    stale,
    withheld,
    adopted: adopted.map(numberAt).sort(),
    // of a suspicious export, it is enough to read all of it next time
    claimed: how.doubtful === true ? [] : [...claimed.places].map(numberAt),
    all: [...ledger.lines()].filter(({ order_number }) => order_number !== 'OTHER'),
    open: [...ledger.open()].length,
    found: records.map(({ order_number = '' }) => ledger.get(order_number)),
  }
}

/** How often something is unpacked meanwhile. */
function unpackedBy(work: () => void): number {
  const { zstdDecompressSync } = zlib
  let count = 0
  zlib.zstdDecompressSync = (...args) => {
    count++
    return zstdDecompressSync(...args)
  }
  syncBuiltinESMExports()
  try {
    work()
  } finally {
    zlib.zstdDecompressSync = zstdDecompressSync
    syncBuiltinESMExports()
  }
  return count
}

describe('a first export', () => {
  it.each([
    ['of which conflicts are told', { duplicates: 'invalid' }],
    ['of which the last record counts', { duplicates: 'last' }],
    ['that is suspicious', { duplicates: 'invalid', doubtful: true }],
    ['that is suspicious, of which the last record counts', { duplicates: 'last', doubtful: true }],
  ] as const)('comes to what it came to one by one: %s', (_what, how) => {
    void fc.assert(
      fc.property(rows, (all) => {
        const records = recordsOf(all)
        const [bulk, single] = [comesTo(records, how, false), comesTo(records, how, true)]
        expect({ ...bulk, all: new Set(bulk.all) }).toEqual({ ...single, all: new Set(single.all) })
      }),
      { numRuns: runs(400) },
    )
  })

  it('of more orders than a block holds finds those that it names again', async () => {
    const count = 20_000
    const record = (order: number, at: number, status = 'sent'): MappedRecord => ({
      ...{ valid: true, record: at + 1, place: `line ${at}`, order_number: `Č${order}` },
      fields: { status, paid_date: order % 3 === 0 ? '' : '2026-11-01' },
    })
    const again = [3, 8191, 8192, 8200, 16_383, 19_999]
    const records = [
      ...Array.from({ length: count }, (_, order) => record(order, order)),
      ...again.map((order, at) => record(order, count + at, order % 2 === 0 ? 'sent' : 'new')),
    ]
    const ledger = ledgerOf()
    const merge = startMerge(ledger, options)
    for (let at = 0; at < records.length; at += 1000) merge.add(records.slice(at, at + 1000))
    const { conflicts, adopted } = merge.finish(false)
    expect(conflicts.map(({ order_number }) => order_number)).toEqual(['Č3', 'Č8191', 'Č16383', 'Č19999'])
    expect([adopted.length, ledger.size]).toEqual([count - 4, count])
    expect(ledger.get('Č8191')).toEqual(
      lineOf({ order_number: 'Č8191', acknowledged: {}, adoptNext: ['status', 'paid_date', 'metas.n'] }),
    )
    expect(ledger.get('Č8193')?.acknowledged).toEqual({ status: 'sent' })
    const store = createMemoryStore(createManualClock())
    store.drop('state/snapshots/r.blocks', ledger.pack())
    const kept = await openLedger({ snapshot: 'state/snapshots/r.blocks', orders: count }, { store })
    expect([...kept.lines()]).toEqual([...ledger.lines()])
    expect([...kept.open()].map(({ order_number }) => order_number)).toEqual(['Č3', 'Č8191', 'Č16383', 'Č19999'])
  })

  it('unpacks no block for each order that is named again, here and there', () => {
    const order = (at: number): MappedRecord => ({
      ...{ valid: true, record: at + 1, place: `line ${at}`, order_number: `N${at}`, fields: { status: 'sent' } },
    })
    const all = Array.from({ length: 60_000 }, (_, at) => order(at))
    const random = seededRandom(1)
    const some = Array.from({ length: 1000 }, () => order(Math.floor(random() * all.length)))
    const ledger = ledgerOf()
    const merged = (records: readonly MappedRecord[]) => () => {
      const merge = startMerge(ledger, options)
      merge.add(records)
      expect(merge.finish(false).conflicts).toEqual([])
    }
    expect(unpackedBy(merged([...all, ...some]))).toBeLessThan(80)
    expect(unpackedBy(merged(some))).toBeLessThan(80)
  })

  it('is not taken in bulk where the ledger has an order already', () => {
    expect(() =>
      ledgerOf(lineOf({ order_number: 'A' })).load({
        blocks: [],
        shapes: { at: () => undefined, all: () => [], numberOf: () => -1 },
      }),
    ).toThrow('takes over no others')
  })
})
