import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../../lib/settings/parse.ts'
import type { Settings } from '../../../lib/settings/settings.ts'
import type { Store } from '../../../lib/storage/store.ts'
import { type Imported, importExports } from '../../../lib/sync/import/import.ts'
import { selectExports, versionHash } from '../../../lib/sync/import/select.ts'
import type { Ledger } from '../../../lib/sync/ledger/ledger.ts'
import type { Line } from '../../../lib/sync/ledger/line.ts'
import type { FeedStates } from '../../../lib/sync/state/head.ts'
import { iso, ledgerOf, lineOf, wanted } from '../../support/lines.ts'
import { createMemoryStore, type MemoryStore } from '../../support/memory-store.ts'
import { createManualClock, hourMs, settingsOf, simpleFeed } from '../../support/world.ts'

const header = 'order_number;status;paid_date;tracking_code;resolved_yn;note'
const padded = (row: string): string => row + ';'.repeat(6 - row.split(';').length)
const csv = (...rows: readonly string[]): string => [header, ...rows.map(padded), ''].join('\n')
const fields = ['metas.note', 'paid_date', 'resolved_yn', 'status', 'tracking_code']

const full = settingsOf()
const changes = settingsOf({ feeds: { orders: { ...simpleFeed, contents: 'changes' } } })

type Meddle = (store: MemoryStore, key: string) => void

interface Given {
  readonly settings?: Settings
  readonly exports: Readonly<Record<string, string>>
  readonly lines?: readonly Line[]
  readonly feeds?: FeedStates
  /** default: all fields have been adopted */
  readonly adoptedFields?: readonly string[]
  /** runs that died while they may have been reading, and those of them that died later */
  readonly deaths?: number
  readonly diedLater?: number
  /** what somebody does before an export is opened first, once it was, and before it is looked at last */
  readonly before?: Meddle
  readonly between?: Meddle
  readonly after?: Meddle
}

type Result = Imported & {
  readonly ledger: Ledger
  readonly warnings: readonly string[]
  readonly reads: readonly string[]
  /** how many versions were written down as being read, each time */
  readonly notes: readonly string[]
}

async function imported(given: Given): Promise<Result> {
  const { deaths = 0, diedLater = 0 } = given
  const { settings = full, exports, lines = [], feeds = {}, adoptedFields = fields, before, between, after } = given
  const clock = createManualClock()
  const store = createMemoryStore(clock)
  clock.advance(-hourMs)
  for (const [name, body] of Object.entries(exports)) {
    clock.advance(1000)
    store.drop(`exports/${name}`, body)
  }
  clock.advance(hourMs)
  const warnings: string[] = []
  const reads: string[] = []
  const watched: Store = {
    ...store,
    async get(key) {
      if (reads.length === 0) before?.(store, key)
      const content = await store.get(key)
      if (reads.length === 0) between?.(store, key)
      reads.push(key)
      return content
    },
    async list(prefix) {
      after?.(store, prefix)
      return store.list(prefix)
    },
  }
  const log = { info: () => undefined, warn: (message: string) => void warnings.push(message) }
  const selections = selectExports({ settings, feeds, nowMs: clock.now() }, await store.list('exports/'))
  const ledger = ledgerOf(...lines)
  const head = { adoptedFields: [...adoptedFields] }
  const notes: string[] = []
  const guardian = {
    deathsOver: () => deaths,
    noteReading: async (versions: readonly string[]) => void notes.push(`${versions.length}`),
  }
  const input = { settings, head, feeds, selections, guardian, diedLater }
  const done = await importExports(input, ledger, { store: watched, clock, log })
  return { ...done, ledger, warnings, reads, notes }
}

const kinds = ({ problems }: Imported) => problems.map(({ kind, subject }) => [kind, subject])

