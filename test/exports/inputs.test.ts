import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UnusableExport } from '../../lib/exports/record.ts'
import type { Feed } from '../../lib/settings/settings.ts'
import { feedOf, readAll, sourceOf } from '../support/exports.ts'

/** One input of the table: a file as people really have them, and what it says. */
interface Input {
  readonly name: string
  /** line of feeds.ndjson, from 0 */
  readonly feed: number
  readonly text?: string
  readonly base64?: string
  /** per record the order and its fields, or the order and the field that is wrong; or how the refusal of the file begins */
  readonly says: unknown
}

const linesOf = (name: string): string[] =>
  readFileSync(join(import.meta.dirname, '../fixtures/inputs', name), 'utf8')
    .trimEnd()
    .split('\n')
const feeds = linesOf('feeds.ndjson').map((line) => feedOf(JSON.parse(line)))
const inputs: readonly Input[] = linesOf('inputs.ndjson').map((line) => JSON.parse(line))

const refused = /^Could not read the export export(?:, \S+ in it)?: /

async function said(feed: Feed, content: string | Uint8Array, chunk: number): Promise<unknown> {
  try {
    const { records } = await readAll(feed, sourceOf(content, chunk))
    return records.map((record) =>
      record.valid ? [record.order_number, record.fields] : [record.order_number ?? null, record.field],
    )
  } catch (error) {
    if (error instanceof UnusableExport) return error.message.replace(refused, '').slice(0, 60)
    throw error
  }
}

describe('of the inputs that people have', () => {
  it('there are many', () => expect(inputs.length).toBeGreaterThan(600))

  it.each(inputs.map((input) => [input.name, input] as const))('%s says what it said', async (_name, input) => {
    const content = input.text ?? Buffer.from(input.base64 ?? '', 'base64')
    const feed = feeds[input.feed] as Feed
    for (const chunk of [7, 100_000]) expect(await said(feed, content, chunk)).toEqual(input.says)
  })
})
