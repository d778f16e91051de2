import { describe, expect, it } from 'vitest'
import { no, yes } from '../../lib/settings/presets/combinations.ts'
import { presets, presetWords } from '../../lib/settings/presets/index.ts'
import type { Condition, Feed, Mapping } from '../../lib/settings/settings.ts'
import { feedOf } from '../support/exports.ts'

/** A place of a document as the vendor's schema has it, with all values where it lists them. */
type Place = readonly [path: string, source: string, values?: readonly string[]]

/** One document: where its records are, and the places that a mapping may name. */
interface Document {
  readonly records: readonly string[]
  readonly places: readonly Place[]
}

const order = 'Masa331/pohoda_xsd order.xsd, orderHeaderType'
const invoice = 'Masa331/pohoda_xsd invoice.xsd, invoiceHeaderType'
const pohodaType = 'Masa331/pohoda_xsd type.xsd'
const s3Order = 'Masa331/moneys3 xsd/__Objedn.xsd, objednavkaType'
const s3Invoice = 'Masa331/moneys3 xsd/__Faktura.xsd, fakturaType'
const s5Order = 'dmadera/money-import xsd/S8_ObjPrij.xsd'
const s5Invoice = 'dmadera/money-import xsd/SL_Faktury.xsd'
const flexi = (evidence: string) => `Spoje-NET/php-abraflexi static/Properties.${evidence}.json`
const upgates = "Upgates' page on the CSV of orders"

const boolean = ['true', 'false']
const xsBoolean = ['true', 'false', '1', '0']
const s5Boolean = ['True', 'False']
const s5Storno = ['NeniStorno', 'Stornovany', 'Stornujici']
/** As a number in XML, as its name or as a boolean from other doors of Money S5. */
const s5StornoForms = ['0', '1', '2', ...s5Storno, ...s5Boolean]
const s5State = ['Rozpracovano', 'Dokonceno', 'Uzamceno', 'Smazano']
const flexiTypes = ['faktura', 'dobropis', 'zalohFaktura', 'zdd', 'dodList', 'proforma'].map(
  (type) => `typDokladu.${type}`,
)

const flexiCodes = ['ZÁLOHA', 'ZALOHA', 'DOBROPIS', 'DOBR', 'ZDD', 'PROFORMA']

