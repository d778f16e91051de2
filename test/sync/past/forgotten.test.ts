import { describe, expect, it } from 'vitest'
import { runPage } from '../../../lib/page/run-page.ts'
import type { Store } from '../../../lib/storage/store.ts'
import { forgetOrder } from '../../../lib/sync/past/forget.ts'
import { planUndo, undoRun } from '../../../lib/sync/past/undo.ts'
import { createWorld, minuteMs, noLimits, type Row, settingsOf, type World } from '../../support/world.ts'

const secret = 'GEHEIM-7'
const settings = settingsOf({ guard: noLimits })
const orders = ['O1', 'O12'].map((order_number) => ({ order_number, status: 'new' }))
const plain: Row[] = [
  ['O1', 'new'],
  ['O12', 'new'],
]
const sent: Row[] = [
  ['O1', 'sent', '', secret],
  ['O12', 'sent', '', 'OTHER'],
]

/** A shop that has been told the secret of O1, and knows it. */
async function posted(changes: Parameters<typeof settingsOf>[0] = {}): Promise<World & { readonly last: string }> {
  const world = createWorld({ settings: settingsOf({ guard: noLimits, ...changes }), orders })
  world.drop(plain)
  await world.run()
  world.drop(sent)
  const { run } = await world.run()
  return { ...world, last: run }
}

const everything = async ({ store }: World, but: readonly string[] = ['exports/']) =>
  (await store.list(''))
    .filter(({ key }) => !but.some((prefix) => key.startsWith(prefix)))
    .map(({ key }) => [key, store.bytes(key)?.toString() ?? ''] as const)

async function expectForgotten(world: World): Promise<void> {
  for (const [key, text] of await everything(world)) expect(text.includes(secret), `${key} still tells it`).toBe(false)
}

const forget = (world: World, order = 'O1') => forgetOrder(order, { isMeant: true }, world.effects)

describe('a decision that waits', () => {
  it('keeps no value of an order that is forgotten before a run acts on it, nor does its evidence', async () => {
    const world = await posted()
    const word = { run: world.last, orders: [], pin: true }
    const undo = await planUndo(word, settings, world.effects)
    await undoRun(undo, word, world.effects)
    expect(JSON.stringify(await everything(world, ['exports/', 'archive/', 'runs/']))).toContain(secret)
    expect(await forgetOrder('O1', { isMeant: false }, world.effects)).toMatchObject({ decisions: 1 })
    await forget(world)
    for (const [key, text] of await everything(world, ['exports/', 'state/snapshots/']))
      expect(text.includes(secret), key).toBe(false)
    await world.run({ looksForDecisions: true })
    await expectForgotten(world)
    // the other order of the same decision is taken back all the same, and nothing is sent about the forgotten one
    expect(world.shop.orders.get('O12')?.tracking_code).toBe('')
    expect(world.shop.orders.get('O1')?.tracking_code).toBe(secret)
  })
})

describe('what exports go on saying about a forgotten order', () => {
  const again: readonly (readonly [string, string])[] = [
    ['a word that no map knows, which makes it invalid', `O1;${secret};;;;\r\nO12;sent;;OTHER;;`],
    ['a date that is none', `O1;sent;${secret};;;\r\nO12;sent;;OTHER;;`],
    ['a flag that is none', `O1;sent;;;${secret};\r\nO12;sent;;OTHER;;`],
    ['two different values', `O1;sent;;${secret};;\r\nO1;sent;;${secret}-8;;\r\nO12;sent;;OTHER;;`],
    ['an odd date', `O1;sent;2126-01-01;;;${secret}\r\nO12;sent;;OTHER;;`],
  ]
  const mapped = settingsOf({
    guard: noLimits,
    feeds: {
      orders: {
        contents: 'full',
        format: { type: 'csv' },
        fields: {
          order_number: 'order_number',
          status: { from: 'status', map: { new: 'new', sent: 'sent' } },
          paid_date: 'paid_date',
          tracking_code: 'tracking_code',
          resolved_yn: 'resolved_yn',
          metas: { note: 'note' },
        },
      },
    },
  })
  const head = 'order_number;status;paid_date;tracking_code;resolved_yn;note\r\n'
  for (const [when, runsBefore] of [
    ['in the run that forgets it', 0],
    ['in every run after that', 1],
  ] as const) {
    it.each(again)(`is told nowhere ${when}: %s`, async (_what, rows) => {
      const world = createWorld({ settings: mapped, orders })
      world.drop(plain)
      await world.run()
      await forget(world)
      if (runsBefore > 0) await world.run({ looksForDecisions: true })
      world.drop(head + rows)
      const { problems } = await world.plan(mapped)
      expect(JSON.stringify(problems)).not.toContain(secret)
      const page = async (ran: Parameters<typeof runPage>[0]) => runPage(ran)
      const report = await world.run({ looksForDecisions: true, page })
      expect(JSON.stringify(report)).not.toContain(secret)
      expect(report.problems.filter(({ subject }) => subject === 'O1')).toEqual([])
      await expectForgotten(world)
      expect(world.shop.orders.get('O12')?.status).toBe('sent')
    })
  }

  it('is told nowhere where no run has ever known it', async () => {
    const world = createWorld({ settings: mapped, orders })
    world.drop(`${head}O1;${secret};;;;\r\nO12;sent;;OTHER;;`)
    const { problems } = await world.run()
    expect(JSON.stringify(problems)).toContain(secret)
    await forget(world)
    await world.run({ looksForDecisions: true })
    world.drop(`${head}O1;${secret};;;;x\r\nO12;sent;;OTHER;;`)
    const later = await world.run()
    expect(JSON.stringify(later)).not.toContain(secret)
    world.drop(`${head}O1;new;;${secret};;\r\nO12;sent;;OTHER;;`)
    await world.run()
    await expectForgotten(world)
  })
})

