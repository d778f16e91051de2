import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseJsonc } from '../../lib/settings/load.ts'
import { parseSettings } from '../../lib/settings/parse.ts'
import { presets, presetWords } from '../../lib/settings/presets/index.ts'
import type { Feed } from '../../lib/settings/settings.ts'
import { type Document, jsonOf, xmlOf } from '../support/documents.ts'
import { brief, feedOf, readAll, sourceOf } from '../support/exports.ts'

const pages = join(import.meta.dirname, '../../docs/erp')

const pohoda = (list: string, records: string) =>
  `<rsp:responsePack state="ok"><rsp:responsePackItem state="ok"><lst:${list} state="ok">${records}</lst:${list}></rsp:responsePackItem></rsp:responsePack>`
const pohodaInvoice = (number: string, liquidation: string, type = 'issuedInvoice') =>
  `<lst:invoice><inv:invoiceHeader><inv:invoiceType>${type}</inv:invoiceType><inv:numberOrder>${number}</inv:numberOrder>${liquidation === '' ? '' : `<inv:liquidation>${liquidation}</inv:liquidation>`}</inv:invoiceHeader><inv:invoiceDetail><inv:numberOrder>X</inv:numberOrder></inv:invoiceDetail></lst:invoice>`
const paid = '<typ:date>2026-03-05</typ:date>'

/** A small export of every preset with the order states that the page's settings give. */
const examples: Readonly<Record<string, readonly [content: string, states: unknown[]]>> = {
  'pohoda-orders': [
    pohoda(
      'listOrder',
      '<lst:order><ord:orderHeader><ord:numberOrder>O1</ord:numberOrder><ord:isExecuted>true</ord:isExecuted><ord:isDelivered>false</ord:isDelivered><ord:parameters><typ:parameter><typ:name>VPrZasilka</typ:name><typ:textValue>DR1</typ:textValue></typ:parameter></ord:parameters></ord:orderHeader></lst:order>',
    ),
    [['O1', { status: 'Vyřízená', tracking_code: 'DR1', resolved_yn: true }]],
  ],
  'pohoda-invoices': [
    pohoda(
      'listInvoice',
      [
        pohodaInvoice('O1', paid),
        pohodaInvoice('O2', `${paid}<typ:amountHome>100</typ:amountHome>`),
        pohodaInvoice('O3', '<typ:amountHome>100</typ:amountHome>'),
        pohodaInvoice('O4', ''),
        pohodaInvoice('O5', `${paid}<typ:amountHome>0.00</typ:amountHome>`),
      ].join(''),
    ),
    [
      ['O1', { paid_date: '2026-03-05' }],
      ['O2', {}],
      ['O3', {}],
      ['O4', {}],
      ['O5', { paid_date: '2026-03-05' }],
    ],
  ],
  'money-s3-orders': [
    '<MoneyData><SeznamObjPrij><ObjPrij><PrimDoklad>O1</PrimDoklad><eshop><IN_Stav>3</IN_Stav></eshop><Vyrizeno>2026-03-05</Vyrizeno></ObjPrij><ObjPrij><PrimDoklad>O2</PrimDoklad><eshop><IN_Stav>0</IN_Stav></eshop></ObjPrij></SeznamObjPrij></MoneyData>',
    [
      ['O1', { status: 'Vyřízená', resolved_yn: true }],
      ['O2', {}],
    ],
  ],
  'money-s3-invoices': [
    xmlOf('MoneyData/SeznamFaktVyd/FaktVyd', [
      { CObjednavk: 'O1', Druh: 'N', Dobropis: '0', Uhrazeno: '2026-03-05', Proplatit: '0' },
      { CObjednavk: 'O2', Druh: 'N', Dobropis: '0', Proplatit: '800' },
      { CObjednavk: 'O3', Uhrazeno: '2026-03-05' },
    ]),
    [
      ['O1', { paid_date: '2026-03-05' }],
      ['O2', {}],
      ['O3', { paid_date: '2026-03-05' }],
    ],
  ],
  'money-s5-orders': [
    xmlOf('S5Data/ObjednavkaPrijataList/ObjednavkaPrijata', [
      {
        Odkaz: 'O1',
        PriznakVyrizeno: 'True',
        'Polozky/PolozkaObjednavkyPrijate/Odkaz': 'X',
        Zasilka_UserData: 'DR1',
      },
      { Odkaz: 'O2', PriznakVyrizeno: 'False', Storno: '1', 'Storno/@EnumValueName': 'Stornovany' },
      { Odkaz: 'O3', PriznakVyrizeno: 'False', Storno: '0', 'Storno/@EnumValueName': 'NeniStorno' },
      { Odkaz: 'O4', DatumVyrizeni: '2026-03-05T00:00:00' },
      { Odkaz: 'O5', DatumVyrizeni: '1753-01-01T00:00:00' },
      { Odkaz: 'O6', 'Stav/@EnumValueName': 'Smazano', PriznakVyrizeno: 'True' },
    ]),
    [
      ['O1', { status: 'Vyřízená', tracking_code: 'DR1', resolved_yn: true }],
      ['O2', { status: 'Storno', resolved_yn: false }],
      ['O3', { status: 'Vyřizuje se', resolved_yn: false }],
      ['O4', { status: 'Vyřízená', resolved_yn: true }],
      ['O5', { status: 'Vyřizuje se', resolved_yn: false }],
    ],
  ],
  'money-s5-invoices': [
    '<S5Data><FakturaVydanaList><FakturaVydana><OdkazNaDoklad>O1</OdkazNaDoklad><DatumUhrady>2026-03-05T00:00:00</DatumUhrady></FakturaVydana><FakturaVydana><OdkazNaDoklad>O2</OdkazNaDoklad><DatumUhrady>1753-01-01</DatumUhrady></FakturaVydana><FakturaVydana><OdkazNaDoklad>O3</OdkazNaDoklad><DatumUhrady>9998-12-31</DatumUhrady></FakturaVydana></FakturaVydanaList></S5Data>',
    [
      ['O1', { paid_date: '2026-03-05' }],
      ['O2', {}],
      ['O3', {}],
    ],
  ],
  'flexi-orders': [
    JSON.stringify({
      winstrom: {
        'objednavka-prijata': [
          { cisDosle: 'O1', stavUzivK: 'stavDoklObch.storno', storno: 'false' },
          { cisDosle: 'O2', stavUzivK: 'stavDoklObch.vydano' },
        ],
      },
    }),
    [
      ['O1', { status: 'Storno' }],
      ['O2', { status: 'Odeslaná' }],
    ],
  ],
  'flexi-invoices': [
    JSON.stringify({
      winstrom: {
        'faktura-vydana': [
          { cisObj: 'O1', stavUhrK: 'stavUhr.uhrazeno', datUhr: '2026-03-05+01:00' },
          { cisObj: 'O2', stavUhrK: 'stavUhr.castUhr', datUhr: '2026-03-05+01:00' },
        ],
      },
    }),
    [
      ['O1', { paid_date: '2026-03-05' }],
      ['O2', {}],
    ],
  ],
  'flexi-parcels': [
    JSON.stringify({
      winstrom: {
        'cislo-baliku': [
          {
            id: '1',
            cislo: 'DR1',
            doklObch: [{ id: '7', cisDosle: 'O1' }],
            'doklObch@ref': '/c/demo/objednavka-prijata/7',
          },
          { id: '2', cislo: 'DR2', doklObch: [{ id: '8', cisDosle: 'O2' }] },
        ],
      },
    }),
    [
      ['O1', { tracking_code: 'DR1' }],
      ['O2', { tracking_code: 'DR2' }],
    ],
  ],
  'upgates-csv': [
    '[ORDER_NUMBER];[ORDER_STATUS];[PAID_DATE];[TRACKING_NUMBER];[RESOLVED_YN]\r\nO1;Expedována;5.3.2026;DR1;1',
    [['O1', { status: 'Odeslaná', paid_date: '2026-03-05', tracking_code: 'DR1', resolved_yn: true }]],
  ],
}

