import { OrderSyncError } from '../../lib/errors.ts'
import type { FieldName, FieldValue } from '../../lib/order.ts'
import { type DecideEffects, forgetOrder, undoing } from './engine.ts'
import type { Stage } from './play.ts'
import { settingsOf } from './setup.ts'
import type { Action } from './story.ts'
import { type KnownRun, same, spot, type Truth } from './truth.ts'

/** A person takes back what the last run that sent anything has set, as far as it is still there. */
export async function undo(stage: Stage, word: Extract<Action, { do: 'undo' }>, effects: DecideEffects): Promise<void> {
  const { truth, endings } = stage
  const last = endings.findLast((ending) => ending.kind === 'report' && ending.report.accepted > 0)
  if (last?.kind !== 'report') return
  const marks = { ...(word.pin ? { pin: true } : {}), ...(word.notify ? { notify: true } : {}) }
  const undone = await orNothing(() => undoing({ run: last.report.run, ...marks }, settingsOf(stage.setup), effects))
  const at = truth.tick()
  for (const { order_number, field, set, back } of undone ?? []) {
    const name = spot(order_number, field)
    const known = truth.known.get(name)
    const said = truth.says(stage.setup, order_number, field)
    // what came before, and nobody has read yet, is news to who reads it
    const isNews = truth.drops.some(
      (drop) =>
        !truth.taken.has(`${drop.key} ${drop.etag}`) &&
        truth.readings(drop, order_number, field, stage.setup).some((one) => !same(one, set)),
    )
    const surely =
      known?.certain === true &&
      same(known.value, set) &&
      !truth.edited.has(name) &&
      !isNews &&
      said.every((one) => same(one, set))
    truth.undone.set(name, [...(truth.undone.get(name) ?? []), { at, set, back, surely, ...marks }])
  }
}

/** A person has all values of an order taken out, of which the engine knows. */
export async function forget({ truth, books }: Stage, order: string, effects: DecideEffects): Promise<void> {
  if (!books.lines.has(order)) return
  books.isScrubbing = true
  const done = await orNothing(async () => {
    await forgetOrder(order, { isMeant: true }, effects)
    return true
  })
  books.isScrubbing = false
  if (done === true) truth.forgotten.set(order, truth.tick())
}

/** What is refused with a sentence is a person's mistake, not a fault. */
async function orNothing<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof OrderSyncError) return undefined
    throw error
  }
}

/** Whether a person wants just this value back. */
export const isUndone = ({ undone }: Truth, name: string, value: FieldValue): boolean =>
  undone.get(name)?.some(({ back }) => same(back, value)) ?? false

/**
 * What was taken back and pinned is not sent again before the exports say something else, a person wants it back, or takes
 * everything that the exports say as acknowledged.
 */
export function isPinned(truth: Truth, run: KnownRun, [order, field, value]: [string, FieldName, FieldValue]): boolean {
  const undone = truth.undone.get(spot(order, field)) ?? []
  const known = truth.known.get(spot(order, field))
  const adoptedAt = Math.max(0, ...[...truth.runs.values()].map(({ adopt, leasedAt }) => (adopt ? leasedAt : 0)))
  return undone.some(
    ({ at, set, back, pin, surely }) =>
      pin === true &&
      surely &&
      at < run.leasedAt &&
      at > adoptedAt &&
      same(set, value) &&
      // a person has approved another word of the exports since
      !(known !== undefined && known.sentAt > at && !same(known.value, set) && !same(known.value, back)) &&
      !truth.saidOther(order, field, { value: set, at }) &&
      !undone.some((later) => later.at > at && same(later.back, value)),
  )
}
