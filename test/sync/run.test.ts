import { describe, expect, it } from 'vitest'
import type { Store } from '../../lib/storage/store.ts'
import { decidePlan } from '../../lib/sync/decisions/commands.ts'
import { runSync } from '../../lib/sync/sync.ts'
import { createWorld, hourMs, minuteMs, type Row, settingsOf, shown, stateUpdate } from '../support/world.ts'

const apis = [
  ['v2', settingsOf({ upgates: { notify: true } })],
  ['state-update', settingsOf({ upgates: { ...stateUpdate.upgates, notify: true } })],
] as const

const dayOne: readonly Row[] = [
  ['O1', 'new', '', '', 'no'],
  ['O2', 'new', '', '', 'no'],
  ['O3', 'sent', '2026-11-01', 'T3', 'no'],
]
const orders = [
  { order_number: 'O1' },
  { order_number: 'O2' },
  { order_number: 'O3', status: 'sent', tracking_code: 'T3' },
]

describe.each(apis)('a run on %s', (_api, settings) => {
  const worldOf = () => createWorld({ settings, orders })

  it('adopts the first exports and posts nothing', async () => {
    const world = worldOf()
    world.drop(dayOne)
    const report = await world.run()
    expect(report).toMatchObject({ outcome: 'done', adopted: 3, planned: 0, requests: 0 })
    expect(world.shop.requests).toEqual([])
    expect((await world.line('O3'))?.acknowledged).toEqual({
      status: 'sent',
      paid_date: '2026-11-01',
      tracking_code: 'T3',
      resolved_yn: false,
    })
  })

  it('posts exactly the fields that changed, and mails their customers', async () => {
    const world = worldOf()
    world.drop(dayOne)
    await world.run()
    world.drop([['O1', 'sent', '', 'T1', 'no'], ...dayOne.slice(1)])
    const report = await world.run()
    expect(report).toMatchObject({ outcome: 'done', planned: 1, requests: 1, accepted: 1, notified: 1, pending: 0 })
    expect(shown(world, 'O1')).toMatchObject({ status: 'sent', tracking_code: 'T1', paid_date: '' })
    expect(world.shop.emails).toMatchObject([{ order_number: 'O1', status: 'sent' }])
    const entry = JSON.parse(String(world.store.bytes(`archive/2026/11/24/${report.run}/0001.json`)))
    expect(entry).toMatchObject({
      orders: ['O1'],
      changes: [
        { order_number: 'O1', fields: { status: 'sent', tracking_code: 'T1' }, causes: { status: { record: 1 } } },
      ],
      response: { status: 200 },
    })
    expect(JSON.stringify(entry)).not.toContain(world.apiKey.current.value)
  })

  it('sends nothing and writes nothing the second time', async () => {
    const world = worldOf()
    world.drop(dayOne)
    await world.run()
    world.drop([['O1', 'done'], ...dayOne.slice(1)])
    await world.run()
    const before = await world.store.list('')
    const report = await world.run()
    expect(report).toMatchObject({ outcome: 'idle', requests: 0, planned: 0 })
    expect(await world.store.list('')).toEqual(before)
    expect(world.shop.requests).toHaveLength(1)
  })

  it('posts nothing for a new export that says the same, and keeps its snapshot', async () => {
    const world = worldOf()
    world.drop(dayOne)
    await world.run()
    const { snapshot } = await world.head()
    world.drop(dayOne)
    const report = await world.run()
    expect(report).toMatchObject({ outcome: 'done', planned: 0, requests: 0 })
    expect(await world.head()).toMatchObject({
      snapshot,
      feeds: { orders: { last: { key: 'exports/orders/0002.csv' } } },
    })
  })

  it('never takes a blank or a vanished row for a deletion', async () => {
    const world = worldOf()
    world.drop(dayOne)
    await world.run()
    world.drop([
      ['O3', 'sent', '', '', 'no'],
      ['O1', 'new'],
    ])
    expect(await world.run()).toMatchObject({ planned: 0, requests: 0 })
    expect((await world.line('O2'))?.acknowledged).toMatchObject({ status: 'new' })
  })

  it('parks a refused order, posts the others, and tries it again after growing pauses', async () => {
    const world = worldOf()
    world.drop(dayOne)
    await world.run()
    world.drop([['O1', 'unheard'], ['O2', 'sent'], ['O9', 'sent'], ...dayOne.slice(2)])
    expect(await world.run()).toMatchObject({ planned: 3, accepted: 1, rejected: 2, parked: 2, pending: 0 })
    expect(shown(world, 'O2')).toMatchObject({ status: 'sent' })
    expect(await world.run()).toMatchObject({ outcome: 'idle', parked: 2 })
    const tries: number[] = []
    for (const pauseMs of [minuteMs, hourMs, 6 * hourMs, 24 * hourMs, 24 * hourMs]) {
      world.clock.advance(pauseMs - 2 * minuteMs)
      expect((await world.run()).requests).toBe(0)
      world.clock.advance(2 * minuteMs)
      tries.push((await world.run()).rejected)
    }
    expect(tries).toEqual([2, 2, 2, 2, 2])
  })

  it('tries a refused order at once when its source changes', async () => {
    const world = worldOf()
    world.drop(dayOne)
    await world.run()
    world.drop([['O1', 'unheard'], ...dayOne.slice(1)])
    await world.run()
    world.drop([['O1', 'sent'], ...dayOne.slice(1)])
    expect(await world.run()).toMatchObject({ accepted: 1, parked: 0 })
    expect(shown(world, 'O1')).toMatchObject({ status: 'sent' })
  })

  it('parks only the custom field that the shop skips, until it exists', async () => {
    const world = createWorld({ settings, orders, shop: { metas: [] } })
    world.drop(dayOne)
    await world.run()
    world.drop([['O1', 'sent', '', '', '', 'call first'], ...dayOne.slice(1)])
    expect(await world.run()).toMatchObject({ warned: 1, rejected: 0, parked: 1 })
    expect((await world.line('O1'))?.acknowledged).toMatchObject({ status: 'sent' })
    world.shop.addMeta('note')
    world.clock.advance(2 * minuteMs)
    expect(await world.run()).toMatchObject({ accepted: 1, parked: 0 })
    expect(shown(world, 'O1')).toMatchObject({ note: 'call first' })
  })

  it('carries 250 changes in three requests', async () => {
    const many = Array.from({ length: 1000 }, (_, index): Row => [`N${index}`, 'new'])
    const world = createWorld({ settings, orders: many.map(([order_number]) => ({ order_number })) })
    world.drop(many)
    await world.run()
    world.drop(many.map(([number], index): Row => [number, index < 250 ? 'sent' : 'new']))
    const report = await world.run(
      {},
      settingsOf({
        upgates: {
          ...settings.upgates,
          login: settings.upgates.login,
          notify: false,
          reservedRequests: undefined,
          apiKeyParameter: undefined,
        },
      }),
    )
    expect(report).toMatchObject({ planned: 250, requests: 3, accepted: 250 })
    expect(world.shop.requests.map((request) => request.orders.length).sort()).toEqual([100, 100, 50].sort())
  })

  it.each([401, 403])('stops at %i, never tries the same key again, and goes on with a new one', async (status) => {
    const world = worldOf()
    world.drop(dayOne)
    await world.run()
    world.drop([['O1', 'sent'], ...dayOne.slice(1)])
    world.shop.fault({ kind: 'answer', status })
    expect(await world.run()).toMatchObject({ outcome: 'blocked', requests: 1, accepted: 0, pending: 1 })
    expect(await world.run()).toMatchObject({ outcome: 'blocked', requests: 0 })
    world.clock.advance(24 * hourMs)
    expect(await world.run()).toMatchObject({ outcome: 'blocked', requests: 0 })
    world.apiKey.current = { value: 'canary-key-beef', version: '2' }
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1, pending: 0 })
  })

  it('waits until the shop lets requests through again after 429', async () => {
    const world = worldOf()
    world.drop(dayOne)
    await world.run()
    world.drop([['O1', 'sent'], ...dayOne.slice(1)])
    world.shop.fault({
      kind: 'answer',
      status: 429,
      headers: { 'retry-after': new Date(world.clock.now() + 10 * minuteMs).toUTCString() },
    })
    expect(await world.run()).toMatchObject({ outcome: 'done', pending: 1, accepted: 0 })
    world.clock.advance(9 * minuteMs)
    expect(await world.run()).toMatchObject({ outcome: 'idle', requests: 0 })
    world.clock.advance(2 * minuteMs)
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1, pending: 0 })
  })

  it('leaves a failing shop alone for longer and longer, and loses nothing', async () => {
    const world = worldOf()
    world.drop(dayOne)
    await world.run()
    world.drop([['O1', 'sent'], ['O2', 'sent'], ...dayOne.slice(2)])
    world.shop.fault({ kind: 'answer', status: 500 }, 1000)
    expect(await world.run()).toMatchObject({ outcome: 'failed', pending: 2 })
    expect(await world.run()).toMatchObject({ outcome: 'failed', requests: 0, problems: [{ kind: 'failing' }] })
    const { failures, notBefore } = await world.head()
    expect({ failures, wait: Date.parse(notBefore ?? '') > world.clock.now() + 3 * minuteMs }).toEqual({
      failures: 1,
      wait: true,
    })
  })

  it('finds the one order that a request fails with', async () => {
    const many = Array.from({ length: 64 }, (_, index): Row => [`N${index}`, 'new'])
    const world = createWorld({
      settings: settingsOf({
        upgates: settings.upgates.api === 'v2' ? {} : stateUpdate.upgates,
        guard: { percent: 100 },
      }),
      orders: many.map(([order_number]) => ({ order_number })),
    })
    const trouble = { kind: 'refused', status: 400, message: 'broken' } as const
    const refused = { kind: 'trouble', trouble, mayHaveProcessed: false, settled: [] } as const
    const honest = world.effects.shop.update
    const poisoned: typeof honest = (batch, session) =>
      batch.updates.some(({ order_number }) => order_number === 'N13')
        ? Promise.resolve(refused)
        : honest(batch, session)
    Object.assign(world.effects.shop, { update: poisoned })
    world.drop(many)
    await world.run()
    world.drop(many.map(([number]): Row => [number, 'sent']))
    const report = await world.run()
    expect(report).toMatchObject({ accepted: 63, rejected: 1, pending: 0 })
    expect(report.problems).toContainEqual({
      kind: 'rejected',
      subject: 'N13',
      message: expect.stringContaining('400'),
    })
  })

  it.each([
    ['an answer that is lost', { kind: 'lose answer' }],
    ['a request that is lost', { kind: 'lose request' }],
    ['an answer that comes too late', { kind: 'delay', ms: 40_000 }],
    ['half an answer', { kind: 'garble', body: '{"orders": [{"order_nu' }],
    ['a web page for an answer', { kind: 'garble', body: '<html>login</html>' }],
    ['nothing for an answer', { kind: 'garble', body: '' }],
  ] as const)('ends with the shop in agreement after %s', async (_what, fault) => {
    const world = worldOf()
    world.drop(dayOne)
    await world.run()
    world.drop([['O1', 'sent', '', 'T1'], ['O2', 'done'], ...dayOne.slice(2)])
    world.shop.fault(fault)
    await world.run()
    for (let tick = 0; tick < 3; tick++) {
      world.clock.advance(5 * minuteMs)
      await world.run()
    }
    expect(shown(world, 'O1')).toMatchObject({ status: 'sent', tracking_code: 'T1' })
    expect(shown(world, 'O2')).toMatchObject({ status: 'done' })
    expect(world.shop.emails).toHaveLength(2)
    expect((await world.head()).counts).toMatchObject({ pending: 0, parked: 0 })
  })
})

