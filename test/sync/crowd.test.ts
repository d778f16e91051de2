import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runNode } from '../support/node.ts'
import { createShopFolder } from '../support/shop-folder.ts'
import type { Row } from '../support/world.ts'
import { noLimits } from '../support/world.ts'

const child = join(import.meta.dirname, '../support/mortal-child.ts')
const numbers = Array.from({ length: 250 }, (_, index) => `O${index}`)
const rows = (status: string): Row[] => numbers.map((number) => [number, status])

/** One run in a process of its own, which nobody kills. */
async function runner(settingsFile: string, folder: string): Promise<{ outcome: string; accepted: number }> {
  return JSON.parse((await runNode([child, settingsFile, folder, '0'])).out)
}

it('fifty processes at once on one folder post each batch once', async () => {
  const { settingsFile, folder, shop, server, drop, settings, cli } = await createShopFolder(
    numbers.map((order_number) => ({ order_number, status: 'new' })),
  )
  settings({
    upgates: { api: 'v2', url: server.url, login: '12345678', notify: true },
    guard: noLimits,
  })
  drop(rows('new'), '1.csv')
  await cli('run')
  drop(rows('sent'), '2.csv')
  const reports = await Promise.all(Array.from({ length: 50 }, () => runner(settingsFile, join(folder, 'data'))))
  await server.close()
  // each batch is looked at once before it is posted
  expect(shop.requests.map(({ method }) => method).sort()).toEqual(['GET', 'GET', 'GET', 'PUT', 'PUT', 'PUT'])
  expect(shop.emails).toHaveLength(250)
  expect(reports.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(250)
  expect(reports.filter(({ outcome }) => !['done', 'idle', 'busy'].includes(outcome))).toEqual([])
}, 120_000)
