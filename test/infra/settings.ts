import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OrderSyncSettings } from '../../infra/index.ts'

export const top = join(import.meta.dirname, '../..')
export const flags = JSON.parse(readFileSync(join(top, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> }

const feed = { contents: 'full', format: { type: 'csv' } } as const

/** Settings of a shop with two feeds, as a caller of the construct writes them. */
export const settingsWith = (changes: Partial<OrderSyncSettings> = {}): OrderSyncSettings => ({
  shop: 'acme',
  upgates: { api: 'v2', project: 'acme', server: 's7', login: '1', notify: false },
  feeds: {
    orders: { ...feed, fields: { order_number: 'n', status: 's' } },
    invoices: { ...feed, fields: { order_number: 'n', metas: { other: 'x' } } },
  },
  alerts: { emails: ['ops@example.cz'], noExportForHours: 26 },
  ...changes,
})
