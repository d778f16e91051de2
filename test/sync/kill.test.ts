import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runNode } from '../support/node.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'
import type { Row } from '../support/world.ts'
import { noLimits } from '../support/world.ts'

const numbers = Array.from({ length: 150 }, (_, index) => `O${String(index).padStart(3, '0')}`)
const child = join(import.meta.dirname, '../support/mortal-child.ts')

/** When a request that was killed with its process cannot be processed any more. */
const requestIsOverMs = 120_000

interface Killed {
  readonly moment: number
  readonly side: string
  /** how far the process's clock is ahead */
  readonly laterMs: number
}

async function run({ settingsFile, folder }: ShopFolder, { moment, side, laterMs }: Killed) {
  const program = [child, settingsFile, join(folder, 'data'), String(moment), side] as const
  const { out, err, signal } = await runNode(program, { LATER_MS: String(laterMs) })
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
      guard: noLimits,
    })
    let day = 0
    const drop = (status: string) =>
      world.drop(
        numbers.map((number): Row => [number, status]),
        `${String(++day).padStart(3, '0')}.csv`,
      )
    drop('new')
    let laterMs = 0
    expect((await run(world, { moment: 0, side: 'before', laterMs })).report).toMatchObject({ outcome: 'done' })
    const kills: number[] = []
    for (let moment = 1; ; moment++) {
      const status = moment % 2 === 1 ? 'sent' : 'done'
      const before = answered(world)
      drop(status)
      const first = await run(world, { moment, side: moment % 3 === 0 ? 'before' : 'after', laterMs })
      if (first.killed) {
        kills.push(moment)
        // the taker-over lives in this process: it is the dead one that must be real
        const taken = await world.runLater(laterMs)
        expect(taken.outcome).toMatch(/done|idle/)
        // what was under way may still be processed: it is left alone until that is over
        if (taken.pending > 0) {
          laterMs += requestIsOverMs
          expect(await world.runLater(laterMs)).toMatchObject({ pending: 0 })
        }
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
