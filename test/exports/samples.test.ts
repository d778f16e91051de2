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
const ruined = [
  '221190',
  'tracking_code',
  'expected the code as text; a spreadsheet has turned it into a rounded number',
]
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

describe('the samples', () => {
  it.each([
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
    expect(summary).toEqual({ records: states.length, encoding, suspicions: [] })
  })

  it.each([
    ['csv-empty-0bytes.csv', 'it is empty (0 bytes)'],
    ['not-xml-proxy-page.xml', 'it is a web page'],
    ['pohoda-listOrder-cp1250.xml', 'it is XML, but the feed says CSV'],
    ['flexi-v1-objednavka-prijata.json', 'the column "order_number" is missing'],
    ['csv-excel-cz-cp1250.csv', 'the column "order_number" is missing; it has "Číslo objednávky", "Stav"'],
  ])('%s is refused by a feed that cannot read it', async (name, reason) => {
    await expect(readAll(csvFeed(), sourceOf(sample(name), 7, name))).rejects.toThrow(
      `Could not read the export ${name}: ${reason}`,
    )
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
