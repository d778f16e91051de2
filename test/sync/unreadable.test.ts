import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { visible } from '../../lib/printable.ts'
import { ObjectRefused } from '../../lib/storage/errors.ts'
import { bytesOf } from '../../lib/storage/read.ts'
import { createS3Store, type S3Slice } from '../../lib/storage/s3.ts'
import type { Store } from '../../lib/storage/store.ts'
import { dismissExport } from '../../lib/sync/decisions/dismiss.ts'
import { runSync } from '../../lib/sync/sync.ts'
import { createWorld, hourMs, minuteMs, noLimits, settingsOf, shown, simpleFeed, type World } from '../support/world.ts'

const { metas: _, ...fields } = simpleFeed.fields
const settings = settingsOf({
  guard: noLimits,
  firstRun: 'post',
  feeds: {
    orders: { ...simpleFeed, fields: { order_number: 'order_number', status: 'status' } },
    parcels: { ...simpleFeed, fields: { order_number: 'order_number', tracking_code: 'tracking_code' } },
  },
})
const parcels = `${Object.keys(fields).join(';')}\nO1;;;DR1;\n`

/** A shop with one more object in its bucket, which the store does not give. */
function withOdd(
  key: string,
  refusal?: ObjectRefused,
): { world: World; run: () => ReturnType<World['run']>; mended: () => void } {
  const world = createWorld({ settings, orders: [{ order_number: 'O1', status: 'new' }] })
  world.store.drop('exports/parcels/1.csv', parcels)
  world.clock.advance(minuteMs)
  const odd = { key, etag: '"odd"', size: 9, lastModified: new Date(world.clock.now()).toISOString() }
  let isOdd = true
  const store: Store = {
    ...world.store,
    async list(prefix) {
      const found = await world.store.list(prefix)
      return key.startsWith(prefix) && !found.some((one) => one.key === key) ? [...found, odd] : found
    },
    async get(wanted, range) {
      if (wanted === key && isOdd && refusal !== undefined) throw refusal
      return world.store.get(wanted, range)
    },
  }
  const effects = { ...world.effects, store }
  const run = () => {
    world.clock.advance(1000)
    return runSync(settings, effects, {
      holder: { host: 'test', pid: 1 },
      deadlineMs: world.clock.now() + 10 * minuteMs,
    })
  }
  const mended = () => {
    isOdd = false
  }
  return { world: { ...world, effects }, run, mended }
}

const denied = new ObjectRefused({ attempted: 'read', subject: 'x', ended: 'AccessDenied', hint: 'Give the right.' })

describe('an export that the store does not give', () => {
  it.each<[string, string, ObjectRefused?]>([
    ['with a doubled slash in its key', 'exports/orders//1.csv'],
    ['with a backslash in its key', 'exports/orders/export\\1.csv'],
    ['whose name is not text', 'exports/orders/objedn\ufffdvky.csv'],
    ['with a dot as a part of its key', 'exports/orders/./1.csv'],
    [
      'that is archived',
      'exports/orders/1.csv',
      new ObjectRefused({ attempted: 'read', subject: 'x', ended: 'InvalidObjectState' }),
    ],
    ['that is denied', 'exports/orders/1.csv', denied],
  ])('%s is refused, and the other feeds go on', async (_what, key, refusal) => {
    const { world, run } = withOdd(key, refusal)
    const report = await run()
    expect(report).toMatchObject({ outcome: 'done', accepted: 1 })
    expect(report.exports).toContainEqual(expect.objectContaining({ key, refused: expect.any(String) }))
    expect(shown(world, 'O1')?.tracking_code).toBe('DR1')
    expect((await run()).problems).toMatchObject([{ kind: 'refused export', subject: key }])
    await dismissExport(visible(key), settings, world.effects)
    await run()
    expect((await run()).problems).toEqual([])
  })

  it('is tried again after an hour by itself', async () => {
    const { world, run, mended } = withOdd('exports/orders/1.csv', denied)
    await run()
    mended()
    world.drop([['O1', 'sent']], '1.csv')
    expect(await run()).toMatchObject({ accepted: 1 })
  })

  it('is tried again after an hour by itself, and until then it costs nothing', async () => {
    const { world, run } = withOdd('exports/orders/1.csv', denied)
    await run()
    expect(await run()).toMatchObject({ outcome: 'idle', exports: [] })
    world.clock.advance(hourMs)
    expect((await run()).exports).toMatchObject([{ refused: expect.stringContaining('AccessDenied') }])
  })
})

