import { describe, expect, it } from 'vitest'
import { decidePlan } from '../../lib/sync/decisions/commands.ts'
import { readDecisions } from '../../lib/sync/decisions/decisions.ts'
import { dismissExport } from '../../lib/sync/decisions/dismiss.ts'
import { decisionsSince, undoDecision } from '../../lib/sync/decisions/undo-decision.ts'
import { dryRun } from '../../lib/sync/dry-run.ts'
import { planUndo, undoRun } from '../../lib/sync/past/undo.ts'
import {
  createWorld,
  csvOf,
  hourMs,
  minuteMs,
  noLimits,
  type Row,
  settingsOf,
  shown,
  simpleFeed,
  type World,
} from '../support/world.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `N${index}`)
const ordersOf = (count: number) => numbers(count).map((order_number) => ({ order_number, status: 'new' }))
const rowsOf = (count: number, status: string) => numbers(count).map((order): Row => [order, status])
const deciding = { looksForDecisions: true }

/** A run that has found the decisions that there are; a person decides right before it makes its end durable. */
async function runWhile(world: World, act: () => Promise<unknown>) {
  const { put } = world.store
  let isOver = false
  const store = {
    ...world.store,
    async put(...args: Parameters<typeof put>) {
      if (!isOver && args[0] === 'state/head.json') {
        isOver = true
        world.clock.advance(1000)
        await act()
      }
      return put(...args)
    },
  }
  const before = world.store.put
  Object.assign(world.store, { put: store.put })
  const report = await world.run(deciding)
  Object.assign(world.store, { put: before })
  expect(isOver).toBe(true)
  return report
}

/** An export that is held: of more orders than the guard lets pass, or of an allowance. */
async function held(count: number, limits = { hour: 1000, day: 1000 }) {
  const settings = settingsOf({ guard: { ...noLimits, orders: 1 } })
  const world = createWorld({ settings, orders: ordersOf(count), shop: { limits } })
  world.drop(rowsOf(count, 'new'))
  await world.run()
  world.drop(rowsOf(count, 'sent'))
  const { hold } = await world.run()
  const decide = (kind: 'approve' | 'reject') => decidePlan({ kind, hash: hold?.hash ?? '' }, settings, world.effects)
  const sent = () => [...world.shop.orders.values()].filter(({ status }) => status === 'sent').length
  return { settings, world, decide, sent }
}

describe('a second word about a held plan, while a run acts on the first', () => {
  it('approves what it has rejected', async () => {
    const { world, decide, sent } = await held(3)
    await decide('reject')
    await runWhile(world, () => decide('approve'))
    expect(sent()).toBe(0)
    expect(await world.run(deciding)).toMatchObject({ problems: [], accepted: 3 })
  })

  it('rejects what is left of what it has approved', async () => {
    const { world, decide, sent } = await held(350, { hour: 3, day: 1000 })
    await decide('approve')
    await runWhile(world, () => decide('reject'))
    const first = sent()
    expect(first).toBeGreaterThan(0)
    expect(first).toBeLessThan(350)
    for (let runs = 0; runs < 3; runs++) {
      world.clock.advance(hourMs)
      expect((await world.run(deciding)).problems.filter(({ kind }) => kind === 'decision')).toEqual([])
    }
    expect(sent()).toBe(first)
    expect((await world.store.list('state/holds/')).length).toBe(0)
  })
})

describe('a decision that is taken back while a run acts on it', () => {
  const feeds = { orders: { ...simpleFeed, contents: 'changes' } }
  const isTakenBack = async (world: World, id: string) =>
    (await decisionsSince('', world.effects)).find((one) => one.id === id)?.became === 'taken back'

  it('a rejection of what no run had read before: the value goes out, for no export says it again', async () => {
    const settings = settingsOf({ guard: noLimits, feeds })
    const world = createWorld({ settings, orders: ordersOf(3) })
    world.drop(`${csvOf(rowsOf(2, 'new'))}\r\n`)
    await world.run()
    world.drop(csvOf([['N0', 'sent']]))
    const { plan } = await dryRun(settings, world.effects, {})
    const { id } = await decidePlan({ kind: 'reject', hash: plan.hash }, settings, world.effects)
    await runWhile(world, () => undoDecision(id, settings, world.effects))
    await world.run(deciding)
    expect(shown(world, 'N0')?.status).toBe('sent')
    expect(await isTakenBack(world, id)).toBe(true)
  })

  it('a dismissal: the export is looked at again', async () => {
    const world = createWorld({ orders: ordersOf(3) })
    const settings = settingsOf()
    world.drop(rowsOf(3, 'new'))
    await world.run()
    world.drop('<html>login</html>')
    await world.run()
    await dismissExport('exports/orders/0002.csv', settings, world.effects)
    const [decision] = await decisionsSince('', world.effects)
    await runWhile(world, () => undoDecision(decision?.id ?? '', settings, world.effects))
    expect((await world.head()).feeds.orders?.refused).toBeUndefined()
    await world.run(deciding)
    expect((await world.head()).feeds.orders?.refused?.key).toBe('exports/orders/0002.csv')
    expect(await isTakenBack(world, decision?.id ?? '')).toBe(true)
  })

  it.each<[string, (given: Awaited<ReturnType<typeof held>>) => Promise<unknown>]>([
    ['an approval of which everything was posted', ({ decide }) => decide('approve')],
    [
      'of a run that is taken back',
      async ({ world, settings, decide }) => {
        await decide('approve')
        const { run } = await world.run(deciding)
        world.clock.advance(minuteMs)
        const word = { run, orders: [] }
        await undoRun(await planUndo(word, settings, world.effects), word, world.effects)
      },
    ],
  ])('%s: it is told that it came too late', async (_what, act) => {
    const given = await held(1 + 1)
    const { world, settings } = given
    await act(given)
    const [waiting] = await decisionsSince('', world.effects)
    const id = waiting?.id ?? ''
    await runWhile(world, () => undoDecision(id, settings, world.effects))
    const { problems } = await world.run(deciding)
    expect(problems).toMatchObject([{ kind: 'decision', subject: id }])
    expect(problems[0]?.message).toContain('was not taken back: a run had acted on it by then')
    expect(await isTakenBack(world, id)).toBe(false)
    expect((await readDecisions(world.store)).decisions).toEqual([])
  })
})
