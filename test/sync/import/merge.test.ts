import { describe, expect, it } from 'vitest'
import type { InvalidRecord, MappedRecord, ValidRecord } from '../../../lib/exports/record.ts'
import { type FieldName, type Fields, type FieldValue, fieldEntries } from '../../../lib/order.ts'
import { type MergeOptions, startMerge } from '../../../lib/sync/import/merge.ts'
import type { Line } from '../../../lib/sync/ledger/line.ts'
import { iso, ledgerOf, lineOf, parkedUntil, wanted } from '../../support/lines.ts'

const owned = new Set<FieldName>(['status', 'paid_date', 'tracking_code', 'metas.n'])
const options: MergeOptions = {
  feed: 'orders',
  key: 'exports/orders/2.csv',
  time: iso(),
  adopting: new Set(),
  owned,
  duplicates: 'invalid',
  several: () => undefined,
  contents: 'full',
}

const says = (fields: Fields, record = 1, more: Partial<ValidRecord> = {}): ValidRecord => ({
  valid: true,
  record,
  place: `line ${record + 1}`,
  order_number: 'A',
  fields,
  ...more,
})
const cannotBeRead = (order_number?: string, record = 1): InvalidRecord => ({
  valid: false,
  record,
  place: `line ${record + 1}`,
  ...(order_number === undefined ? {} : { order_number }),
  field: 'paid_date',
  column: 'paid',
  value: 'soon',
  reason: 'expected a date',
})

function merged(lines: readonly Line[], records: readonly MappedRecord[], more: Partial<MergeOptions> = {}) {
  const ledger = ledgerOf(...lines)
  const merge = startMerge(ledger, { ...options, ...more })
  for (const record of records) merge.add([record])
  const result = merge.finish(false)
  const line = ledger.get('A')
  const wants = Object.fromEntries(fieldEntries(line?.wanted).map(([name, field]) => [name, field.value]))
  return { ...result, ledger, line, wants }
}

describe('an export', () => {
  it('touches nothing before it was read to its end', () => {
    const ledger = ledgerOf(lineOf({ acknowledged: { status: 'new' } }))
    const merge = startMerge(ledger, options)
    merge.add([says({ status: 'sent' }), says({ status: 'sent' }, 2, { order_number: 'B' })])
    expect([ledger.changed, ledger.size]).toEqual([false, 1])
    merge.finish(false)
    expect([ledger.changed, ledger.size]).toEqual([true, 2])
  })

  it('wants what differs, with the time, the cause and the reason', () => {
    const { line } = merged(
      [lineOf({ acknowledged: { status: 'new', paid_date: '2026-11-01' } })],
      [says({ status: 'sent', paid_date: '2026-11-01' }, 7, { because: { status: 'x = 1', paid_date: 'y' } })],
    )
    expect(line?.wanted).toEqual({
      status: { value: 'sent', since: iso(), cause: { feed: 'orders', key: options.key, record: 7 }, because: 'x = 1' },
    })
  })

  it('that says what is known leaves the ledger as it was', () => {
    const lines = [
      lineOf({ acknowledged: { status: 'new' } }),
      lineOf({ order_number: 'B', acknowledged: { status: 'new' }, wanted: { status: wanted('sent') } }),
      lineOf({ order_number: 'C', acknowledged: { paid_date: '2026-11-01' }, wanted: { paid_date: wanted('') } }),
    ]
    const { ledger } = merged(lines, [
      says({ status: 'new', paid_date: '' }),
      says({ status: 'sent' }, 2, { order_number: 'B' }),
      says({ paid_date: '' }, 3, { order_number: 'C' }),
    ])
    expect(ledger.changed).toBe(false)
  })

  it('leaves alone what it does not say, and orders that it does not name', () => {
    const { line, ledger } = merged(
      [
        lineOf({ wanted: { status: wanted('sent') } }),
        lineOf({ order_number: 'B', wanted: { status: wanted('sent') } }),
      ],
      [says({ paid_date: '2026-11-01' })],
    )
    expect(Object.keys(line?.wanted ?? {})).toEqual(['status', 'paid_date'])
    expect(ledger.get('B')?.wanted).toEqual({ status: wanted('sent') })
  })

  it('wants again what it went back to while nobody knows what the shop shows', () => {
    const unconfirmed = { fields: { status: 'sent' }, until: iso() }
    const { wants } = merged([lineOf({ acknowledged: { status: 'new' }, unconfirmed })], [says({ status: 'new' })])
    expect(wants).toEqual({ status: 'new' })
  })
})

