import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { mainFile } from '../support/cli.ts'
import { runNode, startNode } from '../support/node.ts'
import { createShopFolder } from '../support/shop-folder.ts'
import { csvOf } from '../support/world.ts'
import { awsEnvironment, awsUrl, openAccount } from './account.ts'

const closing: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** Starts a console as a person would, and waits for its address. */
async function startedConsole(args: readonly string[], environment: Record<string, string>) {
  const child = startNode([mainFile, 'console', '--port', '0', ...args], environment)
  closing.push(() => child.kill('SIGKILL'))
  let said = ''
  for await (const chunk of child.stdout ?? []) {
    said += chunk
    const [address] = /http:\/\/127\.0\.0\.1:\d+\/\w+\//.exec(said) ?? []
    if (address !== undefined) return { address, child }
  }
  throw new Error(`The console has not started: ${said}`)
}

describe.skipIf(awsUrl === undefined)('the console on a bucket', () => {
  it('shows what waits, and a run posts what was approved there', async () => {
    const shop = await createShopFolder(['O1', 'O2'].map((order_number) => ({ order_number, status: 'new' })))
    closing.push(() => shop.server.close())
    const account = await openAccount()
    closing.push(() => account.close())
    await account.storeKey('/order-sync/test/api-key', 'canary-key-f00d')
    shop.settings({ guard: { orders: 1 } })
    const environment = awsEnvironment(account.proxy.url)
    const place = ['--settings', shop.settingsFile, '--bucket', account.bucket]
    const run = async () => (await runNode([mainFile, 'run', ...place], environment)).code
    await account.drop(
      'exports/orders/1.csv',
      csvOf([
        ['O1', 'new'],
        ['O2', 'new'],
      ]),
    )
    expect(await run()).toBe(0)
    await account.drop(
      'exports/orders/2.csv',
      csvOf([
        ['O1', 'sent'],
        ['O2', 'sent'],
      ]),
    )
    expect(await run()).toBe(3)

    const { address, child } = await startedConsole(place, environment)
    const textOf = async (path: string): Promise<string> => (await fetch(address + path)).text()
    expect(await textOf('')).toMatch(/A plan of 2 orders/)
    const [, hash = ''] = /name="hash" value="(\w+)"/.exec(await textOf('test/plan')) ?? []
    const decided = await fetch(`${address}test/decide`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: new URL(address).origin },
      body: new URLSearchParams({ kind: 'approve', hash, back: 'plan', sure: 'yes' }),
    })
    expect(decided.status).toBe(303)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(await run()).toBe(0)
    expect(shop.shop.orders.get('O2')?.status).toBe('sent')
  })
})
