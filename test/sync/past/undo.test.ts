import { describe, expect, it } from 'vitest'
import { applyUndo } from '../../../lib/sync/decisions/undo.ts'
import { planUndo, type UndoWord, undoRun } from '../../../lib/sync/past/undo.ts'
import { ledgerOf, lineOf, wanted } from '../../support/lines.ts'
import {
  createWorld,
  hourMs,
  noLimits,
  type Row,
  settingsOf,
  shown,
  simpleFeed,
  stateUpdate,
  type World,
} from '../../support/world.ts'

const settings = settingsOf({
  upgates: { notify: true },
  guard: noLimits,
  finalStatuses: ['cancelled'],
  statusOrder: ['new', 'sent', 'done'],
})
const changes = settingsOf({
  upgates: { notify: true },
  guard: noLimits,
  feeds: { orders: { ...simpleFeed, contents: 'changes' } },
})

const orders = ['A', 'B', 'C'].map((order_number) => ({ order_number, status: 'new' }))
const all = (status: string, tracking_code = ''): Row[] =>
  orders.map(({ order_number }) => [order_number, status, '', tracking_code])

interface Story extends World {
  /** the run that is to be taken back */
  readonly wrong: string
  undo(word?: Partial<UndoWord>): ReturnType<typeof planUndo>
  act(word?: Partial<UndoWord>): Promise<void>
}

/** A shop in which a run has set what an export wrongly said. */
async function story(rows: readonly Row[] = all('sent', 'T'), used = settings): Promise<Story> {
  const world = createWorld({ settings: used, orders })
  world.drop(all('new'))
  await world.run()
  world.drop(rows)
  const { run: wrong } = await world.run()
  const undo = (word: Partial<UndoWord> = {}) => planUndo({ run: wrong, orders: [], ...word }, used, world.effects)
  const act = async (word: Partial<UndoWord> = {}) => {
    const whole = { run: wrong, orders: [], ...word }
    await undoRun(await undo(word), whole, { ...world.effects, by: 'jana' })
  }
  return { ...world, wrong, undo, act }
}
const reasons = ({ leftOut }: Awaited<ReturnType<typeof planUndo>>) => leftOut.map(({ reason }) => reason)

describe('a run of several passes', () => {
  /** An export is dropped while the run works, so that it looks again, and again. */
  async function passes(...later: readonly (readonly Row[])[]) {
    const world = createWorld({ settings, orders })
    world.drop(all('new'))
    await world.run()
    world.drop(all('sent', 'T'))
    const waiting = [...later]
    const progress = (): void => {
      const rows = waiting.shift()
      if (rows !== undefined) world.drop(rows)
    }
    const { run } = await world.run({ progress })
    const undo = (word: Partial<UndoWord> = {}) =>
      planUndo({ run, orders: [], pin: true, ...word }, settings, world.effects)
    return { ...world, whole: run, undo }
  }

  it.each<[string, readonly (readonly Row[])[]]>([
    ['the same field by two passes', [all('done', 'T')]],
    ['another field by each of three', [all('done', 'T'), all('done', 'U')]],
  ])('is taken back as a whole, from what was there before the first: %s', async (_what, later) => {
    const world = await passes(...later)
    expect(world.shop.orders.get('A')?.status).toBe('done')
    const planned = await world.undo()
    expect(planned.undone.map(({ fields }) => [fields.status?.back, fields.tracking_code?.back])).toEqual(
      orders.map(() => ['new', '']),
    )
    expect(planned.mailed.map(({ status }) => status).toSorted()).toEqual([
      'done',
      'done',
      'done',
      'sent',
      'sent',
      'sent',
    ])
    await undoRun(planned, { run: world.whole, orders: [], pin: true }, world.effects)
    await world.run({ looksForDecisions: true })
    expect(orders.map(({ order_number }) => shown(world, order_number))).toEqual(
      orders.map(() => expect.objectContaining({ status: 'new', tracking_code: '' })),
    )
  })

  it('leaves the passes of another run alone, and one pass can be taken back alone', async () => {
    const world = await passes(all('done', 'T'))
    const [second = ''] = (await world.store.list('archive/')).flatMap(({ key }) => /[^/]+p02(?=\/)/.exec(key) ?? [])
    expect(second).toContain(world.whole.slice(-4))
    const planned = await world.undo({ run: second })
    expect(planned.undone.map(({ fields }) => fields)).toEqual(
      orders.map(() => ({ status: { set: 'done', back: 'sent' } })),
    )
    world.drop(all('done', 'V'))
    await world.run()
    expect((await world.undo()).leftOut.map(({ field }) => field)).toContain('tracking_code')
  })
})

