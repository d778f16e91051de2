import { describe, expect, it } from 'vitest'
import { feedOf, readAll, sourceOf } from '../support/exports.ts'
import { textRow, workbookOf } from '../support/workbook.ts'
import { cells, cellTable, everyWay, inputs, secondsFor } from './hostile-inputs.ts'

const sheetOf = (rows: string) => workbookOf({ sheets: { L: `${textRow('n')}${rows}` } })

describe('the time that reading takes grows as the file does:', () => {
  it.each(inputs)('%s', async (_name, feed, make) => {
    const size = 240_000
    const small = await secondsFor(feed, make(size))
    const large = await secondsFor(feed, make(4 * size))
    // four times the size; sixteen times the time where something is quadratic
    expect(large).toBeLessThan(Math.max(0.5, 10 * small))
    expect(large).toBeLessThan(2)
  })

  it.each(cells)('a cell of %s', async (...cell) => {
    const make = (size: number) => cellTable(cell, size)
    const size = 60_000
    const small = await secondsFor(everyWay, make(size))
    const large = await secondsFor(everyWay, make(4 * size))
    expect(large).toBeLessThan(Math.max(0.5, 10 * small))
    expect(large).toBeLessThan(2)
  })
})

describe('what stands outside of records is bounded:', () => {
  const limits = { recordBytes: 20_000 }
  const long = 'x'.repeat(30_000)
  it.each([
    ['a text of JSON', { type: 'json' }, `{"a": "${long}", "value": []}`],
    ['a name of JSON', { type: 'json' }, `{"${long}": 1, "value": []}`],
    ['a number of JSON', { type: 'json' }, `{"a": ${'1'.repeat(30_000)}, "value": []}`],
    ['a line of NDJSON', { type: 'ndjson' }, `{"a": "${long}"}`],
    ['an attribute of XML', { type: 'xml', records: 'a/b' }, `<a x="${long}"/>`],
    ['a name of XML', { type: 'xml', records: 'a/b' }, `<a><${long}/></a>`],
    ['a comment of XML', { type: 'xml', records: 'a/b' }, `<a><!--${long}--></a>`],
    ['a row of CSV', { type: 'csv' }, `n;a\n1;"${long}"\n`],
  ])('%s', async (_what, used, content) => {
    const feed = feedOf({ format: used, fields: { order_number: 'n' }, limits })
    await expect(readAll(feed, sourceOf(content, 1000))).rejects.toThrow(/longer than 20000.*limits\.recordBytes/)
  })
})

it('a row of CSV has no more cells than any table', async () => {
  const wide = sourceOf(`order_number;a\n1;${';'.repeat(300_000)}`, 65_536)
  await expect(
    readAll(feedOf({ format: { type: 'csv' }, fields: { order_number: 'order_number' } }), wide),
  ).rejects.toThrow('a row of it has more than 100000 cells')
})

describe('what a workbook is made of is bounded:', () => {
  const styles = (xml: string) => workbookOf({ sheets: { L: textRow('n') }, styles: xml })
  it.each([
    ['styles', () => styles(`<cellXfs>${'<xf numFmtId="14"/>'.repeat(100_002)}</cellXfs>`), /more than 100000 styles/],
    [
      'formats',
      () =>
        styles(
          `<numFmts>${Array.from({ length: 100_002 }, (_, at) => `<numFmt numFmtId="${at}"/>`).join('')}</numFmts>`,
        ),
      /more than 100000 styles/,
    ],
    [
      'an attribute',
      () => styles(`<x a="${'x'.repeat(11_000_000)}"/>`),
      /styles\.xml has a tag or a text of more than 10485760 bytes/,
    ],
    ['elements within elements', () => sheetOf('<a>'.repeat(200)), /sheet1\.xml is nested deeper than 100/],
    [
      'sheets',
      () => workbookOf({ sheets: Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`L${at}`, ''])) }),
      /more than 10000 entries/,
    ],
  ])('%s', async (_what, make, told) => {
    const feed = feedOf({ format: { type: 'xlsx' }, fields: { order_number: 'n' } })
    await expect(readAll(feed, sourceOf(make(), 65_536))).rejects.toThrow(told)
  })
})
