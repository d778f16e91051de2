import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { reasonOf } from '../../errors.ts'
import { StateVanished } from '../../storage/errors.ts'
import type { Store } from '../../storage/store.ts'
import { damagedState, inPlace } from '../state/head.ts'
import { headKey } from '../state/keys.ts'
import type { Line } from './line.ts'

/** Fields whose values many orders share. */
const internedFields = ['status', 'status_id', 'paid_date', 'delivered_date'] as const
const chunkLength = 64 * 1024

/**
 * Reads a snapshot. Texts that many orders share are kept once, so that a million orders fit into some 300 MB.
 * @param orders number of lines that the head expects
 * @throws OrderSyncError if the object is missing, cannot be unpacked, or does not hold what the head says
 */
export async function readSnapshot(
  store: Pick<Store, 'get' | 'description'>,
  key: string,
  orders: number,
): Promise<Map<string, Line>> {
  const content = await store.get(key)
  if (content === undefined) throw new StateVanished(key, store.description, headKey)
  const lines = new Map<string, Line>()
  const intern = createIntern()
  try {
    await pipeline(content.body, createGunzip(), async (bytes: AsyncIterable<Buffer>) => {
      for await (const text of wholeLines(bytes)) {
        const line = intern(parseLine(text))
        lines.set(line.order_number, line)
      }
    })
  } catch (error) {
    throw damagedState(inPlace(key, store.description), reasonOf(error), error)
  }
  if (lines.size !== orders)
    throw damagedState(
      inPlace(key, store.description),
      `it holds ${lines.size} orders, state/head.json expects ${orders}`,
    )
  return lines
}

async function* wholeLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  for await (const chunk of bytes) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    yield* parts
  }
  if (rest !== '' || decoder.decode() !== '') throw new Error('its last line is cut off')
}

function parseLine(text: string): Line {
  let line: unknown
  try {
    line = JSON.parse(text)
  } catch {
    throw new Error('a line is not JSON')
  }
  if (typeof line !== 'object' || line === null || !('order_number' in line) || !('acknowledged' in line)) {
    throw new Error('a line is not an order')
  }
  return line as Line
}

function createIntern(): (line: Line) => Line {
  const texts = new Map<string, string>()
  const text = (value: string): string => {
    const known = texts.get(value)
    if (known !== undefined) return known
    if (texts.size < 10_000) texts.set(value, value)
    return value
  }
  return (line) => {
    const acknowledged = line.acknowledged as Record<string, unknown>
    for (const name of internedFields) {
      const value = acknowledged[name]
      if (typeof value === 'string') acknowledged[name] = text(value)
    }
    return line
  }
}

/** Packs a snapshot: one line of JSON per order, gzip. */
export async function packSnapshot(lines: Iterable<Line>): Promise<Uint8Array> {
  const gzip = createGzip({ level: 3 })
  const packed: Buffer[] = []
  gzip.on('data', (chunk: Buffer) => packed.push(chunk))
  const ended = once(gzip, 'end')
  await pipeline(Readable.from(jsonChunks(lines), { objectMode: true, highWaterMark: 1 }), gzip)
  await ended
  return Buffer.concat(packed)
}

function* jsonChunks(lines: Iterable<Line>): Generator<string> {
  let chunk = ''
  for (const line of lines) {
    chunk += `${JSON.stringify(line)}\n`
    if (chunk.length > chunkLength) {
      yield chunk
      chunk = ''
    }
  }
  if (chunk !== '') yield chunk
}
