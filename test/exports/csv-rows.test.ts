import { parse } from 'csv-parse'
import { array, assert, asyncProperty, constantFrom, integer, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRowCutter, parserOptions } from '../../lib/exports/formats/csv-rows.ts'
import { runs } from '../support/runs.ts'

interface Outcome {
  readonly rows: readonly (readonly string[])[]
  readonly failure: string | undefined
}

/** csv-parse alone, told all of it at once: the judge. */
async function judged(text: string, most: number): Promise<Outcome> {
  const rows: string[][] = []
  const parser = parse(parserOptions(';', most))
  let failure: string | undefined
  parser.on('data', (row: string[]) => rows.push(row)).on('error', ({ code }: { code?: string }) => (failure = code))
  const ended = new Promise<void>((resolve) => parser.once('close', resolve))
  parser.end(text)
  await ended
  return { rows, failure }
}

async function cut(chunks: readonly string[], most: number): Promise<Outcome & { readonly between: boolean[] }> {
  const cutter = createRowCutter(';', most)
  const rows: (readonly string[])[] = []
  const between: boolean[] = []
  for (const chunk of chunks) {
    rows.push(...cutter.push(chunk).rows)
    between.push(cutter.isBetween())
    if (cutter.failure() !== undefined) break
  }
  rows.push(...(await cutter.end()).rows)
  return { rows, failure: cutter.failure()?.code, between }
}

function split(text: string, places: readonly number[]): string[] {
  const cuts = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b)
  return [...cuts, text.length].map((end, index) => text.slice(cuts[index - 1] ?? 0, end)).filter((part) => part !== '')
}

const pieces = constantFrom(
  'a',
  'bc',
  ';',
  ';',
  '\n',
  '\n',
  '\r\n',
  '\r',
  '"',
  '""',
  '"x\ny"',
  '"a;b"',
  ' ',
  'ž',
  '\ufeff',
)
const texts = array(pieces, { maxLength: 40 }).map((parts) => parts.join(''))

describe('rows that are cut by hand where that is safe', () => {
  it('are those of csv-parse, wherever the text is cut into chunks', async () => {
    await assert(
      asyncProperty(tuple(texts, array(integer({ min: 0, max: 200 }), { maxLength: 6 })), async ([text, places]) => {
        const [mine, judge] = [await cut(split(text, places), 1000), await judged(text, 1000)]
        expect([mine.rows, mine.failure]).toEqual([judge.rows, judge.failure])
      }),
      { numRuns: runs(3000) },
    )
  })

  it('leave the reader between two rows only where csv-parse is, too', async () => {
    await assert(
      asyncProperty(tuple(texts, texts), async ([head, tail]) => {
        const { between, rows } = await cut([head], 1000)
        if (head === '' || between[0] !== true) return
        const [whole, alone] = [await judged(head + tail, 1000), await judged(tail, 1000)]
        if (tail.startsWith('\ufeff') || whole.failure !== undefined) return
        expect(whole.rows).toEqual([...rows, ...alone.rows])
      }),
      { numRuns: runs(3000) },
    )
  })

  it('end where a record is longer than it may be', async () => {
    const text = `a;b\n${'x'.repeat(2000)};1\nc;d\n`
    expect(await cut([text], 1000)).toMatchObject({ rows: [['a', 'b']], failure: 'CSV_MAX_RECORD_SIZE' })
  })
})