describe('what a run has set', () => {
  it('is taken back in silence once the export is corrected, and is not set again', async () => {
    const world = await story()
    const mailed = world.shop.emails.length
    world.drop(all('new'))
    const plan = await world.undo()
    expect(plan.undone).toHaveLength(3)
    expect(plan.plan.changes.map(({ mails }) => mails)).toEqual([[], [], []])
    expect(plan.mailed).toMatchObject(
      orders.map(({ order_number }) => ({ order_number, status: 'sent', isSure: true })),
    )
    await world.act()
    const report = await world.run({ looksForDecisions: true })
    expect(report).toMatchObject({ accepted: 3, notified: 0 })
    expect(shown(world, 'A')).toMatchObject({ status: 'new', tracking_code: '' })
    expect(world.shop.emails).toHaveLength(mailed)
    expect((await world.run({ looksForDecisions: true })).outcome).toBe('idle')
  })

  it('is left alone where the export still says so, which names what to correct first', async () => {
    const world = await story()
    const plan = await world.undo()
    expect(plan.undone).toEqual([])
    expect(reasons(plan)[0]).toMatch(/^exports\/orders\/0002\.csv, record 1 still says so, and would set it again$/)
  })

  it('is pinned: the same word of the exports is not heard, and another one is', async () => {
    const world = await story()
    await world.act({ pin: true, orders: ['A'] })
    await world.run({ looksForDecisions: true })
    expect(shown(world, 'A')?.status).toBe('new')
    for (let round = 0; round < 3; round++) {
      world.drop(all('sent', 'T'))
      await world.run()
      expect(shown(world, 'A')).toMatchObject({ status: 'new', tracking_code: '' })
    }
    expect((await world.plan()).plan.changes).toEqual([])
    world.drop(all('done', 'T'))
    await world.run()
    expect(shown(world, 'A')).toMatchObject({ status: 'done', tracking_code: '' })
    world.drop(all('done', 'T2'))
    await world.run()
    expect(shown(world, 'A')?.tracking_code).toBe('T2')
  })

  it('needs no pin where an export says a thing once', async () => {
    const world = await story(all('sent'), changes)
    await world.act()
    await world.run({ looksForDecisions: true })
    expect(shown(world, 'B')?.status).toBe('new')
  })

  it('may mail its customers where a person says so', async () => {
    const world = await story()
    const mailed = world.shop.emails.length
    await world.act({ pin: true, notify: true })
    await world.run({ looksForDecisions: true })
    expect(world.shop.emails).toHaveLength(mailed + 3)
  })

  it('is taken back from a status that is final, and against the order of statuses', async () => {
    const world = await story(all('cancelled'))
    await world.act({ pin: true })
    await world.run({ looksForDecisions: true })
    expect(shown(world, 'C')?.status).toBe('new')
  })

  it('is taken back on the order-status API too, which cannot be asked what it shows', async () => {
    const old = settingsOf({ guard: noLimits, upgates: { ...stateUpdate.upgates, notify: true } })
    const world = await story(all('sent', 'T'), old)
    const mailed = world.shop.emails.length
    await world.act({ pin: true })
    await world.run({ looksForDecisions: true })
    expect(shown(world, 'A')).toMatchObject({ status: 'new', tracking_code: '' })
    expect(world.shop.emails).toHaveLength(mailed)
  })

  it('can be taken back itself', async () => {
    const world = await story()
    await world.act({ pin: true })
    const { run } = await world.run({ looksForDecisions: true })
    await world.act({ run, pin: true })
    await world.run({ looksForDecisions: true })
    expect(shown(world, 'A')).toMatchObject({ status: 'sent', tracking_code: 'T' })
  })

  it.each<[string, (world: Story) => Promise<unknown>, RegExp]>([
    [
      'a later run has set something else',
      async (world) => {
        world.drop(all('done', 'T'))
        await world.run()
      },
      /^it has been changed since, to "done"/,
    ],
    [
      'a newer export says something else',
      async (world) => world.drop(all('done', 'T')),
      /0003\.csv, record \d says "done" by now/,
    ],
    [
      'it was taken back already',
      async (world) => {
        await world.act({ pin: true })
        await world.run({ looksForDecisions: true })
      },
      /^it is as it was before already$/,
    ],
  ])('is left out where %s', async (_what, meanwhile, reason) => {
    const world = await story()
    await meanwhile(world)
    const plan = await world.undo({ pin: true })
    expect(plan.leftOut.filter(({ field }) => field === 'status').map((one) => one.reason)).toEqual(
      Array(3).fill(expect.stringMatching(reason)),
    )
  })

  it('is not what the shop refused, nor another order, and a run that sent nothing cannot be taken back', async () => {
    const world = await story([
      ['A', 'nonsense'],
      ['B', 'sent'],
    ])
    const plan = await world.undo({ pin: true, orders: ['A', 'X'] })
    expect(plan.leftOut).toEqual([
      { order_number: 'X', reason: 'the run sent nothing about it' },
      { order_number: 'A', field: 'status', set: 'nonsense', reason: 'the shop did not take it' },
    ])
    await expect(world.undo({ run: '20260101T000000Z-none' })).rejects.toThrow(
      'its archive holds nothing that it had sent',
    )
  })

  it('is left alone where somebody has set something else in the shop since, whatever the field', async () => {
    const looks = settingsOf({ upgates: { notify: true }, guard: noLimits, verify: 'status' })
    const world = await story(all('sent', 'T'), looks)
    await world.act({ pin: true })
    world.shop.administer('POST', 'A', { tracking_code: 'BY HAND' })
    world.shop.administer('POST', 'B', { status: 'done' })
    const report = await world.run({ looksForDecisions: true })
    expect(shown(world, 'A')).toMatchObject({ status: 'new', tracking_code: 'BY HAND' })
    expect(shown(world, 'B')).toMatchObject({ status: 'done', tracking_code: '' })
    const told = report.problems.filter(({ subject }) => ['A', 'B'].includes(subject))
    expect(told.map(({ message }) => message)).toEqual(
      Array(2).fill(expect.stringMatching(/: somebody has changed it since, and it is not taken back\.$/)),
    )
    const { changes: planned, leftOut } = (await world.plan(looks)).plan
    expect([planned, leftOut.filter(({ kind }) => kind !== 'pinned')]).toEqual([[], []])
  })

  it('faces the guard, and its approval', async () => {
    const strict = settingsOf({ guard: { ...noLimits, orders: 2 } })
    const world = await story(all('sent'), settings)
    await world.act({ pin: true })
    expect(await world.run({ looksForDecisions: true }, strict)).toMatchObject({ outcome: 'held', requests: 0 })
    expect(shown(world, 'A')?.status).toBe('sent')
    await world.run({}, settings)
    expect(shown(world, 'A')?.status).toBe('new')
  })

  it('was set also where the answer was lost and the shop showed it', async () => {
    const world = createWorld({ settings, orders })
    world.drop(all('new'))
    await world.run()
    world.drop(all('sent'))
    world.shop.fault({ kind: 'lose answer' }, 1)
    const { run } = await world.run()
    world.clock.advance(hourMs)
    await world.run()
    const plan = await planUndo({ run, orders: [], pin: true }, settings, world.effects)
    expect(plan.undone).toHaveLength(3)
  })

  it('survives a run that dies at any of its writes: nobody is mailed, and it is taken back once', async () => {
    for (let nth = 1; nth <= 12; nth++) {
      const world = await story()
      const mailed = world.shop.emails.length
      await world.act({ pin: true })
      let writes = 0
      const { store } = world.effects
      const { put } = store
      Object.assign(store, {
        put: async (...args: Parameters<typeof put>) => {
          if (++writes >= nth) throw new Error('killed')
          return put(...args)
        },
      })
      await world.run({ looksForDecisions: true }).catch(() => undefined)
      Object.assign(store, { put })
      world.clock.advance(hourMs)
      for (let round = 0; round < 3; round++) {
        await world.run({ looksForDecisions: true })
        world.clock.advance(hourMs)
      }
      expect([nth, shown(world, 'A')?.status, shown(world, 'A')?.tracking_code]).toEqual([nth, 'new', ''])
      expect(world.shop.emails, String(nth)).toHaveLength(mailed)
      world.drop(all('sent', 'T'))
      await world.run()
      expect([nth, shown(world, 'A')?.status]).toEqual([nth, 'new'])
    }
  })
})

