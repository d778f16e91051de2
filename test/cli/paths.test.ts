import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { orderSync } from '../support/cli.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'

const open: ShopFolder[] = []
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
})

/** Where a command is given a path that cannot be used: `%` stands for the path. */
const places: readonly (readonly string[])[] = [
  ['plan', '--html', '%'],
  ['plan', '--folder', '%'],
  ['run', '--key-file', '%'],
  ['check', '--key-file', '%'],
  ['ledger', '--month', '2026-11', '--csv', '%'],
  ['plan', '--settings', '%'],
  ['console', '%'],
  ['inspect', '%'],
  ['simulate', '--port', '0', '--orders', '%'],
  ['key', 'set', '--value', 'file://%'],
  ['upload', '%', '--bucket', 'b', '--feed', 'orders', '--once'],
  ['upload', '.', '--bucket', 'b', '--feed', 'orders', '--once', '--journal', '%'],
  ['init', '%', '--yes', '--address', 'http://127.0.0.1:1', '--login', '1', '--statuses', '-'],
  ['demo', '--folder', '%'],
]

/** What writes a file says nothing of one that is not there. */
const bad = (folder: string) => ({
  'in a folder that is not there': join(folder, 'nowhere', 'x'),
  'below a file': join(folder, 'file', 'x'),
  'a folder': join(folder, 'there'),
  'a file': join(folder, 'file'),
})

/** A path of this kind is what these commands want, or may make. */
const fine: Readonly<Record<string, readonly string[]>> = {
  'in a folder that is not there': ['demo'],
  'a folder': ['upload', '--folder', '.'],
  'a file': ['--html', '--csv', '--key-file', 'key', '--journal', 'simulate'],
}

describe('a path that cannot be used', () => {
  const rows = places.flatMap((args) =>
    Object.keys(bad('')).flatMap((kind) =>
      (fine[kind] ?? []).some((name) => args.slice(-2).includes(name) || args[0] === name)
        ? []
        : [[kind, args] as const],
    ),
  )
  it.each(rows)('is told with its name, in words: %s, of %j', async (kind, args) => {
    const shop = await createShopFolder([{ order_number: 'O1' }])
    open.push(shop)
    shop.drop([['O1', 'new']], '1.csv')
    await shop.cli('run')
    shop.drop([['O1', 'sent']], '2.csv')
    mkdirSync(join(shop.folder, 'there'))
    writeFileSync(join(shop.folder, 'file'), 'this is\nnothing of an export\n')
    const path = new Map(Object.entries(bad(shop.folder))).get(kind) ?? ''
    const own = args.some((arg) => arg === '--settings' || arg === 'inspect' || arg === 'simulate' || arg === 'demo')
    const isPlain = own || ['upload', 'init', 'console', 'key'].includes(args[0] ?? '')
    const written = args.map((arg) => arg.replace('%', path))
    const settings =
      args.includes('--settings') || ['simulate', 'upload', 'demo', 'init'].includes(args[0] ?? '')
        ? []
        : ['--settings', shop.settingsFile]
    const folder = args.includes('--folder') || isPlain ? [] : ['--folder', join(shop.folder, 'data')]
    const init = args[0] === 'init' ? ['--settings', join(temporaryFolder(), 'order-sync.json')] : []
    const { code, out, err } = await orderSync([...written, ...settings, ...folder, ...init], {})
    expect(`${out}${err}`).toContain(path)
    expect(`${out}${err}`).not.toMatch(/\bE[A-Z]{4,}\b|\n\s+at |should not have/)
    expect(code).not.toBe(0)
  })
})