describe('a run on v2 after a lost answer', () => {
  it('asks the shop what it shows before it sends anything again', async () => {
    const world = createWorld({ orders })
    world.drop(dayOne)
    await world.run()
    world.drop([['O1', 'sent'], ...dayOne.slice(1)])
    world.shop.fault({ kind: 'lose answer' })
    expect(await world.run()).toMatchObject({ accepted: 1, unknown: 0, requests: 2, pending: 0 })
    expect(world.shop.requests.map(({ method }) => method)).toEqual(['PUT', 'GET'])
  })

  it('keeps the order unsettled while the shop cannot be asked, and never sends it twice', async () => {
    const world = createWorld({ orders })
    world.drop(dayOne)
    await world.run()
    world.drop([['O1', 'sent'], ...dayOne.slice(1)])
    world.shop.fault({ kind: 'lose answer' })
    world.shop.fault({ kind: 'answer', status: 500 }, 3)
    expect(await world.run()).toMatchObject({ unknown: 1, pending: 2 - 1 })
    world.clock.advance(2 * hourMs)
    expect(await world.run()).toMatchObject({ requests: 1, planned: 0, pending: 0 })
    expect(world.shop.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1)
  })

  it('posts the newest value when the export changes its mind meanwhile', async () => {
    const world = createWorld({ orders })
    world.drop(dayOne)
    await world.run()
    world.drop([['O1', 'sent'], ...dayOne.slice(1)])
    world.shop.fault({ kind: 'lose answer' })
    world.shop.fault({ kind: 'answer', status: 500 }, 3)
    await world.run()
    world.drop([['O1', 'new'], ...dayOne.slice(1)])
    world.clock.advance(2 * hourMs)
    await world.run()
    expect(shown(world, 'O1')).toMatchObject({ status: 'new' })
  })
})

