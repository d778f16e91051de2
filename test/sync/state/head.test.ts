import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { emptyHead, type Head, headText, loadHead } from '../../../lib/sync/state/head.ts'
import { headSchema } from '../../../lib/sync/state/head-schema.ts'
import { headShape } from '../../../lib/sync/state/version.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { createManualClock, settingsOf } from '../../support/world.ts'

const key = 'state/head.json'
const v2 = settingsOf({ upgates: { url: undefined, project: 'demo', server: 's7' } })
const at = '2026-11-24T10:00:00.000Z'
const headOf = (more: Partial<Head> = {}): Head => ({
  ...emptyHead('test', at),
  version: 1,
  writeId: 'w',
  run: 'r',
  address: 'demo.upgates.com',
  ...more,
})

function storeWith(objects: Readonly<Record<string, string>>) {
  const store = createMemoryStore(createManualClock())
  for (const [name, body] of Object.entries(objects)) store.drop(name, body)
  return store
}
const load = (content: unknown, settings = v2) =>
  loadHead(storeWith({ [key]: typeof content === 'string' ? content : JSON.stringify(content) }), settings)

describe('without a head', () => {
  it.each([
    ['there is nothing at all', []],
    ['there are exports', ['exports/orders/1.csv']],
    [
      'there are archives and reports of a shop whose state was moved away',
      ['archive/2026/11/24/r/0001.json', 'runs/2026/11/24/r.json'],
    ],
    ['there are words of people', ['state/holds/abc.json', 'state/decisions/x-approve.json']],
  ])('it is a first run where %s', async (_what, keys) => {
    expect(await loadHead(storeWith(Object.fromEntries(keys.map((name) => [name, '{}']))), v2)).toBeUndefined()
  })

  it.each([
    ['a lease', ['state/lease.json'], 'state/lease.json'],
    ['a snapshot', ['state/snapshots/r.blocks'], 'state/snapshots/r.blocks'],
    ['everything else', ['state/holds/abc.json', 'state/lease.json', 'state/snapshots/r.blocks'], 'state/lease.json'],
  ])('it has vanished where there is %s', async (_what, keys, named) => {
    const store = storeWith(Object.fromEntries(keys.map((name) => [name, '{}'])))
    await expect(loadHead(store, v2)).rejects.toThrow(
      `Could not read ${key} in the memory: it has vanished, while ${named} is still there. Nothing was posted and nothing was recreated.`,
    )
    expect((await store.list('')).map((object) => object.key)).toEqual([...keys].sort())
  })
})

describe('a head', () => {
  it('is given with the etag that its swap has to match', async () => {
    const store = storeWith({ [key]: JSON.stringify(headOf()) })
    const stored = await loadHead(store, v2)
    expect(stored?.head).toEqual(headOf())
    expect((await store.put(key, '{}', { ifMatch: stored?.etag ?? '' })).written).toBe(true)
  })

  it.each([
    ['is empty', ''],
    ['is cut off', JSON.stringify(headOf()).slice(0, -1)],
    ['is not an object', '[]'],
    ['is null', 'null'],
    ['has no version', { ...headOf(), version: undefined }],
    ['has a version that never was', { ...headOf(), version: 0 }],
    ['has a version that is not a number', { ...headOf(), version: '2' }],
    ['lacks its snapshot', { ...headOf(), snapshot: undefined }],
    ['counts below nothing', { ...headOf(), orders: -1 }],
    ['has a time that is none', { ...headOf(), wakeAt: 'tomorrow' }],
  ])('that %s is damaged, and stops everything', async (_what, content) => {
    await expect(load(content)).rejects.toThrow(
      /Could not read state\/head\.json in the memory: it is damaged \(.+\)\. Nothing was posted\. Put it back/,
    )
  })

  it('names what is damaged in it', async () => {
    await expect(load({ ...headOf(), counts: { pending: -1 } })).rejects.toThrow(/counts\.pending: .*counts\.parked: /)
  })

  it('is read as the engine has written it', async () => {
    const head = headOf({ orders: 3, snapshot: 'state/snapshots/r.blocks' })
    expect(JSON.parse(headText(head))).toEqual({ ...head, sum: expect.stringMatching(/^[0-9a-f]{8}$/) })
    expect((await load(headText(head)))?.head).toEqual(head)
  })

  it.each([
    ['a count below nothing', '"orders": 3', '"orders": -3'],
    ['a time that is none', `"at": "${at}"`, '"at": "today"'],
    ['another checksum as well', /"sum": "\w+"/, '"sum": "00000000", "x": 1'],
  ])('that the engine has written is looked at once somebody has edited it: %s', async (_what, from, to) => {
    const edited = headText(headOf({ orders: 3 })).replace(from, to)
    if (to.includes('"x"')) expect((await load(edited))?.head).toEqual(headOf({ orders: 3 }))
    else await expect(load(edited)).rejects.toThrow('it is damaged')
  })

  it.each([
    ['knows more of it is read without that', { more: 1 }, {}],
    ['knows other words is damaged', { hold: { hash: 'h', reasons: [{ rule: 'new' }] } }, undefined],
  ])('of another version of the engine, which %s', async (_what, more, read) => {
    const text = headText({ ...headOf(), ...more } as Head)
    const rest = text.slice(text.indexOf('\n', 2) + 1).trimEnd()
    const theirs = `{\n  "sum": "${crc32(rest).toString(16).padStart(8, '0')}",\n${rest}\n`
    if (read === undefined) await expect(load(theirs)).rejects.toThrow('it is damaged (hold.')
    else expect((await load(theirs))?.head).toEqual({ ...headOf(), ...read })
  })

  it('is believed by a checksum that tells what is known of heads', () => {
    expect(headShape).toBe(
      crc32(JSON.stringify(z.toJSONSchema(headSchema)))
        .toString(16)
        .padStart(8, '0'),
    )
  })

  it('that somebody has edited by hand counts as it is now', async () => {
    const edited = headText(headOf({ orders: 3 })).replace('"orders": 3', '"orders": 4')
    expect((await load(edited))?.head.orders).toBe(4)
  })

  it('of a newer version says so, whatever else is in it', async () => {
    await expect(load({ version: 2, anything: true })).rejects.toThrow(
      'it has the format 2, this version of order-sync knows formats up to 1. Nothing was posted. Use the newer version of order-sync that wrote it.',
    )
  })
})