describe('importing', () => {
  it('takes what the newest full export says, once it was read to its end', async () => {
    const done = await imported({ exports: { 'orders/1.csv': csv('A;old'), 'orders/2.csv': csv('A;sent', 'B;new') } })
    expect(done.exports).toEqual([
      { feed: 'orders', key: 'exports/orders/2.csv', records: 2, invalid: 0, refused: null },
    ])
    expect([done.ledger.size, done.adopted, done.problems, new Set(done.reads)]).toEqual([
      2,
      0,
      [],
      new Set(['exports/orders/2.csv']),
    ])
    expect(done.ledger.get('A')?.wanted?.status).toMatchObject({
      value: 'sent',
      cause: { feed: 'orders', key: 'exports/orders/2.csv', record: 1 },
    })
    expect(done.feeds.orders).toMatchObject({ last: { key: 'exports/orders/2.csv', records: 2 }, usualRecords: 2 })
  })

  it('counts what could not be used, and tells it', async () => {
    const done = await imported({ exports: { 'orders/1.csv': csv('A;sent;soon', 'B;x', 'B;y', ';x', 'C;ok') } })
    expect(done.exports).toMatchObject([{ records: 5, invalid: 3, unnumbered: 1, refused: null }])
    expect(kinds(done)).toEqual([
      ['invalid record', 'A'],
      ['not an order', 'exports/orders/1.csv'],
      ['conflicting records', 'B'],
    ])
    expect(done.ledger.size).toBe(1)
  })

  it('takes changes in the order in which they were dropped, each with its own time', async () => {
    const done = await imported({
      settings: changes,
      exports: { 'orders/b.csv': csv('A;new', 'B;new'), 'orders/a.csv': csv('A;sent') },
    })
    expect(done.exports.map(({ key }) => key)).toEqual(['exports/orders/b.csv', 'exports/orders/a.csv'])
    expect(done.ledger.get('A')?.wanted?.status).toMatchObject({ value: 'sent', since: '2026-11-24T09:00:02.000Z' })
    expect(done.feeds.orders?.taken).toHaveLength(2)
  })

  it('forgets feeds that the settings do not name any more', async () => {
    const done = await imported({ exports: {}, feeds: { gone: { settingsHash: 'x' }, orders: { settingsHash: 'y' } } })
    expect(Object.keys(done.feeds)).toEqual(['orders'])
  })

  it('leaves other feeds out of what one does', async () => {
    const settings = settingsOf({
      feeds: {
        orders: { ...simpleFeed, fields: { order_number: 'order_number', status: 'status' } },
        parcels: { ...simpleFeed, fields: { order_number: 'order_number', tracking_code: 'tracking_code' } },
      },
    })
    const done = await imported({
      settings,
      adoptedFields: ['status'],
      exports: { 'orders/1.csv': csv('A;sent;;T'), 'parcels/1.csv': csv('A;done;;T') },
    })
    expect(done.ledger.get('A')).toMatchObject({
      acknowledged: { tracking_code: 'T' },
      wanted: { status: { value: 'sent' } },
    })
    expect([done.adopted, done.adoptedFields]).toEqual([1, ['status', 'tracking_code']])
    const both = await imported({
      settings,
      adoptedFields: [],
      exports: { 'orders/1.csv': csv('A;sent;;T', 'B;new'), 'parcels/1.csv': csv('A;done;;T', 'C;;;T') },
    })
    // orders are counted, not what feeds say of them
    expect(both.adopted).toBe(3)
  })
})

