import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseJsonc } from '../../lib/settings/load.ts'
import { parseSettings } from '../../lib/settings/parse.ts'
import { presets } from '../../lib/settings/presets/index.ts'
import type { Feed } from '../../lib/settings/settings.ts'
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
        pohodaInvoice('O6', paid, 'issuedCreditNotice'),
      ].join(''),
    ),
    [
      ['O1', { paid_date: '2026-03-05' }],
      ['O2', {}],
      ['O3', {}],
      ['O4', {}],
      ['O5', { paid_date: '2026-03-05' }],
      ['O6', {}],
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
    `<MoneyData><SeznamFaktVyd><FaktVyd><PrimDoklad>O1</PrimDoklad><Uhrazeno>2026-03-05</Uhrazeno></FaktVyd><FaktVyd><PrimDoklad>O2</PrimDoklad></FaktVyd>${[
      ['N', '0'],
      ['N', '1'],
      ['N', 'true'],
      ['L', '0'],
    ]
      .map(
        ([kind, note], index) =>
          `<FaktVyd><PrimDoklad>O${index + 3}</PrimDoklad><Druh>${kind}</Druh><Dobropis>${note}</Dobropis><Uhrazeno>2026-03-05</Uhrazeno></FaktVyd>`,
      )
      .join('')}</SeznamFaktVyd></MoneyData>`,
    [
      ['O1', { paid_date: '2026-03-05' }],
      ['O2', {}],
      ['O3', { paid_date: '2026-03-05' }],
      ['O4', {}],
      ['O5', {}],
      ['O6', {}],
    ],
  ],
  'money-s5-orders': [
    '<S5Data><ObjednavkaPrijataList><ObjednavkaPrijata><Odkaz>O1</Odkaz><Stav EnumValueName="Vyřízeno">2</Stav><UzivatelskePole_Zasilka>DR1</UzivatelskePole_Zasilka><Polozky><PolozkaObjednavkyPrijate><Odkaz>X</Odkaz></PolozkaObjednavkyPrijate></Polozky></ObjednavkaPrijata></ObjednavkaPrijataList></S5Data>',
    [['O1', { status: 'Vyřízená', tracking_code: 'DR1' }]],
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
      winstrom: { 'objednavka-prijata': { cisDosle: 'O1', stavUzivK: 'stavDoklObch.storno', storno: 'false' } },
    }),
    [['O1', { status: 'Storno' }]],
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

  it('of Pohoda invoices leave advance invoices and credit notes alone', async () => {
    const invoices = ['issuedInvoice', 'issuedAdvanceInvoice', 'issuedCorrectiveTax'].map((type, index) =>
      pohodaInvoice(`O${index}`, paid, type),
    )
    const { records } = await readAll(
      feedOf({ preset: 'pohoda-invoices', fields: {} }),
      sourceOf(pohoda('listInvoice', invoices.join(''))),
    )
    expect(records.map(brief)).toEqual([
      ['O0', { paid_date: '2026-03-05' }],
      ['O1', {}],
      ['O2', {}],
    ])
  })
})
