import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { createIo } from '../../lib/cli/io.ts'
import { progressOn } from '../../lib/cli/progress.ts'
import type { Store } from '../../lib/storage/store.ts'
import { voiceIn } from '../support/voice.ts'
import { createManualClock } from '../support/world.ts'

const megabyte = 1024 * 1024

function storeOf(size: number): Store {
  const none = async () => undefined
  return {
    description: 'memory',
    list: async () => [],
    get: async (key) => ({
      key,
      etag: 'e',
      size,
      lastModified: '2026-11-23T10:00:00.000Z',
      body: Readable.from(Array.from({ length: size / megabyte }, () => Buffer.alloc(megabyte, 'x'))),
    }),
    put: async () => ({ written: false }),
    delete: none,
  }
}

describe('progress', () => {
  it('tells how many orders of how many are sent, how fast, and how long it takes yet', async () => {
    const clock = createManualClock()
    const shown: string[] = []
    const { progress } = progressOn((line) => void shown.push(line), await voiceIn(), clock)
    for (const done of [100, 200, 300]) {
      progress?.(done, 1000)
      clock.advance(2000)
    }
    expect(shown).toEqual([
      'Sending: 100 of 1,000 orders',
      'Sending: 200 of 1,000 orders, 50 a second, 16 s left',
      'Sending: 300 of 1,000 orders, 50 a second, 14 s left',
    ])
  })

  it('tells how far a large export is, and gives every byte of it', async () => {
    const clock = createManualClock()
    const shown: string[] = []
    const show = (line: string): void => {
      shown.push(line)
      clock.advance(1000)
    }
    const { watched } = progressOn(show, await voiceIn(), {
      now: () => {
        clock.advance(200)
        return clock.now()
      },
    })
    const content = await watched(storeOf(10 * megabyte)).get('exports/orders/big.csv')
    expect((await text(content?.body ?? Readable.from([]))).length).toBe(10 * megabyte)
    expect(shown.at(-1)).toMatch(/^Reading exports\/orders\/big\.csv: \d+ %, \d+ s left$/)
  })

  it.each([
    ['a small export', 'exports/orders/small.csv', megabyte],
    ['what is no export', 'state/snapshots/x.blocks', 10 * megabyte],
  ])('says nothing of %s', async (_, key, size) => {
    const shown: string[] = []
    const { watched } = progressOn((line) => void shown.push(line), await voiceIn(), createManualClock())
    const content = await watched(storeOf(size)).get(key)
    await text(content?.body ?? Readable.from([]))
    expect(shown).toEqual([])
  })

  it('is a line that goes away, on a terminal only', () => {
    const written: string[] = []
    const stderr = { isTTY: true, columns: 20, write: (part: string) => written.push(part) }
    const on = createIo({ stdout: { isTTY: true, write: () => true }, stderr, env: {} })
    on.progress?.('a line that is longer than the terminal')
    on.err('done')
    expect(written).toEqual(['\r\u001b[Ka line that is long', '\r\u001b[K', 'done\n'])
    const { progress, width } = createIo({ stdout: { write: () => true }, stderr: { write: () => true }, env: {} })
    expect([progress, width]).toEqual([undefined, undefined])
  })
})

it.each([
  [undefined, 80],
  [0, 80],
  [132, 132],
])('a terminal that says %j of its width is %i columns wide', (columns, width) => {
  const stdout = { isTTY: true, write: () => true, ...(columns === undefined ? {} : { columns }) }
  expect(createIo({ stdout, stderr: { write: () => true }, env: {} }).width).toBe(width)
})

describe('colours', () => {
  it.each([
    [{}, false, false],
    [{}, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: 'false' }, true, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ])('are used with %j on a terminal: %s → %s', (env, isTTY, coloured) => {
    const { style } = createIo({ stdout: { isTTY, write: () => true }, stderr: { write: () => true }, env })
    expect(style.bold('x') !== 'x').toBe(coloured)
  })
})