const feedOfPage = (name: string): Feed => {
  const page = readFileSync(join(pages, `${name}.md`), 'utf8')
  const [, settings = ''] = /```jsonc\n([\s\S]*?)```/.exec(page) ?? []
  const [feed] = Object.values(parseSettings(parseJsonc(settings, `${name}.md`)).feeds)
  if (feed === undefined) throw new Error(`${name}.md has no feed`)
  return feed
}

/** What a received order of Money S5 says in the ERP's own words. */
async function ordersOfS5(document: Document, more: object = {}) {
  const words = Object.fromEntries((presetWords['money-s5-orders']?.status ?? []).map((word) => [word, word]))
  const feed = feedOf({ preset: 'money-s5-orders', fields: { status: { map: words }, ...more } })
  const content = xmlOf('S5Data/ObjednavkaPrijataList/ObjednavkaPrijata', [{ Odkaz: 'O1', ...document }])
  return (await readAll(feed, sourceOf(content))).records.map(brief)
}

describe('the ready-made mappings', () => {
  it('each have a page and an example', () => {
    expect(Object.keys(examples)).toEqual(Object.keys(presets))
    expect(Object.keys(presets).filter((name) => !existsSync(join(pages, `${name}.md`)))).toEqual([])
  })

  it.each(Object.entries(examples))(
    '%s gives what its page says, with the settings of its page',
    async (name, [content, states]) => {
      const { records } = await readAll(feedOfPage(name), sourceOf(content))
      expect(records.map(brief)).toEqual(states)
    },
  )

  it.each(Object.entries(examples))('%s works without any field of the settings', async (name, [content, states]) => {
    const { records } = await readAll(feedOf({ preset: name, fields: {} }), sourceOf(content))
    expect(records.map(brief).map(([number]) => number)).toEqual(states.map((state) => (state as unknown[])[0]))
    const ownWords = name === 'upgates-csv' ? [] : records.filter((record) => record.valid && 'status' in record.fields)
    expect(ownWords).toEqual([])
  })

  it.each(['pohoda-orders', 'pohoda-invoices', 'flexi-orders', 'flexi-invoices'])(
    '%s read JSON and XML alike',
    async (preset) => {
      const feed = feedOf({ preset, fields: {} })
      const [records = ''] = (feed.formats ?? []).map((format) => ('records' in format ? format.records : ''))
      const documents = ['O1', 'O2'].map((number) => ({ [feed.fields.order_number.from]: number }))
      for (const form of [xmlOf, jsonOf]) {
        const read = await readAll(feed, sourceOf(form(records, documents)))
        expect(read.records.map(brief).map(([number]) => number)).toEqual(['O1', 'O2'])
      }
    },
  )

  it.each([
    [
      'the cancellation was confirmed',
      { 'eshop/IN_Export': '6', 'eshop/IN_Stav': '1', 'eshop/IN_YesStor': 'true' },
      'cancelled',
    ],
    ['the connector says so', { 'eshop/IN_Export': '6', 'eshop/IN_Stav': '3', 'eshop/IN_YesStor': '0' }, '3'],
    [
      'another shop than the connector’s has its own numbers',
      { 'eshop/IN_Export': '5', 'eshop/IN_Stav': '3' },
      undefined,
    ],
  ])('of Money S3 orders say a state where %s', async (_what, document, status) => {
    const words = Object.fromEntries((presetWords['money-s3-orders']?.status ?? []).map((word) => [word, word]))
    const feed = feedOf({ preset: 'money-s3-orders', fields: { status: { map: words } } })
    const { records } = await readAll(
      feed,
      sourceOf(xmlOf('MoneyData/SeznamObjPrij/ObjPrij', [{ PrimDoklad: 'O1', ...document }])),
    )
    expect(records.map(brief)).toEqual([['O1', status === undefined ? {} : { status }]])
  })

  it.each([
    ['Ano', 'Vyřízeno', true],
    ['1', 'Vyřízeno', true],
    ['0', 'Nevyřízeno', false],
    ['Ne', 'Nevyřízeno', false],
  ])(
    'of Money S5 orders read PriznakVyrizeno "%s" alike for the status and the flag',
    async (word, status, resolved_yn) => {
      const [records] = await ordersOfS5({ PriznakVyrizeno: word })
      expect(records).toEqual(['O1', { status, resolved_yn }])
    },
  )

  it('of Money S5 orders guess no status from a PriznakVyrizeno that is neither yes nor no', async () => {
    expect(await ordersOfS5({ PriznakVyrizeno: 'možná' }, { resolved_yn: null })).toEqual([['O1', {}]])
  })

  it.each(['Stornovany', '1', 'True'])('of Money S5 orders are cancelled by Storno "%s"', async (Storno) => {
    const [records] = await ordersOfS5({ Storno, PriznakVyrizeno: 'True' })
    expect(records).toEqual(['O1', { status: 'Stornováno', resolved_yn: true }])
  })

  it('of Pohoda pass over orders that the shop’s owner has issued', async () => {
    const order = (orderType: string): Document => ({
      'orderHeader/orderType': orderType,
      'orderHeader/numberOrder': 'O1',
      'orderHeader/isExecuted': String(orderType === 'receivedOrder'),
    })
    for (const form of [xmlOf, jsonOf]) {
      const content = form('responsePack/responsePackItem/listOrder/order', ['receivedOrder', 'issuedOrder'].map(order))
      const { records } = await readAll(feedOf({ preset: 'pohoda-orders', fields: {} }), sourceOf(content))
      expect(records.map(brief)).toEqual([['O1', { resolved_yn: true }]])
    }
  })

  it.each(Object.entries(presetWords))('%s: the page maps only words that it can say', (name, words) => {
    const { status } = feedOfPage(name).fields.mappings
    const map = status === undefined || status.kind === 'languages' ? {} : (status.map ?? {})
    expect(Object.keys(map).filter((word) => words.status?.includes(word) !== true)).toEqual([])
  })

  it('keep their own records to skip when a feed adds some', async () => {
    const skip = [{ when: { Zakazka: 'B2B' } }]
    const feed = feedOf({ preset: 'money-s3-invoices', skip, fields: {} })
    const documents: Document[] = [
      { CObjednavk: 'O1', Uhrazeno: '2026-03-05' },
      { CObjednavk: 'O2', Uhrazeno: '2026-03-05', Zakazka: 'B2B' },
      { CObjednavk: 'O3', Uhrazeno: '2026-03-05', Druh: 'Z' },
    ]
    const { records } = await readAll(feed, sourceOf(xmlOf('MoneyData/SeznamFaktVyd/FaktVyd', documents)))
    expect(records.map(brief)).toEqual([['O1', { paid_date: '2026-03-05' }]])
  })
})
