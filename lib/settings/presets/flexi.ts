import type { FeedPreset } from './with-preset.ts'

/** Received orders of ABRA Flexi, JSON of API version 1. The user's own state is right where `storno` is not. */
export const flexiOrders: FeedPreset = {
  format: { type: 'json', records: 'winstrom/objednavka-prijata' },
  fields: {
    order_number: 'cisDosle',
    // stavDoklObch.nespec, .pripraveno, .castVydano, .vydanoVse, .castHotovo, .hotovo, .storno
    status: { from: 'stavUzivK', map: {}, otherwise: 'keep' },
  },
}

/** Issued invoices of ABRA Flexi, JSON of API version 1: when they were paid. */
export const flexiInvoices: FeedPreset = {
  format: { type: 'json', records: 'winstrom/faktura-vydana' },
  duplicates: 'every',
  fields: {
    order_number: 'cisObj',
    paid_date: [
      { when: { stavUhrK: 'stavUhr.uhrazeno', datUhr: { present: true } }, then: { from: 'datUhr' } },
      { when: { stavUhrK: 'stavUhr.uhrazenoRucne', datUhr: { present: true } }, then: { from: 'datUhr' } },
    ],
  },
}
