import { beforeAll, describe, expect, it } from 'vitest'
import { planPage } from '../../lib/page/plan-page.ts'
import { runPage } from '../../lib/page/run-page.ts'
import { planText } from '../../lib/print/plan.ts'
import { reportText } from '../../lib/print/report.ts'
import { shopCheckText } from '../../lib/print/shop-check.ts'
import { statusText } from '../../lib/print/status.ts'
import { decideEdited, decidePlan } from '../../lib/sync/decisions/commands.ts'
import { planUndo, undoRun } from '../../lib/sync/past/undo.ts'
import { countLeftOut } from '../../lib/sync/plan/left-out.ts'
import { checkShop } from '../../lib/sync/shop-check.ts'
import { pageKey } from '../../lib/sync/state/keys.ts'
import { statusOf } from '../../lib/sync/status.ts'
import { waiting } from '../../lib/text/en/waiting.ts'
import { textsIn } from '../../lib/text/texts.ts'
import { openConsole } from '../support/console.ts'
import { voiceIn } from '../support/voice.ts'
import { createWorld, noLimits, type Row, settingsOf, type World } from '../support/world.ts'

const settings = settingsOf({
  verify: 'status',
  upgates: { notify: ['sent'] },
  guard: { ...noLimits, orders: 3 },
  waitFor: { done: { fields: ['tracking_code'], hours: 48, then: 'hold' } },
  finalStatuses: ['cancelled'],
})
const numbers = ['A1', 'A2', 'A3', 'A4', 'B', 'C1', 'C2', 'D', 'F', 'G', 'X9']

/** How many orders of each kind there are in the end. */
const expected = { waits: 1, parked: 1, skipped: 1, rejected: 4, accepted: 1, pinned: 2, final: 1 }

/** A shop with orders that are left out for many reasons, each of which a person may confuse with the others. */
async function manyReasons(): Promise<{ world: World; run: string; shopSays: string[] }> {
  const world = createWorld({
    settings,
    orders: numbers.flatMap((order_number) => (order_number === 'X9' ? [] : [{ order_number, status: 'new' }])),
    shop: { metas: [] },
  })
  const says = new Map<string, Row>(numbers.map((order) => [order, [order, 'new']]))
  const next = async (...rows: Row[]): Promise<string> => {
    for (const row of rows) says.set(row[0], row)
    world.drop([...says.values()])
    return (await world.run({ page: runPage })).run
  }
  await next(['F', 'cancelled'])
  const wrong = await next(['C1', 'sent'], ['C2', 'sent'])
  const word = { run: wrong, orders: [], pin: true }
  await undoRun(await planUndo(word, settings, world.effects), word, world.effects)
  await world.run({ looksForDecisions: true })
  world.shop.administer('POST', 'B', { status: 'done' })
  await next(['B', 'sent'])
  await decideEdited({ kind: 'accept', orders: ['B'] }, settings, world.effects)
  await next(['X9', 'sent'], ['D', 'new', '', '', '', 'hello'])
  await next(...['A1', 'A2', 'A3', 'A4'].map((order): Row => [order, 'sent', '2026-11-20']))
  await decidePlan({ kind: 'reject', hash: (await world.head()).hold?.hash ?? '' }, settings, world.effects)
  const run = await next(['G', 'done'], ['F', 'sent'])
  return { world, run, shopSays: [] }
}

/** The numbers of each kind that a text tells, by the names that it gives them. */
const toldIn = (text: string) =>
  Object.fromEntries(
    Object.entries(waiting.leftOut).flatMap(([kind, name]) => {
      const told = [...Array(9).keys()].slice(1).filter((number) => new RegExp(`(?<!\\d)${name(number)}\\b`).test(text))
      return told.length === 0 ? [] : [[kind, told[0]]]
    }),
  )

const onPage = async (text: string) => {
  const { leftOut } = await textsIn('en')
  return Object.fromEntries(
    Object.entries(leftOut).flatMap(([kind, { title }]) => {
      const [, number] = new RegExp(`<h3>${title} <span class="count">(\\d+) orders?</span>`).exec(text) ?? []
      return number === undefined ? [] : [[kind, Number(number)]]
    }),
  )
}

describe('what is left out, kind by kind', () => {
  let world: World
  let run: string
  beforeAll(async () => {
    ;({ world, run } = await manyReasons())
  })
  const textOf = async (of: () => Promise<string>) => toldIn(await of())

  it('is counted by the plan', async () => expect(countLeftOut((await world.plan()).plan.leftOut)).toEqual(expected))

  it('is kept by the head and the report', async () => {
    expect((await world.head()).counts).toMatchObject({ kinds: expected, parked: 2, leftOut: 8 })
    const report = JSON.parse(String(world.store.bytes(pageKey(run).replace('.html', '.json'))))
    expect(report.leftOut).toEqual(expected)
  })

  it.each([
    ['the plan', async () => planText((await world.plan()).plan, await voiceIn())],
    [
      'the state',
      async () => statusText(await statusOf(settings, world.effects, { days: 1, runs: 1 }), '', await voiceIn()),
    ],
    [
      'the report',
      async () =>
        reportText(
          (await statusOf(settings, world.effects, { days: 1, runs: 1 })).runs[0] ?? expect.fail(),
          await voiceIn(),
          '',
        ),
    ],
    ['the check', async () => shopCheckText(await checkShop(settings, world.effects), await voiceIn())],
  ])('is told with the same numbers by %s', async (_, of) => expect(await textOf(of)).toEqual(expected))

  it('is told with the same numbers by the pages and the console', async () => {
    expect(await onPage(String(world.store.bytes(pageKey(run))))).toEqual(expected)
    const dry = await world.plan()
    expect(await onPage(await planPage({ settings, language: 'en', dry, at: '2026-11-24T10:00:00Z' }))).toEqual(
      expected,
    )
    const { get, close } = await openConsole([{ settings, effects: world.effects }])
    try {
      for (const view of ['', 'test']) expect(toldIn((await get(view)).text), view).toEqual(expected)
      expect(await onPage((await get('test/plan')).text)).toEqual(expected)
    } finally {
      await close()
    }
  })

  it('says of a status at its gate what it waits for, until when, and what happens then', async () => {
    const text = String(world.store.bytes(pageKey(run)))
    expect(text).toMatch(
      /Status: done <small>waits for Parcel number until 26 Nov 2026, 11:00 CET; then it waits for your decision/,
    )
  })
})
