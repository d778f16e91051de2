import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runNode } from '../support/node.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'
import { csvOf, noLimits, type Row } from '../support/world.ts'
import { type Account, awsEnvironment, awsUrl, openAccount } from './account.ts'

const child = join(import.meta.dirname, '../support/mortal-child.ts')
const numbers = Array.from({ length: 150 }, (_, index) => `O${String(index).padStart(3, '0')}`)
const rows = (status: string): Row[] => numbers.map((number) => [number, status])

interface Scene {
  readonly world: ShopFolder
  readonly account: Account
  run(
    moment?: number,
    side?: string,
    laterMs?: number,
  ): Promise<{ outcome: string; pending: number; accepted: number } | undefined>
  drop(status: string): Promise<void>
  close(): Promise<void>
}

async function scene(): Promise<Scene> {
  const world = await createShopFolder(
    numbers.map((order_number) => ({ order_number, status: 'new' })),
    { limits: { hour: 100_000, day: 100_000 } },
  )
  world.settings({
    upgates: { api: 'v2', url: world.server.url, login: '12345678', reservedRequests: 0, notify: true },
    guard: noLimits,
  })
  const account = await openAccount()
  let drops = 0
  return {
    world,
    account,
    drop: (status) => account.drop(`exports/orders/${String(++drops).padStart(3, '0')}.csv`, csvOf(rows(status))),
    run: async (moment = 0, side = 'before', laterMs = 0) => {
      const { out } = await runNode([child, world.settingsFile, `s3://${account.bucket}`, String(moment), side], {
        ...awsEnvironment(awsUrl ?? ''),
        LATER_MS: String(laterMs),
      })
      return out === '' ? undefined : JSON.parse(out)
    },
    close: async () => {
      await world.server.close()
      await account.close()
    },
  }
}

describe.skipIf(awsUrl === undefined)('on a bucket', () => {
  it('a run that is killed at any moment is taken over at once, and nothing that was answered is sent again', async () => {
    const { world, account, run, drop, close } = await scene()
    await drop('new')
    await run()
    let [kills, survived] = [0, 0]
    let laterMs = 0
    for (let moment = 2; moment <= 26; moment += 3) {
      const status = kills % 2 === 0 ? 'sent' : 'done'
      await drop(status)
      const first = await run(moment, moment % 2 === 0 ? 'before' : 'after', laterMs)
      if (first !== undefined) {
        survived++
        break
      }
      kills++
      const taken = await run(0, 'before', laterMs)
      expect(taken?.outcome).toMatch(/done|idle/)
      // what was under way may still be processed: it is left alone until that is over
      if (taken?.pending !== 0) {
        laterMs += 120_000
        expect(await run(0, 'before', laterMs)).toMatchObject({ outcome: 'done', pending: 0 })
      }
      expect([...world.shop.orders.values()].filter((order) => order.status !== status)).toEqual([])
    }
    expect(kills).toBeGreaterThan(5)
    expect(world.shop.emails.length).toBe(numbers.length * (kills + survived))
    expect((await account.store.list('state/snapshots/')).length).toBeLessThan(kills + 2)
    await close()
  }, 120_000)

  it('twenty processes at once post each batch once', async () => {
    const { world, run, drop, close } = await scene()
    await drop('new')
    await run()
    await drop('sent')
    const reports = await Promise.all(Array.from({ length: 20 }, () => run()))
    const posted = world.shop.requests.filter(({ method }) => method !== 'GET')
    expect([posted.length, world.shop.emails.length]).toEqual([2, 150])
    expect(reports.reduce((sum, report) => sum + (report?.accepted ?? 0), 0)).toBe(150)
    expect(reports.filter((report) => !/done|idle|busy/.test(report?.outcome ?? 'gone'))).toEqual([])
    await close()
  }, 120_000)
})
