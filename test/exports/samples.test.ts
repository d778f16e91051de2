import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { brief, csvFeed, feedOf, readAll, sample, sourceOf } from '../support/exports.ts'

const upgates = feedOf({
  format: { type: 'csv' },
  fields: {
    order_number: '[ORDER_NUMBER]',
    status: '[ORDER_STATUS]',
    paid_date: '[PAID_DATE]',
    tracking_code: '[TRACKING_NUMBER]',
    resolved_yn: '[RESOLVED_YN]',
  },
})
const upgatesStates = [
  ['O23955', { status: 'Vyřízena', paid_date: '2026-03-03', tracking_code: 'Z1234567890', resolved_yn: true }],
  ['O23956', { status: 'Expedována', tracking_code: 'DR1234567890E', resolved_yn: false }],
  ['O23957', { status: 'Stornována' }],
]

const excel = feedOf({
  format: { type: 'csv' },
  fields: {
    order_number: 'Číslo objednávky',
    status: { from: 'Stav', map: { Vyřízena: 'Vyřízená', Expedována: 'Odeslaná', 'Částečně vyřízena': 'Vyřizuje se' } },
    paid_date: { from: 'Datum úhrady', date: 'd.M.yyyy' },
    tracking_code: 'Číslo zásilky',
    resolved_yn: 'Vyřízeno',
    metas: { note: 'Poznámka' },
  },
})
const ruined = ['221190', 'tracking_code', expect.stringContaining('a spreadsheet has turned it into a rounded number')]
const excelStates = [
  ruined,
  ['O23955', { status: 'Odeslaná', tracking_code: 'DR1234567890E', resolved_yn: false, 'metas.note': 'řekl "ano"' }],
  ['O23956', { status: 'Vyřizuje se', paid_date: '2026-03-03', resolved_yn: false }],
]

const flexi = feedOf({
  format: { type: 'json', records: 'winstrom/objednavka-prijata' },
  fields: {
    order_number: 'cisDosle',
    status: [{ when: { stavUzivK: 'stavDoklObch.storno' }, then: 'Storno' }],
    tracking_code: 'external-ids',
  },
})

const pohoda = feedOf({
  preset: 'pohoda-orders',
  fields: { status: { map: { cancelled: 'Storno', delivered: 'Odeslaná', executed: 'Vyřízená' } } },
})
const moneyS3 = feedOf({ preset: 'money-s3-orders', fields: { status: { map: { 3: 'Vyřízená' } } } })