describe('a blank that clears', () => {
  const parked = parkedUntil(iso(1))
  const sent = (fields: Fields) => ({ fields, until: iso() })

  describe.each(['paid_date', 'tracking_code', 'metas.n'] as const)('%s', (name) => {
    const value = name === 'paid_date' ? '2026-11-01' : 'T'
    it.each<[string, Partial<Line>, Fields]>([
      ['is no word where nothing is known', {}, {}],
      [
        'is wanted where this sync has set a value',
        { acknowledged: { [name]: value }, setByUs: [name] },
        { [name]: '' },
      ],
      ['is wanted, but not sent, where a value was adopted', { acknowledged: { [name]: value } }, { [name]: '' }],
      ['ends the wish for a value that the shop never took', { wanted: { [name]: wanted(value, { parked }) } }, {}],
      [
        'takes the place of a wish for another value',
        { acknowledged: { [name]: value }, wanted: { [name]: wanted('2026-11-02') } },
        { [name]: '' },
      ],
      ['is wanted where a value was sent without an answer', { unconfirmed: sent({ [name]: value }) }, { [name]: '' }],
      [
        'is wanted where a value was sent without an answer, and still is wanted',
        { unconfirmed: sent({ [name]: value }), wanted: { [name]: wanted(value) } },
        { [name]: '' },
      ],
    ])('%s', (_what, line, wants) => {
      expect(merged([lineOf(line)], [says({ [name]: '' })]).wants).toEqual(wants)
    })
  })
})

describe('a custom field with languages', () => {
  type Texts = Readonly<Record<string, string>>
  const parked = parkedUntil(iso(1))
  it.each<[string, Partial<Line>, Texts, Texts | undefined]>([
    [
      'wants a new text beside those that are known',
      { acknowledged: { 'metas.n': { cs: 'a', en: 'b' } } },
      { en: 'c' },
      { cs: 'a', en: 'c' },
    ],
    [
      'wants nothing where all that it says is known',
      { acknowledged: { 'metas.n': { cs: 'a', en: 'b' } } },
      { en: 'b' },
      undefined,
    ],
    [
      'clears a language that this sync has set',
      { acknowledged: { 'metas.n': { cs: 'a', en: 'b' } }, setByUs: ['metas.n[en]'] },
      { cs: 'a', en: '' },
      { cs: 'a', en: '' },
    ],
    [
      'does not clear a language that it never set',
      { acknowledged: { 'metas.n': { cs: 'a', en: 'b' } } },
      { cs: 'c', en: '' },
      { cs: 'c', en: 'b' },
    ],
    [
      'wants nothing where that is all',
      { acknowledged: { 'metas.n': { cs: 'a', en: 'b' } } },
      { cs: 'a', en: '' },
      undefined,
    ],
    [
      'keeps a wish for one language while another one is said',
      { acknowledged: { 'metas.n': { cs: 'a' } }, wanted: { 'metas.n': wanted({ cs: 'x' }, { parked }) } },
      { en: 'z' },
      { cs: 'x', en: 'z' },
    ],
    [
      'ends the wish for a language that the shop never took',
      { acknowledged: { 'metas.n': { cs: 'a' } }, wanted: { 'metas.n': wanted({ cs: 'a', en: 'x' }, { parked }) } },
      { cs: 'a', en: '' },
      undefined,
    ],
    [
      'ends the wish for all of them',
      { wanted: { 'metas.n': wanted({ cs: 'x' }, { parked }) } },
      { cs: '' },
      undefined,
    ],
    [
      'goes back to what is known where a language was changed by a wish only',
      { acknowledged: { 'metas.n': { cs: 'a' } }, wanted: { 'metas.n': wanted({ cs: 'x' }) } },
      { cs: '' },
      undefined,
    ],
    [
      'clears a language that was sent without an answer',
      { unconfirmed: { fields: { 'metas.n': { cs: 'x' } }, until: iso() }, wanted: { 'metas.n': wanted({ cs: 'x' }) } },
      { cs: '' },
      { cs: '' },
    ],
  ])('%s', (_what, line, said, wants) => {
    expect(merged([lineOf(line)], [says({ 'metas.n': said })]).wants['metas.n']).toEqual(wants)
  })
})

