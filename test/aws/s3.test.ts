import { text } from 'node:stream/consumers'
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createS3Store } from '../../lib/storage/s3.ts'
import type { Store } from '../../lib/storage/store.ts'
import { storeContract } from '../storage/contract.ts'
import { type Account, awsUrl, openAccount } from './account.ts'

const through = (account: Account): { store: Store; slept: number[]; client: S3Client } => {
  const slept: number[] = []
  const client = new S3Client({
    endpoint: account.proxy.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
    maxAttempts: 3,
  })
  const clock = { sleep: async (ms: number) => void slept.push(ms) }
  return { store: createS3Store({ bucket: account.bucket, client, clock, random: () => 0.5 }), slept, client }
}

describe.skipIf(awsUrl === undefined)('S3', () => {
  const opened: Account[] = []
  afterAll(async () => {
    for (const account of opened.splice(0)) await account.close()
  })
  storeContract('in S3', async () => {
    const account = await openAccount()
    opened.push(account)
    return account.store
  })

  it.each([
    ['runs/2026/11/23/r.html', 'text/html; charset=utf-8'],
    ['runs/2026/11/23/r.json', 'application/json'],
    ['state/snapshots/r.blocks', 'application/octet-stream'],
  ])('says what %s is, so that a browser shows a page', async (key, type) => {
    const account = await openAccount()
    opened.push(account)
    const { store, client } = through(account)
    await store.put(key, 'x', { ifAbsent: true })
    const { ContentType } = await client.send(new HeadObjectCommand({ Bucket: account.bucket, Key: key }))
    client.destroy()
    expect(ContentType).toBe(type)
  })

  describe('when things go wrong', () => {
    let account: Account
    let store: Store
    let slept: number[]
    let client: S3Client
    const isPut = ({ what }: { what: string }) => what === 'PUT'
    beforeEach(async () => {
      account = await openAccount()
      ;({ store, slept, client } = through(account))
    })
    afterEach(async () => {
      client.destroy()
      await account.close()
    })
    const body = async (key: string) => {
      const content = await account.store.get(key)
      return content === undefined ? undefined : text(content.body)
    }

    it('a write whose answer was lost is written once, and known to be ours', async () => {
      account.proxy.fault(isPut, { kind: 'lose answer' })
      const first = await store.put('state/head.json', 'one', { ifAbsent: true })
      expect(first).toMatchObject({ written: true })
      account.proxy.fault(isPut, { kind: 'lose answer' })
      const etag = first.written ? first.etag : ''
      expect(await store.put('state/head.json', 'two', { ifMatch: etag })).toMatchObject({ written: true })
      expect(await body('state/head.json')).toBe('two')
    })

    it('a 412 that is somebody else’s write is told as such', async () => {
      account.proxy.before(isPut, () => account.drop('state/lease.json', 'theirs'))
      expect(await store.put('state/lease.json', 'ours', { ifAbsent: true })).toEqual({ written: false })
      expect(await body('state/lease.json')).toBe('theirs')
    })

    it('a 409 is tried again as long as nobody wrote, and then given up', async () => {
      account.proxy.fault(isPut, { kind: 'answer', status: 409, code: 'ConditionalRequestConflict' }, 2)
      expect(await store.put('k', 'ours', { ifAbsent: true })).toMatchObject({ written: true })
      expect(slept).toEqual([100, 200])
      account.proxy.fault(isPut, { kind: 'answer', status: 409, code: 'ConditionalRequestConflict' }, 1)
      account.proxy.before(
        ({ what }) => what === 'GET',
        () => account.drop('k', 'theirs'),
      )
      const [object] = await account.store.list('k')
      expect(await store.put('k', 'more', { ifMatch: object?.etag ?? '' })).toEqual({ written: false })
      account.proxy.fault(isPut, { kind: 'answer', status: 409, code: 'ConditionalRequestConflict' }, 9)
      await expect(store.put('other', 'x', { ifAbsent: true })).rejects.toThrow(
        `Could not write s3://${account.bucket}/other: other writers were in the way every time.`,
      )
    })

    it('a missing object is a value, a denied one an error that says what may be missing', async () => {
      expect(await store.get('nothing')).toBeUndefined()
      account.proxy.fault(({ what }) => what === 'GET', { kind: 'answer', status: 403, code: 'AccessDenied' })
      await expect(store.get('nothing')).rejects.toThrow(/Could not read s3:.*nothing: AccessDenied.*may not list/)
    })

    it('a bucket that does not exist is an error, never an empty one', async () => {
      const clock = { sleep: async () => undefined }
      const gone = createS3Store({ bucket: 'no-such-bucket', client, clock, random: Math.random })
      await expect(gone.list('exports/')).rejects.toThrow(
        /Could not list s3:\/\/no-such-bucket\/exports\/: NoSuchBucket/,
      )
      await expect(gone.get('state/head.json')).rejects.toThrow('NoSuchBucket')
      await expect(gone.put('k', 'x', { ifMatch: '"1"' })).rejects.toThrow('NoSuchBucket')
    })

    it('a listing is complete over its pages, and a failing page fails it', async () => {
      account.proxy.cutPages(3)
      const keys = Array.from({ length: 8 }, (_, index) => `exports/orders/${index} ž+%.csv`)
      await Promise.all(keys.map((key) => account.drop(key, 'x')))
      expect((await store.list('exports/')).map(({ key }) => key)).toEqual(keys)
      expect(account.proxy.calls.filter(({ what }) => what === 'LIST')).toHaveLength(3)
      let pages = 0
      const second = ({ what }: { what: string }) => what === 'LIST' && ++pages > 1
      account.proxy.fault(second, { kind: 'answer', status: 403, code: 'AccessDenied' }, 9)
      await expect(store.list('exports/')).rejects.toThrow('AccessDenied')
    })

    it('a server error is tried again by the SDK', async () => {
      account.proxy.fault(() => true, { kind: 'answer', status: 503, code: 'SlowDown' }, 2)
      expect(await store.list('')).toEqual([])
    })
  })
})
