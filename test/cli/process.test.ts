import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { mainFile, orderSyncProcess } from '../support/cli.ts'
import { temporaryFolder } from '../support/folder.ts'
import { childEnvironment } from '../support/node.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'

const open: ShopFolder[] = []
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
})

const demoSettings = join(import.meta.dirname, '../../examples/demo/order-sync.json')
const key = { UPGATES_API_KEY: 'canary-key-f00d' }

/** A shop whose next run posts one order. */
async function readyShop(): Promise<ShopFolder & { readonly place: string[] }> {
  const shop = await createShopFolder([{ order_number: 'O1', status: 'new' }])
  open.push(shop)
  shop.drop([['O1', 'new']], '1.csv')
  await shop.cli('run')
  shop.drop([['O1', 'sent']], '2.csv')
  return { ...shop, place: ['--settings', shop.settingsFile, '--folder', join(shop.folder, 'data')] }
}

const start = (args: readonly string[], stdout: 'pipe' | number): ChildProcess =>
  spawn(process.execPath, [mainFile, ...args], { env: childEnvironment(key), stdio: ['ignore', stdout, 'pipe'] })

async function ended(child: ChildProcess): Promise<{ code: number | null; err: string }> {
  const [err, [code]] = await Promise.all([child.stderr === null ? '' : text(child.stderr), once(child, 'close')])
  return { code, err }
}

describe('the command line as a process', () => {
  it('runs, and plans in a pipe as it does within a process', async () => {
    const { cli, place, shop } = await readyShop()
    const [within, apart] = [await cli('plan', '--json'), await orderSyncProcess(['plan', '--json', ...place], key)]
    expect(apart).toEqual(within)
    expect(await orderSyncProcess(['run', ...place], key)).toMatchObject({ code: 0, err: '' })
    expect(shop.orders.get('O1')?.status).toBe('sent')
  })

  it.each([
    [[], 2, ''],
    [['--help'], 0, 'Usage: order-sync'],
    [['run', '--settings', demoSettings, '--folder', 'a', '--bucket', 'b'], 2, ''],
    [['plan', '--settings', demoSettings, '--folder', 'not-there'], 2, ''],
  ])('ends with its exit code: %j', async (args, code, out) => {
    const result = await orderSyncProcess(args)
    expect([result.code, result.out]).toEqual([code, expect.stringContaining(out)])
    expect(result.err).not.toMatch(/\n\s+at /)
  })

  it.each([
    ['--help'],
    ['run', '--help'],
    ['plan', '--json', '--settings', demoSettings, '--folder', temporaryFolder()],
  ])('says nothing when its reader goes away: %s', async (...args) => {
    const child = start(args, 'pipe')
    child.stdout?.destroy()
    expect(await ended(child)).toEqual({ code: 0, err: expect.not.stringMatching(/EPIPE|\n\s+at /) })
  })

  it('finishes a run whose reader goes away, and tells by its exit code how it ended', async () => {
    const { place, shop, cli } = await readyShop()
    const child = start(['run', ...place], 'pipe')
    child.stdout?.destroy()
    expect(await ended(child)).toEqual({ code: 0, err: '' })
    expect(shop.orders.get('O1')?.status).toBe('sent')
    expect((await cli('run')).out).toBe('Nothing to do.\n')
  })

  it.skipIf(!existsSync('/dev/full'))('says that its output could not be written', async () => {
    const { code, err } = await ended(start(['--help'], openSync('/dev/full', 'w')))
    expect([code, err]).toEqual([1, expect.stringMatching(/^Could not write the output: .*ENOSPC/)])
  })

  it('serves a simulated shop until it is interrupted', async () => {
    const orders = join(temporaryFolder(), 'orders.txt')
    writeFileSync(orders, 'O1\nO2\n')
    const child = start(['simulate', '--orders', orders, '--port', '0'], 'pipe')
    const said: string[] = []
    for await (const chunk of child.stdout ?? []) {
      said.push(String(chunk))
      if (said.join('').includes('Ctrl-C ends it.')) break
    }
    const url = /listens on (\S+)/.exec(said.join(''))?.[1] ?? ''
    expect((await fetch(`${url}/api/v2/orders`)).status).toBe(401)
    child.kill('SIGINT')
    expect(await ended(child)).toEqual({ code: 0, err: '' })
  })

  it('keeps its compiled code in the own cache folder of its user, not where others can write', async () => {
    const [caches, shared] = [temporaryFolder(), temporaryFolder()]
    const env = { PATH: process.env.PATH, XDG_CACHE_HOME: caches, TMPDIR: shared }
    const child = spawn(process.execPath, [mainFile, '--version'], { env, stdio: 'ignore' })
    expect((await once(child, 'close'))[0]).toBe(0)
    expect([readdirSync(caches), readdirSync(shared)]).toEqual([['order-sync'], []])
  })

  it('loads nothing of the engine for --help', () => {
    const static_ = (file: string): string[] => {
      const source = readFileSync(file, 'utf8')
      return [...source.matchAll(/^(?:import|export) (?!type\b)[^']*from '(\.[^']+)'/gms)].flatMap(([, name = '']) => {
        const target = join(file, '..', name)
        return [target, ...(target.endsWith('.ts') ? static_(target) : [])]
      })
    }
    const loaded = [...new Set(static_(join(mainFile, '../process.ts')))].map((file) => file.replace(/.*\/lib\//, ''))
    expect(
      loaded.filter((file) => !/^(cli|print)\/|^(errors|printable|system)\.ts$|package\.json$/.test(file)),
    ).toEqual([])
  })
})
