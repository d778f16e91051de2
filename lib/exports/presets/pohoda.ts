import type { FeedPreset } from '../../settings/presets.ts'

const header = 'orderHeader'
const invoice = 'invoiceHeader'
const liquidation = `${invoice}/liquidation`

/** Received orders of Pohoda (`listOrder`, version 2). The parcel number is in a user field, usually `VPrZasilka`. */
export const pohodaOrders: FeedPreset = {
  format: { type: 'xml', records: 'responsePack/responsePackItem/listOrder/order' },
  fields: {
    order_number: `${header}/numberOrder`,
    status: {
      rules: [
        { when: { [`${header}/storno`]: 'cancelledDocument' }, then: 'cancelled' },
        { when: { [`${header}/dateCancellation`]: { present: true } }, then: 'cancelled' },
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

/**
 * Issued invoices of Pohoda (`listInvoice`, version 2): when they were paid. In `liquidation`, `amountHome` is what
 * remains to be paid; a date without it means paid in full.
 */
export const pohodaInvoices: FeedPreset = {
  format: { type: 'xml', records: 'responsePack/responsePackItem/listInvoice/invoice' },
  fields: {
    order_number: `${invoice}/numberOrder`,
    paid_date: [
      {
        when: {
          [`${invoice}/invoiceType`]: 'issuedInvoice',
          [`${liquidation}/date`]: { present: true },
          [`${liquidation}/amountHome`]: { absent: true },
        },
        then: { from: `${liquidation}/date` },
      },
      {
        when: {
          [`${invoice}/invoiceType`]: 'issuedInvoice',
          [`${liquidation}/date`]: { present: true },
          [`${liquidation}/amountHome`]: '0',
        },
        then: { from: `${liquidation}/date` },
      },
    ],
  },
}
