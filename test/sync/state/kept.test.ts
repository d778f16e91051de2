import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { textOf } from '../../../lib/storage/read.ts'
import type { Store } from '../../../lib/storage/store.ts'
import { readDecisions, readHold } from '../../../lib/sync/decisions/decisions.ts'
import { snapshotVersion } from '../../../lib/sync/ledger/snapshot.ts'
import { parseEntry } from '../../../lib/sync/post/archive.ts'
import { loadHead, stateVersion } from '../../../lib/sync/state/head.ts'
import { headKey, leaseKey, snapshotsPrefix } from '../../../lib/sync/state/keys.ts'
import { keptLines, keptRuns, writeKeptState } from '../../support/kept-state.ts'
import { readSnapshot } from '../../support/lines.ts'
import { createWorld, hourMs, noLimits, settingsOf, shown, type World } from '../../support/world.ts'

const folder = join(import.meta.dirname, '../../fixtures/states')
const settings = settingsOf({ upgates: { notify: true }, guard: noLimits })
const numbers = keptLines.map(({ order_number }) => order_number)

const keysIn = (version: string): string[] =>
  readdirSync(join(folder, version), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, version).length + 1))
    .sort()
const bytesOf = (version: string, key: string): Buffer => readFileSync(join(folder, version, key))

/** The shop of the tests, with a state that was kept; nothing of the dead run but its archive has reached it. */
function worldWith(version: string): World {
  const orders = numbers.map((order_number) => ({ order_number, status: order_number === 'DEAD1' ? 'sent' : 'new' }))
  const world = createWorld({ settings, orders, shop: { metas: ['note', 'size'] } })
  for (const key of keysIn(version)) world.store.drop(key, bytesOf(version, key))
  return world
}

/** By the version of the state, and where that is not all, by the version of its snapshot. */
const versions = ['v1', 'v1-snapshot2', 'v1-snapshot3', 'v1-snapshot4']
const newest = `v${stateVersion}-snapshot${snapshotVersion}`

it('every version of the state has been kept', () => {
  expect(readdirSync(folder).sort()).toEqual(versions)
  expect(versions).toContain(newest)
})

it('the kept state of the newest version is what this version writes', async () => {
  const store = await writeKeptState()
  const keys = (await store.list('')).map(({ key }) => key)
  expect(keys).toEqual(keysIn(newest))
  const kept = worldWith(newest).store
  const plain = async (from: Store, key: string) => {
    if (key.startsWith(snapshotsPrefix)) return [...(await readSnapshot(from, key, keptLines.length)).values()]
    const text = await textOf((await from.get(key))?.body ?? Readable.from([]))
    // how its lines are broken is nobody's business
    return key.startsWith('archive/') ? JSON.stringify(JSON.parse(text)) : text
  }
  for (const key of keys) expect(await plain(store, key), key).toEqual(await plain(kept, key))
})

