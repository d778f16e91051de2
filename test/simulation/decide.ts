import { OrderSyncError } from '../../lib/errors.ts'
import type { FieldName, FieldValue } from '../../lib/order.ts'
import { createShop } from '../../lib/upgates/create.ts'
import { type DecideEffects, decisions, headKey, headOf, holdKey, holdOf } from './engine.ts'
import type { Stage } from './play.ts'
import { settingsOf } from './setup.ts'
import type { Action } from './story.ts'
import { type Drop, same, spot, type Truth } from './truth.ts'

type What = Extract<Action, { do: 'decide' }>['what']

/** A person looks at what the head says, and decides. What is refused with a sentence is a person's mistake, not a fault. */
export async function decide(stage: Stage, what: What): Promise<void> {
  try {
    await decided(stage, what)
  } catch (error) {
    if (!(error instanceof OrderSyncError)) throw error
  }
}

/** An export that looked wrong said so: a sound one, which nobody has read yet, may have ended that. */
function mayBeOver({ truth }: Stage, name: string, value: FieldValue): boolean {
  const [order = '', field = ''] = name.split(' ')
  const says = (drop: Drop): boolean => truth.readings(drop, order, field as FieldName).some((one) => same(one, value))
  return truth.drops.some((drop) => (truth.mayLookWrong(drop) || truth.isOutOfOrder(drop)) && says(drop))
}

/** What was approved quietly may mail all the same, unless this word is taken back. */
function speakUp({ quiet, loud }: Truth, name: string, id: string): void {
  const words = quiet.get(name)
  if (words !== undefined) loud.set(id, [...(loud.get(id) ?? []), [name, words]])
  quiet.delete(name)
}

async function decided(stage: Stage, what: What): Promise<void> {
  const { store, truth } = stage
  const bytes = store.bytes(headKey)
  if (bytes === undefined) return
  const head = headOf(bytes)
  const settings = settingsOf(stage.setup)
  const effects = effectsOf(stage)
  if (what === 'approve' || what === 'approve quietly' || what === 'reject') {
    if (head.hold === undefined) return
    const { hash, id } = await decisions[what](settings, effects, head.hold)
    truth.decidedAt.push(truth.now())
    const held = store.bytes(holdKey(hash))
    for (const { order_number, field, value, mails } of held === undefined ? [] : holdOf(held)) {
      const name = spot(order_number, field)
      const said = truth.says(stage.setup, order_number, field)
      // what the exports say otherwise by now is not wanted any more, once a run has read them
      const surely = said.some((one) => same(one, value)) || (said.length === 0 && !mayBeOver(stage, name, value))
      if (what !== 'reject') truth.approved.set(name, [...(truth.approved.get(name) ?? []), value])
      if (what === 'approve' && mails) speakUp(truth, name, id)
      const words = what === 'reject' ? truth.rejected : what === 'approve' ? undefined : truth.quiet
      words?.set(name, [...(words.get(name) ?? []), { id, value, at: truth.now(), surely }])
    }
  } else if (what === 'take back') {
    const last = await decisions[what](settings, effects)
    // an approval that nobody has acted on may be quiet again
    for (const [name, words] of truth.loud.get(last?.id ?? '') ?? [])
      truth.quiet.set(
        name,
        words.map((word) => ({ ...word, surely: false })),
      )
    // whatever was said of the same value before is open again, too, unless no run has acted on either
    for (const words of [truth.rejected, truth.quiet])
      for (const [name, said] of words) {
        const others = said.filter(({ id }) => id !== last?.id).map((word) => ({ ...word, surely: false }))
        if (others.length === 0) words.delete(name)
        else if (others.length < said.length) words.set(name, others)
      }
  } else if (what === 'dismiss') {
    const refused = Object.values(head.feeds).find((feed) => feed.refused !== undefined)?.refused
    if (refused !== undefined) await decisions.dismiss(settings, effects, refused.key)
  } else {
    if (what === 'overrule') truth.overruled.push(truth.now())
    await decisions[what](settings, effects)
  }
}

export const effectsOf = ({ store, setup, clock, random, network }: Stage): DecideEffects => ({
  store,
  shop: createShop(settingsOf(setup), {
    http: (request, timeoutMs) => network.send(0, request, timeoutMs),
    clock,
    random,
  }),
  clock,
  random,
  log: { info: () => undefined, warn: () => undefined },
})
