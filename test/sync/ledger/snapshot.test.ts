import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../lib/storage/memory.ts'
import type { Line } from '../../../lib/sync/ledger/line.ts'
import { packSnapshot, readSnapshot } from '../../../lib/sync/ledger/snapshot.ts'
import { iso, lineOf, parkedUntil, wanted } from '../../support/lines.ts'
import { createManualClock } from '../../support/world.ts'

const key = 'state/snapshots/r.ndjson.gz'

/** One line of every kind. */
const lines: readonly Line[] = [
  lineOf({ order_number: '1', acknowledged: { status: 'sent', paid_date: '2026-11-01', resolved_yn: false } }),
  lineOf({
    order_number: '__proto__',
    acknowledged: { 'metas.n': { cs: 'ž\n\u2028"', en: '' } },
    setByUs: ['metas.n[cs]'],
  }),
  lineOf({
    order_number: '3',
    wanted: { status: wanted('x', { parked: parkedUntil(iso()), because: 'y = 1', decided: { kind: 'rejected' } }) },
    unconfirmed: { fields: { status: 'x' }, until: iso() },
    adoptNext: ['paid_date'],
    seen: { orders: iso() },
    mailed: [iso()],
    failedBatches: 3,
  }),
]

async function read(body: string | Uint8Array, orders = lines.length) {
  const store = createMemoryStore(createManualClock())
  store.drop(key, body)
  return readSnapshot(store, key, orders)
}

const texts = lines.map((line) => JSON.stringify(line))

describe('a snapshot', () => {
  it('gives back every line as it was', async () => {
    const packed = await packSnapshot(lines)
    expect([...(await read(packed)).values()]).toEqual(lines)
    expect(gunzipSync(packed).toString()).toBe(texts.map((text) => `${text}\n`).join(''))
  })

  it('of no order is empty', async () => {
    expect(await read(await packSnapshot([]), 0)).toEqual(new Map())
  })

  it('survives being read in pieces, of whatever length its lines are', async () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      lineOf({ order_number: `N${index}`, acknowledged: { tracking_code: 'ž'.repeat(index % 200) } }),
    )
    expect([...(await read(await packSnapshot(many), many.length)).values()]).toEqual(many)
  })

  it.each<[string, string | Uint8Array]>([
    ['is empty', ''],
    ['is not packed', texts.join('\n')],
    ['is cut off', gzipSync(`${texts.join('\n')}\n`).subarray(0, -20)],
    ['has a line less', gzipSync(`${texts.slice(1).join('\n')}\n`)],
    ['has a line more', gzipSync(`${[...texts, '{"order_number":"4","acknowledged":{}}'].join('\n')}\n`)],
    ['has a line twice', gzipSync(`${[texts[0], texts[0], texts[1]].join('\n')}\n`)],
    ['has no end of its last line', gzipSync(texts.join('\n'))],
    ['has an empty line', gzipSync(`${texts.join('\n')}\n\n`)],
    ['has a line that is not JSON', gzipSync(`${[...texts.slice(1), '{"order_number":'].join('\n')}\n`)],
    ['has a line that is not an order', gzipSync(`${[...texts.slice(1), '{"order_number":"9"}'].join('\n')}\n`)],
    [
      'has bytes that are not UTF-8',
      gzipSync(Buffer.concat([Buffer.from([0xff]), Buffer.from(`${texts.join('\n')}\n`)])),
    ],
  ])('that %s is damaged, and named', async (_what, body) => {
    await expect(read(body)).rejects.toThrow(
      /state\/snapshots\/r\.ndjson\.gz in the memory: it is damaged \(.+\)\. Nothing was posted/,
    )
  })

  it('that is damaged is never quoted', async () => {
    const secret = '{"order_number":"9","acknowledged":{"internal_note":Jan Novák}}'
    const error = await read(gzipSync(`${[...texts.slice(1), secret].join('\n')}\n`)).catch((caught: unknown) => caught)
    expect(String(error)).toContain('damaged')
    expect(String(error)).not.toMatch(/Jan|Nov|note/)
  })

  it('that is gone has vanished, and names the head beside it', async () => {
    const store = createMemoryStore(createManualClock())
    await expect(readSnapshot(store, key, 1)).rejects.toThrow(
      /state\/snapshots\/r\.ndjson\.gz in the memory: it has vanished, while state\/head\.json is still there/,
    )
  })
})
