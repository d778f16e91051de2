import { describe, expect, it } from 'vitest'
import type { Line } from '../../../lib/sync/ledger/line.ts'
import { createNewcomers } from '../../../lib/sync/ledger/newcomers.ts'
import { createPlacedLines } from '../../../lib/sync/ledger/placed.ts'
import { createShapes } from '../../../lib/sync/ledger/shapes.ts'
import {
  type OpenLine,
  type PackedLines,
  packSnapshot,
  parseSnapshot,
  type Snapshot,
} from '../../../lib/sync/ledger/snapshot.ts'
import { lineOf, wanted } from '../../support/lines.ts'

const line = (order_number: string, status = 'new') => lineOf({ order_number, acknowledged: { status } })
const waiting = (order_number: string) => ({ ...line(order_number), wanted: { status: wanted('sent') } })

function packedOf(lines: readonly Line[]): PackedLines {
  const newcomers = createNewcomers()
  for (const one of lines) newcomers.add(one)
  return newcomers.packed()
}
function placed(
  lines: readonly Line[],
  { open = [], more = [] }: { open?: readonly OpenLine[]; more?: readonly Line[] } = {},
) {
  const behind = new Map(more.map((one) => [one.order_number, one]))
  return createPlacedLines({ ...packedOf(lines), open, apart: new Map() }, 'the place', behind)
}
const allOf = (packed: PackedLines & Pick<Snapshot, 'apart'>) => [
  ...parseSnapshot(Buffer.from(packSnapshot({ ...packed, open: [], sieves: new Map() }))).values(),
]

describe('lines by their places', () => {
  it('are those of a snapshot, and others behind them', () => {
    const lines = placed([line('A'), line('B')], { more: [line('C'), waiting('D')] })
    expect(lines.size()).toBe(4)
    expect(['A', 'B', 'C', 'D', 'X'].map(lines.placeOf)).toEqual([0, 1, 2, 3, -1])
    expect([0, 1, 2, 3].map(lines.at)).toEqual([line('A'), line('B'), line('C'), waiting('D')])
    expect(lines.openAtFirst).toEqual([3])
    expect(() => lines.at(4)).toThrow('there is no line 4')
  })

  it('know what waits of the snapshot without reading it, before the others', () => {
    const open: OpenLine[] = [
      [1, waiting('B')],
      [0, waiting('A')],
    ]
    const lines = placed([line('A'), line('B')], { open, more: [waiting('C')] })
    expect(lines.openAtFirst).toEqual([1, 0, 2])
    expect(lines.at(1)).toBe(open[0]?.[1])
  })

  it('are moved where they are, and found as before', () => {
    const lines = placed([line('A'), line('B')], { open: [[1, waiting('B')]], more: [line('C')] })
    const moved = [line('A', 'sent'), line('B', 'sent'), line('C', 'sent')]
    expect(moved.map((one, place) => lines.put(place, one))).toEqual([0, 1, 2])
    expect(['A', 'B', 'C'].map(lines.placeOf)).toEqual([0, 1, 2])
    expect([0, 1, 2].map(lines.at)).toEqual(moved)
    expect(allOf(lines.packed())).toEqual(moved)
  })

  it('that are told apart are what they are told to be, until they are moved', () => {
    const apart = new Map([[1, JSON.stringify(line('B', 'sent'))]])
    const lines = createPlacedLines({ ...packedOf([line('A'), line('B')]), open: [], apart }, 'the place', new Map())
    expect([lines.openAtFirst, lines.at(0), lines.at(1)]).toEqual([[], line('A'), line('B', 'sent')])
    expect(allOf(lines.packed())).toEqual([line('A'), line('B', 'sent')])
    lines.put(1, line('B', 'done'))
    expect(lines.at(1)).toEqual(line('B', 'done'))
    expect(allOf(lines.packed())).toEqual([line('A'), line('B', 'done')])
  })

  it('get others behind all', () => {
    const lines = placed([line('A')])
    expect(lines.placeOf('B')).toBe(-1)
    expect([lines.put(-1, line('B')), lines.put(-1, line('C'))]).toEqual([1, 2])
    expect([lines.size(), lines.placeOf('C'), lines.at(1)]).toEqual([3, 2, line('B')])
    expect(allOf(lines.packed())).toEqual([line('A'), line('B'), line('C')])
  })

  it('are kept at hand where somebody holds them, until they are moved', () => {
    const lines = placed([line('A'), line('B')], { more: [line('C')] })
    const held = line('A')
    lines.hold(0, held)
    lines.hold(2, line('C', 'another'))
    lines.at(1)
    expect(lines.at(0)).toBe(held)
    expect(lines.at(2)).toEqual(line('C'))
    lines.put(0, line('A', 'sent'))
    expect(lines.at(0)).toEqual(line('A', 'sent'))
  })

  it('are taken over at once where there is none', () => {
    const lines = placed([])
    lines.load(packedOf([line('A'), line('B')]))
    expect([lines.size(), lines.placeOf('B'), lines.at(0)]).toEqual([2, 1, line('A')])
    lines.expect(1)
    expect(lines.placeOf('B')).toBe(1)
    lines.put(-1, line('C'))
    expect([lines.placeOf('C'), allOf(lines.packed()).length]).toEqual([2, 3])
  })

  it.each<[string, (lines: ReturnType<typeof placed>) => unknown]>([
    ['asked for', (lines) => lines.at(0)],
    ['looked for', (lines) => lines.placeOf('A')],
    [
      'changed',
      (lines) => {
        lines.put(-1, line('B'))
        return lines.packed()
      },
    ],
  ])('whose block is damaged are told with their place, as they are %s', (_what, ask) => {
    const { blocks, shapes } = packedOf([line('A')])
    const broken = blocks.map(({ count, numbers, lines }) => ({
      count,
      numbers: { ...numbers, bytes: numbers.bytes.subarray(1) },
      lines: { ...lines, bytes: lines.bytes.subarray(1) },
    }))
    const lines = createPlacedLines({ blocks: broken, shapes, open: [], apart: new Map() }, 'the place', new Map())
    expect(() => ask(lines)).toThrow('the place')
  })

  it('of no snapshot are not looked for', () => {
    const lines = createPlacedLines({ blocks: [], shapes: createShapes(), open: [], apart: new Map() }, '', new Map())
    expect([lines.placeOf('A'), lines.size()]).toEqual([-1, 0])
  })
})
