import { describe, expect, it } from 'vitest'
import { writeDecision } from '../../lib/sync/decisions/decisions.ts'
import { statusOf } from '../../lib/sync/status.ts'
import { createWorld, hourMs, minuteMs, noLimits, type Row, settingsOf, shown, type World } from '../support/world.ts'

const numbers = ['O1', 'O2', 'O3']
const orders = numbers.map((order_number) => ({ order_number, status: 'new' }))
const settingsWith = (more: object = {}) =>
  settingsOf({ verify: 'status', guard: noLimits, upgates: { notify: true }, finalStatuses: ['cancelled'], ...more })

/** A world whose first exports have been adopted. */
async function adopted(
  settings = settingsWith(),
  rows: readonly Row[] = numbers.map((number): Row => [number, 'new']),
): Promise<World> {
  const world = createWorld({ settings, orders: rows.map(([order_number]) => ({ order_number, status: 'new' })) })
  world.drop(rows)
  await world.run()
  return { ...world, drop: (some) => world.drop(typeof some === 'string' ? some : whole(some, rows)) }
}

/** These rows, and a blank one of every other order. */
const whole = (some: readonly Row[], all: readonly Row[]): readonly Row[] => [
  ...some,
  ...all.filter(([order]) => some.every(([number]) => number !== order)).map(([order]): Row => [order]),
]

const methods = ({ shop }: World): string[] => shop.requests.map(({ method }) => method)
const edit = ({ shop }: World, order: string, fields: object): void => void shop.administer('POST', order, fields)

