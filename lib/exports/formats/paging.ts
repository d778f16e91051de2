/** Names under which programs say how many records there are in all: Flexi, OData, Upgates and others. */
const totals = new Set([
  'rowcount',
  'odata.count',
  'count',
  'number_of_items',
  'total_count',
  'totalcount',
  'total_items',
  'totalitems',
  'total_records',
  'totalrecords',
  'recordstotal',
  'totalresults',
])
const pageCounts = new Set([
  'pages',
  'page_count',
  'number_of_pages',
  'total_pages',
  'lastpage',
  'totalpages',
  'last_page',
  'pagecount',
])
const nextPages = new Set(['odata.nextlink', 'nextlink', 'next', 'next_page_url', 'next_page'])
/** What has to be asked for the next page; any value but a blank one tells that there is one. */
const cursors = new Set([
  ...['next_cursor', 'nextcursor', 'next_page_token', 'nextpagetoken', 'next_token', 'nexttoken'],
  ...['continuation_token', 'continuationtoken', 'next_offset', 'nextoffset'],
])
const noCursor = /^(?:|null|false|none|0|-1)$/i
const mores = new Set(['has_more', 'hasmore', 'has_next', 'hasnext', 'hasnextpage'])

const nameOf = (name: string): string => name.replace(/^@/, '').toLowerCase()

/** Whether a value of this name, outside of the records, can tell that the file is one page of several. */
export function tellsOfPages(name: string): boolean {
  const plain = nameOf(name)
  return [totals, pageCounts, nextPages, cursors, mores].some((names) => names.has(plain))
}

/** Finds out whether what was read is only a page of what there is; all files of an archive count together. */
export function createPaging() {
  let total: { readonly name: string; readonly count: number } | undefined
  let pages = 0
  let following = 0
  return {
    /** A value that stands outside of the records. */
    said(name: string, value: string): void {
      const plain = nameOf(name)
      const count = /^\d{1,12}$/.test(value) ? Number(value) : 0
      if (totals.has(plain) && count > (total?.count ?? 0)) total = { name, count }
      if (pageCounts.has(plain)) pages = Math.max(pages, count)
      if (nextPages.has(plain) ? /^(https?:|\/|\?|\w+\?|[1-9]\d*$)/.test(value) : mores.has(plain) && value === 'true')
        following++
      if (cursors.has(plain) && !noCursor.test(value.trim())) following++
    },
    /** What is suspicious about so many records in so many files. */
    suspicions(records: number, files: number): string[] {
      if (total !== undefined && total.count > records)
        return [
          `the file says ${total.count} records (${total.name}), ${records} are in it: is it only the first page?`,
        ]
      if (pages > files) return [`the file says that it is one of ${pages} pages; ${records} records are in it`]
      return following >= files ? [`the file names a next page; ${records} records are in it`] : []
    },
  }
}
