import { createHash } from 'node:crypto'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import type { Ledger } from '../../../lib/sync/ledger/ledger.ts'
import { packSieves, type Sieve, unpackSieves } from '../../../lib/sync/ledger/sieves.ts'
import { runs } from '../../support/runs.ts'
import { settingsOf } from '../../support/world.ts'
import { createTwoSides, differenceIn, type Step } from './sequences.ts'

const header = 'number;status;paid;tracking;note;x'
/** So long that nothing before its end is sifted. */
const head = `HEAD;nová;;;;${'y'.repeat(100_000)}`
/** Nobody looks at its end; a few records are not passed over. */
const row = (number: string, status = 'nová', rest = '2026-11-01;T1;;'): string =>
  `${number};${status};${rest}${'x'.repeat(80)}`
const forty = Array.from({ length: 40 }, (_, at) => row(`N${at}`))
const text = (rows: readonly string[], names = header): string => [names, head, ...rows, ''].join('\n')
/** The forty with others in the places of some. */
const but = (others: Readonly<Record<number, string>>): string[] => forty.map((line, at) => others[at] ?? line)
const moved =
  (order_number: string, status: string) =>
  (ledger: Ledger): void => {
    ledger.update(order_number, (line) => ({ ...line, acknowledged: { ...line.acknowledged, status } }))
  }

const feed = {
  contents: 'full',
  format: { type: 'csv' },
  fields: {
    order_number: 'number',
    status: { from: 'status', map: { nová: 'sent', odeslaná: 'sent', hotová: 'done' }, otherwise: 'keep' },
    paid_date: { from: 'paid' },
    tracking_code: 'tracking',
    metas: { note: 'note' },
  },
} as const

const broken = (letters: number, encoding: string): Buffer =>
  Buffer.concat([
    iconv.encode(`${text(forty)}${row('Z', 'nová', ';;;')}`, 'utf8'),
    iconv.encode('ž'.repeat(letters), encoding),
    Buffer.from('\n'),
  ])

type Later = Omit<Step, 'hour'> & { readonly hour?: number }

