import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeFunctionCode } from '../../infra/code.ts'
import { parseSettings } from '../../lib/settings/parse.ts'
import { type SimulatorServer, startSimulator } from '../../lib/simulator/server.ts'
import { createSimulatedShop } from '../../lib/simulator/shop.ts'
import { systemClock } from '../../lib/system.ts'
import { temporaryFolder } from '../support/folder.ts'
import { csvOf, noLimits, type Row, simpleFeed } from '../support/world.ts'
import { type Account, awsEnvironment, awsUrl, openAccount } from './account.ts'
import { type EmulatedFunction, hasEmulator, startEmulated } from './emulator.ts'

const numbers = Array.from({ length: 120 }, (_, index) => `O${index}`)
const rows = (status: string): Row[] => numbers.map((number) => [number, status])
const schedule = { trigger: 'schedule' }
const timeoutSeconds = 27

describe.skipIf(awsUrl === undefined || !hasEmulator())('the function under AWS’s own emulator', () => {
  let account: Account
  let server: SimulatorServer
  let emulated: EmulatedFunction
  const shop = createSimulatedShop({
    clock: systemClock,
    orders: numbers.map((order_number) => ({ order_number, status: 'new' })),
    statuses: ['new', 'sent'],
    limits: { hour: 1000, day: 10_000 },
  })
  beforeAll(async () => {
    account = await openAccount()
    server = await startSimulator(shop)
    const parameter = `/emulated/${account.bucket}`
    await account.storeKey(parameter, 'canary-key-f00d')
    const settings = parseSettings({
      shop: 'test',
      upgates: {
        api: 'v2',
        url: server.url,
        login: '12345678',
        notify: true,
        apiKeyParameter: parameter,
        timeoutSeconds: 1,
      },
      feeds: { orders: simpleFeed },
      guard: noLimits,
      alerts: { emails: ['ops@example.cz'] },
    })
    const bundle = join(writeFunctionCode(temporaryFolder(), settings), 'index.mjs')
    const topic = await account.makeTopic()
    emulated = await startEmulated(bundle, timeoutSeconds, {
      ...awsEnvironment(account.proxy.url),
      ORDER_SYNC_BUCKET: account.bucket,
      ORDER_SYNC_TOPIC: topic,
    })
  })
  afterAll(async () => {
    await emulated.close()
    await account.close()
    await server.close()
  })

  it('runs on the schedule, and answers with its counts', async () => {
    await account.drop('exports/orders/1.csv', csvOf(rows('new')))
    expect(await emulated.invoke(schedule)).toMatchObject({ outcome: 'done', adopted: 120 })
    expect(await emulated.invoke(schedule)).toMatchObject({ outcome: 'idle' })
  })

  it('goes on at the next tick where it was killed by its time-out, and tells that', async () => {
    await account.drop('exports/orders/2.csv', csvOf(rows('sent')))
    // S3 gives the export too late: Lambda kills the run there
    account.proxy.before(
      ({ what, subject }) => what === 'GET' && subject.startsWith('exports/'),
      () => systemClock.sleep((timeoutSeconds + 2) * 1000),
    )
    const killed = await emulated.invoke(schedule)
    expect(JSON.stringify(killed)).toMatch(/timed out|Timeout/i)
    expect(shop.emails).toEqual([])
    // a tick at once finds the lease of a run that may be alive for two more seconds; the next one takes over
    expect(await emulated.invoke(schedule)).toMatchObject({ outcome: 'busy' })
    await systemClock.sleep(3000)
    const next = await emulated.invoke(schedule)
    expect(next).toMatchObject({ outcome: 'done', accepted: 120 })
    expect(shop.emails).toHaveLength(120)
    const told = await account.store.get('state/told.json')
    expect(told === undefined ? '' : await text(told.body)).toContain('"kind": "killed"')
    expect(await emulated.invoke(schedule)).toMatchObject({ outcome: 'idle' })
    expect(shop.emails).toHaveLength(120)
  }, 120_000)
})
