import { spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it, vi } from 'vitest'
import { bodyOfBytes } from '../../lib/storage/body.ts'
import { createFolderStore } from '../../lib/storage/folder.ts'
import { bytesOf, textOf } from '../../lib/storage/read.ts'
import { temporaryFolder } from '../support/folder.ts'
import { seededRandom } from '../support/world.ts'
import { storeContract, unsafeKeys } from './contract.ts'

storeContract('in a folder', async () => createFolderStore(temporaryFolder()))

describe('the store in a folder', () => {
  it.each(unsafeKeys)('refuses the key %j', async (key) => {
    const store = createFolderStore(temporaryFolder())
    await expect(store.get(key)).rejects.toThrow('not a plain relative path')
    await expect(store.put(key, 'x', { ifAbsent: true })).rejects.toThrow('not a plain relative path')
    await expect(store.delete(key)).rejects.toThrow('not a plain relative path')
  })

  describe('reads a large file into the same memory', () => {
    const content = Buffer.from(Array.from({ length: 400_000 }, (_, at) => at.toString(36)).join(' '))
    const stored = async () => {
      const folder = temporaryFolder()
      writeFileSync(join(folder, 'large'), content)
      return createFolderStore(folder)
    }

    it.each([
      [0, content.length],
      [0, 1_000_000],
      [1_048_575, 1_048_577],
      [500_000, 10_000_000],
    ])('all of it, or from %i to %i', async (start, end) => {
      const store = await stored()
      const [whole, part] = [await store.get('large'), await store.get('large', { start, end })]
      expect(await bytesOf(whole?.body ?? bodyOfBytes(Buffer.of()), content.length)).toEqual(content)
      expect(await bytesOf(part?.body ?? bodyOfBytes(Buffer.of()))).toEqual(content.subarray(start, end))
    })

    it.runIf(process.platform === 'linux')(
      'and leaves no file open, also where nobody reads it to its end',
      async () => {
        const store = await stored()
        const open = (): number => readdirSync('/proc/self/fd').filter((fd) => isLarge(fd)).length
        const isLarge = (fd: string): boolean => {
          try {
            return readlinkSync(`/proc/self/fd/${fd}`).endsWith('/large')
          } catch {
            return false
          }
        }
        const [unread, begun, ended] = [await store.get('large'), await store.get('large'), await store.get('large')]
        expect(open()).toBe(3)
        unread?.body.destroy()
        for await (const _ of begun?.body ?? []) break
        for await (const _ of ended?.body ?? []);
        await vi.waitFor(() => expect(open()).toBe(0))
      },
    )
  })

  it('neither makes nor changes anything by listing and reading', async () => {
    const folder = join(temporaryFolder(), 'not-there')
    const store = createFolderStore(folder)
    expect(await store.list('exports/')).toEqual([])
    expect(await store.get('state/head.json')).toBeUndefined()
    expect(existsSync(folder)).toBe(false)
  })

  it.runIf(process.platform !== 'win32')('keeps what it writes from everybody else', async () => {
    const folder = temporaryFolder()
    const store = createFolderStore(folder)
    const first = await store.put('archive/2026/1.json', 'x', { ifAbsent: true })
    await store.put('archive/2026/1.json', 'y', { ifMatch: first.written ? first.etag : '' })
    const modes = ['archive', 'archive/2026', 'archive/2026/1.json', '.order-sync', '.order-sync/lock'].map(
      (name) => statSync(join(folder, name)).mode & 0o777,
    )
    expect(modes).toEqual([0o700, 0o700, 0o600, 0o700, 0o600])
  })

  it('locks the file that is there, also where somebody has deleted the one that it had locked before', async () => {
    const folder = temporaryFolder()
    const store = createFolderStore(folder)
    const swapped = async (etag: string, body: string): Promise<string> => {
      const result = await store.put('k', body, { ifMatch: etag })
      return result.written ? result.etag : 'not written'
    }
    const first = await store.put('k', '1', { ifAbsent: true })
    const second = await swapped(first.written ? first.etag : '', '2')
    rmSync(join(folder, '.order-sync'), { recursive: true })
    expect(await swapped(second, '3')).not.toBe('not written')
    expect(existsSync(join(folder, '.order-sync/lock'))).toBe(true)
    expect(readFileSync(join(folder, 'k'), 'utf8')).toBe('3')
  })

  it('clears away what killed processes have left behind, once it is a day old', async () => {
    const folder = temporaryFolder()
    const own = join(folder, '.order-sync')
    mkdirSync(own)
    const old = Array.from({ length: 16 }, (_, index) => join(own, `${index}.tmp`))
    for (const file of [...old, join(own, 'fresh.tmp')]) writeFileSync(file, 'x')
    const twoDaysAgo = Date.now() / 1000 - 2 * 86_400
    for (const file of old) utimesSync(file, twoDaysAgo, twoDaysAgo)
    await createFolderStore(folder).put('k', 'x', { ifAbsent: true })
    expect(readdirSync(own)).toEqual(['fresh.tmp'])
  })

  it('writes many objects at once into folders that are not there yet', async () => {
    const folder = temporaryFolder()
    const store = createFolderStore(folder)
    const keys = Array.from({ length: 20 }, (_, index) => `a/${index % 3}/b/${index}.json`)
    const results = await Promise.all(keys.map((key) => store.put(key, key, { ifAbsent: true })))
    expect(results.every(({ written }) => written)).toBe(true)
    expect((await store.list('a/')).map(({ key }) => key).sort()).toEqual([...keys].sort())
    expect(readdirSync(join(folder, '.order-sync'))).toEqual([])
  })

  it('shows neither hidden files nor what lies outside', async () => {
    const [folder, outside] = [temporaryFolder(), temporaryFolder()]
    mkdirSync(join(folder, 'exports'))
    writeFileSync(join(outside, 'secret'), 'x')
    writeFileSync(join(folder, 'exports/.hidden'), 'x')
    writeFileSync(join(folder, 'exports/seen'), 'x')
    const store = createFolderStore(folder)
    expect((await store.list('')).map(({ key }) => key)).toEqual(['exports/seen'])
    expect(await store.get('exports/.nothing')).toBeUndefined()
  })

  it('follows a link that puts an ERP’s own folder in, and one to a file inside', async () => {
    const [folder, erp] = [temporaryFolder(), temporaryFolder()]
    mkdirSync(join(folder, 'exports'))
    writeFileSync(join(erp, '1.csv'), 'one')
    symlinkSync(erp, join(folder, 'exports/orders'))
    writeFileSync(join(folder, 'real'), 'x')
    symlinkSync(join(folder, 'real'), join(folder, 'link'))
    const store = createFolderStore(folder)
    expect((await store.list('exports/')).map(({ key, size }) => [key, size])).toEqual([['exports/orders/1.csv', 3]])
    for (const [key, content] of [
      ['exports/orders/1.csv', 'one'],
      ['link', 'x'],
    ] as const)
      expect(await textOf((await store.get(key))?.body ?? bodyOfBytes(Buffer.of()))).toBe(content)
  })

  it.each([
    ['a file outside', 'it is a link that leads out of the folder', (outside: string) => join(outside, 'secret')],
    ['a folder outside', 'it is a link that leads out of the folder', (outside: string) => outside],
    ['a folder inside', 'it is a link, but not to a file', (_: string, folder: string) => join(folder, 'exports')],
    ['nothing', 'it is a link that leads nowhere', (outside: string) => join(outside, 'nothing')],
    ['itself', 'it is a link that leads nowhere', (_: string, folder: string) => join(folder, 'exports/orders/link')],
  ])('does not follow a link to %s, and says so', async (_to, ended, target) => {
    const [folder, outside] = [temporaryFolder(), temporaryFolder()]
    mkdirSync(join(folder, 'exports/orders'), { recursive: true })
    writeFileSync(join(outside, 'secret'), 'x')
    symlinkSync(target(outside, folder), join(folder, 'exports/orders/link'))
    const store = createFolderStore(folder)
    expect((await store.list('exports/')).map(({ key }) => key)).toEqual(['exports/orders/link'])
    await expect(store.get('exports/orders/link')).rejects.toThrow(
      `Could not read exports/orders/link in the folder ${folder}: ${ended}.`,
    )
  })

  it('gives a file that was replaced another etag, even with its old time and size', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'a')
    writeFileSync(file, 'one')
    const store = createFolderStore(folder)
    const [before] = await store.list('')
    utimesSync(file, 1_700_000_000, 1_700_000_000)
    expect((await store.list(''))[0]?.etag).not.toBe(before?.etag)
  })

  it('names the folder and the remedy where it cannot write', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'state'), 'a file')
    await expect(createFolderStore(folder).put('state/head.json', 'x', { ifAbsent: true })).rejects.toThrow(
      /Could not write state\/head\.json in the folder .*: (a part of the path is a file|something of this name is there)/,
    )
    if (process.getuid?.() === 0) return
    chmodSync(folder, 0o500)
    await expect(createFolderStore(folder).put('k', 'x', { ifAbsent: true })).rejects.toThrow(
      /has no right to do that.*Give this user the right/,
    )
  })

  it('loses no swap between processes, even if some of them are killed at any moment', async () => {
    const folder = temporaryFolder()
    const store = createFolderStore(folder)
    await store.put('state/counter', '0 start', { ifAbsent: true })
    const random = seededRandom(7)
    const child = join(import.meta.dirname, '../support/counter-child.ts')
    let acknowledged = 0
    let killed = 0
    const start = (rounds: number, name: string, killAfter?: number): Promise<void> =>
      new Promise((resolve, reject) => {
        const running = spawn(process.execPath, [child, folder, String(rounds), name], {
          stdio: ['ignore', 'pipe', 'pipe'],
        })
        let seen = 0
        running.stdout.on('data', (chunk: Buffer) => {
          acknowledged += chunk.length
          seen += chunk.length
          if (killAfter !== undefined && seen >= killAfter && running.kill('SIGKILL')) killed++
        })
        const errors = text(running.stderr)
        running.on('close', (code, signal) =>
          code === 0 || signal === 'SIGKILL' ? resolve() : void errors.then((error) => reject(new Error(error))),
        )
      })
    await Promise.all([
      ...Array.from({ length: 4 }, (_, index) => start(25, `steady${index}`)),
      ...Array.from({ length: 4 }, (_, index) => start(1000, `mortal${index}`, 1 + Math.floor(random() * 15))),
    ])
    const content = await store.get('state/counter')
    if (content === undefined) throw new Error('the counter is gone')
    const total = Number((await text(content.body)).split(' ')[0])
    expect(killed).toBe(4)
    expect(total).toBeGreaterThanOrEqual(acknowledged)
    expect(total).toBeLessThanOrEqual(acknowledged + killed)
    expect(readdirSync(join(folder, 'state'))).toEqual(['counter'])
  })
})