describe('an export that cannot be used', () => {
  const broken = `${header}\nB;"se`

  it('changes no line, is told, and remembered with its reason', async () => {
    const lines = [lineOf({ acknowledged: { status: 'new' } })]
    const done = await imported({ exports: { 'orders/1.csv': `${csv('A;sent')}\n${broken}` }, lines })
    expect(done.ledger.changed).toBe(false)
    expect(done.exports).toMatchObject([{ records: 0, refused: expect.stringContaining('exports/orders/1.csv') }])
    expect(kinds(done)).toEqual([['refused export', 'exports/orders/1.csv']])
    expect(done.feeds.orders?.refused).toMatchObject({
      key: 'exports/orders/1.csv',
      at: '2026-11-24T10:00:01.000Z',
    })
    expect(done.feeds.orders?.last).toBeUndefined()
  })

  it('stops a feed of changes at its place', async () => {
    const exports = { 'orders/1.csv': csv('A;sent'), 'orders/2.csv': broken, 'orders/3.csv': csv('A;done') }
    const done = await imported({ settings: changes, exports })
    expect(done.exports.map(({ refused }) => refused === null)).toEqual([true, false])
    expect(done.ledger.get('A')?.wanted?.status?.value).toBe('sent')
  })

  it.each<[deaths: number, diedLater: number, isRefused: boolean, notes: readonly string[]]>([
    [0, 0, false, []],
    [1, 0, false, ['1', '0']],
    [2, 0, true, ['1', '0']],
    [2, 1, false, ['1', '0']],
    [3, 1, true, ['1', '0']],
  ])('over which %d runs died, %d of them later: refused %s', async (deaths, diedLater, isRefused, notes) => {
    const result = await imported({ exports: { 'orders/1.csv': csv('A;sent') }, deaths, diedLater })
    expect(result.exports.map(({ refused }) => refused !== null)).toEqual([isRefused])
    expect(result.notes).toEqual(notes)
  })

  it('keeps what was known of the feed', async () => {
    const suspicions = [{ message: 'odd.', figure: 1, limit: 0, version: 'v' }]
    const state = { settingsHash: 'old', usualRecords: 7, suspicions }
    const done = await imported({ exports: { 'orders/1.csv': broken }, feeds: { orders: state } })
    expect(done.feeds.orders).toMatchObject({ usualRecords: 7, suspicions })
    expect(done.feeds.orders?.settingsHash).not.toBe('old')
  })

  it('is told in every run while it stands', async () => {
    const first = await imported({ settings: changes, exports: { 'orders/1.csv': broken } })
    const again = await imported({ settings: changes, exports: { 'orders/1.csv': broken }, feeds: first.feeds })
    expect([again.exports, again.reads, kinds(again)]).toEqual([[], [], [['refused export', 'exports/orders/1.csv']]])
    expect(again.feeds).toEqual(first.feeds)
  })

  it('whose time lies ahead of the clock does not shadow what is dropped after it', async () => {
    const clock = createManualClock('2026-11-25T10:00:00.000Z')
    const store = createMemoryStore(clock)
    store.drop('exports/orders/0.csv', broken)
    const [object] = await store.list('exports/')
    if (object === undefined) throw new Error('nothing was dropped')
    const effects = { store, clock: createManualClock(), log: { info: () => undefined, warn: () => undefined } }
    const selections = selectExports({ settings: full, feeds: {}, nowMs: effects.clock.now() }, [object])
    const head = { adoptedFields: [] }
    const done = await importExports({ settings: full, head, feeds: {}, selections }, ledgerOf(), effects)
    expect(done.feeds.orders).toMatchObject({ ahead: { [versionHash(object)]: '2026-11-24T10:00:00.000Z' } })
    const good = { ...object, key: 'exports/orders/1.csv', lastModified: '2026-11-24T10:05:00.000Z' }
    const nowMs = effects.clock.now() + hourMs
    const [next] = selectExports({ settings: full, feeds: done.feeds, nowMs }, [object, good])
    expect(next?.exports.map((selected) => selected.object.key)).toEqual(['exports/orders/1.csv'])
  })
})

it('an export that the store does not give is told, and its feed is unread', async () => {
  const denied = () => {
    throw new Error('access denied')
  }
  const done = await imported({ exports: { 'orders/1.csv': csv('A;sent') }, before: denied })
  expect([done.unread, done.unreadable, kinds(done)]).toEqual([
    ['orders'],
    true,
    [['unreadable export', 'exports/orders/1.csv']],
  ])
})

describe('an export that changes while it is read', () => {
  const lines = [lineOf({ acknowledged: { status: 'new' } })]
  const exports = { 'orders/1.csv': csv('A;sent') }
  const replaced = (store: MemoryStore, key: string) => store.drop(key, csv('A;done'))

  it.each<[string, Partial<Given>]>([
    ['is replaced before it is looked at last', { after: replaced }],
    ['is replaced once it was opened', { between: replaced }],
    ['is replaced by one that cannot be used', { after: (store, key) => store.drop(key, 'x') }],
    ['is deleted before it is opened', { before: (store, key) => void store.delete(key) }],
    [
      'cannot be used, and is replaced behind the reader',
      { exports: { 'orders/1.csv': `${header}\nB;"se` }, after: replaced },
    ],
  ])('counts for nothing where it %s', async (_what, given) => {
    const done = await imported({ exports, lines, ...given })
    expect([done.ledger.changed, done.exports, done.problems, done.feeds]).toEqual([false, [], [], {}])
    expect([done.unread, done.unreadable]).toEqual([['orders'], false])
  })

  it('says so where it would have been used', async () => {
    expect((await imported({ exports, after: replaced })).warnings).toEqual([
      'exports/orders/1.csv changed while it was read; it is read again in the next run',
    ])
  })

  it('counts where it was replaced before it was opened: what was read is one version', async () => {
    const done = await imported({ exports, lines, before: replaced })
    expect(done.ledger.get('A')?.wanted?.status?.value).toBe('done')
    expect(done.feeds.orders?.last?.etag).not.toBe('"1"')
  })

  it('counts where it was deleted afterwards', async () => {
    const done = await imported({ exports, lines, after: (store, key) => void store.delete(key) })
    expect(done.exports).toMatchObject([{ refused: null, records: 1 }])
  })
})

