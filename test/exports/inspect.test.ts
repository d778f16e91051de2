import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { inspectExport } from '../../lib/exports/inspect/inspect.ts'
import { feedOf } from '../../lib/exports/inspect/trial.ts'
import { parseSettings } from '../../lib/settings/parse.ts'
import { presetWords } from '../../lib/settings/presets/index.ts'
import { orderSync } from '../support/cli.ts'
import { sample, sourceOf } from '../support/exports.ts'
import { temporaryFolder } from '../support/folder.ts'
import { textRow, workbookOf } from '../support/workbook.ts'

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
        status: { from: 'Stav', map: { Expedována: null, Vyřízena: null, 'Částečně vyřízena': null } },
        paid_date: 'Datum úhrady',
        tracking_code: 'Číslo zásilky',
        resolved_yn: 'Vyřízeno',
      },
    })
    expect(found.invalid).toMatchObject([
      { record: 1, field: 'tracking_code', value: '1,23457E+12', reason: expect.stringContaining('rounded number') },
    ])
  })

  it.each([
    ['csv-empty-0bytes.csv', 'it is empty (0 bytes)'],
    ['not-xml-proxy-page.xml', 'it is a web page'],
    ['pohoda-item-error.xml', 'the ERP refused to export: Neplatné přihlášení'],
    ['pohoda-response-denied.xml', 'the ERP refused to export: Uživatel není oprávnen'],
    ['pohoda-listOrder-truncated.xml', 'it is not well-formed XML'],
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
    const rows = Array.from({ length: 150 }, (_, index) => `${index + 1};new`)
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

  it('looks at the sheet that is a table, and at the elements that hold something', async () => {
    const sheets = {
      Info: textRow('Exportoval: Jan') + textRow('Verze: 2'),
      Data: textRow('Číslo objednávky', 'Stav') + textRow('24001', 'Nová') + textRow('24002', 'Nová'),
    }
    expect((await inspect(workbookOf({ sheets }))).orders).toMatchObject([{ order_number: '24001' }, {}])
    const orders = '<orders><order><number>24001</number></order><order><number>24002</number></order></orders>'
    const xml = `<x><currencies><c>CZK</c><c>EUR</c></currencies>${orders}</x>`
    expect((await inspect(xml)).orders).toEqual([{ order_number: '24001' }, { order_number: '24002' }])
  })

  it.each([
    ['orderNo', 'order_number'],
    ['Order No.', 'order_number'],
    ['order_nr', 'order_number'],
    ['No. of order', 'order_number'],
  ])('knows the order number as %s', async (column, field) => {
    const { draft } = await inspect(`${column};Stav\n24001;Nová\n24002;Nová\n`)
    expect(JSON.stringify(draft)).toContain(`"${field}":"${column}"`)
  })

  it('knows the tracking code as carriers call it', async () => {
    const { draft } = await inspect('Podací číslo;Variabilní symbol\nDR1234567806E;24001\nDR1234567810E;24002\n')
    expect(JSON.stringify(draft)).toContain('"tracking_code":"Podací číslo"')
  })

  it.each(['{"": [{"!": 0}]}', '{"a/b": [{"n": 1}]}', '{"a": {"": [{"n": 1}]}}'])(
    'drafts no path that settings cannot name: %s',
    async (content) => {
      expect(await inspect(content)).toMatchObject({ format: 'json' })
    },
  )

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

  const fio = [
    'accountId;2000000000',
    'currency;CZK',
    '',
    'ID operace;Datum;Objem;Měna;Protiúčet;VS;Typ',
    '26000000001;02.03.2026;1250,00;CZK;111111;24001;Příjem',
    '26000000003;20.03.2026;-1250,00;CZK;111111;24002;Platba',
  ].join('\n')

  it.each([
    [
      'a version row',
      'version 7;;;\n;Číslo objednávky;Jméno;Čárový kód\n;24001;Jan;Z3161912589\n',
      { order_number: 'Číslo objednávky', tracking_code: 'Čárový kód' },
    ],
    [
      'titles as wide as the table',
      'Objednávky za březen 2026;;;\nVytvořeno;1.4.2026;;\n;;;\nZákazník;Objednávka č.;Číslo objednávky;Stav\nJan;x;O24001;nová\nJana;y;O24002;nová\n',
      { order_number: 'Číslo objednávky', status: { from: 'Stav', map: { nová: null } } },
    ],
    ['a bank’s preamble', fio, { order_number: 'VS', paid_date: 'Datum' }],
    [
      'no header at all',
      'BA6950905034M;BA;70001;;Nováková Jana;1413996795\nBA6950905048M;BA;70001;;Nováková Jana;1413996796\n',
      { order_number: '6', tracking_code: '1' },
    ],
    ['nothing that reads as an order number', 'ID operace;Název;Cena\n1;Hrnek;12\n2;Talíř;13\n', { order_number: '?' }],
    [
      'an order number that is another’s',
      'Číslo zákazníka;Datum objednávky;Stav\n1;2.3.2026;x\n',
      { order_number: '?', status: { from: 'Stav', map: { x: null } } },
    ],
    [
      'parcels measured',
      'order_id;Hmotnost zásilky;Číslo zásilky\n24001;1,5;DR1\n',
      { order_number: 'order_id', tracking_code: 'Číslo zásilky' },
    ],
  ])('drafts from a table with %s', async (_what, content, fields) => {
    const found = await inspect(content)
    expect(found).toMatchObject({ preset: null, refused: null, isIncomplete: fields.order_number === '?' })
    expect(found.draft?.fields).toEqual(fields)
    expect(found.records).toBeGreaterThan(0)
  })

  it.each([
    ['a file whose records say none', 'order_number;status\nO24001;\nO24002;\n'],
    ['a file without records', 'order_number;status\n'],
  ])('drafts a map for the words of the status that later exports will say: %s', async (_what, content) => {
    const { draft } = await inspect(content)
    expect(draft?.fields.status).toEqual({ from: 'status', map: {}, otherwise: 'keep' })
  })

  it('drafts the words of records that cannot be mapped, and of a hundred states', async () => {
    const rows = Array.from(
      { length: 100 },
      (_, index) => `O24${index + 100};state ${index};${index === 0 ? '1,2E+12' : ''}`,
    )
    const { draft } = await inspect(`order_number;status;tracking\n${rows.join('\n')}`)
    const map = Object.fromEntries(rows.map((_, index) => [`state ${index}`, null]))
    expect(draft?.fields.status).toEqual({ from: 'status', map })
  })

  it.each([
    ['objednavky', 'objednavka', 2],
    ['objednavky', 'objednavka', 1],
    ['faktury', 'faktura', 2],
    ['orders', 'order', 1],
  ])('takes the records in <%s> for them, not what holds them: <%s> × %i', async (list, one, count) => {
    const records = Array.from(
      { length: count },
      (_, index) => `<${one}><puvodniCislo>O2400${index}</puvodniCislo></${one}>`,
    )
    const { recordsAt, draft } = await inspect(`<mrp><${list}>${records.join('')}</${list}></mrp>`)
    expect(recordsAt).toBe(`mrp/${list}/${one}`)
    expect(draft?.fields.order_number).toBe('puvodniCislo')
  })

  it('drafts nothing from an HTML table without a page around it', async () => {
    const found = await inspect('<table border="1"><tr><th>Číslo objednávky</th></tr><tr><td>O24001</td></tr></table>')
    expect(found).toMatchObject({ draft: null, refused: expect.stringContaining('an HTML table') })
  })

  it('knows the order number by its usual short names', async () => {
    for (const name of ['Objednávka č.', 'Č. objednávky', 'Číslo obj.', 'Č. obj.'])
      expect((await inspect(`${name};Stav\nO24001;A\nO24002;B\n`)).draft?.fields.order_number, name).toBe(name)
  })

  it('tells of one JSON object what it is, not where a ready-made mapping looked', async () => {
    const { refused } = await inspect('{"order_number":"O24001","status":"sent"}')
    expect(refused).not.toMatch(/responsePack|winstrom/)
  })

  it('shows what is in lists of objects', async () => {
    const { paths } = await inspect('[{"number":"O1","parcels":[{"code":"DR1"}],"tags":["a","b"],"none":[]}]')
    expect(paths.map(({ path, sample }) => `${path}=${sample}`)).toEqual([
      'number=O1',
      'parcels/code=DR1',
      'tags=a',
      'none=',
    ])
  })

  it('takes one order for the record, not the parcels in it', async () => {
    const parcels =
      '<PACKAGES><PACKAGE><NUMBER>DR1</NUMBER></PACKAGE><PACKAGE><NUMBER>DR2</NUMBER></PACKAGE></PACKAGES>'
    expect(await inspect(`<ORDERS><ORDER><CODE>O24001</CODE>${parcels}</ORDER></ORDERS>`)).toMatchObject({
      recordsAt: 'ORDERS/ORDER',
      records: 1,
      draft: { fields: { order_number: 'CODE', tracking_code: 'PACKAGES/PACKAGE/NUMBER' } },
    })
  })

  it('drafts a bank’s list as payments that no refund dates', async () => {
    expect((await inspect(fio)).settings).toMatchObject({
      feeds: { payments: { contents: 'changes', duplicates: 'every', skip: [{ when: { Objem: { below: 0 } } }] } },
    })
    expect((await inspect(fio.replace('Objem', 'Suma v EUR'))).settings).toMatchObject({
      feeds: { payments: { skip: [{ when: { 'Suma v EUR': { below: 0 } } }] } },
    })
  })

  const flexi = (evidence: string, record: object) => JSON.stringify({ winstrom: { [evidence]: [record, record] } })

  it.each([
    [
      'orders of Flexi without the shop’s number',
      flexi('objednavka-prijata', { kod: 'OBP1', stavUzivK: 'stavDoklObch.vydano' }),
    ],
    [
      'parcels of Flexi without their orders',
      flexi('cislo-baliku', { cislo: 'DR1', doklObch: 'code:OBP1', 'doklObch@ref': '/c/x' }),
    ],
    [
      'invoices of Money S3 without an order',
      '<MoneyData><SeznamFaktVyd><FaktVyd><Doklad>1</Doklad></FaktVyd><FaktVyd><Doklad>2</Doklad></FaktVyd></SeznamFaktVyd></MoneyData>',
    ],
  ])('proposes no ready-made mapping that maps nothing, nor the ERP’s own number: %s', async (_what, content) => {
    const found = await inspect(content)
    expect(found).toMatchObject({ preset: null, presets: [], isIncomplete: true, orders: [], records: 2 })
    expect(found.draft?.fields.order_number).toBe('?')
  })

  it.each([
    ['pohoda-orders', 'orders', sample('pohoda-listOrder-cp1250.xml')],
    ['money-s3-orders', 'orders', sample('moneys3-objprij-eshop-sample-cp1250.xml')],
    ['flexi-orders', 'orders', flexi('objednavka-prijata', { cisDosle: 'O1', stavUzivK: 'stavDoklObch.vydano' })],
    ['flexi-invoices', 'invoices', flexi('faktura-vydana', { cisObj: 'O1' })],
    ['upgates-csv', 'orders', sample('csv-upgates-headers-cp1250.csv')],
  ])('drafts all that settings need for %s', async (preset, feed, content) => {
    const { settings, draft, statusWords } = await inspect(content)
    expect(draft).toMatchObject({ preset, contents: 'full' })
    expect(Object.keys(parseSettings(settings).feeds)).toEqual([feed])
    const words = preset === 'upgates-csv' ? [] : [...(presetWords[preset]?.status ?? []), ...statusWords]
    const { status } = (draft?.fields ?? {}) as { status?: { map: object } }
    expect(Object.keys(status?.map ?? {})).toEqual([...new Set(words)])
    const added = await inspectExport(sourceOf(content), { today: '2026-11-24', hasSettings: true })
    expect(Object.keys(added.settings ?? {})).toEqual(['feeds'])
  })

  it('counts the ERP’s words for the status', async () => {
    const record = (word: string, index: number) => `O${index};${word}`
    const { wordCounts } = await inspect(`order number;stav\n${['a', 'b', 'b'].map(record).join('\n')}`)
    expect(Object.entries(wordCounts)).toEqual([
      ['b', 2],
      ['a', 1],
    ])
  })

  it('counts the words of records, too, in which something else is wrong', async () => {
    const { wordCounts } = await inspect('order number;stav;uhrazeno\nO1;a;1.3.2026\nO2;b;99.99.2026\n')
    expect(wordCounts).toEqual({ a: 1, b: 1 })
  })

  it.each([
    [
      'a mapping for another format',
      '\u010d\u00edslo objedn\u00e1vky;stav\nO1;a\n',
      'pohoda-orders',
      /it is a CSV, .*pohoda-orders reads XML or JSON\./,
    ],
    [
      'nothing of which any mapping knows',
      '{"error": "unauthorized"}',
      undefined,
      /no records were found in it, and no ready-made/,
    ],
  ])('says what is wrong with %s', async (_what, content, preset, refused) => {
    expect((await inspect(content, preset)).refused).toMatch(refused)
  })

  it('names the columns that are there, not the title above them', async () => {
    const content = 'Objednávky za březen;;\n\nČíslo;Stav;Datum\nO1;a;1.3.2026\n'
    const feed = feedOf({ format: { type: 'csv' }, fields: { order_number: 'Order', status: 'Zzz' } })
    const { refused } = await inspectExport(sourceOf(content), { today: '2026-11-24', feed })
    expect(refused).toMatch(/the columns "Order", "Zzz" are missing; it has "Číslo", "Stav", "Datum"/)
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

  it('names a record that is broken as a whole without a field', async () => {
    const file = join(temporaryFolder(), 'a.xml')
    writeFileSync(
      file,
      '<r><o><order_number>O1</order_number><tracking>DR1</tracking></o><o><order_number>O2</order_number><tracking>D&nbsp;2</tracking></o></r>',
    )
    const { out } = await orderSync(['inspect', file])
    expect(out).toContain(': tracking holds "&nbsp;"')
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

it('tells nothing of a customer where the first row is a record', async () => {
  const content = 'O24001;Nová;Jan Novák;jan@example.cz\nO24002;Nová;Eva Malá;eva@example.cz\n'
  const feed = feedOf({ format: { type: 'csv' }, fields: { order_number: 'Číslo', status: 'Stav' } })
  const { refused } = await inspectExport(sourceOf(content), { today: '2026-11-24', feed })
  expect(refused).toContain('the columns "Číslo", "Stav" are missing; none of its 4 columns is one of them')
  expect(refused).not.toMatch(/Nov|@/)
})