describe('notifications', () => {
  const settings = settingsOf({ upgates: { notify: ['sent'] }, silentAfterHours: 24 })

  it('mail only for the listed statuses, in requests of their own', async () => {
    const world = createWorld({ settings, orders })
    world.drop(dayOne)
    await world.run()
    world.drop([['O1', 'sent'], ['O2', 'done'], ...dayOne.slice(2)])
    expect(await world.run()).toMatchObject({ requests: 2, accepted: 2, notified: 1 })
    expect(world.shop.emails).toMatchObject([{ order_number: 'O1' }])
  })

  it('stay silent for a backlog that is older than the settings say, and for a quiet run', async () => {
    for (const [waitMs, quiet] of [
      [25 * hourMs, false],
      [0, true],
    ] as const) {
      const world = createWorld({ settings, orders })
      world.drop(dayOne)
      await world.run()
      world.drop([['O1', 'sent'], ...dayOne.slice(1)])
      world.clock.advance(waitMs)
      expect(await world.run({ quiet })).toMatchObject({ accepted: 1, notified: 0 })
      expect(world.shop.emails).toEqual([])
    }
  })
})

describe('a run that finds damage', () => {
  const damage = async (key: string, body: string) => {
    const world = createWorld({ orders })
    world.drop(dayOne)
    await world.run()
    const name = key === 'snapshot' ? ((await world.head()).snapshot ?? '') : key
    world.store.drop(name, body)
    world.drop([['O1', 'sent'], ...dayOne.slice(1)])
    return { world, name }
  }

  it.each([
    ['state/head.json', '{"version": 1'],
    ['state/head.json', ''],
  ])('in %s (%j) names the file and posts nothing', async (key, body) => {
    const { world } = await damage(key, body)
    await expect(world.run()).rejects.toThrow(/state\/head\.json in the memory: it is damaged.*Nothing was posted/s)
    expect(world.shop.requests).toEqual([])
  })

  it('of a newer version says so, and posts nothing', async () => {
    const { world } = await damage('state/head.json', '{"version": 7}')
    await expect(world.run()).rejects.toThrow(/it has the format 7, this version of order-sync knows formats up to 1/)
    expect(world.shop.requests).toEqual([])
  })

  it.each(['', 'garbage', '\u001f\u008b'])('in the snapshot (%j) names the file and posts nothing', async (body) => {
    const { world, name } = await damage('snapshot', body)
    const report = await world.run()
    expect(report).toMatchObject({ outcome: 'failed', requests: 0 })
    expect(report.problems[0]?.message).toContain(name)
    expect(world.shop.requests).toEqual([])
  })

  it('in the lease names the file', async () => {
    const { world } = await damage('state/lease.json', '{}')
    await expect(world.run()).rejects.toThrow(/state\/lease\.json in the memory: it is damaged/)
  })

  it('refuses the state of another shop', async () => {
    const { world } = await damage('nothing', '')
    await expect(world.run({}, settingsOf({ shop: 'other' }))).rejects.toThrow(/belongs to the shop "test"/)
  })
})