describe('before a run changes a status', () => {
  it('reads the orders, and posts where nothing has happened', async () => {
    const world = await adopted()
    world.drop([['O1', 'sent']])
    expect(await world.run()).toMatchObject({ outcome: 'done', requests: 2, accepted: 1, notified: 1 })
    expect(methods(world)).toEqual(['GET', 'PUT'])
  })

  it('never overwrites a final status that somebody set in the shop', async () => {
    const world = await adopted()
    edit(world, 'O1', { status: 'cancelled' })
    world.drop([['O1', 'sent']])
    expect(await world.run()).toMatchObject({
      outcome: 'done',
      accepted: 0,
      problems: [{ kind: 'drifted', subject: 'O1' }],
    })
    world.drop([['O1', 'done']])
    await world.run()
    expect(shown(world, 'O1')?.status).toBe('cancelled')
    expect([methods(world), world.shop.emails]).toEqual([['GET'], []])
  })

  it('never falls back behind a later status that the shop shows', async () => {
    const world = await adopted(settingsWith({ statusOrder: ['new', 'sent', 'done'] }))
    edit(world, 'O1', { status: 'done' })
    world.drop([['O1', 'sent']])
    await world.run()
    expect([shown(world, 'O1')?.status, world.shop.emails]).toEqual(['done', []])
  })

  it('leaves alone what somebody set, and tells both values until a person decides', async () => {
    const world = await adopted(settingsWith({ finalStatuses: [] }))
    edit(world, 'O1', { status: 'cancelled' })
    world.drop([['O1', 'sent', '', 'T1']])
    const report = await world.run()
    expect(report).toMatchObject({ accepted: 1, parked: 0, edited: 1, problems: [{ kind: 'edited', subject: 'O1' }] })
    expect(report.problems[0]?.message).toMatch(/status = "sent".*it shows "cancelled" instead of "new"/)
    expect(shown(world, 'O1')).toMatchObject({ status: 'cancelled', tracking_code: 'T1' })
    expect(world.shop.emails).toEqual([])
    const { edited } = await statusOf(settingsWith({ finalStatuses: [] }), world.effects, { days: 1, runs: 1 })
    expect(edited).toMatchObject([{ order_number: 'O1', fields: { status: 'sent' } }])

    world.drop([['O1', 'sent', '', 'T1', '', 'again']])
    await world.run()
    expect(shown(world, 'O1')).toMatchObject({ status: 'cancelled', note: 'again' })
    await writeDecision({ kind: 'retry' }, world.effects)
    await world.run()
    expect(shown(world, 'O1')?.status).toBe('cancelled')
    await writeDecision({ kind: 'overrule', orders: ['O1'] }, world.effects)
    expect(await world.run()).toMatchObject({ accepted: 1, notified: 1, parked: 0 })
    expect(shown(world, 'O1')?.status).toBe('sent')
  })

  it('leaves it for good once a person accepts it, until the export says something new', async () => {
    const settings = settingsWith({ finalStatuses: [] })
    const world = await adopted(settings)
    edit(world, 'O1', { status: 'cancelled' })
    world.drop([['O1', 'sent']])
    await world.run()
    await writeDecision({ kind: 'accept', orders: ['O1'] }, world.effects)
    const after = await world.run()
    expect(after).toMatchObject({ outcome: 'done', parked: 0, problems: [] })
    expect(after.edited).toBeUndefined()
    world.drop([['O1', 'sent', '2026-11-20']])
    await world.run()
    expect(shown(world, 'O1')).toMatchObject({ status: 'cancelled', paid_date: '2026-11-20' })
    world.drop([['O1', 'done']])
    await world.run()
    expect(shown(world, 'O1')?.status).toBe('done')
  })

  it.each([
    ['erp', 'sent', 1],
    ['shop', 'cancelled', 0],
  ] as const)('does as the settings say where they say who wins: %s', async (winner, status, mails) => {
    const world = await adopted(settingsWith({ finalStatuses: [], drift: { status: winner } }))
    edit(world, 'O1', { status: 'cancelled' })
    world.drop([['O1', 'sent']])
    expect((await world.run()).problems).toMatchObject([{ kind: 'drifted' }])
    expect([shown(world, 'O1')?.status, world.shop.emails.length]).toEqual([status, mails])
  })

  it('acknowledges what the shop shows already, without posting, and mails nobody', async () => {
    const world = await adopted()
    edit(world, 'O1', { status: 'sent', mail: true })
    world.drop([['O1', 'sent']])
    expect(await world.run()).toMatchObject({ planned: 0, requests: 1, accepted: 0, notified: 0, pending: 0 })
    expect(world.shop.emails).toHaveLength(1)
    expect((await world.line('O1'))?.acknowledged.status).toBe('sent')
    world.drop([['O1', 'sent', '', 'T1']])
    expect(await world.run()).toMatchObject({ requests: 1, accepted: 1 })
  })

  it('lets the export win about other fields, and does not clear what somebody else has set', async () => {
    const feeds = {
      orders: {
        contents: 'full',
        format: { type: 'csv' },
        fields: {
          order_number: 'order_number',
          status: 'status',
          tracking_code: { from: 'tracking_code', blank: 'clear' },
        },
      },
    }
    const world = await adopted(settingsWith({ verify: 'all', feeds }))
    world.drop([
      ['O1', 'new', '', 'T1'],
      ['O2', 'new', '', 'T2'],
    ])
    await world.run()
    edit(world, 'O1', { tracking_code: 'X1' })
    edit(world, 'O2', { tracking_code: 'X2' })
    world.drop([
      ['O1', 'new', '', 'T9'],
      ['O2', 'new', '', ''],
    ])
    expect((await world.run()).problems.map(({ kind }) => kind)).toEqual(['drifted', 'drifted'])
    expect([shown(world, 'O1')?.tracking_code, shown(world, 'O2')?.tracking_code]).toEqual(['T9', 'X2'])
  })

  it('keeps nothing of the customers that it reads', async () => {
    const world = await adopted()
    world.drop([['O1', 'sent']])
    const { run } = await world.run()
    const entry = String(world.store.bytes(`archive/2026/11/24/${run}/0001.json`))
    const { response } = JSON.parse(entry) as { response: { body: { orders: object[] } } }
    expect(response.body.orders.map((order) => Object.keys(order))).toEqual([
      ['order_number', 'status', 'paid_date', 'tracking_code', 'resolved_yn'],
    ])
    expect(entry).not.toMatch(/example\.com|street|surname|phone/)
  })
})

describe('which orders are read', () => {
  const rows: readonly Row[] = [
    ['O1', 'sent'],
    ['O2', 'done'],
    ['O3', 'new', '', 'T3'],
  ]
  it.each([
    ['never', true, ''],
    ['notifying', ['sent'], 'O1'],
    ['status', ['sent'], 'O1;O2'],
    ['all', ['sent'], 'O1;O2;O3'],
    ['notifying', false, ''],
    ['status', false, 'O1;O2'],
  ] as const)('with "%s" and notify %o: %s', async (verify, notify, read) => {
    const world = await adopted(settingsWith({ verify, upgates: { notify } }))
    const asked: string[] = []
    const { shop } = world.effects
    const reading = {
      ...shop,
      read: async (...args: Parameters<NonNullable<typeof shop.read>>) => {
        asked.push(args[0].toSorted().join(';'))
        return shop.read!(...args)
      },
    }
    world.drop(rows)
    Object.assign(world.effects, { shop: reading })
    expect(await world.run()).toMatchObject({ accepted: 3 })
    expect(asked.join(' ')).toBe(read)
  })

  it.each([
    ['all', 3, 3],
    ['never', 0, 3],
  ] as const)('250 changes with "%s" take %d GETs and %d PUTs', async (verify, gets, puts) => {
    const many = Array.from({ length: 1000 }, (_, index): Row => [`N${index}`, 'new'])
    const world = await adopted(settingsWith({ verify }), many)
    world.drop(many.map(([number], index): Row => [number, index < 250 ? 'sent' : 'new']))
    expect(await world.run()).toMatchObject({ requests: gets + puts, accepted: 250 })
    expect(methods(world).filter((method) => method === 'GET')).toHaveLength(gets)
  })
})