describe('the samples', () => {
  it.each([
    ['csv-upgates-headers-cp1250.csv', feedOf({ preset: 'upgates-csv' }), 'windows-1250', upgatesStates],
    [
      'pohoda-listOrder-cp1250.xml',
      pohoda,
      'windows-1250',
      [
        ['O23955', { status: 'Odeslaná', tracking_code: 'Z 123 4567 890', resolved_yn: true }],
        ['O23956', { resolved_yn: false }],
        ['0221190', { status: 'Storno', resolved_yn: false }],
        [undefined, 'order_number', 'expected an order number'],
        ['O23956', { status: 'Odeslaná', tracking_code: 'DR1234567890E', resolved_yn: true }],
        ['O23957', { status: 'Odeslaná', resolved_yn: false }],
      ],
    ],
    ['pohoda-listOrder-minimal-utf8.xml', pohoda, 'utf-8', [['1234567890', { resolved_yn: false }]]],
    ['pohoda-listOrder-empty.xml', pohoda, 'utf-8', []],
    ['moneys3-objprij-eshop-sample-cp1250.xml', moneyS3, 'windows-1250', [['100200143', {}]]],
    [
      'flexi-v1-objednavka-prijata.json',
      feedOf({ preset: 'flexi-orders', fields: { status: { map: { 'stavDoklObch.storno': 'Storno' } } } }),
      'utf-8',
      [['O23955', { status: 'Storno' }]],
    ],
    ['csv-upgates-headers-cp1250.csv', upgates, 'windows-1250', upgatesStates],
    ['csv-upgates-headers-cp1250.csv.gz', upgates, 'windows-1250', upgatesStates],
    ['csv-upgates-headers-utf8-quoted.csv', upgates, 'utf-8', upgatesStates],
    ['csv-excel-cz-cp1250.csv', excel, 'windows-1250', excelStates],
    ['csv-excel-cz-utf8-bom.csv', excel, 'utf-8', excelStates],
    ['csv-excel-unicode-text-utf16le-tab.txt', excel, 'utf-16le', excelStates],
    ['csv-preamble-sep-trailing.csv', excel, 'windows-1250', excelStates],
    ['csv-header-only.csv', excel, 'windows-1250', []],
    [
      'flexi-v1-objednavka-prijata.json',
      flexi,
      'utf-8',
      [['O23955', { status: 'Storno', tracking_code: 'ext:DATIVERY:com.upgates.orders-0de417:O23955' }]],
    ],
  ] as const)('%s gives its order states', async (name, feed, encoding, states) => {
    const { records, summary } = await readAll(feed, sourceOf(sample(name)))
    expect(records.map(brief)).toEqual(states)
    expect(summary).toMatchObject({ records: states.length, encoding, suspicions: [] })
  })

  it.each([
    ['csv-empty-0bytes.csv', 'it is empty (0 bytes)'],
    ['not-xml-proxy-page.xml', 'it is a web page'],
    ['pohoda-listOrder-cp1250.xml', 'it is XML, but the feed says CSV'],
    ['flexi-v1-objednavka-prijata.json', 'it is JSON, but the feed says CSV'],
    ['csv-excel-cz-cp1250.csv', 'the column "order_number" is missing; it has "Číslo objednávky", "Stav"'],
  ])('%s is refused by a feed that cannot read it', async (name, reason) => {
    await expect(readAll(csvFeed(), sourceOf(sample(name), 7, name))).rejects.toThrow(
      `Could not read the export ${name}: ${reason}`,
    )
  })

  it.each([
    ['pohoda-listOrder-truncated.xml', 'it is not well-formed XML'],
    ['pohoda-item-error.xml', 'the ERP refused to export: Neplatné přihlášení'],
    ['pohoda-response-denied.xml', 'the ERP refused to export: Uživatel není oprávnen importovat XML soubory.'],
    ['not-xml-proxy-page.xml', 'it is a web page'],
    ['moneys3-objprij-eshop-sample-cp1250.xml', 'its root element is "MoneyData", expected "responsePack"'],
    ['csv-excel-cz-cp1250.csv', 'it is not well-formed XML'],
    ['csv-empty-0bytes.csv', 'it is empty (0 bytes)'],
  ])('%s is refused by a feed of Pohoda orders', async (name, reason) => {
    for (const chunk of [7, 100_000]) {
      await expect(readAll(pohoda, sourceOf(sample(name), chunk, name))).rejects.toThrow(
        `Could not read the export ${name}: ${reason}`,
      )
    }
  })

  it('pohoda-listOrder-cp1250.xml says why a status is what it is', async () => {
    const { records } = await readAll(pohoda, sourceOf(sample('pohoda-listOrder-cp1250.xml')))
    expect(records[0]).toMatchObject({ because: { status: 'orderHeader/isDelivered = true' } })
    expect(records[2]).toMatchObject({ because: { status: 'orderHeader/storno = cancelledDocument' } })
  })

  it('all have an expectation', () => {
    const here = readFileSync(import.meta.filename, 'utf8')
    const names = readdirSync(join(import.meta.dirname, '../fixtures/samples')).filter((name) => name !== 'README.md')
    expect(names.filter((name) => !here.includes(`'${name}'`))).toEqual([])
  })

  it.each([
    'csv-excel-cz-cp1250.csv',
    'csv-excel-unicode-text-utf16le-tab.txt',
    'csv-preamble-sep-trailing.csv',
    'csv-excel-cz-utf8-bom.csv',
  ])('%s gives the same whatever the size of its chunks', async (name) => {
    for (const size of [1, 2, 3, 7, 64]) {
      expect((await readAll(excel, sourceOf(sample(name), size))).records.map(brief)).toEqual(excelStates)
    }
  })
})