const documents: Readonly<Record<string, Document>> = {
  'pohoda-orders': {
    records: ['responsePack/responsePackItem/listOrder/order'],
    places: [
      ['orderHeader/numberOrder', order],
      ['orderHeader/number/numberRequested', `${pohodaType}, numberType`],
      ['orderHeader/orderType', order, ['issuedOrder', 'receivedOrder']],
      ['orderHeader/storno', `${pohodaType}, stornoOrderType`, ['cancelledDocument']],
      ['orderHeader/dateCancellation', order],
      ['orderHeader/isDelivered', order, boolean],
      ['orderHeader/isExecuted', order, boolean],
      ['orderHeader/parameters/parameter[name=VPrZasilka]/textValue', `${pohodaType}, parametersType`],
    ],
  },
  'pohoda-invoices': {
    records: ['responsePack/responsePackItem/listInvoice/invoice'],
    places: [
      ['invoiceHeader/numberOrder', invoice],
      ['invoiceHeader/number/numberRequested', `${pohodaType}, numberType`],
      [
        'invoiceHeader/invoiceType',
        'Masa331/pohoda_xsd invoice.xsd, invoiceTypeType',
        [
          'issuedInvoice',
          'issuedCreditNotice',
          'issuedDebitNote',
          'issuedAdvanceInvoice',
          'receivable',
          'issuedProformaInvoice',
          'penalty',
          'issuedCorrectiveTax',
          'receivedInvoice',
          'receivedCreditNotice',
          'receivedDebitNote',
          'receivedAdvanceInvoice',
          'commitment',
          'receivedProformaInvoice',
          'receivedCorrectiveTax',
        ],
      ],
      ['invoiceHeader/storno', `${pohodaType}, stornoType`, ['cancelledDocument', 'cancelDocument']],
      ['invoiceHeader/liquidation/date', `${pohodaType}, liquidationType`],
      ['invoiceHeader/liquidation/amountHome', `${pohodaType}, liquidationType`],
      ['invoiceHeader/liquidation/amountForeign', `${pohodaType}, liquidationType`],
      ['invoiceSummary/homeCurrency/priceHighSum', `${pohodaType}, typeCurrencyHome`],
      ['invoiceSummary/homeCurrency/priceLowSum', `${pohodaType}, typeCurrencyHome`],
      ['invoiceSummary/homeCurrency/priceNone', `${pohodaType}, typeCurrencyHome`],
    ],
  },
  'money-s3-orders': {
    records: ['MoneyData/SeznamObjPrij/ObjPrij'],
    places: [
      ['PrimDoklad', s3Order],
      ['Doklad', s3Order],
      ['Vyrizeno', s3Order],
      ['eshop/IN_Export', s3Order, ['0', '1', '2', '3', '4', '5', '6']],
      ['eshop/IN_Stav', `${s3Order}: where IN_Export is 6`, ['0', '1', '2', '3', '4']],
      ['eshop/IN_YesStor', s3Order, xsBoolean],
    ],
  },
  'money-s3-invoices': {
    records: ['MoneyData/SeznamFaktVyd/FaktVyd'],
    places: [
      ['Doklad', s3Invoice],
      ['CObjednavk', `${s3Invoice}: the order's number, only of issued invoices`],
      ['Uhrazeno', `${s3Invoice}: export only`],
      ['Proplatit', `${s3Invoice}: what remains to be paid, export only`],
      ['ValutyProp', `${s3Invoice}: the same in the currency of the document, export only`],
      ['Celkem', s3Invoice],
      ['eshop/IN_YesStor', `${s3Invoice}: the cancellation is confirmed, export only`, xsBoolean],
      ['Druh', s3Invoice, ['N', 'Z', 'P', 'L', 'F', 'D']],
      ['Dobropis', s3Invoice, xsBoolean],
    ],
  },
  'money-s5-orders': {
    records: ['S5Data/ObjednavkaPrijataList/ObjednavkaPrijata'],
    places: [
      ['Odkaz', s5Order],
      ['CisloDokladu', s5Order],
      ['PriznakVyrizeno', s5Order, s5Boolean],
      ['DatumVyrizeni', `${s5Order}, dateTime_DateMin`, ['1753-01-01T00:00:00', '1753-01-01']],
      ['Storno', s5Order, s5StornoForms],
      ['Storno/@EnumValueName', `${s5Order}, enum_StornoStavDokladu`, s5Storno],
      ['Stav/@EnumValueName', `${s5Order}, enum_StavDokladu`, s5State],
    ],
  },
  'money-s5-invoices': {
    records: ['S5Data/FakturaVydanaList/FakturaVydana'],
    places: [
      ['OdkazNaDoklad', s5Invoice],
      ['CisloDokladu', s5Invoice],
      ['DatumUhrady', `${s5Invoice}, dateTime_DateMin: 1753-01-01 stands for none`],
      ['UhradyZbyva', s5Invoice],
      ['UhradyZbyvaCM', s5Invoice],
      ['SumaCelkem', s5Invoice],
      ['ZapornyPohyb', s5Invoice, s5Boolean],
      ['Storno', s5Invoice, s5StornoForms],
      ['Storno/@EnumValueName', `${s5Invoice}, enum_StornoStavDokladu`, s5Storno],
      ['Stav/@EnumValueName', `${s5Invoice}, enum_StavDokladu`, s5State],
    ],
  },
  'flexi-orders': {
    records: ['winstrom/objednavka-prijata'],
    places: [
      ['cisDosle', flexi('objednavka-prijata')],
      ['kod', flexi('objednavka-prijata')],
      [
        'stavUzivK',
        flexi('objednavka-prijata'),
        [
          'stavDoklObch.nespec',
          'stavDoklObch.pripraveno',
          'stavDoklObch.schvaleno',
          'stavDoklObch.castecneNaCeste',
          'stavDoklObch.naCeste',
          'stavDoklObch.castVydano',
          'stavDoklObch.vydano',
          'stavDoklObch.castHotovo',
          'stavDoklObch.hotovo',
          'stavDoklObch.storno',
        ],
      ],
    ],
  },
  'flexi-invoices': {
    records: ['winstrom/faktura-vydana'],
    places: [
      ['cisObj', flexi('faktura-vydana')],
      ['kod', flexi('faktura-vydana')],
      ['stavUhrK', flexi('faktura-vydana'), ['stavUhr.castUhr', 'stavUhr.uhrazeno', 'stavUhr.uhrazenoRucne']],
      ['datUhr', flexi('faktura-vydana')],
      ['zbyvaUhradit', flexi('faktura-vydana')],
      ['zbyvaUhraditMen', flexi('faktura-vydana')],
      ['sumCelkem', flexi('faktura-vydana')],
      ['sumCelkemMen', flexi('faktura-vydana')],
      ['typDokl', `${flexi('faktura-vydana')}: the codes of a new company`, flexiCodes.map((code) => `code:${code}`)],
      ['typDokl/kod', flexi('typ-faktury-vydane'), flexiCodes],
      ['storno', flexi('faktura-vydana'), boolean],
      ['typDokl/typDoklK', flexi('typ-faktury-vydane'), flexiTypes],
      ['typDokl/typ-faktury-vydane/typDoklK', flexi('typ-faktury-vydane'), flexiTypes],
    ],
  },
  'flexi-parcels': {
    records: ['winstrom/cislo-baliku'],
    places: [
      ['cislo', flexi('cislo-baliku')],
      ['doklObch/cisDosle', `${flexi('cislo-baliku')}, ${flexi('objednavka-prijata')}`],
    ],
  },
  'upgates-csv': {
    records: [],
    places: [
      ['[ORDER_NUMBER]', upgates],
      ['[ORDER_STATUS]', upgates],
      ['[PAID_DATE]', upgates],
      ['[TRACKING_NUMBER]', upgates],
      ['[RESOLVED_YN]', upgates],
    ],
  },
}