describe('exports that cannot be used', () => {
  it.each([
    ['empty', ''],
    ['a web page', '<html><body>login</body></html>'],
    ['binary', 'PK\u0000\u0000\u0000'],
    ['without a mapped column', 'order_number;status\r\nO1;sent'],
    ['cut off in a quoted value', 'order_number;status;paid_date;tracking_code;resolved_yn;note\r\nO1;sent;;;;"cut'],
  ])('change nothing when they are %s, are told once, and a better one replaces them', async (_what, body) => {
    const world = createWorld({ orders })
    world.drop(dayOne)
    await world.run()
    world.drop(body)
    const report = await world.run()
    expect(report).toMatchObject({ outcome: 'done', requests: 0, exports: [{ refused: expect.any(String) }] })
    expect(await world.run()).toMatchObject({ outcome: 'idle', problems: [{ kind: 'refused export' }] })
    world.drop([['O1', 'sent'], ...dayOne.slice(1)])
    expect(await world.run()).toMatchObject({ accepted: 1, problems: [] })
  })

  it('tells of a record that is broken as a whole without a field', async () => {
    const format = { type: 'xml', records: 'r/o' }
    const feeds = { orders: { contents: 'full', format, fields: { order_number: 'n', tracking_code: 't' } } }
    const world = createWorld({ settings: settingsOf({ feeds }), orders })
    world.drop('<r><o><n>O1</n><t>DR1</t></o><o><n>O2</n><t>DR&nbsp;2</t></o></r>')
    const { problems } = await world.run()
    expect(problems.map(({ message }) => message)).toEqual([
      'exports/orders/0001.csv, record 2 (line 1) (order O2): t holds "&nbsp;", which XML does not know (line 1)',
    ])
  })

  it('leave out what cannot be mapped or contradicts itself, and use the rest', async () => {
    const world = createWorld({ orders })
    world.drop(dayOne)
    await world.run()
    world.drop([
      ['O1', 'sent', '31.2.2026'],
      ['O2', 'sent'],
      ['O2', 'done'],
      ['O3', 'done', '', '1,5E+12'],
      ['O4', 'new'],
    ])
    const report = await world.run()
    expect(report.exports).toMatchObject([{ records: 5, invalid: 3 }])
    expect(report.problems.map(({ kind, subject }) => [kind, subject])).toEqual([
      ['invalid record', 'O1'],
      ['invalid record', 'O3'],
      ['conflicting records', 'O2'],
      ['rejected', 'O4'],
    ])
    expect(shown(world, 'O2')).toMatchObject({ status: 'new' })
  })

  it('tell records without an order number together, apart from those that should have worked', async () => {
    const world = createWorld({ orders })
    world.drop(dayOne)
    await world.run()
    world.drop([...dayOne.slice(1), ['', 'sent'], ['', 'done'], ['1,5E+12', 'done']])
    const report = await world.run()
    expect(report.exports).toMatchObject([{ invalid: 3, unnumbered: 2 }])
    expect(report.problems.map(({ kind, message }) => [kind, message])).toEqual([
      ['invalid record', expect.stringContaining('a spreadsheet has turned it into a rounded number')],
      ['not an order', expect.stringContaining(': 2 records without an order number in "order_number"')],
    ])
  })

  it('adopt the first value of an order whose record was invalid on the first day', async () => {
    const world = createWorld({ orders })
    world.drop([['O1', 'new', 'soon'], ...dayOne.slice(1)])
    await world.run()
    world.drop([['O1', 'sent', '2026-11-02'], ...dayOne.slice(1)])
    expect(await world.run()).toMatchObject({ adopted: 1, requests: 0 })
    world.drop([['O1', 'done', '2026-11-02'], ...dayOne.slice(1)])
    expect(await world.run()).toMatchObject({ accepted: 1 })
  })
})

