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

/** A run in which a person decides right before it does one thing in its store: the n-th, or the first of this name. */
async function runWhile(world: World, act: () => Promise<unknown>, at: number | string = 'put state/head.json') {
  const { store } = world
  const { get, put, list, delete: remove } = store
  const before = { get, put, list, delete: remove }
  let calls = 0
  let met: string | undefined
  const meeting =
    <T extends readonly unknown[], R>(verb: string, effect: (...args: T) => Promise<R>) =>
    async (...args: T): Promise<R> => {
      const name = `${verb} ${args[0]}`
      if (met === undefined && (++calls === at || name === at)) {
        met = name
        world.clock.advance(1000)
        await act()
      }
      return effect(...args)
    }
  Object.assign(store, {
    get: meeting('get', get),
    put: meeting('put', put),
    list: meeting('list', list),
    delete: meeting('delete', remove),
  })
  const report = await world.run(deciding)
  Object.assign(store, before)
  return { met, report }
}

type Word = 'approve' | 'approve quietly' | 'reject'

/** An export that changes more orders than the guard lets pass: it is held. */
async function held(count: number, { upgates = {}, shop = {} }: { upgates?: object; shop?: object } = {}) {
  const settings = settingsOf({ upgates, guard: { ...noLimits, orders: 1 } })
  const world = createWorld({ settings, orders: ordersOf(count), shop })
  world.drop(rowsOf(count, 'new'))
  await world.run()
  world.drop(rowsOf(count, 'sent'))
  const hash = (await world.run()).hold?.hash ?? ''
  const decide = (word: Word) => {
    const kind = word === 'reject' ? word : 'approve'
    return decidePlan({ kind, hash, quiet: word === 'approve quietly' }, settings, world.effects)
  }
  const sent = () => [...world.shop.orders.values()].filter(({ status }) => status === 'sent').length
  return { settings, world, decide, sent }
}

describe('a second word about a held plan counts, whenever it comes while a run acts on the first', () => {
  const mails = { upgates: { notify: true } }

  it.each<[Word, Word, number, number]>([
    ['reject', 'approve', 3, 3],
    ['reject', 'approve quietly', 3, 0],
    ['approve', 'reject', 0, 0],
    ['approve quietly', 'reject', 0, 0],
    ['approve', 'approve quietly', 3, 0],
    ['approve quietly', 'approve', 3, 3],
  ])('%s, then %s', async (first, second, sent, mailed) => {
    let calls = 0
    for (let met: string | undefined = ''; met !== undefined; calls++) {
      const { world, decide, sent: sentNow } = await held(3, mails)
      await decide(first)
      // nothing leaves before the second word
      world.shop.fault({ kind: 'answer', status: 429, headers: { 'retry-after': '600' } }, 1)
      met = (await runWhile(world, () => decide(second), calls + 1)).met
      if (met === undefined) break
      for (let runs = 0; runs < 3; runs++) {
        world.clock.advance(hourMs)
        await world.run(deciding)
      }
      expect([met, sentNow(), world.shop.emails.length]).toEqual([met, sent, mailed])
    }
    expect(calls).toBeGreaterThan(15)
  })

  it('also about what is left of a plan of which the most has gone out', async () => {
    const { world, decide, sent } = await held(350, { shop: { limits: { hour: 3, day: 1000 } } })
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
