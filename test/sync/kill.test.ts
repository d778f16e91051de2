import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runNode } from '../support/node.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'
import type { Row } from '../support/world.ts'

const numbers = Array.from({ length: 150 }, (_, index) => `O${String(index).padStart(3, '0')}`)
const child = join(import.meta.dirname, '../support/mortal-child.ts')

async function run({ settingsFile, folder }: ShopFolder, moment: number, side: string) {
  const { out, err, signal } = await runNode([child, settingsFile, join(folder, 'data'), String(moment), side])
  expect(err).toBe('')
  return {
    killed: signal === 'SIGKILL',
    report:
      out === ''
        ? undefined
        : (JSON.parse(out) as { outcome: string; pending: number; effects: number; requests: number }),
  }
}

interface Entry {
  readonly orders: readonly string[]
  readonly changes?: readonly unknown[]
  readonly response: { readonly status: number } | null
}

/** Orders whose update was answered with 200, per archived exchange. */
function answered({ folder }: ShopFolder): Map<string, readonly string[]> {
  const archive = join(folder, 'data/archive')
  if (!existsSync(archive)) return new Map()
  const entries = readdirSync(archive, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, JSON.parse(readFileSync(join(archive, name), 'utf8')) as Entry] as const)
    .filter(([, entry]) => entry.response?.status === 200 && entry.changes !== undefined)
  return new Map(entries.map(([name, { orders }]) => [name, orders]))
}

describe.each(['v2', 'state-update'])('a run on %s that is killed at any moment', (api) => {
  it('is taken over at once by the next one, which finishes the work and sends nothing again that was answered', async () => {
    const world = await createShopFolder(
      numbers.map((order_number) => ({ order_number, status: 'new' })),
      { limits: { hour: 100_000, day: 100_000 } },
    )
    world.settings({
      upgates: {
        api,
        url: world.server.url,
        ...(api === 'v2' ? { login: '12345678', reservedRequests: 0 } : {}),
        notify: true,
      },
      guard: { orders: 1000, percent: 100, notifications: 1000 },
    })
    let day = 0
    const drop = (status: string) =>
      world.drop(
        numbers.map((number): Row => [number, status]),
        `${String(++day).padStart(3, '0')}.csv`,
      )
    drop('new')
    expect((await run(world, 0, 'before')).report).toMatchObject({ outcome: 'done' })
    const kills: number[] = []
    for (let moment = 1; ; moment++) {
      const status = moment % 2 === 1 ? 'sent' : 'done'
      const before = answered(world)
      drop(status)
      const first = await run(world, moment, moment % 3 === 0 ? 'before' : 'after')
      if (first.killed) {
        kills.push(moment)
        // the taker-over lives in this process: it is the dead one that must be real
        expect(JSON.parse((await world.cli('run', '--json')).out)).toMatchObject({
          outcome: expect.stringMatching(/done|idle/),
          pending: 0,
        })
      }
      const behind = [...world.shop.orders.values()].filter((order) => order.status !== status)
      expect(behind).toEqual([])
      const orders = [...answered(world)].flatMap(([name, sent]) => (before.has(name) ? [] : sent))
      expect(new Set(orders).size, `killed at effect ${moment}`).toBe(orders.length)
      if (!first.killed) break
    }
    expect(kills.length).toBeGreaterThan(15)
    expect(world.shop.emails).toHaveLength(numbers.length * (kills.length + 1))
    await world.server.close()
  }, 120_000)
})
