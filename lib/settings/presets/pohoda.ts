import type { FeedPreset } from './with-preset.ts'

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

/** How nothing that remains to be paid is written. */
const nothingLeft = [{ absent: true }, '0', '0.0', '0.00'] as const

/**
 * Issued invoices of Pohoda (`listInvoice`, version 2): when they were paid. In `liquidation`, `amountHome` is what
 * remains to be paid; a date without it means paid in full. An order is paid when all its invoices are.
 */
export const pohodaInvoices: FeedPreset = {
  format: { type: 'xml', records: 'responsePack/responsePackItem/listInvoice/invoice' },
  duplicates: 'every',
  fields: {
    order_number: `${invoice}/numberOrder`,
    paid_date: nothingLeft.map((left) => ({
      when: {
        [`${invoice}/invoiceType`]: 'issuedInvoice',
        [`${liquidation}/date`]: { present: true },
        [`${liquidation}/amountHome`]: left,
      },
      then: { from: `${liquidation}/date` },
    })),
  },
}
