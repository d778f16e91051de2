import { readFileSync, statSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { csvOf } from '../../lib/print/csv.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'

const open: ShopFolder[] = []
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
})
const json = ({ out }: { readonly out: string }) => JSON.parse(out)

/** A shop in which a run has sent a wrong status, and mailed two customers. */
async function wrongShop(): Promise<ShopFolder & { readonly run: string }> {
  const shop = await createShopFolder(['O1', 'O2'].map((order_number) => ({ order_number, status: 'new' })))
  open.push(shop)
  shop.drop(
    [
      ['O1', 'new'],
      ['O2', 'new'],
    ],
    '1.csv',
  )
  await shop.cli('run')
  shop.drop(
    [
      ['O1', 'sent'],
      ['O2', 'sent'],
    ],
    '2.csv',
  )
  return { ...shop, run: json(await shop.cli('run', '--json')).run }
}

describe('undo', () => {
  it('shows what it would do and whom the run had mailed, and does nothing before it is told to', async () => {
    const { cli, run, folder } = await wrongShop()
    const csv = `${folder}/mailed.csv`
    const { code, out, err } = await cli('undo', run, '--pin', '--csv', csv)
    expect(code).toBe(0)
    expect(out).toMatch(/O2 +status +sent +→ +new +undo of /)
    expect(out).toMatch(/no customer is mailed/)
    expect(out).toMatch(/Mailed by the run \(2 customers\):\n {2}O1 {2}sent {2}\d+ \w+ \d{4}, \d\d:\d\d CES?T/)
    expect(out).toContain('Nothing was decided. To take it back, say --yes.')
    expect(err).toContain(csv)
    const [head, first, second] = readFileSync(csv, 'utf8').split('\r\n')
    expect(head).toBe('\ufefforder_number;status;mailed_at;sure')
    expect(first).toMatch(/^O1;sent;\S+;yes$/)
    expect(second).toMatch(/^O2;sent;\S+;yes$/)
    expect(statSync(csv).mode & 0o777).toBe(0o600)
    expect(json(await cli('decisions', '--json')).decisions).toEqual([])
  })

  it('is a decision like any other: the next run acts on it, and history shows it', async () => {
    const { cli, run, shop } = await wrongShop()
    const mailed = shop.emails.length
    const { out } = await cli('undo', run, 'O2', '--pin', '--yes', '--by', 'Jana')
    expect(out).toMatch(/1 order of the run \S+ will be taken back \(decision \S+-undo\)/)
    await cli('run')
    expect([shop.orders.get('O1')?.status, shop.orders.get('O2')?.status]).toEqual(['sent', 'new'])
    expect(shop.emails).toHaveLength(mailed)
    expect((await cli('decisions')).out).toContain(`undo ${run}, 1 order, pinned, by Jana: done by the run`)
    const history = (await cli('history', 'O2')).out
    expect(history).toContain(`undo ${run}`)
    expect(history).toContain('which was taken back')
  })

  it('says what to correct first, and ends with 4 where nothing can be taken back', async () => {
    const { cli, run } = await wrongShop()
    const { code, out } = await cli('undo', run, '--yes')
    expect(code).toBe(4)
    expect(out).toMatch(/2\.csv, record 1 still says so, and would set it again$/m)
    expect(out.match(/--pin/g)).toHaveLength(1)
  })

  it('is taken back before a run acts on it', async () => {
    const { cli, run, shop } = await wrongShop()
    const { id } = json(await cli('undo', run, '--pin', '--yes', '--json'))
    await cli('undo-decision', id)
    await cli('run')
    expect(shop.orders.get('O2')?.status).toBe('sent')
  })

  it('does not know a run that sent nothing', async () => {
    const { cli } = await wrongShop()
    expect(await cli('undo', '20260101T000000Z-none', '--yes')).toMatchObject({
      code: 2,
      err: expect.stringContaining('its archive holds nothing'),
    })
  })
})

describe('a cell of a table', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+420 777', "'+420 777"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    [' =1', "' =1"],
    ['\n=1', `"'\n=1"`],
    ['\uff1d1', "'\uff1d1"],
    ['a;b', '"a;b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
    ['Žluťoučký', 'Žluťoučký'],
    ['', ''],
  ])('%j is written as %j', (text, written) => {
    expect(csvOf(['a'], [[text]])).toBe(`a\r\n${written}\r\n`)
  })

  it('may be a number or nothing', () => {
    expect(csvOf(['a', 'b'], [[-1, undefined]])).toBe('a;b\r\n-1;\r\n')
  })
})
