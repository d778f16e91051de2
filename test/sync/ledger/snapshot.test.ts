import { crc32, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openLedger } from '../../../lib/sync/ledger/ledger.ts'
import { isOpen, type Line } from '../../../lib/sync/ledger/line.ts'
import { openSnapshot, parseSnapshot, snapshotVersion } from '../../../lib/sync/ledger/snapshot.ts'
import { hashOf } from '../../../lib/sync/ledger/stored.ts'
import { iso, lineOf, packLines, parkedUntil, readSnapshot, wanted } from '../../support/lines.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { createManualClock } from '../../support/world.ts'

const key = 'state/snapshots/r.blocks'

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

const flipped = (bytes: Buffer, at: number): Buffer => {
  const place = at < 0 ? bytes.length + at : at
  return Buffer.from(bytes.map((byte, index) => (index === place ? byte ^ 1 : byte)))
}

const texts = lines.map((line) => JSON.stringify(line))

/** A snapshot of the first version: one line of JSON per order. */
const firstVersion = gzipSync(texts.map((text) => `${text}\n`).join(''))

const many = Array.from({ length: 20_000 }, (_, index) =>
  lineOf({ order_number: `N${index}`, acknowledged: { tracking_code: 'ž'.repeat(index % 200) } }),
)

function storeWith(body: Uint8Array) {
  const store = createMemoryStore(createManualClock())
  store.drop(key, body)
  return store
}

const ledgerWith = (body: Uint8Array, orders: number) =>
  openLedger({ snapshot: key, orders }, { store: storeWith(body) })

async function blocksIn(body: Uint8Array, orders: number) {
  const opened = await openSnapshot(storeWith(body), key, orders)
  return opened instanceof Map ? [] : opened.blocks
}

