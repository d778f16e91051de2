import type { Drifted } from '../sync/ledger/drift.ts'
import type { ShopDrift } from '../sync/shop-drift.ts'
import { count, type Style, safe } from './style.ts'
import { table } from './table.ts'

const mostRows = 100

const valueText = (value: unknown): string =>
  value === undefined || value === '' ? '·' : safe(typeof value === 'string' ? value : JSON.stringify(value))

const row = ({ order_number, field, acknowledged, shown, wanted }: Drifted): string[] => [
  safe(order_number),
  field,
  valueText(acknowledged),
  valueText(shown),
  valueText(wanted),
]

/** What was changed in the shop, for people. */
export function driftText({ since, changed, drifted, requests }: ShopDrift, style: Style): string {
  const asked = `${count(changed, 'order')} changed in the shop since ${since} (${count(requests, 'request')}).`
  if (drifted.length === 0) return `${asked} All show what the shop had acknowledged.`
  const orders = new Set(drifted.map(({ order_number }) => order_number)).size
  return [
    `${asked} ${count(orders, 'order')} ${orders === 1 ? 'shows' : 'show'} something else than the shop had acknowledged:`,
    table(['order', 'field', 'acknowledged', 'in the shop', 'wanted'], drifted.slice(0, mostRows).map(row), style),
    ...(drifted.length > mostRows
      ? [style.dim(`… and ${count(drifted.length - mostRows, 'more field')}; --json shows all.`)]
      : []),
    'Nothing was changed. What becomes of it where the export says something new, "drift" of the settings says.',
  ].join('\n')
}