/** Exports that come after the forty, and must come to the same whether they are sifted or not. */
const cases: readonly (readonly [name: string, ...later: readonly Later[]])[] = [
  ['of which one record says something new', { body: text(but({ 20: row('N20', 'odeslaná') })) }],
  ['in another order', { body: text(forty.toReversed()) }],
  ['without some', { body: text(forty.slice(0, 30)) }, { body: text(forty) }],
  ['with more of them', { body: text([...forty.slice(0, 9), row('M'), ...forty.slice(9)]) }],
  ['that contradicts a record that has not changed', { body: text([...forty, row('N7', 'hotová')]) }],
  ['that contradicts it before it', { body: text([row('N37', 'hotová'), ...forty]) }],
  [
    'with a record twice',
    { body: text([...forty.slice(0, 20), row('N7'), ...forty.slice(20)]) },
    { body: text(but({ 30: row('N30', 'hotová') })) },
  ],
  [
    'with a record twice, after many new ones',
    {
      body: text([
        ...Array.from({ length: 100 }, (_, at) => row(`M${at}`)),
        ...forty.slice(0, 20),
        row('N7'),
        ...forty.slice(20),
      ]),
    },
  ],
  [
    'with a broken record of an order that has not changed',
    { body: text([...forty, row('N7', 'nová', '2026-13-01;;;')]) },
  ],
  [
    'with a date that lies in the future, each time',
    { body: text(but({ 9: row('N9', 'nová', '2027-05-05;T1;;') })) },
    { body: text(but({ 9: row('N9', 'nová', '2027-05-05;T1;;'), 30: row('N30', 'hotová') })) },
  ],
  [
    'with a word that no map knows, each time',
    { body: text(but({ 9: row('N9', 'neznámá') })) },
    { body: text(but({ 9: row('N9', 'neznámá'), 30: row('N30', 'hotová') })) },
  ],
  ['whose header names other columns', { body: text(forty, 'number;status;paid;note;tracking;x') }],
  ['after a line was moved otherwise', { body: text(but({ 9: row('N9', 'hotová') })), before: moved('N30', 'odd') }],
  [
    'after a line was moved once the last one was read',
    { body: text(but({ 9: row('N9', 'hotová') })), after: moved('N30', 'odd') },
    { body: text(but({ 9: row('N9', 'odeslaná') })) },
  ],
  [
    'after one that was suspicious',
    { body: text(but({ 9: row('N9', 'hotová') }).slice(0, 12)) },
    { body: text(but({ 9: row('N9', 'hotová') })) },
  ],
  ['whose quote swallows records', { body: text(but({ 9: row('N9', '"nová') })) }],
  ['whose quote swallows some records', { body: text(but({ 9: row('N9', '"nová'), 25: row('N25', 'no"vá') })) }],
  ['with a line end of another kind', { body: text(but({ 9: `${row('N9')}\rN99;nová` })) }],
  [
    'that is compared, after one with a line end of another kind',
    { body: text(but({ 9: `${row('N9')}\rN99;nová` })) },
    { body: text(forty), full: true },
  ],
  ['of an end that is missing', { body: text(forty).slice(0, -1) }, { body: text(forty) }],
  ['that is cut off', { body: text(forty).slice(0, -7) }],
  [
    'with records of several lines, and a broken one behind them',
    { body: text(but({ 9: row('N9', 'nová', '2026-11-01;T1;"a\nb";') })) },
    { body: text(but({ 9: row('N9', 'nová', '2026-11-01;T1;"a\nb";'), 30: row('N30', 'nová', '2026-13-01;;;') })) },
    { body: text(but({ 9: row('N9', 'nová', '2026-11-01;T1;"a\nc";') })) },
  ],
  ['of other settings', { body: text(forty), settings: settingsOf({ feeds: { orders: feed } }) }],
  ['in another encoding', { body: iconv.encode(text(but({ 9: row('N9', 'hotová') })), 'win1250') }],
  [
    'of the same bytes, that are another encoding now',
    { body: broken(1, 'win1250') },
    { body: broken(5000, 'win1250') },
  ],
  ['that is read in full', { body: text(but({ 9: row('N9', 'hotová') })), full: true }],
  ['on another day', { body: text(but({ 9: row('N9', 'hotová') })), hour: 30 }],
  ['of fields whose first values are adopted', { body: text(but({ 9: row('N9', 'hotová') })), adopted: false }],
  ['that is empty', { body: text([]) }, { body: text(forty) }],
]

describe('an export comes to the same, sifted or in full,', () => {
  // by blocks of a few records, and record by record
  it.each(cases.map(([name, ...later]) => [name, later] as const))('%s', async (_name, later) => {
    for (const siftedFrom of [600, 65_536]) {
      const sides = createTwoSides()
      const steps: readonly Later[] = [{ body: text(forty), adopted: false }, { body: text(forty) }, ...later]
      let hour = 0
      for (const step of steps) {
        hour = step.hour ?? hour + 1
        const [sifted, inFull] = await sides.take({ ...step, hour, siftedFrom })
        expect(sifted).toEqual(inFull)
      }
    }
  })

  it('in random sequences of edits', async () => {
    for (let seed = 1; seed <= runs(40); seed++) expect(await differenceIn(seed)).toBeUndefined()
  }, 60_000)
})

