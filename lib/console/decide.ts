import { OrderSyncError } from '../errors.ts'
import { type Html, html, raw } from '../page/html.ts'
import type { Settings } from '../settings/settings.ts'
import { decideEdited, decidePlan, retryOrders, unblock } from '../sync/decisions/commands.ts'
import type { DecideEffects } from '../sync/decisions/decisions.ts'
import { dismissExport } from '../sync/decisions/dismiss.ts'
import { undoDecision } from '../sync/decisions/undo-decision.ts'
import { planUndo, undoRun } from '../sync/past/undo.ts'
import type { DecisionKind } from '../text/console.ts'
import type { Place } from './frame.ts'
import type { ConsoleShop } from './shop.ts'
import type { ConsoleVoice } from './voice.ts'

/** What a form of the console sends: what is decided, and about what. */
export type Sent = Readonly<Record<string, string | undefined>>

type Decide = (sent: Sent, settings: Settings, effects: DecideEffects) => Promise<unknown>

/** What the command line does with the same names: the same objects are written. */
const decisions: Readonly<Record<DecisionKind, Decide>> = {
  approve: ({ hash = '', quiet }, settings, effects) =>
    decidePlan({ kind: 'approve', hash, quiet: quiet === 'yes' }, settings, effects),
  reject: ({ hash = '' }, settings, effects) => decidePlan({ kind: 'reject', hash }, settings, effects),
  retry: ({ order }, settings, effects) => retryOrders(order === undefined ? [] : [order], settings, effects),
  accept: ({ order = '' }, settings, effects) => decideEdited({ kind: 'accept', orders: [order] }, settings, effects),
  overrule: ({ order = '' }, settings, effects) =>
    decideEdited({ kind: 'overrule', orders: [order] }, settings, effects),
  unblock: (_, settings, effects) => unblock(settings, effects),
  dismiss: ({ key = '' }, settings, effects) => dismissExport(key, settings, effects),
  undo: async ({ run = '' }, settings, effects) => {
    const word = { run, orders: [], pin: true }
    return undoRun(await planUndo(word, settings, effects), word, effects)
  },
  'undo-decision': ({ id = '' }, settings, effects) => undoDecision(id, settings, effects),
}

/** What is asked once more before it is decided, as on a terminal. */
const asksOnceMore: ReadonlySet<DecisionKind> = new Set(['approve', 'reject', 'undo'])

const isKind = (kind: string): kind is DecisionKind => Object.hasOwn(decisions, kind)

/**
 * Writes what a person decided; the next run acts on it.
 * @returns its kind
 * @throws OrderSyncError where there is nothing to decide about any more
 */
export async function decide(sent: Sent, shop: ConsoleShop): Promise<DecisionKind> {
  const { kind = '' } = sent
  if (!isKind(kind)) {
    throw new OrderSyncError({ kind: 'usage', attempted: 'decide', subject: kind, ended: 'nobody can decide that' })
  }
  if (asksOnceMore.has(kind) && sent.sure !== 'yes') {
    throw new OrderSyncError({ kind: 'usage', attempted: 'decide', subject: kind, ended: 'it was not confirmed' })
  }
  const { settings, effects, whoAmI } = shop
  await decisions[kind](sent, settings, { ...effects, by: await whoAmI?.() })
  return kind
}

/** That something was decided, said once by the view that the console goes back to. */
export const doneNotice = (
  kind: string | undefined,
  { runWith }: Pick<ConsoleShop, 'runWith'>,
  { words }: ConsoleVoice,
): Html | false =>
  kind !== undefined &&
  isKind(kind) &&
  html`<p class="notice" role="status"><b>${words.done[kind]}</b> ${words.nextRunActs}${runWith !== undefined && html` ${words.now} <code>${runWith}</code>`}</p>`

/** What a form decides, and where it leads back to. */
export interface DecisionForm {
  readonly kind: DecisionKind
  readonly values?: Readonly<Record<string, string>>
  /** what a person must tick first, or may choose */
  readonly more?: Html | undefined
  /** on the button, in place of the usual word */
  readonly label?: string | undefined
  readonly back: 'state' | 'plan' | 'order' | 'decided'
}

/** A form of one button, which works without anything that runs in the page. */
export function decisionForm(
  { kind, values = {}, more, label, back }: DecisionForm,
  place: Place,
  voice: ConsoleVoice,
) {
  const hidden = Object.entries({ kind, back, ...values }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return html`<form method="post" action="${place.base}/${place.shop ?? ''}/decide"${raw(more === undefined ? ' class="inline"' : '')}>${hidden}${more}<button>${label ?? voice.words.decisions[kind]}</button></form>`
}
