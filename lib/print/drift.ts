import type { Drifted } from '../sync/ledger/drift.ts'
import type { ShopDrift } from '../sync/shop-drift.ts'
import { safe } from './style.ts'
import { table } from './table.ts'
import type { TerminalVoice } from './voice.ts'

const mostRows = 100

const valueText = (value: unknown): string =>
  value === undefined || value === '' ? '·' : safe(typeof value === 'string' ? value : JSON.stringify(value))

const rowOf =
  ({ texts }: TerminalVoice) =>
  ({ order_number, field, acknowledged, shown, wanted }: Drifted): string[] => [
    safe(order_number),
    texts.field(field),
    valueText(acknowledged),
    valueText(shown),
    valueText(wanted),
  ]

/** What was changed in the shop, for people. */
export function driftText({ since, changed, drifted, requests }: ShopDrift, voice: TerminalVoice): string {
  const { style, time } = voice
  const { drift, more } = voice.texts
  const asked = drift.asked(changed, time(since), requests)
  if (drifted.length === 0) return `${asked} ${drift.same}`
  const orders = new Set(drifted.map(({ order_number }) => order_number)).size
  return [
    `${asked} ${drift.differ(orders)}`,
    table(drift.columns, drifted.slice(0, mostRows).map(rowOf(voice)), voice),
    ...(drifted.length > mostRows ? [style.dim(more(drifted.length - mostRows))] : []),
    drift.end,
  ].join('\n')
}
