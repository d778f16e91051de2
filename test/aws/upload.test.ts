import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { orderSyncProcess } from '../support/cli.ts'
import { temporaryFolder } from '../support/folder.ts'
import { type Account, awsEnvironment, awsUrl, openAccount } from './account.ts'

describe.skipIf(awsUrl === undefined)('upload into a bucket', () => {
  let account: Account
  beforeEach(async () => {
    account = await openAccount()
  })
  afterEach(() => account.close())
  const upload = (folder: string, ...args: string[]) =>
    orderSyncProcess(['upload', folder, '--once', ...args], awsEnvironment(account.proxy.url))

  it('puts what is finished, makes up for an answer that failed and one that was lost, and needs nothing but PutObject', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'objednávky 1.csv'), 'č;s\n1;a\n')
    account.proxy.fault(({ what }) => what === 'PUT', { kind: 'answer', status: 503, code: 'SlowDown' })
    account.proxy.fault(({ what }) => what === 'PUT', { kind: 'lose answer' })
    const { code, out, err } = await upload(folder, '--bucket', account.bucket, '--feed', 'invoices')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('SlowDown')
    const stored = await account.store.get('exports/invoices/objednávky 1.csv')
    expect(stored && (await text(stored.body))).toBe('č;s\n1;a\n')
    expect(account.proxy.calls.map(({ what }) => what)).toEqual(['PUT', 'PUT', 'PUT'])
    const journal = JSON.parse(readFileSync(join(folder, '.order-sync-uploads.ndjson'), 'utf8'))
    expect(journal).toMatchObject({ name: 'objednávky 1.csv', key: 'exports/invoices/objednávky 1.csv' })
    expect((await upload(folder, '--bucket', account.bucket, '--feed', 'invoices')).out).toBe('Nothing to upload.\n')
  })

  it('fails at a bucket that is not there', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a.csv'), 'x')
    const { code, err } = await upload(folder, '--bucket', 'no-such-bucket')
    expect([code, err]).toEqual([1, expect.stringMatching(/^Could not upload the files of .*: .*NoSuchBucket/)])
  })
})
