import { describe, expect, it } from 'vitest'
import { blockSize } from '../../../lib/sync/ledger/blocks.ts'
import { createNewcomers } from '../../../lib/sync/ledger/newcomers.ts'
import { createStoredLines } from '../../../lib/sync/ledger/stored.ts'
import { lineOf } from '../../support/lines.ts'

const line = (at: number) => lineOf({ order_number: `Č${at}`, acknowledged: { tracking_code: `T${at}` } })
function newcomers(count: number) {
  const lines = createNewcomers()
  for (let at = 0; at < count; at++) lines.add(line(at))
  return lines
}

describe('lines that an empty ledger gets', () => {
  it.each([0, 1, blockSize - 1, blockSize, blockSize + 1, 2 * blockSize + 5])(
    'are found while they come in: %d',
    (count) => {
      const lines = newcomers(count)
      expect(lines.size()).toBe(count)
      const places = [0, 1, blockSize - 1, blockSize, 2 * blockSize, count - 1].filter((at) => at >= 0 && at < count)
      expect(places.map((at) => lines.find(`Č${at}`))).toEqual(places)
      expect(places.map(lines.at)).toEqual(places.map(line))
      expect([`Č${count}`, 'C0', ''].map(lines.find)).toEqual([-1, -1, -1])
    },
  )

  it.each([0, 1, blockSize, blockSize + 1])('are stored as they came in: %d', (count) => {
    const lines = newcomers(count)
    for (const packed of [lines.packed(), lines.packed()]) {
      expect(packed.blocks.map((block) => block.count)).toEqual(
        count > blockSize ? [blockSize, count - blockSize] : count === 0 ? [] : [count],
      )
      const stored = createStoredLines(packed)
      expect(Array.from({ length: Math.min(count, 3) }, (_, at) => stored.at(at))).toEqual(
        Array.from({ length: Math.min(count, 3) }, (_, at) => line(at)),
      )
      if (count > 0) expect(stored.at(count - 1)).toEqual(line(count - 1))
    }
  })

  it('are read after they were stored, and more may come', () => {
    const lines = newcomers(3)
    lines.packed()
    lines.add(line(3))
    expect([lines.size(), lines.find('Č3'), lines.packed().blocks[0]?.count]).toEqual([4, 3, 4])
  })
})