describe('the first export', () => {
  const adopting = owned

  it('is adopted, but for its blanks', () => {
    const { line, adopted, wants } = merged([], [says({ status: 'sent', paid_date: '' })], { adopting })
    expect([line?.acknowledged, adopted.length, wants]).toEqual([{ status: 'sent' }, 1, {}])
    expect(line?.setByUs).toBeUndefined()
  })

  it('of a new field adopts this field only, and posts what else differs', () => {
    const { line, adopted, wants } = merged(
      [lineOf({ acknowledged: { status: 'new' } })],
      [says({ status: 'sent', paid_date: '2026-11-01' })],
      { adopting: new Set<FieldName>(['paid_date']) },
    )
    expect([line?.acknowledged, adopted.length, wants]).toEqual([
      { status: 'new', paid_date: '2026-11-01' },
      1,
      { status: 'sent' },
    ])
  })

  it('tells how many orders adopted something', () => {
    const records = ['A', 'B', 'C'].map((order_number, index) => says({ status: 'x' }, index, { order_number }))
    expect(merged([lineOf({ acknowledged: { status: 'x' } })], records, { adopting }).adopted).toHaveLength(2)
  })

  it('with a record that cannot be mapped lets the next valid one be adopted', () => {
    const { line, ledger } = merged([], [cannotBeRead('A'), cannotBeRead(undefined, 2)], { adopting })
    expect(ledger.size).toBe(1)
    expect(line?.adoptNext).toEqual([...owned])
    const next = merged([line ?? lineOf()], [says({ status: 'sent', tracking_code: 'T' })])
    expect(next.line).toEqual(lineOf({ acknowledged: { status: 'sent', tracking_code: 'T' } }))
    expect(next.adopted).toHaveLength(1)
    const third = merged([next.line ?? lineOf()], [says({ status: 'done', paid_date: '2026-11-01' })])
    expect(third.wants).toEqual({ status: 'done', paid_date: '2026-11-01' })
  })

  it('with contradicting records does the same', () => {
    const { line, conflicts } = merged([], [says({ status: 'new' }), says({ status: 'sent' }, 2)], { adopting })
    expect(conflicts).toHaveLength(1)
    expect(line).toEqual(lineOf({ adoptNext: [...owned] }))
  })

  it('with a record that cannot be mapped beside a valid one adopts later only what that one did not say', () => {
    const { line } = merged([], [says({ status: 'new' }), cannotBeRead('A', 2)], { adopting })
    expect(line?.acknowledged).toEqual({ status: 'new' })
    expect(line?.adoptNext).toEqual(['paid_date', 'tracking_code', 'metas.n'])
  })

  it('is over: a record that cannot be mapped changes nothing later', () => {
    const { ledger } = merged([lineOf({ acknowledged: { status: 'new' } })], [cannotBeRead('A'), cannotBeRead('B')])
    expect([ledger.changed, ledger.size]).toEqual([false, 1])
  })
})