describe('a decision that the store does not give', () => {
  it('is told, and stops nothing', async () => {
    const { run } = withOdd('state/decisions/a//b.json')
    expect(await run()).toMatchObject({ outcome: 'done', accepted: 1 })
  })
})

/** A connection that breaks in the middle of the body of one key, as often as it says. */
function breaking(world: World, fits: (key: string) => boolean, times: number): Store {
  let left = times
  return {
    ...world.store,
    async get(key, range) {
      const got = await world.store.get(key, range)
      if (got === undefined || !fits(key) || left-- <= 0) return got
      const bytes = await bytesOf(got.body)
      const body = Readable.from(
        (async function* () {
          yield bytes.subarray(0, bytes.length / 2)
          throw new Error('read ECONNRESET')
        })(),
        { objectMode: false },
      )
      return { ...got, body }
    },
  }
}

describe('a connection that breaks while something is read', () => {
  const places: readonly (readonly [string, (key: string) => boolean])[] = [
    ['the head', (key) => key === 'state/head.json'],
    ['the lease', (key) => key === 'state/lease.json'],
    ['the snapshot', (key) => key.startsWith('state/snapshots/')],
    ['the export', (key) => key.startsWith('exports/')],
  ]
  const begun = async (): Promise<World> => {
    const world = createWorld({
      settings: settingsOf({ guard: noLimits }),
      orders: [{ order_number: 'O1', status: 'new' }],
    })
    world.drop([['O1', 'new']])
    await world.run()
    world.drop([['O1', 'sent']])
    return world
  }
  const runOn = (world: World, store: Store) =>
    runSync(
      settingsOf({ guard: noLimits }),
      { ...world.effects, store },
      {
        holder: { host: 'test', pid: 1 },
        deadlineMs: world.clock.now() + 10 * minuteMs,
      },
    )

  it.each(places)('%s, is no trouble', async (_what, fits) => {
    const world = await begun()
    expect(await runOn(world, breaking(world, fits, 2))).toMatchObject({ outcome: 'done', accepted: 1, problems: [] })
  })

  it.each(places)('%s, and for ever, is told as what it is, and the next run goes on', async (_what, fits) => {
    const world = await begun()
    const told = await runOn(world, breaking(world, fits, Number.POSITIVE_INFINITY)).then(
      ({ problems }) => problems.map(({ message }) => message).join(' '),
      (error: unknown) => String(error),
    )
    expect(told).toContain('ECONNRESET')
    expect(told).not.toMatch(/damaged \(|Export again|refused/)
    world.clock.advance(hourMs)
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1 })
  })
})

describe('a bucket', () => {
  const failing = (name: string, status: number, message = name): S3Slice => ({
    send: async () => {
      throw Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } })
    },
    config: { credentials: async () => ({ accessKeyId: 'AKIATEST' }) },
  })
  const storeOf = (client: S3Slice) =>
    createS3Store({ bucket: 'b', client, clock: { sleep: async () => undefined }, random: () => 0 })

  it.each([
    ['AccessDenied', 403, undefined, 's3://b/exports/a', 's3:GetObject by the access key AKIATEST'],
    ['Forbidden', 403, undefined, 's3://b/exports/a', 's3:GetObject by the access key AKIATEST'],
    [
      'AccessDenied',
      403,
      'User: arn:aws:iam::1:user/x is not authorized',
      's3://b/exports/a',
      's3:GetObject by arn:aws:iam::1:user/x',
    ],
    ['InvalidObjectState', 403, undefined, 's3://b/exports/a', 'restore it, or upload it again'],
  ])('says of %s (%i) which call on which object by whom', async (name, status, message, where, who) => {
    const error: unknown = await storeOf(failing(name, status, message))
      .get('exports/a')
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ObjectRefused)
    expect(String(error)).toContain(where)
    expect(String(error)).toContain(who)
  })

  it('lists names that are not text', async () => {
    const Contents = [{ Key: 'exports/orders/objedn%E1vky+1.csv', ETag: '"1"', Size: 1, LastModified: new Date(0) }]
    const send = (async () => ({ Contents, IsTruncated: false })) as unknown as S3Slice['send']
    expect(await storeOf({ send }).list('exports/')).toMatchObject([{ key: 'exports/orders/objedn\ufffdvky 1.csv' }])
  })
})
