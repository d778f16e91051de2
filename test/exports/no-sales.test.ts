import { describe, expect, it } from 'vitest'
import { type Document, jsonOf, xmlOf } from '../support/documents.ts'
import { createWorld, settingsOf, shown } from '../support/world.ts'

/** How the documents of one ERP look. */
interface Erp {
  readonly preset: string
  readonly records: string
  readonly forms: readonly (typeof xmlOf)[]
  readonly number: string
  readonly unpaid: Document
  readonly paid: (day: string) => Document
  /** documents that are no sale, each paid on a later day */
  readonly noSales: readonly Document[]
  /** documents on which something remains, with a date all the same */
  readonly partlyPaid: readonly Document[]
  /** documents on which nothing was ever to be paid */
  readonly nothingToPay: readonly Document[]
}

const liquidation = 'invoiceHeader/liquidation'
const pohodaKinds = [
  'issuedCreditNotice',
  'issuedDebitNote',
  'issuedAdvanceInvoice',
  'issuedProformaInvoice',
  'issuedCorrectiveTax',
  'receivable',
  'penalty',
]

const erps: readonly Erp[] = [
  {
    preset: 'pohoda-invoices',
    records: 'responsePack/responsePackItem/listInvoice/invoice',
    forms: [xmlOf, jsonOf],
    number: 'invoiceHeader/numberOrder',
    unpaid: { 'invoiceHeader/invoiceType': 'issuedInvoice', [`${liquidation}/amountHome`]: '100' },
    paid: (day) => ({ 'invoiceHeader/invoiceType': 'issuedInvoice', [`${liquidation}/date`]: day }),
    noSales: [
      ...pohodaKinds.map((kind) => ({ 'invoiceHeader/invoiceType': kind })),
      { 'invoiceHeader/storno': 'cancelledDocument' },
      { 'invoiceHeader/storno': 'cancelDocument' },
      { 'invoiceSummary/homeCurrency/priceHighSum': '-121', 'invoiceSummary/homeCurrency/priceNone': '0' },
      { 'invoiceSummary/homeCurrency/priceNone': '-100' },
      { 'invoiceSummary/homeCurrency/priceLowSum': '-112', 'invoiceSummary/homeCurrency/priceHighSum': '0' },
    ],
    partlyPaid: [{ [`${liquidation}/amountHome`]: '0.01' }, { [`${liquidation}/amountForeign`]: '12.50' }],
    nothingToPay: [{ [`${liquidation}/date`]: '', [`${liquidation}/amountHome`]: '0.00' }],
  },
  {
    preset: 'money-s3-invoices',
    records: 'MoneyData/SeznamFaktVyd/FaktVyd',
    forms: [xmlOf],
    number: 'CObjednavk',
    unpaid: { Druh: 'N', Dobropis: '0', Proplatit: '100' },
    paid: (day) => ({ Druh: 'N', Dobropis: '0', Uhrazeno: day, Proplatit: '0' }),
    noSales: [
      ...['Z', 'L', 'P', 'F', 'D'].map((Druh) => ({ Druh })),
      { Dobropis: '1' },
      { Dobropis: 'true' },
      { Dobropis: '1', Proplatit: '-50' },
      { Dobropis: 'Ano' },
      { Celkem: '-500' },
      { Dobropis: '', Celkem: '-0.50' },
      { 'eshop/IN_YesStor': '1' },
      { 'eshop/IN_YesStor': 'true' },
    ],
    partlyPaid: [{ Proplatit: '0.5' }, { Proplatit: '1 200,00' }, { ValutyProp: '12' }],
    nothingToPay: [
      { Uhrazeno: '', Proplatit: '0' },
      { Uhrazeno: '', Proplatit: '0', ValutyProp: '0' },
    ],
  },
  {
    preset: 'money-s5-invoices',
    records: 'S5Data/FakturaVydanaList/FakturaVydana',
    forms: [xmlOf],
    number: 'OdkazNaDoklad',
    unpaid: { DatumUhrady: '1753-01-01T00:00:00', UhradyZbyva: '100.00', ZapornyPohyb: 'False', Storno: '0' },
    paid: (day) => ({ DatumUhrady: `${day}T00:00:00`, UhradyZbyva: '0.00', ZapornyPohyb: 'False', Storno: '0' }),
    noSales: [
      { ZapornyPohyb: 'True' },
      { ZapornyPohyb: 'true' },
      { ZapornyPohyb: 'Ano' },
      { SumaCelkem: '-100.00' },
      { Storno: 'Stornovany' },
      { Storno: 'Stornujici' },
      { Storno: 'True' },
      { Storno: '1', 'Storno/@EnumValueName': 'Stornovany' },
      { Storno: '2', 'Storno/@EnumValueName': 'Stornujici' },
      { Storno: '2' },
      { 'Stav/@EnumValueName': 'Smazano' },
    ],
    partlyPaid: [{ UhradyZbyva: '10.00' }, { UhradyZbyvaCM: '0.50' }],
    nothingToPay: [{ DatumUhrady: '1753-01-01T00:00:00' }, { DatumUhrady: '' }],
  },
  {
    preset: 'flexi-invoices',
    records: 'winstrom/faktura-vydana',
    forms: [jsonOf, xmlOf],
    number: 'cisObj',
    unpaid: { stavUhrK: '', zbyvaUhradit: '100.0', sumCelkem: '100.0', storno: 'false' },
    paid: (day) => ({ stavUhrK: 'stavUhr.uhrazeno', datUhr: `${day}+01:00`, zbyvaUhradit: '0.0', storno: 'false' }),
    noSales: [
      { storno: 'true' },
      { storno: '1' },
      { sumCelkem: '-100.0' },
      { sumCelkem: '0.0', sumCelkemMen: '-100.0' },
      ...['ZÁLOHA', 'ZALOHA', 'DOBROPIS', 'DOBR', 'ZDD', 'PROFORMA'].map((code) => ({ typDokl: `code:${code}` })),
      { 'typDokl/kod': 'ZÁLOHA' },
      { 'typDokl/kod': 'DOBROPIS' },
      ...['dobropis', 'zalohFaktura', 'zdd', 'dodList', 'proforma'].map((kind) => ({
        'typDokl/typDoklK': `typDokladu.${kind}`,
      })),
      { 'typDokl/typ-faktury-vydane/typDoklK': 'typDokladu.dobropis' },
    ],
    partlyPaid: [
      { zbyvaUhradit: '0.5' },
      { stavUhrK: 'stavUhr.castUhr', zbyvaUhradit: '50.0' },
      { zbyvaUhraditMen: '5.0' },
    ],
    nothingToPay: [{ stavUhrK: '', datUhr: '' }],
  },
]