describe('what is kept of an order', () => {
  it.each<[string, string]>([
    ['leading zeros', '0012'],
    ['letters of another case', 'o-7A'],
  ])('goes also where the shop answers with a number of its own spelling: %s', async (_what, number) => {
    const world = createWorld({
      settings: settingsOf({ guard: noLimits, verify: 'all' }),
      orders: [
        { order_number: number, status: 'new' },
        { order_number: 'X1', status: 'new' },
      ],
    })
    world.drop([
      [number, 'new'],
      ['X1', 'new'],
    ])
    await world.run()
    world.drop([
      [number, 'sent', '', secret],
      ['X1', 'new'],
    ])
    await world.run()
    world.drop([
      [number, 'done', '', secret],
      ['X1', 'new'],
    ])
    await world.run()
    const spelled = number === '0012' ? '12' : number.toUpperCase()
    for (const [key, text] of await everything(world))
      if (key.startsWith('archive/')) {
        const entry = JSON.parse(text)
        entry.response.body = JSON.parse(
          JSON.stringify(entry.response.body).replaceAll(`"order_number":"${number}"`, `"order_number":"${spelled}"`),
        )
        world.store.drop(key, JSON.stringify(entry))
      }
    await forget(world, number)
    await world.run({ looksForDecisions: true })
    await expectForgotten(world)
  })

  it.each(['en', 'cs', 'sk'])(
    'goes also where reports and pages tell of it without its number: %s',
    async (language) => {
      const world = createWorld({ settings: settingsOf({ guard: noLimits, language }), orders })
      world.drop(plain)
      await world.run()
      world.drop([
        ['O1', secret],
        ['O12', 'new'],
      ])
      const page = async (ran: Parameters<typeof runPage>[0]) => runPage(ran)
      await world.run({ page, asksWords: true })
      world.clock.advance(2 * minuteMs)
      world.drop([
        ['O1', secret],
        ['O12', 'sent', '', 'OTHER'],
      ])
      const { problems } = await world.run({ page, asksWords: true })
      expect(problems).toContainEqual(expect.objectContaining({ kind: 'not in the shop' }))
      const pages = async () =>
        (await everything(world)).filter(([key, text]) => /html$/.test(key) && text.includes(secret))
      expect(await pages()).toHaveLength(2)
      await forget(world)
      await world.run({ looksForDecisions: true })
      await expectForgotten(world)
      const texts = (await everything(world)).filter(([key]) => key.startsWith('runs/')).map(([, text]) => text)
      expect(texts.join()).toContain('not in the shop')
    },
  )

  it.each([
    ['11', 'a month'],
    ['2026', 'a year'],
    ['24', 'a day'],
    ['orders', 'a feed'],
    ['csv', 'the name of an export'],
    ['close', 'a header'],
  ])('leaves the proof of what was done, when and how, though its number is %s, as %s', async (number) => {
    const world = createWorld({ settings, orders: [{ order_number: number, status: 'new' }, ...orders] })
    world.drop([[number, 'new'], ...plain])
    await world.run()
    world.drop([[number, 'sent', '', secret], ...sent.slice(1)])
    await world.run()
    const proof = async () =>
      (await everything(world))
        .filter(([key]) => /^(archive|runs)\/\d/.test(key))
        .map(([key, text]) => {
          const { run, startedAt, request, response } = JSON.parse(text)
          const { sentAt, headers, method } = request ?? {}
          const { receivedAt, status } = response ?? {}
          return { key, run, startedAt, sentAt, headers, method, receivedAt, status, told: response?.headers }
        })
    const before = await proof()
    expect(before.length).toBeGreaterThan(2)
    await forget(world, number)
    expect(await proof()).toEqual(before)
    await world.run({ looksForDecisions: true })
    await expectForgotten(world)
  })

  it.each<[string, string]>([
    ['a quote', 'A"7'],
    ['an ampersand', 'A&7'],
  ])('goes also from pages and reports that write its number otherwise: %s', async (_what, number) => {
    const world = createWorld({ settings, orders: [{ order_number: number, status: 'new' }] })
    const cell = `"${number.replaceAll('"', '""')}"`
    const head = 'order_number;status;paid_date;tracking_code;resolved_yn;note\r\n'
    world.drop(`${head}${cell};new;;;;`)
    await world.run()
    world.drop(`${head}${cell};sent;;${secret};;`)
    await world.run({ page: async (ran) => runPage(ran) })
    expect((await everything(world)).some(([key, text]) => key.endsWith('.html') && text.includes(secret))).toBe(true)
    await forget(world, number)
    await world.run({ looksForDecisions: true })
    await expectForgotten(world)
  })
})

describe('forgetting', () => {
  it('is refused where a run began at the same moment, which knows nothing of it', async () => {
    const world = await posted()
    const lease = JSON.parse(world.store.bytes('state/lease.json')?.toString() ?? '')
    const store: Store = {
      ...world.store,
      put: async (key, body, condition) => {
        const written = await world.store.put(key, body, condition)
        if (key.startsWith('state/decisions/'))
          world.store.drop('state/lease.json', JSON.stringify({ ...lease, released: false }))
        return written
      },
    }
    await expect(forgetOrder('O1', { isMeant: true }, { ...world.effects, store })).rejects.toThrow(/at work|began/)
  })

  it('says which object cannot be read, and changes nothing of it', async () => {
    const world = await posted()
    world.store.drop('runs/2026/11/24/broken.json', '{"order_number": "O1"')
    await expect(forget(world)).rejects.toThrow('runs/2026/11/24/broken.json')
  })
})