describe('the guard', () => {
  it('does not count what the shop shows already, and is asked once', async () => {
    const many = Array.from({ length: 30 }, (_, index): Row => [`N${index}`, 'new'])
    const world = await adopted(settingsWith({ guard: { ...noLimits, orders: 10 } }), many)
    for (const [number] of many.slice(0, 25)) edit(world, number, { status: 'sent' })
    world.drop(many.map(([number]): Row => [number, 'sent']))
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 5, requests: 2 })
    expect(world.shop.emails).toHaveLength(5)
  })

  it('still holds what is too much, and does not read it again in every run', async () => {
    const many = Array.from({ length: 30 }, (_, index): Row => [`N${index}`, 'new'])
    const world = await adopted(settingsWith({ guard: { ...noLimits, orders: 10 } }), many)
    world.drop(many.map(([number]): Row => [number, 'sent']))
    expect(await world.run()).toMatchObject({ outcome: 'held', requests: 1 })
    world.drop(many.map(([number]): Row => [number, 'sent', '2026-11-20']))
    expect(await world.run()).toMatchObject({ outcome: 'held', requests: 0 })
    await writeDecision({ kind: 'approve', hash: (await world.head()).hold?.hash ?? '' }, world.effects)
    edit(world, 'N3', { status: 'cancelled' })
    expect(await world.run()).toMatchObject({ outcome: 'done', requests: 2, accepted: 30 })
    expect(shown(world, 'N3')?.status).toBe('cancelled')
  })
})

describe('texts by language', () => {
  const note = (blank = 'keep') => ({ note: { values: { cs: { from: 'cs', blank }, en: { from: 'en', blank } } } })
  const feedsWith = (blank?: string) => ({
    orders: {
      contents: 'full',
      format: { type: 'csv' },
      fields: { order_number: 'order_number', status: 'status', metas: note(blank) },
    },
  })
  const csv = (row: string) => `order_number;status;cs;en\r\n${row}\r\n`
  const said = async (more: object) => {
    const settings = settingsWith({ verify: 'all', ...more })
    const world = createWorld({ settings, orders })
    world.drop(csv('O1;new;;'))
    await world.run()
    world.drop(csv('O1;new;malé;small'))
    await world.run()
    return world
  }

  it('are not there for a status that relies on them, where one of them is gone', async () => {
    const waitFor = { sent: { fields: ['metas.note'], hours: 24 } }
    const world = await said({ feeds: feedsWith(), waitFor, drift: { 'metas.note': 'shop' } })
    edit(world, 'O1', { metas: [{ key: 'note', values: { cs: 'malé', en: '' } }] })
    world.drop(csv('O1;sent;malé;small'))
    expect(await world.run()).toMatchObject({ accepted: 0, waiting: [{ missing: ['metas.note'] }] })
    expect(world.shop.emails).toEqual([])
  })

  it('are not cleared where somebody else has set them', async () => {
    const world = await said({ feeds: feedsWith('clear') })
    edit(world, 'O1', { metas: [{ key: 'note', values: { cs: 'jiné', en: 'small' } }] })
    world.drop(csv('O1;new;;'))
    await world.run()
    world.drop(csv('O1;new;;'))
    await world.run()
    expect(shown(world, 'O1')?.note).toEqual({ cs: 'jiné', en: '' })
  })
})

