import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { loadShop } from '../../lib/simulator/load.ts'
import { temporaryFolder } from '../support/folder.ts'

const today = '2026-11-26'
const write = (content: string | Uint8Array): string => {
  const file = join(temporaryFolder(), 'orders')
  writeFileSync(file, content)
  return file
}
const pohoda = `<?xml version="1.0"?><rsp:responsePack xmlns:rsp="r" xmlns:lst="l" xmlns:ord="o" xmlns:typ="t" state="ok"><rsp:responsePackItem state="ok"><lst:listOrder state="ok">${[
  'O1',
  'O2',
]
  .map(
    (number) =>
      `<lst:order><ord:orderHeader><ord:numberOrder>${number}</ord:numberOrder></ord:orderHeader></lst:order>`,
  )
  .join('')}</lst:listOrder></rsp:responsePackItem></rsp:responsePack>`

describe('what a simulated shop starts with', () => {
  it.each([
    ['one order number a line', 'O1\nO2\n', ['O1', 'O2']],
    ['JSON', '["O1", {"order_number": "O2", "status": "new"}]', ['O1', 'O2']],
    ['NDJSON', '{"order_number": "O1"}\n{"order_number": "O2"}\n', ['O1', 'O2']],
    ['our own CSV', 'order_number;status\nO1;new\nO2;sent\n', ['O1', 'O2']],
    ['an export as CSV', 'Číslo objednávky;Stav\nO1;Nová\nO2;Hotová\nO2;Hotová\n', ['O1', 'O2']],
    ['an export of one column', 'Číslo objednávky\nO1\nO2\n', ['O1', 'O2']],
    ['an export of Pohoda', pohoda, ['O1', 'O2']],
    ['an export as JSON', '[{"Číslo objednávky": "O1"}, {"Číslo objednávky": "O2"}]', ['O1', 'O2']],
    ['a code page', encode('Číslo objednávky;Stav\r\nO1;Nová\r\n', 'windows-1250'), ['O1']],
  ])('is read from %s', async (_, content, numbers) => {
    const { orders } = await loadShop(write(content), today)
    expect(orders.map(({ order_number }) => order_number)).toEqual(numbers)
  })

  it('has the values of the export, but for words that only the ERP knows', async () => {
    const content = 'Číslo objednávky;Stav;Číslo zásilky\nO1;Vyskladněno;DR1\n'
    expect((await loadShop(write(content), today)).orders).toEqual([{ order_number: 'O1', tracking_code: 'DR1' }])
  })

  it.each([
    ['nothing', '', 'it is empty'],
    ['a text', '# About\n\nThis is a text, and nothing else.\n', 'order number'],
    ['an export without records', 'Číslo objednávky;Stav\n', 'it names no order'],
    ['a web page', '<!doctype html><html><body>Login</body></html>', 'web page'],
    ['other JSON', '{"name": "x"}', 'Invalid input'],
  ])('is refused where it is %s', async (_, content, said) => {
    await expect(loadShop(write(content), today)).rejects.toThrow(said)
  })
})
