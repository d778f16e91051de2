import { describe, expect, it } from 'vitest'
import type { FieldName, FieldValue } from '../../../lib/order.ts'
import {
  blockSize,
  changedBlock,
  lineText,
  pack,
  packBlock,
  parseLine,
  release,
  unpack,
  unpackTexts,
} from '../../../lib/sync/ledger/blocks.ts'
import type { Line } from '../../../lib/sync/ledger/line.ts'
import { createShapes } from '../../../lib/sync/ledger/shapes.ts'
import { textAt } from '../../../lib/sync/ledger/texts.ts'
import { iso, lineOf, wanted } from '../../support/lines.ts'

describe('packed bytes', () => {
  it.each([0, 1, 100_000])('are unpacked as they were: %d of them', (size) => {
    const bytes = Buffer.alloc(size, 'order')
    const packed = pack(bytes)
    expect(packed.size).toBe(size)
    expect(unpack(packed)).toEqual(bytes)
  })

  it.each([
    ['more than was said', -1],
    ['less than was said', 1],
  ])('are refused where they are %s', (_what, by) => {
    const packed = pack(Buffer.from('orders'))
    expect(() => unpack({ ...packed, size: packed.size + by })).toThrow()
  })

  it('are refused where they are damaged', () => {
    const { bytes, ...rest } = pack(Buffer.from('orders'))
    expect(() => unpack({ ...rest, bytes: bytes.subarray(0, -2) })).toThrow()
  })
})

const acknowledged = { status: 'sent', resolved_yn: false, 'metas.n': { cs: 'ž', en: '' } } as const

describe('memory that nobody needs', () => {
  it('is given back, but not where others share it', () => {
    const large = Buffer.allocUnsafe(100_000)
    const small = Array.from({ length: 10_000 }, () => Buffer.from('order'))
    for (const bytes of [large, ...small]) release(bytes)
    expect(large.buffer.byteLength).toBe(0)
    expect(small.every((bytes) => String(bytes) === 'order')).toBe(true)
  })
})

describe('a line', () => {
  it.each<[string, Line, string]>([
    ['that says nothing', lineOf(), '[0]'],
    ['that says what was acknowledged', lineOf({ acknowledged }), '[0,"sent",false,{"cs":"ž","en":""}]'],
    ['that says more', lineOf({ acknowledged: { status: 'a' }, mailed: [iso()] }), `[0,"a",{"mailed":["${iso()}"]}]`],
    ['that only says more', lineOf({ failedBatches: 2 }), '[0,{"failedBatches":2}]'],
  ])('%s is as short as can be, and read as it was', (_what, line, text) => {
    const shapes = createShapes()
    expect(lineText(line, shapes)).toBe(text)
    expect(parseLine('A', text, shapes)).toEqual(line)
  })

  it('of too many kinds names its fields', () => {
    const shapes = createShapes(Array.from({ length: 1000 }, (_, at): FieldName[] => [`metas.n${at}`]))
    for (const line of [lineOf({ acknowledged }), lineOf({ acknowledged, wanted: { status: wanted('x') } })]) {
      const text = lineText(line, shapes)
      expect(JSON.parse(text)).toMatchObject([acknowledged, {}])
      expect(parseLine('A', text, shapes)).toEqual(line)
    }
  })

  it('that knows a field without a value names its fields, too', () => {
    const shapes = createShapes()
    const line = lineOf({ acknowledged: { status: 'a', paid_date: undefined as unknown as FieldValue } })
    expect(parseLine('A', lineText(line, shapes), shapes)).toEqual(lineOf({ acknowledged: { status: 'a' } }))
  })

  it.each<[string, string, Line]>([
    ['alone', '{"status":"sent"}', lineOf({ acknowledged: { status: 'sent' } })],
    [
      'before what else there is',
      '[{"status":"sent"},{"failedBatches":1}]',
      lineOf({ acknowledged: { status: 'sent' }, failedBatches: 1 }),
    ],
  ])('of the second version is read, what was acknowledged %s', (_what, text, line) => {
    expect(parseLine('A', text, createShapes())).toEqual(line)
  })

  it.each([
    ['is no JSON', '[0,', 'not JSON'],
    ['is a text', '"x"', 'not an order'],
    ['is null', 'null', 'not an order'],
    ['is empty', '[]', 'not an order'],
    ['has a kind that nobody knows', '[1,"a"]', 'not an order'],
    ['has a value too few', '[0]', 'not an order'],
    ['has a value too many', '[0,"a","b"]', 'not an order'],
    ['has something behind what else there is', '[0,"a",{},{}]', 'not an order'],
    ['says more in a word', '[{"status":"a"},"x"]', 'not an order'],
    ['acknowledged null', '[null,{}]', 'not an order'],
  ])('that %s is not read, and not quoted', (_what, text, message) => {
    const shapes = createShapes([['status']])
    expect(() => parseLine('secret', text, shapes)).toThrow(message)
    expect(() => parseLine('secret', text, shapes)).not.toThrow('secret')
  })
})

describe('a block', () => {
  const shapes = createShapes()
  const lines = ['A', 'B', 'C'].map((order_number) => lineOf({ order_number, acknowledged: { status: 'new' } }))
  const block = packBlock(
    lines.map(({ order_number }) => order_number),
    lines.map((line) => lineText(line, shapes)),
  )
  const read = ({ count, numbers, lines: said }: typeof block) => {
    const [names, texts] = [unpackTexts(numbers), unpackTexts(said)]
    expect([names.count, texts.count]).toEqual([count, count])
    return Array.from({ length: count }, (_, at) => parseLine(textAt(names, at), textAt(texts, at), shapes))
  }
  const sent = lineOf({ order_number: 'B', acknowledged: { status: 'sent' } })
  const fresh = lineOf({ order_number: 'D' })

  it('holds orders and their lines', () => {
    expect([read(block), blockSize]).toEqual([lines, 8192])
  })

  it('has some lines in other words, and keeps its orders as they are', () => {
    const after = changedBlock(block, { changed: new Map([[1, sent]]), more: [] }, shapes)
    expect(read(after)).toEqual([lines[0], sent, lines[2]])
    expect(after.numbers).toBe(block.numbers)
  })

  it('gets others behind all that it has', () => {
    const after = changedBlock(block, { changed: new Map([[1, sent]]), more: [fresh] }, shapes)
    expect(read(after)).toEqual([lines[0], sent, lines[2], fresh])
    expect(read(block)).toEqual(lines)
  })
})