describe('a sieve', () => {
  const first: Step = { body: text(forty), hour: 1, adopted: false }

  it('passes over what has not changed until a day has passed', async () => {
    const sides = createTwoSides()
    await sides.take(first)
    expect(sides.sieve()).toMatchObject({ fullAt: expect.stringContaining('T11:') })
    expect(sides.sieve()?.places).toHaveLength(41)
    await sides.take({ body: text(but({ 9: row('N9', 'hotová') })), hour: 5 })
    expect(sides.sieve()?.fullAt).toContain('T11:')
    await sides.take({ body: text(but({ 9: row('N9', 'hotová') })), hour: 25 })
    expect(sides.sieve()?.fullAt).toContain('-25T')
  })

  it('that was tampered with is thrown away', async () => {
    const sides = createTwoSides()
    await sides.take(first)
    sides.meddle((state) => Buffer.from(state.map((byte, at) => (at === state.length - 120 ? byte ^ 1 : byte))))
    const [sifted, inFull] = await sides.take({ body: text(but({ 9: row('N9', 'hotová') })), hour: 5 })
    expect(sifted).toEqual(inFull)
    expect(sides.sieve()?.fullAt).toContain('T15:')
  })

  it('belongs to its lines, and to no others', () => {
    const sieve: Sieve = {
      readBy: 'r',
      today: '2026-11-24',
      fullAt: '2026-11-24T10:00:00.000Z',
      seed: [1, 2, 3, 4],
      layout: 'l',
      encoding: 'utf-8',
      hashes: Uint32Array.of(1, 2, 3, 4),
      places: Uint32Array.of(7, 5),
      blocks: Uint32Array.of(0, 2, 600, 0, 1, 2, 3, 4),
    }
    const { told, parts } = packSieves(new Map([['orders', sieve]]), 'lines')
    const bytes = Buffer.concat(parts)
    expect(unpackSieves(told, 'lines', bytes).get('orders')).toEqual(sieve)
    expect(unpackSieves(told, 'other lines', bytes).size).toBe(0)
    expect(unpackSieves(told, 'lines', bytes.subarray(1)).size).toBe(0)
    expect(unpackSieves({ ...told, feeds: {} }, 'lines', bytes).size).toBe(0)
  })

  it('is known without its blocks where an older engine took records out of it', () => {
    const sieve: Sieve = {
      ...{ readBy: 'r', today: '2026-11-24', fullAt: '2026-11-24T10:00:00.000Z', seed: [1, 2, 3, 4] },
      ...{ layout: 'l', encoding: 'utf-8', hashes: Uint32Array.of(1, 2, 3, 4), places: Uint32Array.of(7, 5) },
      blocks: Uint32Array.of(0, 2, 600, 0, 1, 2, 3, 4),
    }
    const { told } = packSieves(new Map([['orders', sieve]]), 'lines')
    const fewer = { ...sieve, hashes: Uint32Array.of(3, 4), places: Uint32Array.of(5) }
    const later = packSieves(new Map([['orders', fewer]]), 'lines')
    const { sum: _, feeds } = later.told
    const old = { ...feeds.orders, blocks: told.feeds.orders?.blocks } as (typeof feeds)[string]
    const lines = 'lines'
    const bytes = Buffer.concat(later.parts)
    const sum = createHash('sha256')
      .update(JSON.stringify([{ orders: old }, lines]))
      .update(bytes)
      .digest('base64url')
    expect(unpackSieves({ feeds: { orders: old }, sum }, lines, bytes).get('orders')).toEqual({
      ...fewer,
      blocks: new Uint32Array(0),
    })
  })

  it('that would pass over what it must not is told loudly, and harms nothing', async () => {
    const sides = createTwoSides()
    await sides.take(first)
    const lying = (ledger: Ledger): void => {
      const sieve = ledger.sieves.of('orders')
      if (sieve !== undefined)
        ledger.sieves.put('orders', { ...sieve, places: sieve.places.toReversed() }, ledger.moves)
    }
    const step = { body: text(but({ 9: row('N9', 'hotová') })), hour: 5, full: true, before: lying }
    const [sifted, inFull] = await sides.take(step)
    expect(sifted?.imported.problems).toEqual([
      ...(inFull?.imported.problems ?? []),
      {
        kind: 'sieve',
        subject: expect.any(String),
        message: expect.stringMatching(/ 3\d records would have been passed over/),
      },
    ])
    expect(sifted?.lines).toEqual(inFull?.lines)
  })

  it.each([
    ['of changes', { contents: 'changes' }],
    ['of which every record of an order counts', { contents: 'full', duplicates: 'every' }],
  ])('is not kept of a feed %s', async (_what, more) => {
    const sides = createTwoSides()
    const settings = settingsOf({ feeds: { orders: { ...feed, ...more } } })
    await sides.take({ ...first, settings })
    expect(sides.sieve()).toBeUndefined()
  })

  it('that was made on a later day is not used', async () => {
    const sides = createTwoSides()
    const body = (status: string) => text(but({ 9: row('N9', 'nová', '2026-11-25;T1;;'), 20: row('N20', status) }))
    await sides.take({ body: body('nová'), hour: 48, adopted: false })
    const [sifted, inFull] = await sides.take({ body: body('hotová'), hour: 1, time: 48 })
    expect(sifted).toEqual(inFull)
    expect(inFull?.imported.problems).toContainEqual(expect.objectContaining({ kind: 'odd value', subject: 'N9' }))
  })
})
