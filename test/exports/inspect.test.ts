import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { inspectExport } from '../../lib/exports/inspect/inspect.ts'
import { parseSettings } from '../../lib/settings/parse.ts'
import { orderSync } from '../support/cli.ts'
import { sample, sourceOf } from '../support/exports.ts'

const inspect = (content: string | Uint8Array, preset?: string) =>
  inspectExport(sourceOf(content, 1000, 'export'), { today: '2026-11-24', ...(preset === undefined ? {} : { preset }) })
const samplesAt = `${import.meta.dirname}/../fixtures/samples`

describe('inspect', () => {
  it.each([
    ['pohoda-listOrder-cp1250.xml', 'xml', 'windows-1250', null, 6, 'pohoda-orders', 5 / 6],
    ['pohoda-listOrder-minimal-utf8.xml', 'xml', 'utf-8', null, 1, 'pohoda-orders', 1],
    ['pohoda-listOrder-empty.xml', 'xml', 'utf-8', null, 0, 'pohoda-orders', 0],
    ['moneys3-objprij-eshop-sample-cp1250.xml', 'xml', 'windows-1250', null, 1, 'money-s3-orders', 1],
    ['flexi-v1-objednavka-prijata.json', 'json', 'utf-8', null, 1, 'flexi-orders', 1],
    ['csv-upgates-headers-cp1250.csv', 'csv', 'windows-1250', ';', 3, 'upgates-csv', 1],
    ['csv-upgates-headers-utf8-quoted.csv', 'csv', 'utf-8', ';', 3, 'upgates-csv', 1],
  ])('knows %s', async (name, format, encoding, delimiter, records, preset, share) => {
    expect(await inspect(sample(name))).toMatchObject({
      container: 'none',
      format,
      encoding,
      delimiter,
      records,
      preset,
      presets: [{ name: preset, share }],
      refused: null,
    })
  })

  it.each([
    ['csv-excel-cz-cp1250.csv', 'windows-1250', ';'],
    ['csv-excel-cz-utf8-bom.csv', 'utf-8', ';'],
    ['csv-excel-unicode-text-utf16le-tab.txt', 'utf-16le', '\t'],
    ['csv-preamble-sep-trailing.csv', 'windows-1250', ';'],
  ])('guesses what the columns of %s mean, and leaves it to a person', async (name, encoding, delimiter) => {
    const found = await inspect(sample(name))
    expect(found).toMatchObject({
      format: 'csv',
      encoding,
      delimiter,
      preset: null,
      presets: [],
      records: 3,
      refused: null,
    })
    expect(found.draft).toMatchObject({
      format: { type: 'csv', delimiter },
      contents: 'full',
      fields: {
        order_number: 'Číslo objednávky',
        status: { from: 'Stav', map: { Expedována: 'Expedována' } },
        paid_date: 'Datum úhrady',
        tracking_code: 'Číslo zásilky',
        resolved_yn: 'Vyřízeno',
      },
    })
    expect(found.invalid).toEqual([
      { record: 1, field: 'tracking_code', value: '1,23457E+12', reason: expect.stringContaining('rounded number') },
    ])
  })

  it.each([
    ['csv-empty-0bytes.csv', 'it is empty (0 bytes)'],
    ['not-xml-proxy-page.xml', 'it is a web page'],
    ['pohoda-item-error.xml', 'the ERP refused to export: Neplatné přihlášení'],
    ['pohoda-response-denied.xml', 'the ERP refused to export: Uživatel není oprávnen'],
    ['pohoda-listOrder-truncated.xml', 'it is no well-formed XML'],
  ])('tells why %s is refused', async (name, reason) => {
    expect(await inspect(sample(name))).toMatchObject({
      refused: expect.stringContaining(reason),
      orders: [],
      draft: null,
    })
  })

  it('gives the order states of the first hundred records in Upgates’ own names', async () => {
    const { orders } = await inspect(sample('pohoda-listOrder-cp1250.xml'))
    expect(orders[0]).toEqual({
      order_number: 'O23955',
      status: 'delivered',
      tracking_code: 'Z 123 4567 890',
      resolved_yn: true,
    })
    const rows = Array.from({ length: 150 }, (_, index) => `${index};new`)
    const many = await inspect(`order number;stav\n${rows.join('\n')}`)
    expect([many.records, many.orders.length, many.statusWords]).toEqual([150, 100, ['new']])
  })

  it('looks into gzip, zip and XLSX', async () => {
    const pohoda = sample('pohoda-listOrder-cp1250.xml')
    expect(await inspect(gzipSync(pohoda))).toMatchObject({ container: 'gzip', preset: 'pohoda-orders', records: 6 })
    expect(await inspect(zipSync({ 'a.xml': pohoda }))).toMatchObject({ container: 'zip', format: 'xml', records: 6 })
    expect(await inspect(zipSync({ '[Content_Types].xml': strToU8('<x/>') }))).toMatchObject({
      refused: expect.stringContaining('cannot be read as XLSX'),
    })
  })

  it.each([
    ['a list', (records: object[]) => records, null],
    ['below other lists', (records: object[]) => ({ meta: [1, ['"{']], data: records }), 'data'],
  ])('looks into JSON that is larger than its first look, with records in %s', async (_where, wrap, recordsAt) => {
    const records = Array.from({ length: 9000 }, (_, index) => ({ order_number: `O${index}`, note: 'x'.repeat(300) }))
    expect(await inspect(JSON.stringify(wrap(records)))).toMatchObject({
      recordsAt,
      preset: null,
      records: 9000,
      draft: { fields: { order_number: 'order_number' } },
    })
  })

  it.each(['[]', '{}', 'a\nb\n', '\ufeff', Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 200, 201])])(
    'says that nothing was found, and blames no ready-made mapping: %j',
    async (content) => {
      const found = await inspect(content)
      expect(found).toMatchObject({ preset: null, draft: null, refused: expect.stringMatching(/no records|binary/) })
      for (const other of ['winstrom', 'ORDER_NUMBER']) expect(found.refused).not.toContain(other)
    },
  )

  it('tells which share of the records gives a field, and how many orders contradict themselves', async () => {
    const found = await inspect('order_number;status;tracking\nO1;a;\nO1;b;\nO2;a;\nO3;;\n')
    expect(found).toMatchObject({ given: { status: 0.75, tracking_code: 0 }, contradicting: 1 })
    const { given } = await inspect(sample('moneys3-objprij-eshop-sample-cp1250.xml'))
    expect(given).toEqual({ status: 0, resolved_yn: 0 })
  })

  it('sees that a CSV has no header, and takes no order for one', async () => {
    expect(await inspect('2600123;sent;5.3.2026\n2600124;new;\n')).toMatchObject({
      records: 2,
      paths: [{ path: '1', sample: '2600123' }, { path: '2' }, { path: '3' }],
      draft: { format: { header: false }, fields: { order_number: '1' } },
    })
  })

  it.each([
    ['Číslo dokladu;Externí číslo;Stav', 'Externí číslo'],
    ['id;number;externalDocumentNumber', 'externalDocumentNumber'],
    ['Číslo objednávky;Stav;Číslo zákazníka', 'Číslo objednávky'],
    ['Číslo objednávky;Objednávka zákazníka;Stav', 'Objednávka zákazníka'],
  ])('prefers the shop’s order number to the ERP’s own: %s', async (header, column) => {
    expect(await inspect(`${header}\na;b;c\n`)).toMatchObject({ draft: { fields: { order_number: column } } })
  })

  it('guesses at XML and JSON that no ready-made mapping knows', async () => {
    const xml =
      '<Data><Orders><Order><Number>O1</Number><Status>sent</Status></Order><Order><Number>O2</Number></Order></Orders></Data>'
    expect(await inspect(xml)).toMatchObject({
      recordsAt: 'Data/Orders/Order',
      records: 2,
      draft: { format: { type: 'xml', records: 'Data/Orders/Order' }, fields: { order_number: 'Number' } },
    })
    const json = JSON.stringify({ value: [{ orderNumber: 'O1', state: 'sent', parcel: { tracking_code: 'T' } }] })
    expect(await inspect(json)).toMatchObject({
      recordsAt: 'value',
      orders: [{ order_number: 'O1', status: 'sent', tracking_code: 'T' }],
    })
    expect(await inspect('{"order_number":"O1"}\n{"order_number":"O2"}\n')).toMatchObject({
      format: 'ndjson',
      records: 2,
    })
  })

  it('finds nothing to start from in a record without names', async () => {
    expect(await inspect('{"":null}')).toMatchObject({ format: 'json', paths: [], draft: null, presets: [] })
  })

  it('drafts a feed that the settings accept', async () => {
    for (const name of ['pohoda-listOrder-cp1250.xml', 'csv-excel-cz-cp1250.csv', 'flexi-v1-objednavka-prijata.json']) {
      const { draft } = await inspect(sample(name))
      const upgates = { api: 'v2', project: 'a', server: 's', login: '1', notify: false }
      expect(() => parseSettings({ shop: 'a', upgates, feeds: { orders: draft } })).not.toThrow()
    }
  })

  it('tries only the mapping that it is asked for', async () => {
    expect(await inspect(sample('pohoda-listOrder-cp1250.xml'), 'pohoda-invoices')).toMatchObject({
      preset: null,
      presets: [],
      refused: expect.stringContaining('it has no responsePack/responsePackItem/listInvoice'),
    })
  })

  it('is a command with text and JSON, and exit codes', async () => {
    const file = `${samplesAt}/csv-upgates-headers-cp1250.csv`
    const told = await orderSync(['inspect', file])
    expect(told).toMatchObject({ code: 0, err: '' })
    expect(told.out).toContain('The ready-made mapping upgates-csv maps 100 % of them')
    const asked = await orderSync(['inspect', file, '--preset', 'upgates-csv', '--json'])
    expect(JSON.parse(asked.out)).toMatchObject({ preset: 'upgates-csv', records: 3, refused: null, invalid: [] })
    expect((await orderSync(['inspect', `${samplesAt}/pohoda-item-error.xml`])).code).toBe(4)
    expect(await orderSync(['inspect', 'nowhere.csv'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no such file'),
    })
    expect(await orderSync(['inspect', samplesAt])).toMatchObject({
      code: 2,
      err: expect.stringContaining('it is not a file'),
    })
    expect(await orderSync(['inspect', file, '--preset', 'pohoda-order'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean "pohoda-orders"?'),
    })
  })
})
