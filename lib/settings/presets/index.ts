import { flexiInvoices, flexiOrders } from './flexi.ts'
import { moneyS3Invoices, moneyS3Orders, moneyS5Invoices, moneyS5Orders } from './money.ts'
import { pohodaInvoices, pohodaOrders } from './pohoda.ts'
import { upgatesCsv } from './upgates.ts'
import type { FeedPreset } from './with-preset.ts'

/**
 * The ready-made mappings by name. Where a status has an empty `map`, the settings say which of the ERP's words mean
 * which status of the shop; words that they do not name leave the status alone.
 */
export const presets: Readonly<Record<string, FeedPreset>> = {
  'pohoda-orders': pohodaOrders,
  'pohoda-invoices': pohodaInvoices,
  'money-s3-orders': moneyS3Orders,
  'money-s3-invoices': moneyS3Invoices,
  'money-s5-orders': moneyS5Orders,
  'money-s5-invoices': moneyS5Invoices,
  'flexi-orders': flexiOrders,
  'flexi-invoices': flexiInvoices,
  'upgates-csv': upgatesCsv,
}