describe('where the shop cannot be asked', () => {
  it('nothing is posted that needed a look', async () => {
    const world = await adopted()
    world.drop([['O1', 'sent']])
    world.shop.fault({ kind: 'answer', status: 500 }, 3)
    expect(await world.run()).toMatchObject({ outcome: 'failed', accepted: 0, pending: 1 })
    world.clock.advance(hourMs)
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1 })
    expect(world.shop.emails).toHaveLength(1)
  })

  it('nothing is posted unseen of an order that the shop leaves out of one answer', async () => {
    const world = await adopted()
    edit(world, 'O1', { status: 'cancelled' })
    world.shop.fault({ kind: 'answer', status: 200, body: '{"orders":[],"number_of_pages":1}' }, 1)
    world.drop([
      ['O1', 'sent'],
      ['X9', 'sent'],
    ])
    expect(await world.run()).toMatchObject({ requests: 3, notified: 0 })
    expect(methods(world)).toEqual(['GET', 'GET', 'PUT'])
    expect(world.shop.requests.at(-1)?.orders).toEqual(['X9'])
    expect(shown(world, 'O1')?.status).toBe('cancelled')
  })

  it('nor where it refuses to be asked about an order, which is parked until it can be', async () => {
    const world = await adopted()
    edit(world, 'O1', { status: 'cancelled' })
    world.drop([['O1', 'sent']])
    world.shop.fault({ kind: 'answer', status: 400, body: 'busy' }, 1)
    expect(await world.run()).toMatchObject({ accepted: 0, rejected: 1, parked: 1, problems: [{ kind: 'rejected' }] })
    expect(methods(world)).toEqual(['GET'])
    world.clock.advance(2 * minuteMs)
    expect(await world.run()).toMatchObject({ accepted: 0, parked: 0, problems: [{ kind: 'drifted' }] })
    expect([shown(world, 'O1')?.status, world.shop.emails]).toEqual(['cancelled', []])
  })

  it('looks that would take all the time of a run leave half of it to posting', async () => {
    const many = Array.from({ length: 300 }, (_, index): Row => [`N${index}`, 'new'])
    const world = await adopted(settingsWith({ upgates: { notify: false } }), many)
    world.drop(many.map(([number]): Row => [number, 'sent']))
    world.shop.fault({ kind: 'delay', ms: 20_000 }, 100)
    const short = () => world.run({ deadlineMs: world.clock.now() + 80_000 })
    expect(await short()).toMatchObject({ accepted: 100, pending: 200, problems: [{ kind: 'out of time' }] })
    expect(await short()).toMatchObject({ accepted: 100, pending: 100 })
  })

  it('on the smallest allowance, a look is counted with its post', async () => {
    const settings = settingsWith({ upgates: { notify: true, reservedRequests: 2 } })
    const world = createWorld({ settings, orders, shop: { limits: { hour: 10, day: 100 } } })
    world.drop(numbers.map((number): Row => [number, 'new']))
    await world.run()
    for (let hour = 0; hour < 2; hour++) {
      world.drop(numbers.map((number): Row => [number, hour === 0 ? 'sent' : 'done']))
      for (let tick = 0; tick < 13; tick++) {
        await world.run()
        world.clock.advance(5 * minuteMs - 1000)
      }
    }
    expect(methods(world)).toEqual(['GET', 'PUT', 'GET', 'PUT'])
    expect(world.shop.requests.every(({ status }) => status === 200)).toBe(true)
  })
})

describe('a status that relies on a field which the shop has lost', () => {
  const waitFor = { sent: { fields: ['tracking_code'], hours: 24 } }
  const lost = async (drift: object) => {
    const world = await adopted(settingsWith({ waitFor, drift }))
    world.drop([['O1', 'new', '', 'T1']])
    await world.run()
    edit(world, 'O1', { tracking_code: '' })
    world.drop([['O1', 'sent']])
    return world
  }

  it('goes out together with that field, where the export wins', async () => {
    const world = await lost({})
    expect(await world.run()).toMatchObject({ accepted: 1, notified: 1 })
    expect(shown(world, 'O1')).toMatchObject({ status: 'sent', tracking_code: 'T1' })
    expect(world.shop.emails).toHaveLength(1)
  })

  it('waits again, where the shop wins', async () => {
    const world = await lost({ tracking_code: 'shop' })
    expect(await world.run()).toMatchObject({
      accepted: 0,
      waiting: [{ order_number: 'O1', missing: ['tracking_code'] }],
    })
    // an export that says the same code again says nothing new
    world.drop([['O1', 'sent', '', 'T1']])
    expect(await world.run()).toMatchObject({ accepted: 0, waiting: [{ order_number: 'O1' }] })
    expect([shown(world, 'O1')?.tracking_code, world.shop.emails]).toEqual(['', []])
  })

  it('goes out with what the shop has, where the shop wins about another code', async () => {
    const world = await adopted(settingsWith({ waitFor, drift: { tracking_code: 'shop' } }))
    world.drop([['O1', 'new', '', 'T1']])
    await world.run()
    edit(world, 'O1', { tracking_code: 'X1' })
    world.drop([['O1', 'sent', '', 'T2']])
    expect(await world.run()).toMatchObject({ accepted: 1, notified: 1 })
    expect(shown(world, 'O1')).toMatchObject({ status: 'sent', tracking_code: 'X1' })
  })

  it('waits where the shop says no by now', async () => {
    const gate = { sent: { fields: ['resolved_yn'], hours: 24 } }
    const world = await adopted(settingsWith({ waitFor: gate, drift: { resolved_yn: 'shop' } }))
    world.drop([['O1', 'new', '', '', 'true']])
    await world.run()
    edit(world, 'O1', { resolved_yn: false })
    world.drop([['O1', 'sent']])
    expect(await world.run()).toMatchObject({ accepted: 0, waiting: [{ missing: ['resolved_yn'] }] })
    expect(world.shop.emails).toEqual([])
  })
})
