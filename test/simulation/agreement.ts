import type { FieldName } from '../../lib/order.ts'
import type { RunReport } from './engine.ts'
import type { Stage } from './play.ts'
import { fields, type Setup } from './setup.ts'
import { type KnownRun, same, spot } from './truth.ts'

/** Every field in which the shop differs from what the newest exports say, without a reason that the owner has given. */
export function disagreements(stage: Stage, setup: Setup): string[] {
  const { truth, shop } = stage
  const orders = new Set(truth.drops.flatMap(({ rows }) => [...rows.keys()]))
  return [...orders].flatMap((number) => {
    const order = shop.orders.get(number)
    if (order === undefined) return []
    return fields.flatMap((field) => {
      const said = truth.says(setup, number, field)
      if (said.length === 0 || isExcused(stage, setup, number, field)) return []
      const shows = field === 'metas.note' ? order.metas.get('note') : order[field as 'status']
      if (said.some((value) => same(shows as string, value))) return []
      return [`order ${number} shows ${field} = "${String(shows ?? '')}", the exports say ${JSON.stringify(said)}`]
    })
  })
}

/** What a person changed or rejected, what was adopted, what this sync never set, and where a status may not go. */
function isExcused({ truth, books }: Stage, setup: Setup, order: string, field: FieldName): boolean {
  const name = spot(order, field)
  const said = truth.says(setup, order, field)
  if (truth.forgotten.has(order) || truth.undone.has(name)) return true
  if (truth.edited.has(name) || truth.adopted.has(name)) return true
  // what was adopted is not what the shop shows, which wins over whatever comes after that
  if (setup.firstRun === 'adopt' && setup.drift === 'shop' && books.shown.has(name) && !truth.sent.has(name))
    return true
  if (truth.rejected.get(name)?.some(({ value }) => said.includes(value))) return true
  if (said.includes('') && !truth.sent.has(name)) return true
  const known = [truth.known.get(name)?.value, ...(books.shown.get(name) ?? [])]
  return field === 'status' && known.some((status) => mayNotLeave(setup, String(status), String(said.at(-1))))
}

/** Whether the owner says that a status stays as it is. */
export function mayNotLeave({ finalStatuses, statusOrder }: Setup, before: string, after: string): boolean {
  const [from, to] = [statusOrder.indexOf(before), statusOrder.indexOf(after)]
  return finalStatuses.includes(before) || (from !== -1 && to !== -1 && to < from)
}

/** A run that says "done" and nothing else must not leave anything undone. */
export function checkSilence(stage: Stage, { setup, adopt }: KnownRun, report: RunReport): void {
  const { outcome, pending, parked, problems } = report
  if (adopt || (outcome !== 'done' && outcome !== 'idle') || pending + parked + problems.length > 0) return
  for (const one of disagreements(stage, setup)) stage.violations.push(`11: a run says "${outcome}", but ${one}`)
}
