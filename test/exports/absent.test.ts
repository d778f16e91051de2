import { describe, expect, it } from 'vitest'
import { feedOf, readAll, sourceOf } from '../support/exports.ts'

const fields = { order_number: 'n', tracking_code: 't', status: [{ when: { cancelled: 'yes' }, then: 'Storno' }] }
const remarks = async (feed: object, content: string) =>
  (await readAll(feedOf({ fields, ...feed }), sourceOf(content))).summary.remarks
const told =
  '"t", which gives tracking_code, is in none of the records (1). Where it is called otherwise by now, correct "fields" of the feed.'
const xml = (count: number, inside = '') =>
  `<a>${Array.from({ length: count }, (_, at) => `<b><n>O${at}</n>${inside}</b>`).join('')}</a>`

describe('a field that no record has', () => {
  it.each([
    ['JSON', { format: { type: 'json' } }, '[{"n":"O1","tracking":"DR1"}]'],
    ['NDJSON', { format: { type: 'ndjson' } }, '{"n":"O1","tracking":"DR1"}\n'],
  ])('is told of an export of %s', async (_what, feed, content) => expect(await remarks(feed, content)).toEqual([told]))

  it('is told of XML once it has some records, which may leave out what is blank', async () => {
    const format = { type: 'xml', records: 'a/b' }
    expect(await remarks({ format }, xml(9))).toEqual([])
    expect(await remarks({ format }, xml(10))).toEqual([told.replace('(1)', '(10)')])
    expect(await remarks({ format }, xml(10, '<t/>'))).toEqual([])
  })

  it.each([
    ['one of them has it, blank or not', {}, '[{"n":"O1"},{"n":"O2","t":null}]'],
    ['only some orders are in it', { contents: 'changes' }, '[{"n":"O1"}]'],
    ['there are none', {}, '[]'],
  ])('is not told where %s', async (_what, feed, content) =>
    expect(await remarks({ format: { type: 'json' }, ...feed }, content)).toEqual([]),
  )

  it('is not told of a ready-made mapping, whose programs leave out what is blank', async () => {
    const order = (at: number) => `{"cisDosle":"O${at}","stavUzivK":"x"}`
    const content = `{"winstrom":{"objednavka-prijata":[${Array.from({ length: 12 }, (_, at) => order(at)).join(',')}]}}`
    const feed = { preset: 'flexi-orders', fields: { tracking_code: 'balik', status: { map: { x: 'Y' } } } }
    expect(await remarks(feed, content)).toEqual([])
  })
})
