import { mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { writeFunctionCode } from '../../infra/code.ts'
import { parseSettings } from '../../lib/settings/parse.ts'
import { type SimulatorServer, startSimulator } from '../../lib/simulator/server.ts'
import { createSimulatedShop, type SimulatedShop } from '../../lib/simulator/shop.ts'
import { systemClock } from '../../lib/system.ts'
import { runNode } from '../support/node.ts'
import { csvOf, noLimits, type Row, simpleFeed } from '../support/world.ts'
import { type Account, awsEnvironment, awsUrl, openAccount } from './account.ts'

const child = join(import.meta.dirname, 'lambda-child.ts')
const numbers = Array.from({ length: 120 }, (_, index) => `O${index}`)
/** All orders, of which the first `count` have the status. */
const rows = (status: string, count = 120): Row[] =>
  numbers.map((number, index) => [number, index < count ? status : 'new'])
const schedule = { trigger: 'schedule' }
const key = 'canary-key-f00d'

interface Invoked {
  readonly result?: {
    readonly outcome: string
    readonly accepted: number
    readonly requests: number
    readonly run: string
  }
  readonly error?: string
  readonly name?: string
  readonly out: string
}

describe.skipIf(awsUrl === undefined)('the bundled function', () => {
  let account: Account
  let shop: SimulatedShop
  let server: SimulatorServer
  let proxyUrl: string
  let bundle: string
  let parameter: string
  let drops = 0

  beforeAll(async () => {
    // one bundle for all: its settings name the shop's address, behind which each test has a shop of its own
    server = await startSimulator({ handle: (request, timeoutMs) => shop.handle(request, timeoutMs) })
    parameter = `/order-sync/test/${process.pid}-${Date.now()}`
    bundle = join(
      writeFunctionCode(
        // Lambda's runtime brings the client of SNS; here it is found above the bundle
        mkdtempSync(join(import.meta.dirname, '../../node_modules/.cache/function-')),
        parseSettings({
          shop: 'test',
          upgates: { api: 'v2', url: server.url, login: '12345678', notify: true, apiKeyParameter: parameter },
          feeds: { orders: simpleFeed },
          guard: noLimits,
          alerts: { emails: ['ops@example.cz'] },
        }),
      ),
      'index.mjs',
    )
  })
  afterAll(async () => {
    rmSync(dirname(bundle), { recursive: true, force: true })
    await server.close()
  })

  beforeEach(async () => {
    account = await openAccount()
    proxyUrl = account.proxy.url
    await account.storeKey(parameter, key)
    shop = createSimulatedShop({
      clock: systemClock,
      orders: numbers.map((order_number) => ({ order_number, status: 'new' })),
      statuses: ['new', 'sent', 'done'],
      metas: ['note'],
      apiKey: key,
      limits: { hour: 1000, day: 10_000 },
    })
  })
  afterEach(() => account.close())

  const drop = (what: Row[] | string) =>
    account.drop(
      `exports/orders/${String(++drops).padStart(4, '0')}.csv`,
      typeof what === 'string' ? what : csvOf(what),
    )
  async function invoke(
    event: object,
    remainingMs = 300_000,
    environment: Record<string, string> = {},
  ): Promise<Invoked> {
    const { out, err } = await runNode(
      [child, bundle, JSON.stringify(event), String(remainingMs), `s${Math.random()}`],
      {
        ...awsEnvironment(proxyUrl),
        ORDER_SYNC_BUCKET: account.bucket,
        AWS_LAMBDA_FUNCTION_NAME: 'order-sync-test',
        ...environment,
      },
    )
    const last = out.trimEnd().split('\n').at(-1) ?? ''
    if (!last.startsWith('{')) throw new Error(`the function said: ${out}\n${err}`)
    return { ...JSON.parse(last), out: `${out}\n${err}` }
  }
  const dropEvent = (bucket = account.bucket) => ({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: bucket }, object: { key: 'exports/orders/x.csv', etag: 'x' } },
  })
  /** Requests that changed something; the shop is also asked once a day what it knows. */
  const updates = () => shop.requests.filter(({ method }) => method !== 'GET')
  const calls = () => account.proxy.calls.splice(0).map(({ what, subject }) => `${what} ${subject}`)
  async function adopted(): Promise<void> {
    await drop(rows('new'))
    expect((await invoke(schedule)).result).toMatchObject({ outcome: 'done', adopted: 120, requests: 0 })
    calls()
  }
  const metricsIn = ({ out }: Invoked) =>
    out
      .split('\n')
      .filter((line) => line.includes('CloudWatchMetrics'))
      .map((line) => JSON.parse(line))

  it('adopts, posts what changed on a drop, and tells counts and metrics', async () => {
    await adopted()
    await drop(rows('sent'))
    const invoked = await invoke(dropEvent(), 300_000, { ORDER_SYNC_METRICS: 'true' })
    expect(invoked.result).toMatchObject({
      outcome: 'done',
      planned: 120,
      accepted: 120,
      exports: 1,
      problems: 0,
    })
    expect(updates()).toHaveLength(2)
    expect(metricsIn(invoked)).toMatchObject([
      {
        service: 'order-sync',
        shop: 'test',
        SuccessfulRuns: 1,
        AcceptedOrders: 120,
        RefusedOrders: 0,
        FreshExports: 1,
        WaitingForPerson: 0,
      },
    ])
  })

  it('makes one GET and one LIST when there is nothing to do, and reads the key once when there is', async () => {
    await adopted()
    expect((await invoke(schedule)).result).toMatchObject({ outcome: 'idle' })
    expect(calls()).toEqual(['GET state/head.json', 'LIST exports/'])
    await drop(rows('sent'))
    await invoke({})
    expect(calls().filter((call) => call.startsWith('SSM'))).toEqual(['SSM GetParameter'])
    expect((await invoke(schedule)).result).toMatchObject({ outcome: 'idle' })
    expect(calls()).toEqual(['GET state/head.json', 'LIST exports/'])
  })

  it('tells no number that nobody asked for', async () => {
    await drop(rows('new'))
    expect(metricsIn(await invoke(schedule))).toEqual([])
  })

  it('tells its topic once what waits for a person, and when it is over', async () => {
    const topic = { ORDER_SYNC_TOPIC: await account.makeTopic('ops@example.cz') }
    const mails = () =>
      account.proxy.calls
        .splice(0)
        .flatMap(({ what, subject }) => (what === 'POST' ? [new URLSearchParams(subject).get('Subject') ?? ''] : []))
    await drop(rows('new'))
    await invoke(schedule, 300_000, topic)
    expect(mails()).toEqual([])
    await drop('<html>an error page</html>')
    await invoke(schedule, 300_000, topic)
    const [begun = '', ...more] = mails()
    expect([begun.length > 0, more]).toEqual([true, []])
    expect((await invoke(schedule, 300_000, topic)).result).toMatchObject({ outcome: 'idle' })
    expect(mails()).toEqual([])
    await drop(rows('new'))
    await invoke(schedule, 300_000, topic)
    expect(mails()).toHaveLength(1)
    expect((await invoke(schedule, 300_000, topic)).result).toMatchObject({ outcome: 'idle' })
    expect(account.proxy.calls.map(({ what }) => what)).toEqual(['GET', 'LIST'])
  })

  it('makes no more calls than the README counts', async () => {
    const topic = { ORDER_SYNC_TOPIC: await account.makeTopic('ops@example.cz') }
    const counted = () => {
      const kinds = account.proxy.calls.splice(0).map(({ what }) => what)
      return Object.fromEntries(
        [...new Set(kinds)].sort().map((kind) => [kind, kinds.filter((one) => one === kind).length]),
      )
    }
    await drop(rows('new'))
    await invoke(schedule, 300_000, topic)
    counted()
    await invoke(schedule, 300_000, topic)
    expect(counted()).toEqual({ GET: 1, LIST: 1 })
    await drop(rows('sent', 50))
    expect((await invoke(dropEvent(), 300_000, topic)).result).toMatchObject({ accepted: 50 })
    // the first request of a day is preceded by what the shop is asked once a day
    counted()
    await drop(rows('sent', 100))
    expect((await invoke(dropEvent(), 300_000, topic)).result).toMatchObject({ accepted: 50 })
    const { GET = 0, LIST = 0, PUT = 0, SSM } = counted()
    expect([GET <= 5, LIST <= 3, PUT <= 10, SSM]).toEqual([true, true, true, 1])
  })

  it('works once when schedule and drop wake it together', async () => {
    await adopted()
    await drop(rows('sent'))
    const both = await Promise.all([invoke(schedule), invoke(dropEvent())])
    expect(both.map(({ result }) => result?.outcome).filter((outcome) => outcome === 'done')).toHaveLength(1)
    expect(both.map(({ error }) => error)).toEqual([undefined, undefined])
    expect([updates().length, shop.emails.length]).toEqual([2, 120])
  })

  it('sends each batch once when twenty are started together', async () => {
    await adopted()
    await drop(rows('sent'))
    const all = await Promise.all(Array.from({ length: 20 }, () => invoke(schedule)))
    expect(all.flatMap(({ error }) => error ?? [])).toEqual([])
    expect([updates().length, shop.emails.length]).toEqual([2, 120])
    expect(all.reduce((sum, { result }) => sum + (result?.accepted ?? 0), 0)).toBe(120)
  })

  it('says which command stores a key that is missing, fails, and goes on once it is there', async () => {
    await adopted()
    await drop(rows('sent', 3))
    await account.deleteKey(parameter)
    const { error } = await invoke(schedule)
    expect(error).toContain(`aws ssm put-parameter --type SecureString --overwrite --name ${parameter}`)
    expect(shop.requests).toEqual([])
    await account.storeKey(parameter, key)
    expect((await invoke(schedule)).result).toMatchObject({ outcome: 'done', accepted: 3 })
  })

  it('stops at a refused key, does not try it again, and goes on with the next version of it', async () => {
    await adopted()
    shop.changeKey('another')
    await drop(rows('sent', 3))
    const refused = await invoke(schedule, 300_000, { ORDER_SYNC_METRICS: 'true' })
    expect(refused.result).toMatchObject({ outcome: 'blocked', requests: 1 })
    expect(metricsIn(refused)).toMatchObject([{ WaitingForPerson: 1, SuccessfulRuns: 0 }])
    expect((await invoke(schedule)).result).toMatchObject({ outcome: 'blocked', requests: 0 })
    await account.storeKey(parameter, 'another')
    expect((await invoke(schedule)).result).toMatchObject({ outcome: 'done', accepted: 3 })
  })

  it('fails at a bucket that is missing or denied, and never takes it for empty', async () => {
    expect((await invoke(schedule, 300_000, { ORDER_SYNC_BUCKET: 'no-such-bucket' })).error).toContain('NoSuchBucket')
    account.proxy.fault(() => true, { kind: 'answer', status: 403, code: 'AccessDenied' }, 9)
    expect((await invoke(schedule)).error).toMatch(/Could not read s3:.*head\.json: AccessDenied/)
  })

  it('refuses the bucket of another shop', async () => {
    await adopted()
    const content = await account.store.get('state/head.json')
    const head = JSON.parse(content === undefined ? '{}' : await text(content.body))
    await account.drop('state/head.json', JSON.stringify({ ...head, shop: 'other' }))
    expect((await invoke(schedule)).error).toContain('belongs to the shop "other"')
  })

  it('ignores an event of another bucket, and says so', async () => {
    const { result, out } = await invoke(dropEvent('another-bucket'))
    expect(result).toEqual({ outcome: 'ignored' })
    expect(out).toContain('an event of another place is ignored')
    expect(calls()).toEqual([])
  })

  it('posts nothing when its time is nearly over, and loses nothing', async () => {
    await adopted()
    await drop(rows('sent'))
    expect((await invoke(schedule, 25_000)).result).toMatchObject({ requests: 0, pending: 120 })
    expect((await invoke(schedule)).result).toMatchObject({ accepted: 120 })
  })

  it('is not disturbed by an export that vanishes between listing and reading', async () => {
    await adopted()
    await drop(rows('sent'))
    const gone = `exports/orders/${String(drops).padStart(4, '0')}.csv`
    account.proxy.before(
      ({ what, subject }) => what === 'GET' && subject === gone,
      () => account.store.delete(gone),
    )
    const { error, result } = await invoke(schedule)
    expect([error, result?.requests]).toEqual([undefined, 0])
  })

  it('survives lost answers of S3 at every write without sending anything twice', async () => {
    await adopted()
    await drop(rows('sent'))
    account.proxy.fault(({ what }) => what === 'PUT', { kind: 'lose answer' }, 3)
    expect((await invoke(schedule)).result).toMatchObject({ outcome: 'done', accepted: 120 })
    expect(updates()).toHaveLength(2)
    expect(shop.emails).toHaveLength(120)
  })

  it('fails loudly when a run fails, and leaves neither the key nor an order’s data in its log', async () => {
    await drop(rows('new'))
    await invoke(schedule)
    await drop(rows('sent', 9).map((row): Row => (row[0] === 'O2' ? ['O2', 'sent', 'Jana Nováková, Brno'] : row)))
    shop.fault({ kind: 'answer', status: 503, body: `busy ${key}` }, 20)
    const { error, name, out } = await invoke(schedule)
    expect([error, name]).toEqual([expect.stringMatching(/^.*failing: see the report of the run \S+\.$/s), 'RunFailed'])
    expect(out).not.toMatch(/canary-key|Y2FuYXJ5|Nováková/)
    expect(out).toContain('invalid record')
  })
})