describe('several records of one order', () => {
  const known = lineOf({ acknowledged: { status: 'new', tracking_code: 'T' } })
  const at = (values: readonly [FieldValue, FieldValue], field: FieldName = 'status', records = [1, 2]) => [
    { order_number: 'A', field, records, values },
  ]

  it.each<[string, readonly Fields[], Fields, readonly unknown[]]>([
    ['that say the same count once', [{ status: 'sent' }, { status: 'sent' }], { status: 'sent' }, []],
    [
      'that complete each other count together',
      [{ status: 'sent' }, { tracking_code: 'U' }],
      { status: 'sent', tracking_code: 'U' },
      [],
    ],
    [
      'that contradict each other count for nothing',
      [{ status: 'sent' }, { status: 'done', tracking_code: 'U' }],
      {},
      at(['sent', 'done']),
    ],
    [
      'of which the first says what is known contradict, too',
      [{ status: 'new' }, { status: 'sent' }],
      {},
      at(['new', 'sent']),
    ],
    [
      'of which the second says what is known contradict, too',
      [{ status: 'sent' }, { status: 'new' }],
      {},
      at(['sent', 'new']),
    ],
    [
      'of which a blank contradicts a value',
      [{ paid_date: '2026-11-01' }, { paid_date: '' }],
      {},
      at(['2026-11-01', ''], 'paid_date'),
    ],
    [
      'are told by the first contradiction',
      [{ status: 'sent' }, { status: 'done' }, { status: 'x' }],
      {},
      at(['sent', 'done']),
    ],
    [
      'do not contradict in what the first did not say',
      [{ status: 'new' }, { status: 'new', tracking_code: 'U' }],
      { tracking_code: 'U' },
      [],
    ],
  ])('%s', (_what, records, wants, conflicts) => {
    const result = merged(
      [known],
      records.map((fields, index) => says(fields, index + 1)),
    )
    expect([result.wants, result.conflicts]).toEqual([wants, conflicts])
  })

  it.each<[string, readonly Fields[], Fields]>([
    ['the last counts', [{ status: 'sent' }, { status: 'done' }], { status: 'done' }],
    ['the last counts also where it says what is known', [{ status: 'sent' }, { status: 'new' }], {}],
    ['the last counts after one that says what is known', [{ status: 'new' }, { status: 'sent' }], { status: 'sent' }],
    [
      'what the last does not say stays',
      [{ status: 'sent' }, { tracking_code: 'U' }],
      { status: 'sent', tracking_code: 'U' },
    ],
  ])('with "last": %s', (_what, records, wants) => {
    const result = merged(
      [known],
      records.map((fields, index) => says(fields, index + 1)),
      { duplicates: 'last' },
    )
    expect([result.wants, result.conflicts]).toEqual([wants, []])
  })

  it.each<[string, readonly (Fields | undefined)[], Fields, number]>([
    [
      'the latest payment counts once all are paid',
      [{ paid_date: '2026-11-02' }, { paid_date: '2026-11-01' }],
      { paid_date: '2026-11-02' },
      0,
    ],
    ['no payment counts while one is missing', [{ paid_date: '2026-11-02' }, {}], {}, 0],
    ['no payment counts while one is missing before it', [{}, { paid_date: '2026-11-02' }], {}, 0],
    ['no payment counts while one would clear it', [{ paid_date: '2026-11-02' }, { paid_date: '' }], {}, 0],
    ['no payment counts while one before it would clear it', [{ paid_date: '' }, { paid_date: '2026-11-02' }], {}, 0],
    [
      'nor any other field',
      [{ tracking_code: '' }, { tracking_code: 'T1', status: 'sent' }, { status: 'sent' }],
      {},
      0,
    ],
    ['no payment counts while one cannot be read', [{ paid_date: '2026-11-02' }, undefined], {}, 0],
    [
      'another field counts once all give it',
      [{ status: 'sent' }, { status: 'sent', paid_date: '2026-11-02' }],
      { status: 'sent' },
      0,
    ],
    ['another field contradicts', [{ status: 'sent' }, { status: 'done' }], {}, 1],
    ['a single record counts', [{ paid_date: '2026-11-02' }], { paid_date: '2026-11-02' }, 0],
  ])('with "every": %s', (_what, records, wants, conflicts) => {
    const result = merged(
      [known],
      records.map((fields, index) => (fields === undefined ? cannotBeRead('A', index + 1) : says(fields, index + 1))),
      { duplicates: 'every' },
    )
    expect([result.wants, result.conflicts.length]).toEqual([wants, conflicts])
  })
})

describe('an export of changes', () => {
  const changes = { contents: 'changes' } as const

  it('remembers which orders it mentioned, also those that agree', () => {
    const { ledger } = merged(
      [lineOf({ acknowledged: { status: 'new' } })],
      [says({ status: 'new' }), says({ status: 'new' }, 2, { order_number: 'B' })],
      changes,
    )
    expect([ledger.get('A')?.seen, ledger.get('B')?.seen]).toEqual([{ orders: iso() }, { orders: iso() }])
    expect(merged([lineOf()], [says({ status: 'new' })]).line?.seen).toBeUndefined()
  })

  it('leaves alone the orders about which a later one of its feed has spoken, and tells how many', () => {
    const seen = { orders: iso(1), parcels: iso(2) }
    const before = [
      lineOf({ acknowledged: { status: 'done' }, seen }),
      lineOf({ order_number: 'B', acknowledged: { status: 'done' }, seen: { parcels: iso(2) } }),
      lineOf({ order_number: 'C', acknowledged: { status: 'sent' }, seen }),
    ]
    const { ledger, stale } = merged(
      before,
      ['A', 'B', 'C'].map((order_number, index) => says({ status: 'sent' }, index, { order_number })),
      changes,
    )
    expect(stale).toBe(1)
    expect(ledger.get('A')).toEqual(before[0])
    expect(ledger.get('B')?.wanted?.status?.value).toBe('sent')
    expect(ledger.get('C')).toEqual(before[2])
  })

  it('speaks about an order that one of the same time has mentioned', () => {
    expect(merged([lineOf({ seen: { orders: iso() } })], [says({ status: 'sent' })], changes).wants).toEqual({
      status: 'sent',
    })
  })

  it('counts by its own time only where its feed is one of changes', () => {
    expect(merged([lineOf({ seen: { orders: iso(1) } })], [says({ status: 'sent' })]).wants).toEqual({ status: 'sent' })
  })
})