describe.each(readdirSync(folder))('a state of version %s', (version) => {
  let world: World
  beforeEach(() => {
    world = worldWith(version)
  })

  it('is read, with all that it holds', async () => {
    const { head } = (await loadHead(world.store, settings)) ?? {}
    expect(head).toEqual({ ...JSON.parse(String(bytesOf(version, headKey))), version: stateVersion })
    const key = head?.snapshot ?? ''
    const lines = await readSnapshot(world.store, key, head?.orders ?? 0)
    // later versions may know more of a line, never less
    expect(keptLines).toMatchObject([...lines.values()])
    if (version === newest) expect([...lines.values()]).toEqual(keptLines)
    expect(lines.size).toBe(numbers.length)
    expect((await readDecisions(world.store)).decisions).toMatchObject([{ kind: 'approve', hash: head?.hold?.hash }])
    expect(await readHold(world.store, 'aaaaaa')).toMatchObject({ changes: [{ order_number: 'WANTED' }] })
    for (const archived of keysIn(version).filter((name) => name.startsWith('archive/')))
      expect(parseEntry(archived, String(bytesOf(version, archived)))).toMatchObject({
        run: keptRuns.dead,
        keyVersion: '1',
      })
  })

  it('is planned from', async () => {
    const { plan } = await world.plan()
    const planned = plan.changes.map(({ order_number }) => order_number)
    expect(planned).toEqual(expect.arrayContaining(['APPROVED', 'PARKED', 'QUIET', 'WANTED']))
    for (const other of ['ADOPTED', 'LATER', 'REJECTED', 'SKIPPED', 'UNANSWERED']) expect(planned).not.toContain(other)
  })

  it('is gone on from: the dead run is taken over, and nothing is sent or mailed twice', async () => {
    world.clock.advance(hourMs)
    const report = await world.run()
    expect(report).toMatchObject({ outcome: 'done', rejected: 0, unknown: 0 })
    expect(report.problems.filter(({ kind }) => kind === 'decision' || kind === 'failed')).toEqual([])
    const { head } = (await loadHead(world.store, settings)) ?? {}
    expect(head?.closedRuns).toEqual([keptRuns.dead, report.run])
    expect(head?.hold).toBeUndefined()
    const has = numbers.filter((order_number) => shown(world, order_number)?.status === 'sent')
    expect(has).toEqual(['APPROVED', 'DEAD1', 'DEAD2', 'DOUBTFUL', 'PARKED', 'QUIET', 'WANTED'])
    expect(world.shop.emails.map(({ order_number }) => order_number).sort()).toEqual([
      'APPROVED',
      'DEAD2',
      'DOUBTFUL',
      'PARKED',
      'WANTED',
    ])
    expect(shown(world, 'WHOLE')?.tracking_code).toBe('T1')
    expect(await world.store.list('state/decisions/')).toEqual([])
    const requests = world.shop.requests.length
    world.drop(numbers.map((order_number) => [order_number, has.includes(order_number) ? 'sent' : 'new'] as const))
    await world.run()
    expect(world.shop.requests).toHaveLength(requests)
  })
})

describe('a snapshot of a newer version', () => {
  it('stops this one with a sentence, and changes nothing', async () => {
    const world = worldWith(newest)
    const { head } = (await loadHead(world.store, settings)) ?? {}
    const key = head?.snapshot ?? ''
    const bytes = Buffer.from(world.store.bytes(key) ?? [])
    // its length and its checksum stand before the directory
    const begin = bytes.indexOf(`{"version":${snapshotVersion}`)
    bytes.write(`{"version":${snapshotVersion + 1}`, begin)
    bytes.writeUInt32LE(crc32(bytes.subarray(begin, begin + bytes.readUInt32LE(begin - 8))), begin - 4)
    world.store.drop(key, bytes)
    world.clock.advance(hourMs)
    await expect(world.plan()).rejects.toThrow(
      `it has the format ${snapshotVersion + 1}, this version of order-sync knows formats up to ${snapshotVersion}`,
    )
    const report = await world.run()
    expect([report.outcome, world.shop.requests]).toEqual(['failed', []])
    expect(report.problems.map(({ message }) => message).join()).toContain('Use the newer version of order-sync')
  })
})

describe('a state of a newer version', () => {
  const sentence = new RegExp(
    `it has the format ${stateVersion + 1}, this version of order-sync knows formats up to ${stateVersion}\\. Nothing was posted\\. Use the newer version`,
  )
  const newer = (world: World, key: string) =>
    world.store.drop(
      key,
      JSON.stringify({ ...JSON.parse(String(world.store.bytes(key))), version: stateVersion + 1, anything: 'else' }),
    )

  it.each([headKey, leaseKey])('stops this one with a sentence: %s', async (key) => {
    const world = worldWith(newest)
    newer(world, key)
    world.clock.advance(hourMs)
    const before = await world.store.list('')
    await expect(world.run()).rejects.toThrow(sentence)
    if (key === headKey) await expect(world.plan()).rejects.toThrow(sentence)
    expect(world.shop.requests).toEqual([])
    expect(await world.store.list('')).toEqual(before)
  })
})
