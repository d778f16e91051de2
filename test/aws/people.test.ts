import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { afterEach, describe, expect, it } from 'vitest'
import { orderSyncProcess } from '../support/cli.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'
import { csvOf } from '../support/world.ts'
import { type Account, awsEnvironment, awsUrl, openAccount } from './account.ts'

const closing: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

interface Opened {
  readonly shop: ShopFolder
  readonly account: Account
  readonly environment: Record<string, string>
  cli(...args: string[]): ReturnType<typeof orderSyncProcess>
}

/** A shop whose function is deployed: Lambda's own API answers with where it works and whom it tells. */
async function opened(settings: object = {}, ...emails: string[]): Promise<Opened> {
  const shop = await createShopFolder([{ order_number: 'O1', status: 'new' }])
  const account = await openAccount()
  const topic = await account.makeTopic(...emails)
  const file = JSON.parse(readFileSync(shop.settingsFile, 'utf8'))
  writeFileSync(shop.settingsFile, JSON.stringify({ ...file, ...settings }))
  const lambda = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({ Environment: { Variables: { ORDER_SYNC_BUCKET: account.bucket, ORDER_SYNC_TOPIC: topic } } }),
    )
  })
  await new Promise<void>((resolve) => void lambda.listen(0, '127.0.0.1', resolve))
  closing.push(
    () => shop.server.close(),
    () => account.close(),
    () => lambda.close(),
  )
  await account.storeKey('/order-sync/test/api-key', 'canary-key-f00d')
  const environment = {
    ...awsEnvironment(account.proxy.url),
    AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${(lambda.address() as AddressInfo).port}`,
  }
  const cli = (command = '', ...args: string[]) =>
    orderSyncProcess([command, '--settings', shop.settingsFile, ...args], environment)
  return { shop, account, environment, cli }
}

describe.skipIf(awsUrl === undefined)('people on AWS', () => {
  it('are known by what AWS says they are, in the decision and in its evidence', async () => {
    const { account, cli } = await opened({ guard: { orders: 0 } })
    await account.drop('exports/orders/1.csv', csvOf([['O1', 'new']]))
    await cli('run', '--deployed')
    await account.drop('exports/orders/2.csv', csvOf([['O1', 'sent']]))
    const held = await cli('run', '--deployed', '--json')
    const { hold } = JSON.parse(held.out)
    expect(await cli('approve', hold.hash.slice(0, 12), '--deployed', '--by', 'Jana')).toMatchObject({ code: 0 })
    const [decision] = await account.store.list('state/decisions/')
    const content = await account.store.get(decision?.key ?? '')
    const { by } = JSON.parse(content === undefined ? '{}' : await text(content.body))
    expect(by).toMatch(/^Jana \(arn:aws:sts::\d{12}:.+\)$/)
    await cli('run', '--deployed')
    const told = await cli('decisions', '--deployed')
    expect(told.out).toContain(by)
  })

  it('store the key without the shell knowing it', async () => {
    const { cli, environment } = await opened()
    const file = join(temporaryFolder(), 'api-key.txt')
    writeFileSync(file, 'another-key\n')
    expect((await cli('key', 'set', '--value', `file://${file}`)).out).toMatch(
      /Stored as version \d+ of \/order-sync\/test\/api-key/,
    )
    const ssm = new SSMClient({
      endpoint: environment.AWS_ENDPOINT_URL ?? '',
      region: 'eu-central-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    })
    const { Parameter } = await ssm.send(
      new GetParameterCommand({ Name: '/order-sync/test/api-key', WithDecryption: true }),
    )
    expect(Parameter?.Value).toBe('another-key')
    expect(await cli('key', 'set', '--value', 'another-key')).toMatchObject({
      code: 2,
      err: expect.stringContaining('the shell would remember it'),
    })
  })

  it('upload by an address that needs no key', async () => {
    const { account, cli } = await opened({ aws: { prefix: 'shops/test' } })
    const { out } = await cli('upload-link', 'orders.csv', '--json')
    const { url, key } = JSON.parse(out)
    expect(key).toBe('shops/test/exports/orders/orders.csv')
    for (const status of ['new', 'sent']) {
      const answer = await fetch(url, { method: 'PUT', body: csvOf([['O1', status]]) })
      expect(answer.status).toBe(200)
    }
    const content = await account.store.get(key)
    expect(content === undefined ? '' : await text(content.body)).toContain('O1;sent')
    expect(await cli('upload-link', '../state/head.json')).toMatchObject({ code: 2 })
    expect(await cli('upload-link', 'x.csv', '--feed', 'none')).toMatchObject({
      code: 2,
      err: expect.stringContaining('the settings have orders'),
    })
  })

  it('are told by check where nobody is told', async () => {
    const nobody = await opened()
    expect((await nobody.cli('check', '--deployed')).out).toContain('Nobody is told when something is wrong')
    const somebody = await opened({}, 'ops@example.cz')
    expect((await somebody.cli('check', '--deployed')).out).not.toContain('Nobody is told')
  })

  it('see below the prefix of their shop', async () => {
    const { account, cli } = await opened({ aws: { fleet: 'agency' } })
    await account.drop('test/exports/orders/1.csv', csvOf([['O1', 'new']]))
    expect(await cli('run', '--deployed')).toMatchObject({ code: 0, out: expect.stringContaining('Adopted 1 order') })
    expect((await cli('status', '--deployed')).out).toContain('1 order known')
    expect((await account.store.list('')).every(({ key }) => key.startsWith('test/'))).toBe(true)
  })

  it('are told to name a region, instead of another one being looked at', async () => {
    const { cli, environment } = await opened()
    delete environment.AWS_REGION
    for (const command of [
      ['status', '--bucket', 'b'],
      ['status', '--deployed'],
      ['upload-link', 'x.csv', '--bucket', 'b'],
    ])
      expect(await cli(...command)).toMatchObject({
        code: 1,
        err: expect.stringContaining('Region is missing. Name the region'),
      })
  })
})