describe('an undo on the ledger', () => {
  const at = '2026-11-24T10:00:00.000Z'
  const undone = [{ order_number: 'A', fields: { status: { set: 'sent', back: 'new' } } }]
  const word = { of: '20261124T090000Z-runs', at, undone }

  it.each([
    ['wants back what the shop still has', lineOf({ acknowledged: { status: 'sent' } }), 'new'],
    ['leaves alone what is otherwise by now', lineOf({ acknowledged: { status: 'done' } }), undefined],
    [
      'leaves alone what the exports want otherwise',
      lineOf({ acknowledged: { status: 'sent' }, wanted: { status: wanted('done') } }),
      'done',
    ],
    ['leaves alone what is back', lineOf({ acknowledged: { status: 'new' } }), undefined],
  ])('%s', (_what, line, value) => {
    const ledger = ledgerOf(line)
    applyUndo(word, ledger)
    expect(ledger.get('A')?.wanted?.status?.value).toBe(value)
  })

  it('knows no order by itself', () => {
    const ledger = ledgerOf()
    expect(applyUndo(word, ledger)).toBe(0)
    expect(ledger.size).toBe(0)
  })
})

it('does not go over what somebody has set in the shop since, also where the export says it again', async () => {
  const looking = settingsOf({ upgates: { notify: true }, guard: noLimits, verify: 'status' })
  const world = await story([['A', 'sent'], ['B'], ['C']], looking)
  world.drop(all('new'))
  world.shop.administer('POST', 'A', { status: 'cancelled' })
  await world.act()
  expect(await world.run({ looksForDecisions: true })).toMatchObject({
    accepted: 0,
    edited: 1,
    problems: [{ kind: 'edited' }],
  })
  world.drop(all('new', 'T2'))
  await world.run()
  expect(shown(world, 'A')).toMatchObject({ status: 'cancelled', tracking_code: 'T2' })
  expect(world.shop.emails).toHaveLength(1)
})

it('for good is adopted with everything that the exports say', async () => {
  const world = await story(undefined, changes)
  await world.act({ pin: true })
  await world.run({ looksForDecisions: true })
  expect(await world.run({ adopt: true })).toMatchObject({ adopted: 3, requests: 0 })
  expect(await world.line('A')).toMatchObject({ acknowledged: { status: 'sent', tracking_code: 'T' } })
  expect((await world.line('A'))?.pinned).toBeUndefined()
  // the exports are heard again
  world.drop([['A', 'new']])
  expect(await world.run()).toMatchObject({ accepted: 1 })
})
