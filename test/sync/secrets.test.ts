import { describe, expect, it } from 'vitest'
import { historyText } from '../../lib/print/history.ts'
import { planJson } from '../../lib/print/json.ts'
import { planText } from '../../lib/print/plan.ts'
import { reportText } from '../../lib/print/report.ts'
import { statusText } from '../../lib/print/status.ts'
import type { Fault } from '../../lib/simulator/model.ts'
import { historyOf } from '../../lib/sync/history.ts'
import { statusOf } from '../../lib/sync/status.ts'
import { runSync } from '../../lib/sync/sync.ts'
import { createShop } from '../../lib/upgates/create.ts'
import { NoAnswer } from '../../lib/upgates/shop.ts'
import { voiceIn } from '../support/voice.ts'
import { createWorld, hourMs, type Row, settingsOf, stateUpdate } from '../support/world.ts'

const voice = await voiceIn()

const key = 'canary/key+f00d=ž"'
const login = '12345678'
const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** Everything that would give the key away. */
const forms = [
  key,
  base64(key),
  base64(`${login}:${key}`),
  base64(key).replace(/=+$/, ''),
  encodeURIComponent(key),
  JSON.stringify(key).slice(1, -1),
]
const basic = base64(`${login}:${key}`)

/** Answers of a careless shop or proxy, which say back what they were told. */
const echoes = `{"error":"no login for ${JSON.stringify(key).slice(1, -1)} (Basic ${basic}, ${encodeURIComponent(key)})"}`
const faults: readonly (readonly [string, Fault])[] = [
  ['a refused login', { kind: 'answer', status: 401, body: echoes }],
  ['a forbidden login', { kind: 'answer', status: 403, body: echoes }],
  ['a refused batch', { kind: 'answer', status: 400, body: echoes }],
  ['a batch too large', { kind: 'answer', status: 413, body: echoes }],
  ['a used-up allowance', { kind: 'answer', status: 429, body: echoes, headers: { 'retry-after': key } }],
  ['a failing server', { kind: 'answer', status: 503, body: echoes, headers: { 'x-echo': basic } }],
  [
    'a moved shop',
    {
      kind: 'answer',
      status: 301,
      body: echoes,
      headers: { location: `https://a.test/?key=${encodeURIComponent(key)}` },
    },
  ],
  ['an unreadable answer', { kind: 'garble', body: `<html>${key}</html>` }],
  [
    'a readable answer of a wrong shape',
    { kind: 'garble', body: JSON.stringify({ orders: [{ order_number: key, code: basic }] }) },
  ],
  [
    'an answer about an order that was not sent',
    { kind: 'garble', body: JSON.stringify({ success: true, errors: [{ order_number: key, message: basic }] }) },
  ],
  ['a lost answer', { kind: 'lose answer' }],
  ['a lost request', { kind: 'lose request' }],
]

const apis = [
  ['v2', { login }],
  ['state-update', stateUpdate.upgates],
] as const

const cases = apis.flatMap(([api, upgates]) => faults.map(([name, fault]) => [api, name, upgates, fault] as const))
const rows = (state: string): Row[] => [
  ['O1', state],
  ['O2', state],
]

describe('the key is in no output', () => {
  it.each(cases)('of %s after %s', async (_api, _name, upgates, fault) => {
    const settings = settingsOf({ upgates })
    const world = createWorld({ settings, orders: [{ order_number: 'O1' }, { order_number: 'O2' }] })
    world.apiKey.current = { value: key, version: '7' }
    const told: string[] = []
    const tell = (value: unknown): void =>
      void told.push(typeof value === 'string' ? value : JSON.stringify(value, null, 2))
    world.drop(rows('new'))
    tell(await world.run())
    world.shop.fault(fault, 12)
    for (const state of ['sent', 'done']) {
      world.drop(rows(state))
      const dry = await world.plan()
      tell(planText(dry.plan, voice))
      tell(planJson(dry))
      const report = await world.run()
      tell(report)
      tell(reportText(report, voice, 'archive/'))
      world.clock.advance(hourMs)
    }
    tell(statusText(await statusOf(settings, world.effects, { days: 3, runs: 10 }), 'test', voice))
    tell(historyText(await historyOf(world.effects, 'O1', 30), voice))
    for (const { key: name } of await world.store.list('')) tell(`${name} ${String(world.store.bytes(name))}`)
    tell(world.warnings)
    expect(await world.store.list('archive/')).not.toEqual([])
    expect(told.some((text) => text.includes('[redacted]'))).toBe(true)
    for (const form of forms) expect(told.filter((text) => text.includes(form))).toEqual([])
  })

  it.each(apis)('of %s where the network quotes the request in its error', async (_api, upgates) => {
    const settings = settingsOf({ upgates })
    const world = createWorld({ settings, orders: [{ order_number: 'O1' }] })
    const http = async (): Promise<never> => {
      throw new NoAnswer(`socket hang up after "Authorization: Basic ${basic}" ${key}`, true)
    }
    const effects = { ...world.effects, shop: createShop(settings, { http, clock: world.clock, random: Math.random }) }
    world.apiKey.current = { value: key, version: '7' }
    world.drop(rows('new'))
    await world.run()
    world.drop(rows('sent'))
    const report = await runSync(
      settings,
      { ...effects, secrets: { apiKey: async () => world.apiKey.current } },
      {
        holder: { host: 'test', pid: 1 },
        deadlineMs: world.clock.now() + hourMs,
      },
    )
    const told = [JSON.stringify(report), ...world.warnings]
    for (const { key: name } of await world.store.list('')) told.push(String(world.store.bytes(name)))
    expect(report.unknown + report.problems.length).toBeGreaterThan(0)
    for (const form of forms) expect(told.filter((text) => text.includes(form))).toEqual([])
  })
})