describe('a snapshot', () => {
  it('gives back every line as it was', async () => {
    expect([...(await read(packLines(lines))).values()]).toEqual(lines)
    const ledger = await ledgerWith(packLines(lines), lines.length)
    expect([[...ledger.lines()], [...ledger.open()], ledger.get('__proto__'), ledger.get('4')]).toEqual([
      lines,
      [lines[2]],
      lines[1],
      undefined,
    ])
  })

  it('of the first version is read, too', async () => {
    expect([...(await read(firstVersion)).values()]).toEqual(lines)
    expect([...(await ledgerWith(firstVersion, lines.length)).lines()]).toEqual(lines)
  })

  it('of no order is empty', async () => {
    expect(await read(packLines([]), 0)).toEqual(new Map())
    expect(await read(gzipSync(''), 0)).toEqual(new Map())
  })

  it('finds an order wherever it is, whatever was looked for before it', async () => {
    const ledger = await ledgerWith(packLines(many), many.length)
    for (const place of [0, 1, 100, 9000, 5, 19_999, 8191, 8192, 3])
      expect(ledger.get(`N${place}`)).toEqual(many[place])
    for (const other of ['N20000', '', 'N', 'ž', 'n1', 'N1ž']) expect(ledger.get(other)).toBeUndefined()
  })

  it('finds orders whose numbers are more than ASCII, or begin alike', async () => {
    const odd = ['ž1', 'ž', 'a', 'aa', '', 'žž1', '\u0000', 'Č-7'].map((order_number) => lineOf({ order_number }))
    const ledger = await ledgerWith(packLines(odd), odd.length)
    for (const line of odd.toReversed()) expect(ledger.get(line.order_number)).toEqual(line)
  })

  it('is not slow for numbers that somebody has made up so that a hash without a secret is the same for all', () => {
    const stir = (hash: number, letter: string): number => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
    // one of each, found by trying: whichever of the two it is, FNV-1a comes to the same
    const twins = [
      ['1bpcd', '105zx'],
      ['1c04a', '0k40p'],
      ['0fpad', '003zx'],
      ['0apd6', '09vl8'],
      ['0b3ea', '04pvu'],
      ['0mpba', '05rnw'],
      ['0opba', '07rnw'],
      ['0opba', '07rnw'],
    ]
    const numbers = twins.reduce((before, twin) => before.flatMap((one) => twin.map((next) => one + next)), [''])
    expect(new Set(numbers.map((text) => [...text].reduce(stir, 0x811c9dc5))).size).toBe(1)
    expect(new Set(numbers.map(hashOf)).size).toBeGreaterThan(100)
  })

  it('copies the blocks that nobody has touched, and appends new orders', async () => {
    const before = packLines(many)
    const ledger = await ledgerWith(before, many.length)
    const changed = { ...many[8200], acknowledged: { status: 'sent' } } as Line
    const added = lineOf({ order_number: 'NEW', wanted: { status: wanted('sent') } })
    ledger.update('N8200', () => changed)
    ledger.update('NEW', () => added)
    const after = ledger.pack()
    expect([...(await read(after, many.length + 1)).values()]).toEqual([...many.with(8200, changed), added])
    const again = await ledgerWith(after, many.length + 1)
    expect([...again.open()]).toEqual([added])
    const [old, young] = [await blocksIn(before, many.length), await blocksIn(after, many.length + 1)]
    const same = young.map(({ numbers, lines: said }, at) => [
      Buffer.from(numbers.bytes).equals(old[at]?.numbers.bytes ?? Buffer.of()),
      Buffer.from(said.bytes).equals(old[at]?.lines.bytes ?? Buffer.of()),
    ])
    expect(same).toEqual([
      [true, true],
      [true, true],
      [false, false],
    ])
  })

  it('tells lines apart where few of a block have changed, and writes the block anew where they are many', async () => {
    const before = packLines(many)
    const sent = (line: Line | undefined): Line => ({ ...lineOf(line), acknowledged: { status: 'sent' } })
    const change = async (body: Uint8Array, from: number, count: number): Promise<Uint8Array> => {
      const ledger = await ledgerWith(body, many.length)
      for (let at = from; at < from + count; at++) ledger.update(`N${at}`, sent)
      return ledger.pack()
    }
    const told = async (body: Uint8Array): Promise<readonly [apart: number, same: readonly boolean[]]> => {
      const opened = await openSnapshot(storeWith(body), key, many.length)
      if (opened instanceof Map) throw new Error('it is of an older version')
      const blocks = await blocksIn(before, many.length)
      return [opened.apart.size, opened.blocks.map((block, at) => block.lines.crc === blocks[at]?.lines.crc)]
    }
    const few = await change(before, 8150, 100)
    const more = await change(few, 8250, 60)
    const most = await change(more, 8200, 200)
    expect(await told(few)).toEqual([100, [true, true, true]])
    expect(await told(more)).toEqual([160, [true, true, true]])
    expect(await told(most)).toEqual([42, [true, false, true]])
    const expected = many.map((line, at) => (at >= 8150 && at < 8400 ? sent(line) : line))
    expect([...(await read(most, many.length)).values()]).toEqual(expected)
    expect([...parseSnapshot(Buffer.from(most)).values()]).toEqual(expected)
    expect([...(await ledgerWith(most, many.length)).open()]).toEqual([])
  })

  it('is what a map of its lines is, however they change from one to the next', async () => {
    const change = fc.record({ at: fc.nat({ max: 400 }), status: fc.constantFrom('a', 'b'), waits: fc.boolean() })
    const run = fc.array(change, { maxLength: 150 })
    await fc.assert(
      fc.asyncProperty(fc.array(run, { maxLength: 6 }), async (runs) => {
        const model = new Map(many.slice(0, 300).map((line) => [line.order_number, line]))
        let body = packLines([...model.values()])
        for (const changes of runs) {
          const ledger = await ledgerWith(body, model.size)
          for (const { at, status, waits } of changes) {
            const order_number = `N${at}`
            const line = lineOf({
              order_number,
              acknowledged: { status },
              ...(waits && { wanted: { status: wanted('c') } }),
            })
            ledger.update(order_number, () => line)
            model.set(order_number, line)
          }
          body = ledger.pack()
          const again = await ledgerWith(body, model.size)
          expect([...again.lines()]).toEqual([...model.values()])
          expect([...parseSnapshot(Buffer.from(body)).values()]).toEqual([...model.values()])
          expect([...again.open()]).toEqual([...model.values()].filter(isOpen))
        }
      }),
      { numRuns: 25 },
    )
  })

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['is cut off', (bytes) => bytes.subarray(0, -9)],
    ['is cut off at its beginning', (bytes) => bytes.subarray(0, 15)],
    ['has another byte in a block', (bytes) => flipped(bytes, -20)],
    ['has another byte at its beginning', (bytes) => flipped(bytes, 40)],
    ['has another length in front', (bytes) => flipped(bytes, 11)],
  ])('in blocks that %s is damaged, and named', async (_what, damage) => {
    await expect(read(damage(Buffer.from(packLines(lines))))).rejects.toThrow(
      /state\/snapshots\/r\.blocks in .+: it is damaged \(.+\)\. Nothing was posted/,
    )
  })

  it('of another number of orders than the head expects is damaged', async () => {
    await expect(read(packLines(lines), 2)).rejects.toThrow('it holds 3 orders, state/head.json expects 2')
  })

  it('of a newer version stops this one with a sentence', async () => {
    const bytes = Buffer.from(packLines(lines))
    const from = bytes.indexOf('{')
    const head = bytes.subarray(from, from + bytes.readUInt32LE(11))
    head.write(String(head).replace(`"version":${snapshotVersion}`, `"version":${snapshotVersion + 1}`))
    bytes.writeUInt32LE(crc32(head), 15)
    await expect(read(bytes)).rejects.toThrow(
      `r.blocks: it has the format ${snapshotVersion + 1}, this version of order-sync knows formats up to ${snapshotVersion}. Nothing was posted`,
    )
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
      /state\/snapshots\/r\.blocks in .+: it is damaged \(.+\)\. Nothing was posted/,
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
      /state\/snapshots\/r\.blocks in .+: it has vanished, while state\/head\.json is still there/,
    )
  })
})
