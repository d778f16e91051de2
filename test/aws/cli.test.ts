import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { loadSettings } from '../../lib/settings/load.ts'
import { orderSyncProcess } from '../support/cli.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'
import { csvOf } from '../support/world.ts'
import { type Account, awsEnvironment, awsUrl, openAccount } from './account.ts'

const closing: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function shopOf(): Promise<ShopFolder> {
  const shop = await createShopFolder([{ order_number: 'O1', status: 'new' }])
  closing.push(() => shop.server.close())
  return shop
}

describe.skipIf(awsUrl === undefined)('the command line on a bucket', () => {
  async function opened(): Promise<{
    shop: ShopFolder
    account: Account
    cli: (...args: string[]) => ReturnType<typeof orderSyncProcess>
  }> {
    const shop = await shopOf()
    const account = await openAccount()
    closing.push(() => account.close())
    await account.storeKey('/order-sync/test/api-key', 'canary-key-f00d')
    const cli = (command = '', ...args: string[]) =>
      orderSyncProcess(
        [command, '--settings', shop.settingsFile, '--bucket', account.bucket, ...args],
        awsEnvironment(account.proxy.url),
      )
    return { shop, account, cli }
  }

  it('plans, runs, and tells status and history', async () => {
    const { shop, account, cli } = await opened()
    await account.drop('exports/orders/1.csv', csvOf([['O1', 'new']]))
    expect(await cli('run')).toMatchObject({ code: 0, out: expect.stringContaining('Adopted 1 order') })
    await account.drop('exports/orders/2.csv', csvOf([['O1', 'sent']]))
    expect((await cli('plan')).out).toMatch(/O1 +status +new +→ +sent/)
    expect(await cli('run')).toMatchObject({
      code: 0,
      out: expect.stringContaining(`Requests and answers: s3://${account.bucket}/archive/`),
    })
    expect(shop.shop.orders.get('O1')?.status).toBe('sent')
    expect((await cli('status')).out).toContain('1 order known')
    expect((await cli('history', 'O1')).out).toContain('sent: status = sent')
  })

  it('works with the settings of the deployed function, and says where those of the file differ', async () => {
    const { shop, account, cli } = await opened()
    const file = await loadSettings(shop.settingsFile)
    const deployed = { ...file, guard: { ...file.guard, orders: 0 }, finalStatuses: ['done'] }
    const copy = JSON.stringify(deployed)
    await account.drop('exports/orders/1.csv', csvOf([['O1', 'new']]))
    await cli('run')
    const head = JSON.parse(await text((await account.store.get('state/head.json'))?.body ?? Readable.from([])))
    await account.drop('state/head.json', JSON.stringify({ ...head, deployed: 'abc' }))
    await account.drop('state/settings/abc.json', copy)
    await account.drop('exports/orders/2.csv', csvOf([['O1', 'sent']]))
    const plan = await cli('plan')
    expect(plan.code).toBe(3)
    expect(plan.err).toContain('guard.orders is 0 there and')
    expect(plan.err).toContain('finalStatuses is ["done"] there and [] here')
    const hash = /order-sync approve ([0-9a-f]{12})/.exec((await cli('run')).out)?.[1] ?? ''
    expect((await cli('approve', hash, '--yes')).out).toContain(
      `order-sync invoke --settings ${shop.settingsFile} --bucket ${account.bucket}`,
    )
    expect((await cli('plan', '--own-settings')).code).toBe(0)
    // of an older function, what it did not know has its default; of a newer one, nothing is decided by half of what it says
    const { verify: _, drift: __, ...older } = JSON.parse(copy)
    await account.drop('state/settings/abc.json', JSON.stringify(older))
    expect((await cli('plan')).err).toContain('guard.orders is 0 there and')
    await account.drop('state/settings/abc.json', JSON.stringify({ ...older, later: true }))
    const looked = await cli('status')
    expect([looked.code, looked.err]).toEqual([0, expect.stringContaining('this one does not know its later')])
    for (const words of [['run'], ['approve', hash, '--yes'], ['adopt', '--yes']]) {
      const { code, err } = await cli(...words)
      expect([words, code, err]).toEqual([words, 2, expect.stringContaining('does not know later')])
    }
    await account.drop('state/settings/abc.json', JSON.stringify({ ...older, upgates: { api: 'v3' } }))
    expect((await cli('status')).err).toContain('cannot work with them')
  })

  it('says what is wrong with a bucket that is not there', async () => {
    const { shop } = await opened()
    const { code, err } = await orderSyncProcess(
      ['run', '--settings', shop.settingsFile, '--bucket', 'no-such-bucket'],
      awsEnvironment(awsUrl ?? ''),
    )
    expect([code, err]).toEqual([1, expect.stringContaining('Is the name right, and is it deployed?')])
    expect(err).not.toMatch(/\n\s+at /)
  })
})