/** Runs one export of invoices, and says what the shop shows and what was told. */
async function paidBy({ preset, records, number }: Erp, form: typeof xmlOf, documents: readonly Document[]) {
  const settings = settingsOf({
    firstRun: 'post',
    feeds: { invoices: { preset, contents: 'full', fields: {} } },
  })
  const world = createWorld({ settings, orders: [{ order_number: 'O1' }, { order_number: 'O2' }] })
  const sure = { ...documents[0], [number]: 'O2' }
  const content = form(records, [...documents.map((document) => ({ [number]: 'O1', ...document })), sure])
  world.clock.advance(1000)
  world.store.drop('exports/invoices/1', content)
  const { problems } = await world.run()
  return { paid: shown(world, 'O1')?.paid_date, problems }
}

const cases = erps.flatMap((erp) =>
  erp.forms.map((form) => [erp.preset, form === xmlOf ? 'XML' : 'JSON', erp, form] as const),
)

describe.each(cases)('%s as %s', (_preset, _form, erp, form) => {
  const first = erp.paid('2026-03-02')
  const later = erp.paid('2026-03-20')

  it('are paid on the day of the last payment', async () => {
    expect(await paidBy(erp, form, [first, later])).toEqual({ paid: '2026-03-20', problems: [] })
  })

  it.each(erp.noSales.map((noSale) => [JSON.stringify(noSale), noSale] as const))(
    'take no day from a document that is no sale, and none away: %s',
    async (_what, noSale) => {
      for (const document of [
        { ...later, ...noSale },
        { ...erp.unpaid, ...noSale },
      ]) {
        expect(await paidBy(erp, form, [first, document])).toEqual({ paid: '2026-03-02', problems: [] })
        expect(await paidBy(erp, form, [document, first])).toEqual({ paid: '2026-03-02', problems: [] })
        expect((await paidBy(erp, form, [document])).paid).toBe('')
      }
    },
  )

  it.each(
    [erp.unpaid, ...erp.partlyPaid.map((more) => ({ ...later, ...more }))].map(
      (document) => [JSON.stringify(document), document] as const,
    ),
  )('withhold the day as long as something remains, and tell which document does: %s', async (_what, document) => {
    const { paid, problems } = await paidBy(erp, form, [first, document])
    expect(paid).toBe('')
    expect(problems).toEqual([
      {
        kind: 'withheld value',
        subject: 'O1',
        message: expect.stringMatching(
          /record 1 gives order O1 the paid_date "2026-03-02", which record 2.* withholds/,
        ),
      },
    ])
  })

  it.each(erp.nothingToPay.map((more) => [JSON.stringify(more), more] as const))(
    'are paid all the same where nothing was to be paid: %s',
    async (_what, more) => {
      expect(await paidBy(erp, form, [first, { ...later, ...more }])).toEqual({ paid: '2026-03-02', problems: [] })
    },
  )
})
