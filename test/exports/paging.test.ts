import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { feedOf, readAll, sourceOf } from '../support/exports.ts'

const json = feedOf({ format: { type: 'json', records: 'value' }, fields: { order_number: 'n' } })
const xml = feedOf({ format: { type: 'xml', records: 'a/b' }, fields: { order_number: 'n' } })
const suspicions = async (feed: typeof json, content: string | Uint8Array) =>
  (await readAll(feed, sourceOf(content, 50))).summary.suspicions
const value = [{ n: '1', count: 9, next: 'https://x' }, { n: '2' }]
const all = {
  '@odata.count': 2,
  '@rowCount': '2',
  number_of_pages: 1,
  next: null,
  hasMore: false,
  '@odata.nextLink': '',
  next_cursor: null,
  nextPageToken: '',
  next_offset: -1,
}

describe('a file that is one page of several is suspicious', () => {
  it.each<[object, string]>([
    [{ '@rowCount': '345' }, 'the file says 345 records (@rowCount), 2 are in it: is it only the first page?'],
    [{ '@odata.count': 345 }, 'the file says 345 records (@odata.count), 2 are in it: is it only the first page?'],
    [{ number_of_items: 345 }, 'the file says 345 records (number_of_items), 2 are in it: is it only the first page?'],
    [{ meta: { total_count: 3 } }, 'the file says 3 records (total_count), 2 are in it: is it only the first page?'],
    [{ '@odata.nextLink': 'https://x/orders?$skiptoken=2' }, 'the file names a next page; 2 records are in it'],
    [{ links: { next: '/orders?page=2' } }, 'the file names a next page; 2 records are in it'],
    [{ number_of_pages: 7 }, 'the file says that it is one of 7 pages; 2 records are in it'],
    [{ pages: 7, page: 1 }, 'the file says that it is one of 7 pages; 2 records are in it'],
    [{ has_more: true }, 'the file names a next page; 2 records are in it'],
    [{ nextCursor: 'b2Zmc2V0' }, 'the file names a next page; 2 records are in it'],
    [{ paging: { next_page_token: 'x' } }, 'the file names a next page; 2 records are in it'],
    [{ continuationToken: '7' }, 'the file names a next page; 2 records are in it'],
  ])('with %j in JSON, before or after the records', async (said, told) => {
    expect(await suspicions(json, JSON.stringify({ ...said, value }))).toEqual([told])
    expect(await suspicions(json, JSON.stringify({ value, ...said }))).toEqual([told])
  })

  it.each([
    ['<a rowCount="345">', '', 'the file says 345 records (@rowCount), 2 are in it: is it only the first page?'],
    ['<a>', '<m:count>345</m:count>', 'the file says 345 records (count), 2 are in it: is it only the first page?'],
    ['<a>', '<link rel="next" href="https://x?2"/>', 'the file names a next page; 2 records are in it'],
  ])('with %s%s in XML', async (root, element, told) => {
    const records = '<b><n>1</n><count>9</count></b><b><n>2</n></b>'
    expect(await suspicions(xml, `${root}${element}${records}</a>`)).toEqual([told])
    expect(await suspicions(xml, `${root}${records}${element}</a>`)).toEqual([told])
  })

  it('not where the file holds as many as it says', async () => {
    expect(await suspicions(json, JSON.stringify({ ...all, value }))).toEqual([])
    expect(await suspicions(xml, '<a rowCount="1"><b><n>1</n></b></a>')).toEqual([])
  })

  it('not where all pages are in one archive', async () => {
    const page = (number: string, more: object) =>
      strToU8(JSON.stringify({ '@odata.count': 2, value: [{ n: number }], ...more }))
    const first = page('1', { '@odata.nextLink': 'https://x?2' })
    expect(await suspicions(json, zipSync({ '1.json': first, '2.json': page('2', {}) }))).toEqual([])
    expect(await suspicions(json, zipSync({ '1.json': first }))).toHaveLength(1)
  })
})
