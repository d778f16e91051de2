import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mainFile } from '../support/cli.ts'
import { runNode } from '../support/node.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'

let shop: ShopFolder
beforeEach(async () => {
  shop = await createShopFolder([{ order_number: 'O1', status: 'new' }])
  const bin = join(shop.folder, 'bin')
  mkdirSync(bin)
  writeFileSync(
    join(bin, 'crontab'),
    `#!/bin/sh\nif [ "$1" = -l ]; then cat "${shop.folder}/tab" 2>/dev/null; exit 0; fi; cat > "${shop.folder}/tab"\n`,
  )
  chmodSync(join(bin, 'crontab'), 0o755)
})
afterEach(() => shop.server.close())

const schedule = (...args: string[]) =>
  runNode([mainFile, 'schedule', ...args, '--settings', shop.settingsFile], {
    PATH: `${join(shop.folder, 'bin')}:/bin`,
    HOME: shop.folder,
    UPGATES_API_KEY: 'canary-key-f00d',
  })

describe.runIf(process.platform !== 'win32')('schedule', () => {
  const keyFile = () => join(shop.folder, '.config/order-sync/order-sync-test.key')

  it('installs a command that runs without the environment, with its key in a file of the user alone', async () => {
    const installed = await schedule('install', '--folder', join(shop.folder, 'data'))
    expect([installed.code, installed.err]).toEqual([0, ''])
    expect([readFileSync(keyFile(), 'utf8'), statSync(keyFile()).mode & 0o777]).toEqual(['canary-key-f00d\n', 0o600])
    const line = readFileSync(join(shop.folder, 'tab'), 'utf8').trimEnd().split('\n').at(-1) ?? ''
    expect(`${line}${installed.out}`).not.toContain('canary-key')
    const command = line.split(' ').slice(5).join(' ')
    const run = () => promisify(execFile)('/bin/sh', ['-c', command], { env: { PATH: '/bin' } })
    shop.drop([['O1', 'new']], '1.csv')
    await run()
    shop.drop([['O1', 'sent']], '2.csv')
    await run()
    expect(shop.shop.orders.get('O1')).toMatchObject({ status: 'sent' })
  })

  it('shows it, and removes it together with the key', async () => {
    expect((await schedule('show')).out).toContain('Nothing is scheduled.')
    await schedule('install', '--folder', join(shop.folder, 'data'), '--every', '10')
    expect((await schedule('show')).out).toMatch(/^\*\/10 /)
    expect((await schedule('remove')).out).toContain('Removed from cron')
    expect([readFileSync(join(shop.folder, 'tab'), 'utf8'), existsSync(keyFile())]).toEqual(['', false])
  })

  it('keeps no key for a bucket, whose key is in AWS', async () => {
    expect((await schedule('install', '--bucket', 'acme')).code).toBe(0)
    expect(readFileSync(join(shop.folder, 'tab'), 'utf8')).toMatch(/'--bucket' 'acme'/)
    expect(existsSync(keyFile())).toBe(false)
  })

  it.each([
    ['another word', ['start'], 2, 'it is install, remove or show'],
    ['no word', [], 2, 'missing required argument'],
  ])('refuses %s', async (_, args, code, says) => {
    expect(await schedule(...args)).toMatchObject({ code, err: expect.stringContaining(says) })
  })
})
