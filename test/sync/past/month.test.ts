import { describe, expect, it } from 'vitest'
import { ledgerCsv, ledgerSums } from '../../../lib/print/ledger.ts'
import { decidePlan } from '../../../lib/sync/decisions/commands.ts'
import { monthLedger } from '../../../lib/sync/past/month.ts'
import { voiceIn } from '../../support/voice.ts'
import { createWorld, hourMs, noLimits, type Row, settingsOf, type World } from '../../support/world.ts'

const voice = await voiceIn()

const settings = settingsOf({ upgates: { notify: ['sent'] }, guard: noLimits })
const numbers = ['A', 'B', 'C']
const orders = numbers.map((order_number) => ({ order_number, status: 'new' }))
const all = (status: string, note = ''): Row[] => numbers.map((number) => [number, status, '', '', '', note])

async function adopted(used = settings): Promise<World> {
  const world = createWorld({ settings: used, orders })
  world.drop(all('new'))
  await world.run()
  return world
}
const ledgerOf = (world: World, month = '2026-11') => monthLedger(month, world.effects)

describe('the ledger of a month', () => {
  it('says what was set, when, because of which record, whom it mailed, and who approved it', async () => {
    const strict = settingsOf({ upgates: { notify: ['sent'] }, guard: { ...noLimits, orders: 1 } })
    const world = await adopted(strict)
    world.drop(all('sent'))
    const { hold } = await world.run()
    await decidePlan({ kind: 'approve', hash: hold?.hash ?? '' }, strict, { ...world.effects, by: '=Jana' })
    const { run } = await world.run()
    const ledger = await ledgerOf(world)
    expect(ledger).toMatchObject({
      sums: { runs: 1, orders: 3, mailed: 3 },
      reported: { runs: 1, orders: 3, mailed: 3 },
      differences: [],
    })
    expect(ledger.rows[1]).toMatchObject({
      order_number: 'B',
      field: 'status',
      before: 'new',
      after: 'sent',
      mails: true,
      run,
    })
    const [header, first = ''] = ledgerCsv(ledger).split('\r\n')
    expect(header).toBe('set_at;order_number;field;before;after;export;record;mailed;approved_by;decision;run')
    expect(first).toMatch(
      /^2026-11-24T10:00:0\d\.\d{3}Z;A;status;new;sent;exports\/orders\/0002\.csv;1;yes;'=Jana;\S+-approve;20261124T/,
    )
    expect(ledgerSums(ledger, voice)).toEqual([
      '2026-11: 3 values set in 3 orders by 1 run, 3 customers mailed.',
      'The reports of the runs say the same.',
    ])
    expect((await ledgerOf(world, '2026-10')).rows).toEqual([])
  })

  it('counts no run that has set nothing', async () => {
    const world = await adopted()
    world.drop(all('nobody knows'))
    expect(await world.run()).toMatchObject({ rejected: 3 })
    world.drop(all('sent'))
    await world.run()
    const { sums, reported } = await ledgerOf(world)
    expect(sums).toEqual({ runs: 1, orders: 3, mailed: 3 })
    expect(reported).toEqual(sums)
  })

  it.each<[string, (world: World) => void | Promise<void>]>([
    ['all is well', () => undefined],
    [
      'an order is refused',
      (world) =>
        world.drop([
          ['A', 'nonsense'],
          ['B', 'sent'],
          ['C', 'new'],
        ]),
    ],
    ['a custom field is skipped', (world) => world.drop(all('new', 'a note'))],
    ['an answer is lost', (world) => world.shop.fault({ kind: 'lose answer' }, 1)],
    ['a request is lost', (world) => world.shop.fault({ kind: 'lose request' }, 1)],
    [
      'the server fails after it has processed',
      (world) => world.shop.fault({ kind: 'garble', body: '', status: 500 }, 1),
    ],
    ['the server fails again and again', (world) => world.shop.fault({ kind: 'answer', status: 500 }, 4)],
    ['a batch is refused', (world) => world.shop.fault({ kind: 'answer', status: 400 }, 1)],
    ['a gateway gives up', (world) => world.shop.fault({ kind: 'garble', body: '', status: 504 }, 1)],
    ['an order is left out', (world) => world.shop.fault({ kind: 'leave out' }, 1)],
  ])('counts what the reports count where %s', async (_what, happen) => {
    const metas = _what.includes('custom field') ? [] : ['note']
    const world = createWorld({ settings, orders, shop: { metas } })
    world.drop(all('new'))
    await world.run()
    world.drop(all('sent'))
    await happen(world)
    for (let round = 0; round < 4; round++) {
      await world.run()
      world.clock.advance(hourMs)
    }
    const { sums, reported, differences } = await ledgerOf(world)
    expect(differences).toEqual([])
    expect([sums.orders, sums.mailed]).toEqual([reported.orders, reported.mailed])
  })

  it('tells of runs that died before they could report', async () => {
    const world = await adopted()
    world.drop(all('sent'))
    const { put } = world.store
    let failing = false
    Object.assign(world.store, {
      put: async (...args: Parameters<typeof put>) => {
        if (failing || args[0].startsWith('state/snapshots/')) {
          failing = true
          throw new Error('killed')
        }
        return put(...args)
      },
    })
    await world.run().catch(() => undefined)
    Object.assign(world.store, { put })
    world.clock.advance(hourMs)
    await world.run()
    const ledger = await ledgerOf(world)
    expect(ledger.sums).toMatchObject({ orders: 3, mailed: 3 })
    expect(ledger.unreported).toHaveLength(1)
    expect(ledgerSums(ledger, voice)[1]).toContain('1 run left no readable report')
  })
})