describe('the first export of a feed', () => {
  const none: readonly string[] = []

  it('is adopted, field by field', async () => {
    const done = await imported({ adoptedFields: none, exports: { 'orders/1.csv': csv('A;sent') } })
    expect([done.adopted, done.adoptedFields, done.ledger.get('A')]).toEqual([
      1,
      fields,
      lineOf({ acknowledged: { status: 'sent' } }),
    ])
  })

  it('is posted where the settings say so', async () => {
    const settings = settingsOf({ firstRun: 'post' })
    const done = await imported({ settings, adoptedFields: none, exports: { 'orders/1.csv': csv('A;sent') } })
    expect([done.adopted, done.adoptedFields]).toEqual([0, fields])
    expect(done.ledger.get('A')?.wanted?.status?.value).toBe('sent')
  })

  it.each([
    ['is empty', csv()],
    ['has no record that can be used', csv(';sent', ';done')],
    ['has no value that can be used', csv('A;sent;soon')],
  ])('that %s is not the one that is adopted', async (_what, body) => {
    const first = await imported({ adoptedFields: none, exports: { 'orders/1.csv': body } })
    expect(first.adoptedFields).toEqual([])
    const lines = [...first.ledger.lines()]
    const { adoptedFields, feeds } = first
    const next = await imported({ adoptedFields, feeds, lines, exports: { 'orders/2.csv': csv('A;sent', 'B;done') } })
    expect([next.adopted, next.adoptedFields, [...next.ledger.open()]]).toEqual([2, fields, []])
  })

  it('cannot be used: the next one is adopted', async () => {
    const done = await imported({ adoptedFields: none, exports: { 'orders/1.csv': 'x' } })
    expect([done.adopted, done.adoptedFields, done.ledger.size]).toEqual([0, [], 0])
  })

  it('of changes is adopted together with all that lie behind it', async () => {
    const exports = { 'orders/1.csv': csv('A;new'), 'orders/2.csv': csv('A;sent') }
    const done = await imported({ settings: changes, adoptedFields: none, exports })
    expect(done.ledger.get('A')).toMatchObject({ acknowledged: { status: 'sent' } })
    expect([...done.ledger.open()]).toEqual([])
  })

  it('with a new field adopts this field, and posts what else differs', async () => {
    const lines = [lineOf({ acknowledged: { status: 'new' } })]
    const done = await imported({
      adoptedFields: ['status'],
      lines,
      exports: { 'orders/1.csv': csv('A;sent;2026-11-01') },
    })
    expect(done.ledger.get('A')).toMatchObject({
      acknowledged: { status: 'new', paid_date: '2026-11-01' },
      wanted: { status: { value: 'sent' } },
    })
    expect(done.adoptedFields).toEqual(fields)
  })
})

it('a suspicious export of changes stays suspicious behind a sound one, while something of it waits', async () => {
  const settings = parseSettings({
    shop: 'test',
    upgates: { api: 'v2', url: 'http://127.0.0.1:1', login: '1', notify: false },
    feeds: { orders: { ...simpleFeed, contents: 'changes' } },
    guard: { conflicts: 0 },
  })
  const exports = { 'orders/1.csv': csv('A;sent', 'B;x', 'B;y'), 'orders/2.csv': csv('C;sent') }
  const done = await imported({ settings, exports })
  expect(done.feeds.orders?.suspicions).toMatchObject([{ message: expect.stringContaining('names 1 orders twice') }])
  const quiet = await imported({
    settings,
    exports: { 'orders/1.csv': csv('B;x', 'B;y'), 'orders/2.csv': csv('C;sent') },
  })
  expect(quiet.feeds.orders?.suspicions).toBeUndefined()
  const since = iso(-1)
  const lines = [
    lineOf({ wanted: { status: wanted('sent', { since, cause: { feed: 'other', key: 'k', record: 1 } }) } }),
  ]
  const other = await imported({
    settings,
    lines,
    exports: { 'orders/1.csv': csv('B;x', 'B;y'), 'orders/2.csv': csv('C;sent') },
  })
  expect(other.feeds.orders?.suspicions).toBeUndefined()
})
