import type { FieldValue } from '../order.ts'
import type { Drifted } from '../sync/ledger/drift.ts'
import type { ShopDrift } from '../sync/shop-drift.ts'
import { valueText } from './plan.ts'
import { safe } from './style.ts'
import { table } from './table.ts'
import type { TerminalVoice } from './voice.ts'

const mostRows = 100

/** What is empty in the shop was not cleared by anybody here. */
const shownText = (value: FieldValue | undefined, voice: TerminalVoice): string =>
  valueText(value === '' ? undefined : value, voice)

const rowOf =
  (voice: TerminalVoice) =>
  ({ order_number, field, acknowledged, notSent, shown, wanted }: Drifted): string[] => [
    safe(order_number),
    voice.texts.field(field),
    notSent === true ? voice.texts.drift.notSent(shownText(acknowledged, voice)) : shownText(acknowledged, voice),
    shownText(shown, voice),
    shownText(wanted, voice),
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