describe('an older head that a person has put back', () => {
  const mailing = settingsOf({ upgates: { notify: true }, verify: 'never' })

  /** A shop after three runs, and how to put back what lay there after one of them. */
  async function afterThreeRuns(nth = 1) {
    const world = createWorld({ orders, settings: mailing })
    const kept = new Map<string, Uint8Array>()
    for (const [index, status] of ['new', 'sent', 'done'].entries()) {
      world.drop([['O1', status], ...dayOne.slice(1)])
      await world.run()
      world.clock.advance(minuteMs)
      if (index + 1 !== nth) continue
      const { snapshot } = await world.head()
      for (const key of ['state/head.json', snapshot ?? '']) kept.set(key, world.store.bytes(key) ?? Buffer.of())
    }
    const mails = world.shop.emails.length
    const putBack = () => {
      for (const [key, body] of kept) world.store.drop(key, body)
    }
    world.drop([['O1', 'done'], ['O2', 'sent'], ...dayOne.slice(2)])
    return { world, putBack, mailsSince: () => world.shop.emails.slice(mails).map(({ order_number }) => order_number) }
  }

  it.each([1, 2])('as run %i has left it does not make anything that was sent since go out again', async (nth) => {
    const { world, putBack, mailsSince } = await afterThreeRuns(nth)
    putBack()
    expect(await world.run()).toMatchObject({ outcome: 'done', planned: 1, accepted: 1 })
    expect(mailsSince()).toEqual(['O2'])
    expect(shown(world, 'O1')).toMatchObject({ status: 'done' })
  })

  it('is noticed, too, where an older version of order-sync has left the lease', async () => {
    const { world, putBack, mailsSince } = await afterThreeRuns()
    const { lastCommitted: _, ...lease } = JSON.parse(String(world.store.bytes('state/lease.json')))
    world.store.drop('state/lease.json', JSON.stringify(lease))
    putBack()
    expect(await world.run()).toMatchObject({ outcome: 'done', planned: 1, accepted: 1 })
    expect(mailsSince()).toEqual(['O2'])
  })

  it.each([
    ['before a run takes the lease, which the run before has given back', 'before', true],
    ['as a run takes the lease, which the run before has given back', 'after', true],
    ['before a run takes the lease, which the run before had not tidied up for', 'before', false],
    ['as a run takes the lease, which the run before had not tidied up for', 'after', false],
  ])('%s, stops that run, and the next one reads what was sent since', async (_what, when, isTidied) => {
    const { world, putBack, mailsSince } = await afterThreeRuns()
    const { tidied: _, ...lease } = JSON.parse(String(world.store.bytes('state/lease.json')))
    if (!isTidied) world.store.drop('state/lease.json', JSON.stringify(lease))
    let puts = 0
    const store: Store = {
      ...world.store,
      put: async (key, body, condition) => {
        const isMoment = key === 'state/lease.json' && puts++ === 0
        if (isMoment && when === 'before') putBack()
        const result = await world.store.put(key, body, condition)
        if (isMoment && when === 'after') putBack()
        return result
      },
    }
    const options = { holder: { host: 'other', pid: 2 }, deadlineMs: world.clock.now() + 10 * minuteMs }
    expect(await runSync(mailing, { ...world.effects, store }, options)).toMatchObject({ outcome: 'failed' })
    world.clock.advance(minuteMs)
    expect(await world.run()).toMatchObject({ outcome: 'done', planned: isTidied ? 0 : 1 })
    expect(mailsSince()).toEqual(['O2'])
    expect((await world.line('O1'))?.acknowledged).toMatchObject({ status: 'done' })
    expect(await world.run()).toMatchObject({ outcome: 'idle' })
  })
})

describe('a clock that was put back', () => {
  it('does not have what was posted before it read again, also where only archives tell of runs', async () => {
    const settings = settingsOf({ upgates: { notify: true }, verify: 'never' })
    const world = createWorld({ orders, settings })
    world.drop(dayOne)
    await world.run()
    world.drop([['O1', 'sent'], ...dayOne.slice(1)])
    await world.run()
    world.clock.advance(-hourMs)
    // its time is older than that of the last one
    world.drop([['O1', 'done'], ...dayOne.slice(1)])
    await world.run()
    await decidePlan({ kind: 'approve', hash: (await world.head()).hold?.hash ?? '' }, settings, world.effects)
    expect(await world.run()).toMatchObject({ accepted: 1 })
    await world.store.delete('state/lease.json')
    const rest: Row[] = [['O2', 'sent'], ...dayOne.slice(2)]
    world.drop([['O1', 'done'], ...rest])
    expect(await world.run()).toMatchObject({ outcome: 'busy' })
    world.clock.advance(30 * minuteMs)
    expect(await world.run()).toMatchObject({ outcome: 'done', planned: 1, accepted: 1 })
    expect((await world.line('O1'))?.acknowledged).toMatchObject({ status: 'done' })
  })
})
