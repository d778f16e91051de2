import { describe, expect, it } from 'vitest'
import { historyText } from '../../lib/print/history.ts'
import { planJson } from '../../lib/print/json.ts'
import { planText } from '../../lib/print/plan.ts'
import { reportText } from '../../lib/print/report.ts'
import { statusText } from '../../lib/print/status.ts'
import { historyOf } from '../../lib/sync/history.ts'
import { statusOf } from '../../lib/sync/status.ts'
import { voiceIn } from '../support/voice.ts'
import { createWorld, hourMs, settingsOf } from '../support/world.ts'

const voice = await voiceIn()

/** Texts that would like to be more than texts. */
const wild = [
  '\u001b[2J\u001b]0;owned\u0007',
  '\u009b31m red',
  '<script>alert(1)</script>',
  '=HYPERLINK("http://a.test";"x")',
  '../../state/head',
  '\u202Egnihtemos',
  '__proto__',
  'constructor',
]
const named = settingsOf({
  feeds: {
    orders: {
      contents: 'full',
      format: { type: 'json', records: 'orders' },
      fields: {
        order_number: 'order_number',
        tracking_code: 'code',
        status: 'status',
        metas: { constructor: 'note', ['__proto__']: 'note' },
      },
    },
  },
})

const exportOf = (status: string, prefix = '') =>
  JSON.stringify({
    orders: wild.map((text, index) => ({ order_number: text, code: `${prefix}${text}`, status, note: `n${index}` })),
  }).replace('"orders"', '"__proto__":{"polluted":true},"orders"')

describe('texts from an ERP or the shop stay texts', () => {
  it('in everything that is printed and written', async () => {
    const world = createWorld({
      settings: named,
      orders: wild.map((order_number) => ({ order_number, status: 'new' })),
      shop: { statuses: ['new', 'sent'], metas: ['constructor'] },
    })
    world.drop(exportOf('new'), '0001.json')
    await world.run()
    world.drop(exportOf('sent', 'T '), '0002.json')
    const dry = await world.plan()
    const report = await world.run()
    world.clock.advance(hourMs)
    const printed = [
      planText(dry.plan, voice),
      reportText(report, voice, 'archive/'),
      statusText(await statusOf(named, world.effects, { days: 1, runs: 5 }), 'test', voice),
      ...(await Promise.all(wild.map(async (number) => historyText(await historyOf(world.effects, number, 1), voice)))),
    ].join('\n')
    expect(printed).toContain('__proto__')
    expect(printed).not.toMatch(/(?!\n)\p{C}/u)
    expect(report).toMatchObject({ outcome: 'done', unknown: 0 })
    expect(JSON.parse(JSON.stringify(planJson(dry)))).toMatchObject({ hash: dry.plan.hash })
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    const keys = (await world.store.list('')).map(({ key }) => key)
    expect(keys.filter((key) => !/^(exports|state|archive|runs)\/[\w./-]+$/.test(key) || key.includes('..'))).toEqual(
      [],
    )
  })

  it('and an order called like a property of every object is an order like any other', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
    const world = createWorld({ orders: names.map((order_number) => ({ order_number, status: 'new' })) })
    world.drop(names.map((name) => [name, 'new']))
    expect(await world.run()).toMatchObject({ adopted: 4 })
    world.drop(names.map((name) => [name, 'sent']))
    expect(await world.run()).toMatchObject({ outcome: 'done', planned: 4, accepted: 4 })
    expect(names.map((name) => world.shop.orders.get(name)?.status)).toEqual(['sent', 'sent', 'sent', 'sent'])
    world.drop(names.map((name) => [name, 'toString']))
    expect(await world.run()).toMatchObject({ rejected: 4 })
  })
})
