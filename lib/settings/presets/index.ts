import type { FieldName } from '../../order.ts'
import { flexiInvoices, flexiOrders, flexiParcels, flexiStates } from './flexi.ts'
import { moneyS3Invoices, moneyS3Orders, moneyS3States, moneyS5Invoices, moneyS5Orders } from './money.ts'
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
  'flexi-parcels': flexiParcels,
  'upgates-csv': upgatesCsv,
}

type Words = { readonly [name in FieldName]?: readonly string[] }

/**
 * Per preset and field, all words of the ERP that the mapping can say before `map` translates them, from the earliest
 * state to the latest. A field that is not named here can say anything.
 */
export const presetWords: Readonly<Record<string, Words>> = {
  'pohoda-orders': { status: ['executed', 'delivered', 'cancelled'] },
  'money-s3-orders': { status: [...moneyS3States, 'cancelled'] },
  'money-s5-orders': { status: ['Nevyřízeno', 'Vyřízeno', 'Stornováno'] },
  'flexi-orders': { status: flexiStates },
}
