import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeFunctionCode } from '../../infra/code.ts'
import { parseSettings } from '../../lib/settings/parse.ts'
import { type SimulatorServer, startSimulator } from '../../lib/simulator/server.ts'
import { createSimulatedShop } from '../../lib/simulator/shop.ts'
import { systemClock } from '../../lib/system.ts'
import { temporaryFolder } from '../support/folder.ts'
import { runNode } from '../support/node.ts'
import { csvOf, simpleFeed } from '../support/world.ts'
import { type Account, awsEnvironment, awsUrl, openAccount } from './account.ts'

const child = join(import.meta.dirname, 'lambda-child.ts')

describe.skipIf(awsUrl === undefined)('the function of a fleet', () => {
  let account: Account
  let server: SimulatorServer
  let bundle: string
  const shop = createSimulatedShop({
    clock: systemClock,
    orders: [{ order_number: 'O1', status: 'new' }],
    statuses: ['new', 'sent'],
    limits: { hour: 1000, day: 10_000 },
  })

  beforeAll(async () => {
    server = await startSimulator(shop)
    account = await openAccount()
    const settings = ['one', 'two'].map((name) =>
      parseSettings({
        shop: name,
        upgates: {
          api: 'v2',
          url: server.url,
          login: '12345678',
          notify: true,
          apiKeyParameter: `/fleet/${account.bucket}/${name}`,
        },
        feeds: { orders: simpleFeed },
        aws: { fleet: 'agency' },
      }),
    )
    for (const { upgates } of settings) await account.storeKey(upgates.apiKeyParameter, 'canary-key-f00d')
    bundle = join(writeFunctionCode(temporaryFolder(), settings), 'index.mjs')
  })
  afterAll(async () => {
    await account.close()
    await server.close()
  })

  async function invoke(event: object, alias?: string) {
    const args: [string, ...string[]] = [
      child,
      bundle,
      JSON.stringify(event),
      '290000',
      `s${Math.random()}`,
      ...(alias === undefined ? [] : [alias]),
    ]
    const { out, err } = await runNode(args, {
      ...awsEnvironment(account.proxy.url),
      ORDER_SYNC_BUCKET: account.bucket,
    })
    const last = out.trimEnd().split('\n').at(-1) ?? ''
    if (!last.startsWith('{')) throw new Error(`the function said: ${out}\n${err}`)
    return { ...(JSON.parse(last) as { result?: Record<string, unknown>; error?: string }), out }
  }
  const dropEvent = (key: string) => ({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: account.bucket }, object: { key } },
  })

  it('works for the shop whose alias was invoked, below its own prefix, and touches no other', async () => {
    await account.drop('one/exports/orders/1.csv', csvOf([['O1', 'new']]))
    await account.drop('two/exports/orders/1.csv', csvOf([['O1', 'new']]))
    expect((await invoke({ trigger: 'schedule' }, 'one')).result).toMatchObject({ outcome: 'done', adopted: 1 })
    await account.drop('one/exports/orders/2.csv', csvOf([['O1', 'sent']]))
    account.proxy.calls.splice(0)
    const { result, out } = await invoke(dropEvent('one/exports/orders/2.csv'), 'one')
    expect(result).toMatchObject({ outcome: 'done', accepted: 1 })
    expect(out).toContain('"request_id":"2f3c8e9a-request"')
    const subjects = account.proxy.calls.map(({ subject }) => subject)
    expect(subjects.length).toBeGreaterThan(5)
    expect(subjects.filter((subject) => !/^one\/|^GetParameter/.test(subject))).toEqual([])
    expect((await account.store.list('')).filter(({ key }) => !/^(one|two\/exports)\//.test(key))).toEqual([])
    const content = await account.store.get('one/state/head.json')
    expect(JSON.parse(content === undefined ? '' : await text(content.body))).toMatchObject({ shop: 'one' })
  })

  it('looks at one object and one prefix when there is nothing to do', async () => {
    account.proxy.calls.splice(0)
    expect((await invoke({ trigger: 'schedule' }, 'one')).result).toMatchObject({ outcome: 'idle' })
    expect(account.proxy.calls.map(({ what, subject }) => `${what} ${subject}`)).toEqual([
      'GET one/state/head.json',
      'LIST one/exports/',
    ])
  })

  it('ignores a drop of another shop, and says which shops there are where none was named', async () => {
    expect((await invoke(dropEvent('two/exports/orders/1.csv'), 'one')).result).toEqual({ outcome: 'ignored' })
    expect((await invoke({})).error).toContain(
      'no shop was named: invoke it with one of these as its qualifier: one, two.',
    )
    expect((await invoke({}, 'three')).error).toContain('"three" is no shop of this function')
  })
})
