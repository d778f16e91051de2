import { absent, combinations, nothingLeft, nothingToPay, present } from './combinations.ts'
import type { FeedPreset } from './with-preset.ts'

const header = 'orderHeader'
const invoice = 'invoiceHeader'
/** what an invoice comes to by rates of VAT; there is no sum of all together */
const sums = ['priceHighSum', 'priceLowSum', 'priceNone'].map((sum) => `invoiceSummary/homeCurrency/${sum}`)
const liquidation = `${invoice}/liquidation`

const formatsOf = (records: string, documentNumber: string) => [
  { type: 'xml', records, documentNumber },
  { type: 'json', records, documentNumber },
]

/**
 * Received orders of Pohoda (`listOrder`, version 2). The parcel number is in a user field, usually `VPrZasilka`. Orders
 * that the owner has issued name a supplier's number.
 */
export const pohodaOrders: FeedPreset = {
  format: formatsOf('responsePack/responsePackItem/listOrder/order', `${header}/number/numberRequested`),
  skip: [{ when: { [`${header}/orderType`]: 'issuedOrder' } }],
  fields: {
    order_number: `${header}/numberOrder`,
    status: {
      rules: [
        { when: { [`${header}/storno`]: 'cancelledDocument' }, then: 'cancelled' },
        { when: { [`${header}/dateCancellation`]: present }, then: 'cancelled' },
        { when: { [`${header}/isDelivered`]: 'true' }, then: 'delivered' },
        { when: { [`${header}/isExecuted`]: 'true' }, then: 'executed' },
      ],
      map: {},
      otherwise: 'keep',
    },
    tracking_code: `${header}/parameters/parameter[name=VPrZasilka]/textValue`,
    resolved_yn: { from: `${header}/isExecuted`, true: ['true'], false: ['false'] },
  },
}

/** What `invoiceType` can be beside an invoice: credit and debit notes, advances, proformas, other claims, received documents. */
const noSales = [
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
]

/**
 * Issued invoices of Pohoda (`listInvoice`, version 2): when they were paid. In `liquidation`, the amounts are what
 * remains to be paid; a date without them means paid in full. Pohoda settles a cancelled invoice and the document that
 * cancels it on the day of the cancellation, so that both look paid: they are no sales.
 */
export const pohodaInvoices: FeedPreset = {
  format: formatsOf('responsePack/responsePackItem/listInvoice/invoice', `${invoice}/number/numberRequested`),
  duplicates: 'every',
  skip: [
    { when: { [`${invoice}/storno`]: present } },
    ...noSales.map((type) => ({ when: { [`${invoice}/invoiceType`]: type } })),
    // a credit note that was written as an invoice
    ...sums.flatMap((negative) =>
      combinations(
        Object.fromEntries(
          [negative, ...sums].map((sum) => [sum, sum === negative ? [{ below: 0 }] : [absent, { below: 0.01 }]]),
        ),
      ).map((when) => ({ when })),
    ),
    // nothing was ever to be paid, or an advance has paid it
    ...combinations({
      [`${liquidation}/date`]: [absent],
      [`${liquidation}/amountHome`]: [{ equals: 0 }],
      [`${liquidation}/amountForeign`]: nothingToPay,
    }).map((when) => ({ when })),
  ],
  fields: {
    order_number: `${invoice}/numberOrder`,
    paid_date: combinations({
      [`${invoice}/invoiceType`]: ['issuedInvoice'],
      [`${liquidation}/date`]: [present],
      [`${liquidation}/amountHome`]: nothingLeft,
      [`${liquidation}/amountForeign`]: nothingLeft,
    }).map((when) => ({ when, then: { from: `${liquidation}/date` } })),
  },
}