describe('the state of a shop', () => {
  const urlOf = (url: string) => settingsOf({ upgates: { url } })
  const moved = { newAddress: 'https://other.admin.s9.upgates.com/api/v2' }

  it.each<[string, Partial<Head>, typeof v2]>([
    ['the same', {}, v2],
    ['another server', {}, settingsOf({ upgates: { url: undefined, project: 'demo', server: 's9' } })],
    [
      'the other API',
      {},
      settingsOf({ upgates: { api: 'state-update', login: undefined, url: undefined, project: 'demo', server: 's7' } }),
    ],
    ['its address written out', {}, urlOf('https://demo.admin.s7.upgates.com/api/v2')],
    ['a shop that no run has committed for yet', { address: '', run: '' }, v2],
    ['where the shop said that it has moved to', moved, urlOf('https://other.admin.s9.upgates.com/api/v2')],
    [
      'the project that the shop said it has moved to',
      moved,
      settingsOf({ upgates: { url: undefined, project: 'other', server: 's9' } }),
    ],
    ['the old address although it has moved', moved, v2],
  ])('is used with settings of %s', async (_what, head, settings) => {
    expect((await load(headOf(head), settings))?.head.run).toBe(headOf(head).run)
  })

  it.each<[string, Partial<Head>, typeof v2, string]>([
    ['another name', { shop: 'other' }, v2, 'belongs to the shop "other", the settings are for "test"'],
    ['another name and address', { shop: 'other', address: 'x.upgates.com' }, v2, '"other"'],
    [
      'another name, although it was never committed',
      { shop: 'other', address: '' },
      v2,
      'belongs to the shop "other", the settings are for "test"',
    ],
    [
      'another project',
      {},
      settingsOf({ upgates: { url: undefined, project: 'demo2', server: 's7' } }),
      'belongs to the shop demo.upgates.com, the settings are for demo2.upgates.com',
    ],
    ['a simulated shop', {}, urlOf('http://127.0.0.1:4000'), 'the settings are for http://127.0.0.1:4000'],
    [
      'another port of one',
      { address: 'http://127.0.0.1:4000' },
      urlOf('http://127.0.0.1:4001'),
      'http://127.0.0.1:4001',
    ],
    [
      'a third address, where the shop has moved',
      moved,
      urlOf('https://third.admin.s9.upgates.com'),
      'third.upgates.com',
    ],
    ['another name, where the shop has moved', { shop: 'other', ...moved }, urlOf(moved.newAddress), '"other"'],
  ])('is not used with settings of %s', async (_what, head, settings, ended) => {
    const error = await load(headOf({ answered: true, ...head }), settings).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ kind: 'usage', message: expect.stringContaining(ended) })
    expect(String(error)).toContain('Use the settings of that shop, or another bucket or folder for this one.')
  })

  it('may be used with another address as long as no shop has answered: the first one was a mistake', async () => {
    const head = headOf({ address: 'http://127.0.0.1:4000' })
    expect(await load(head, urlOf('http://127.0.0.1:4001'))).toMatchObject({ etag: expect.any(String) })
  })
})
