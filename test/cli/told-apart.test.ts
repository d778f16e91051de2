import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { InitialOrder } from '../../lib/simulator/model.ts'
import { orderSync } from '../support/cli.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'
import type { Row } from '../support/world.ts'

const open: ShopFolder[] = []
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
})

const orders: readonly InitialOrder[] = ['O1', 'O2'].map((order_number) => ({ order_number, status: 'new' }))
const both = (status: string): Row[] => orders.map(({ order_number }) => [order_number, status])

async function shopOf(changes: object = {}): Promise<ShopFolder> {
  const shop = await createShopFolder(orders)
  open.push(shop)
  const settings = JSON.parse(readFileSync(shop.settingsFile, 'utf8'))
  shop.settings({ ...settings, ...changes })
  return shop
}

/** A shop that has adopted, and then posted what a second export says. */
async function posted(changes: object = {}): Promise<ShopFolder> {
  const shop = await shopOf(changes)
  shop.drop(both('new'), '1.csv')
  await shop.cli('run')
  shop.drop(both('sent'), '2.csv')
  await shop.cli('run')
  return shop
}

describe('an order that somebody has edited in the shop', () => {
  async function edited(): Promise<ShopFolder> {
    const shop = await posted()
    shop.shop.administer('POST', 'O1', { status: 'new' })
    shop.drop(both('done'), '3.csv')
    return shop
  }

  it('is not told as parked after a refusal', async () => {
    const { cli } = await edited()
    const { out } = await cli('run')
    expect(out).toContain('1 order edited in the shop, for a person to decide about')
    expect(out).not.toContain('parked')
    const status = (await cli('status')).out
    expect(status).toContain('0 pending, 0 held.\n1 order edited in the shop, for a person to decide about.')
    expect((await cli('check')).out).toContain(
      '0 pending, 0 held.\n1 order edited in the shop, for a person to decide about.',
    )
  })

  it('is told as accepted once a person has, and not as rejected', async () => {
    const { cli } = await edited()
    await cli('run')
    await cli('accept', 'O1')
    await cli('run')
    const { out } = await cli('plan')
    expect(out).toContain('O1 status = done: a person has accepted what somebody has set in the shop')
    expect(out).not.toContain('rejected')
    expect((await cli('status')).out).not.toContain('edited in the shop')
  })
})

describe('what a person has pinned', () => {
  it('is told by plan and status as long as it is', async () => {
    const { cli, drop } = await posted()
    const run = JSON.parse((await cli('status', '--json')).out).runs[0].run
    await cli('undo', run, 'O1', '--pin', '--yes')
    await cli('run')
    expect((await cli('plan')).out).toMatch(/O1 status = sent: a person has taken it back and pinned that/)
    expect((await cli('status')).out).toMatch(/Taken back and pinned.*\n {2}O1: status = sent/)
    drop(both('done'), '3.csv')
    await cli('run')
    expect((await cli('plan')).out).not.toContain('pinned')
    expect((await cli('status')).out).not.toContain('pinned')
  })
})

describe('what a run will ask the shop first', () => {
  it.each<[string, object, string, RegExp]>([
    ['of changed statuses', {}, 'sent', /The run reads 2 of these orders in the shop first \("verify"\)/],
    ['of nothing', { verify: 'never' }, 'sent', /The guard lets it pass\.\nPlan \w+$/],
  ])('is told by plan: %s', async (_what, changes, status, expected) => {
    const shop = await shopOf(changes)
    shop.drop(both('new'), '1.csv')
    await shop.cli('run')
    shop.drop(both(status), '2.csv')
    expect((await shop.cli('plan')).out.trim()).toMatch(expected)
  })

  it('is told by plan where the first run asks for everything', async () => {
    const shop = await shopOf({ firstRun: 'shop' })
    shop.drop(both('sent'), '1.csv')
    const { out } = await shop.cli('plan')
    expect(out).toContain(
      'a run asks the shop first what it shows of 2 orders ("firstRun": "shop"), and posts the difference',
    )
    expect(out).not.toContain('Nothing to change')
  })
})

describe('what the last run has said', () => {
  it('is not repeated by status once it is over', async () => {
    const shop = await posted()
    shop.drop(both('done'), '3.csv')
    const wrong = (...words: string[]) =>
      orderSync([...words, '--settings', shop.settingsFile, '--folder', join(shop.folder, 'data')], {
        UPGATES_API_KEY: 'wrong-key',
      })
    await wrong('run')
    expect((await shop.cli('status')).out).toMatch(/^Blocked since/m)
    await shop.cli('unblock')
    const said = (await shop.cli('status')).out
    expect(said).not.toMatch(/^ {2}(denied|failing):/m)
  })
})

describe('check', () => {
  it.each<[string, object, Record<string, string>, string | undefined]>([
    ['slack without its secret', { type: 'slack' }, {}, 'The channel "slack" tells nobody: its secret is not there.'],
    ['slack with it', { type: 'slack' }, { ORDER_SYNC_ALERT_SLACK: 'https://example.cz/x' }, undefined],
    ['slack with something else', { type: 'slack' }, { ORDER_SYNC_ALERT_SLACK: 'xoxb-1' }, 'is not an address'],
    ['teams without its secret', { type: 'teams', name: 'ops' }, {}, 'The channel "ops" tells nobody'],
    [
      'a webhook without its secret',
      { type: 'webhook', url: 'https://example.cz/' },
      {},
      'The channel "webhook" tells nobody',
    ],
    ['e-mail that nobody sends', { type: 'email', to: ['a@example.cz'] }, {}, 'it needs "smtp", "from" and "to"'],
    [
      'e-mail without its password',
      { type: 'email', to: ['a@example.cz'], from: 'b@example.cz', smtp: 'smtps://user@mail.example.cz' },
      {},
      'The channel "email" tells nobody: its secret is not there.',
    ],
    [
      'e-mail that needs none',
      { type: 'email', to: ['a@example.cz'], from: 'b@example.cz', smtp: 'smtp://mail.example.cz' },
      {},
      undefined,
    ],
  ])('tells of a channel that can tell nobody: %s', async (_what, channel, environment, expected) => {
    const shop = await posted({ alerts: { channels: [channel] } })
    const { code, out } = await orderSync(
      ['check', '--settings', shop.settingsFile, '--folder', join(shop.folder, 'data')],
      { UPGATES_API_KEY: 'canary-key-f00d', ...environment },
    )
    expect(out).not.toContain('xoxb-1')
    if (expected === undefined) expect([code, out]).toEqual([0, expect.stringContaining('All is there')])
    else expect([code, out]).toEqual([4, expect.stringContaining(expected)])
  })
})