const feedOfPreset = (preset: string): Feed => feedOf({ preset, fields: {} })

function conditionsOf({ skip, fields }: Feed): Condition[] {
  const rules = Object.values(fields.mappings).flatMap((mapping) => (mapping?.kind === 'rules' ? mapping.rules : []))
  return [...skip.flat(), ...rules.flatMap(({ when }) => when)]
}

function sourcesOf(mapping: Mapping): string[] {
  if (mapping.kind === 'column') return [mapping.from]
  if (mapping.kind === 'languages') return Object.values(mapping.values).flatMap(sourcesOf)
  return mapping.rules.flatMap(({ then }) => ('mapping' in then ? [then.mapping.from] : []))
}

const pathsOf = (feed: Feed): string[] => [
  ...(feed.formats ?? [feed.format]).flatMap((format) =>
    'documentNumber' in format && format.documentNumber !== undefined ? [format.documentNumber] : [],
  ),
  feed.fields.order_number.from,
  ...Object.values(feed.fields.mappings).flatMap((mapping) => (mapping === undefined ? [] : sourcesOf(mapping))),
  ...conditionsOf(feed).map(({ path }) => path),
]

/** Everything that a status can be, before `map`: what rules say, and what stands where it is read. */
function wordsOf(feed: Feed, document: Document): string[] {
  const status = feed.fields.mappings.status
  if (status === undefined) return []
  const literals =
    status.kind === 'rules' ? status.rules.flatMap(({ then }) => ('literal' in then ? [String(then.literal)] : [])) : []
  const read = sourcesOf(status).flatMap((path) => document.places.find(([known]) => known === path)?.[2] ?? [])
  return [...new Set([...literals, ...read])]
}

describe('the ready-made mappings, against the vendors’ schemas', () => {
  it('each have their document', () => {
    expect(Object.keys(documents)).toEqual(Object.keys(presets))
  })

  describe.each(Object.entries(documents))('%s', (name, document) => {
    const feed = feedOfPreset(name)
    const known = new Map(document.places.map(([path, , values]) => [path, values]))

    it('reads records where the schema has them', () => {
      const found = (feed.formats ?? [feed.format]).flatMap((format) => ('records' in format ? [format.records] : []))
      expect([...new Set(found)]).toEqual(document.records)
    })

    it('names only places that the schema has, and the table only places that it names', () => {
      expect([...new Set(pathsOf(feed))].toSorted()).toEqual([...known.keys()].toSorted())
    })

    it('compares only with values that the schema lists, in any of the forms of a boolean', () => {
      const strange = conditionsOf(feed).filter(
        (condition) =>
          condition.test === 'equals' &&
          !(known.get(condition.path) ?? []).some((value) => sameBoolean(value, condition.value)),
      )
      expect(strange).toEqual([])
    })

    it('says the words that it is said to say', () => {
      expect(wordsOf(feed, document).toSorted()).toEqual([...(presetWords[name]?.status ?? [])].toSorted())
    })
  })
})

const sameBoolean = (known: string, compared: string): boolean =>
  known === compared ||
  (/^true$/i.test(known) && (yes as readonly string[]).includes(compared)) ||
  (/^false$/i.test(known) && (no as readonly string[]).includes(compared))