describe('invoke', () => {
  /** Answers as the Lambda API does. */
  async function lambda(status: number, body: object, headers: Record<string, string> = {}) {
    const seen: { path: string; body: string }[] = []
    const server: Server = createServer(async (request, response) => {
      seen.push({ path: request.url ?? '', body: await text(request) })
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(JSON.stringify(body))
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    closing.push(() => server.close())
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
  }

  const report = {
    run: 'r',
    outcome: 'done',
    exports: [],
    planned: 2,
    adopted: 0,
    requests: 1,
    accepted: 2,
    warned: 0,
    rejected: 0,
    unknown: 0,
    pending: 0,
    parked: 0,
    notified: 2,
    problems: [],
    startedAt: '2026-11-24T10:00:00Z',
    durationMs: 1,
  }

  it('runs the function of the shop once and prints its report', async () => {
    const { settingsFile } = await shopOf()
    const { url, seen } = await lambda(200, report)
    const { code, out } = await orderSyncProcess(['invoke', '--settings', settingsFile], awsEnvironment(url))
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('2 orders differed, 1 request sent: 2 orders accepted, 2 customers mailed.'),
    ])
    expect(seen).toEqual([{ path: '/2015-03-31/functions/order-sync-test/invocations', body: '{"report":true}' }])
  })

  it('tells why a run failed, and how to deploy a function that is not there', async () => {
    const { settingsFile } = await shopOf()
    const failing = await lambda(
      200,
      { errorMessage: 'Could not read x: broken.' },
      { 'x-amz-function-error': 'Unhandled' },
    )
    expect(await orderSyncProcess(['invoke', '--settings', settingsFile], awsEnvironment(failing.url))).toMatchObject({
      code: 1,
      err: expect.stringContaining('it failed: Could not read x: broken.'),
    })
    const missing = await lambda(
      404,
      { Message: 'Function not found' },
      { 'x-amzn-errortype': 'ResourceNotFoundException' },
    )
    expect(await orderSyncProcess(['invoke', '--settings', settingsFile], awsEnvironment(missing.url))).toMatchObject({
      code: 1,
      err: expect.stringContaining('npx cdk deploy'),
    })
  })

  it('finds the bucket of a deployed function', async () => {
    const { settingsFile } = await shopOf()
    const { url, seen } = await lambda(200, { Environment: { Variables: { ORDER_SYNC_BUCKET: 'theirs' } } })
    await orderSyncProcess(['status', '--deployed', '--settings', settingsFile], awsEnvironment(url))
    expect(seen.slice(0, 2).map(({ path }) => path)).toEqual([
      '/2015-03-31/functions/order-sync-test/configuration',
      expect.stringMatching(/^\/theirs\/state\/head\.json/),
    ])
    const other = await lambda(200, {})
    expect(
      await orderSyncProcess(['status', '--deployed', '--settings', settingsFile], awsEnvironment(other.url)),
    ).toMatchObject({ code: 1, err: expect.stringContaining('it is not a function of order-sync') })
  })
})
