import { describe, expect, it } from 'vitest'
import { brief, feedOf, readAll, sourceOf } from '../support/exports.ts'

const parameters = {
  'typ:parameter': [
    { 'typ:name': 'VPrJine', 'typ:textValue': 'X' },
    { 'typ:name': 'VPrZasilka', 'typ:textValue': 'DR1' },
  ],
}
const order = (number: unknown) => ({
  '@version': '2.0',
  'ord:orderHeader': { 'ord:numberOrder': number, 'ord:isExecuted': 'true', 'ord:parameters': parameters },
})
const pack = (item: unknown) => JSON.stringify({ 'rsp:responsePack': { '@ico': '1', 'rsp:responsePackItem': item } })
const list = (orders: unknown) => ({ 'lst:listOrder': { 'lst:order': orders } })

const state = (number: string) => [number, { tracking_code: 'DR1', resolved_yn: true }]

describe('JSON that was made of XML', () => {
  it.each([
    ['names with prefixes', pack(list([order('O1'), order('O2')])), ['O1', 'O2']],
    ['names without', pack(list([order('O1')])).replaceAll(/"\w{3}:/g, '"'), ['O1']],
    ['one order, which is no list', pack(list(order('O1'))), ['O1']],
    ['several lists on the way', pack([list([order('O1')]), list(order('O2')), list([])]), ['O1', 'O2']],
    ['elements with attributes', pack(list([order({ '@note': 'x', '#text': 'O1' })])), ['O1']],
    [
      'a selected item that is no list',
      pack(list(order('O1'))).replace(/\[\{"typ:name":"VPrJine".*?\},(\{.*?\})\]/, '$1'),
      ['O1'],
    ],
  ])('is read like XML: %s', async (_what, content, numbers) => {
    const feed = feedOf({ preset: 'pohoda-orders', fields: { status: null } })
    const { records } = await readAll(feed, sourceOf(content))
    expect(records.map(brief)).toEqual(numbers.map(state))
  })

  it('keeps names with a colon that a feed names', async () => {
    const feed = feedOf({ format: { type: 'json' }, fields: { order_number: 'a:number', tracking_code: 'b:number' } })
    const { records } = await readAll(feed, sourceOf(JSON.stringify([{ 'a:number': 'O1', 'b:number': 'DR1' }])))
    expect(records.map(brief)).toEqual([['O1', { tracking_code: 'DR1' }]])
  })
})
