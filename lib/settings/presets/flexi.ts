import { absent, combinations, nothingLeft, nothingToPay, present, type When, yes } from './combinations.ts'
import type { FeedPreset } from './with-preset.ts'

const formatsOf = (evidence: string) => [
  { type: 'json', records: `winstrom/${evidence}`, documentNumber: 'kod' },
  { type: 'xml', records: `winstrom/${evidence}`, documentNumber: 'kod' },
]

/** The states of an order in Flexi (`stavUzivK`), from the first to the last, and cancelled. */
export const flexiStates = [
  'nespec',
  'pripraveno',
  'schvaleno',
  'castVydano',
  'vydano',
  'castecneNaCeste',
  'naCeste',
  'castHotovo',
  'hotovo',
  'storno',
].map((state) => `stavDoklObch.${state}`)

/** Received orders of ABRA Flexi. The user's own state is right where `storno` is not. */
export const flexiOrders: FeedPreset = {
  format: formatsOf('objednavka-prijata'),
  fields: {
    order_number: 'cisDosle',
    status: { from: 'stavUzivK', map: {}, otherwise: 'keep' },
  },
}

/** What a type of invoice can be beside an invoice; exported with `typDokl(typDoklK)`. */
const noSales = ['dobropis', 'zalohFaktura', 'zdd', 'dodList', 'proforma'].map((type) => `typDokladu.${type}`)

/** Codes of these types in a new company, where the type is exported by its code alone. */
const noSaleCodes = ['ZÁLOHA', 'ZALOHA', 'DOBROPIS', 'DOBR', 'ZDD', 'PROFORMA']

const paid: readonly When[] = [
  ...combinations({ stavUhrK: ['stavUhr.uhrazeno'], zbyvaUhradit: nothingLeft, zbyvaUhraditMen: nothingLeft }),
  { stavUhrK: 'stavUhr.uhrazenoRucne' },
  ...combinations({ stavUhrK: [absent], zbyvaUhradit: [{ below: 0.01 }], zbyvaUhraditMen: nothingLeft }),
]

/**
 * Issued invoices of ABRA Flexi: when they were paid. A credit note has a negative sum; other documents that are no
 * sale are told by the type of the document, or by its code as a new company has it.
 */
export const flexiInvoices: FeedPreset = {
  format: formatsOf('faktura-vydana'),
  duplicates: 'every',
  skip: [
    ...combinations({ storno: yes }),
    { sumCelkem: { below: 0 } },
    { sumCelkemMen: { below: 0 } },
    ...combinations({ typDokl: noSaleCodes.map((code) => `code:${code}`) }),
    ...combinations({ 'typDokl/kod': noSaleCodes }),
    ...combinations({ 'typDokl/typDoklK': noSales }),
    ...combinations({ 'typDokl/typ-faktury-vydane/typDoklK': noSales }),
    ...combinations({ zbyvaUhradit: [{ equals: 0 }], zbyvaUhraditMen: nothingToPay, datUhr: [absent] }),
  ].map((when) => ({ when })),
  fields: {
    order_number: 'cisObj',
    paid_date: paid.map((when) => ({ when: { ...when, datUhr: present }, then: { from: 'datUhr' } })),
  },
}

/** Parcels of ABRA Flexi (`cislo-baliku`), exported with the shop's number of their order: `doklObch(cisDosle)`. */
export const flexiParcels: FeedPreset = {
  format: { type: 'json', records: 'winstrom/cislo-baliku' },
  fields: { order_number: 'doklObch/cisDosle', tracking_code: 'cislo' },
}
