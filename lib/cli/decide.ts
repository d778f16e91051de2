import type { Effects } from '../effects.ts'
import { decisionsText } from '../print/decisions.ts'
import { safe } from '../print/style.ts'
import type { TerminalVoice } from '../print/voice.ts'
import type { Settings } from '../settings/settings.ts'
import { decideEdited, decidePlan, retryOrders, unblock as unblockKey } from '../sync/decisions/commands.ts'
import { readHold } from '../sync/decisions/decisions.ts'
import { type Dismissal, dismissalOf, dismissExport } from '../sync/decisions/dismiss.ts'
import { decisionsSince, undoDecision as takeBack } from '../sync/decisions/undo-decision.ts'
import { loadHead } from '../sync/state/head.ts'
import type { DecidedPlan } from '../text/terminal.ts'
import { dayMs } from '../units.ts'
import type { Answer } from './command.ts'
import type { Io } from './io.ts'
import { nextOf } from './next.ts'
import { type PartOptions, partOf } from './part.ts'
import { type DecideOptions, decider, declined } from './who.ts'
import { openWorkspace, type WorkspaceOptions } from './workspace.ts'

type Words = readonly string[]
type Options = WorkspaceOptions & DecideOptions

/** Opens what the decision is about, and finds out who decides. */
async function openFor(options: Options, io: Io) {
  const workspace = await openWorkspace(options, io)
  const { settings, voice } = workspace
  const { texts } = voice
  return {
    settings,
    voice,
    texts,
    effects: { ...workspace.effects, by: await decider(options, workspace) },
    /** asks, where somebody can be asked */
    refused: (question: string) => declined(question, { ...options, texts }, io),
    /** what was decided, and how it is done at once */
    done: (text: string) => `${text} ${nextOf(options, texts)}`,
  }
}

/** `approve`: exactly the changes of a held plan may be posted. */
export async function approve(
  options: Options & PartOptions & { readonly quiet: boolean },
  io: Io,
  [hash = '']: Words,
): Promise<Answer> {
  const { quiet } = options
  const { settings, effects, texts, refused, done } = await openFor(options, io)
  const hold = (await loadHead(effects.store, settings))?.head.hold
  const isThis = hold?.hash.startsWith(hash) === true
  const mails = quiet ? await quietMails(hash, effects) : isThis ? hold.notifications : undefined
  const no = await refused(texts.decide.approveQuestion(hash, isThis ? hold.changes : undefined, mails))
  if (no !== undefined) return no
  const decided = await decidePlan({ kind: 'approve', hash, quiet, ...partOf(options) }, settings, effects)
  const counts = await countsOf(decided, settings, effects)
  return { value: decided, text: () => done(texts.decide.approved({ ...counts, ...(quiet ? { mails } : {}) })) }
}

/** `reject`: the changes of a held plan are given up. */
export async function reject(options: Options, io: Io, [hash = '']: Words): Promise<Answer> {
  const { settings, effects, texts, refused, done } = await openFor(options, io)
  const no = await refused(texts.decide.rejectQuestion(hash))
  if (no !== undefined) return no
  const decided = await decidePlan({ kind: 'reject', hash }, settings, effects)
  const counts = await countsOf(decided, settings, effects)
  return { value: decided, text: () => done(texts.decide.rejected(counts)) }
}

/** A quiet approval silences statuses; of payments, the shop's own invoices may be mailed all the same. */
async function quietMails(hash: string, { store }: Pick<Effects, 'store'>): Promise<number> {
  const { changes = [] } = (await readHold(store, hash)) ?? {}
  return changes.filter(({ mails }) => mails.includes('paid_date')).length
}

/** How many values of the plan are still wanted, and of how many orders it is. */
async function countsOf(
  { hash, fields, stillWanted }: Awaited<ReturnType<typeof decidePlan>>,
  settings: Settings,
  { store }: Pick<Effects, 'store'>,
): Promise<DecidedPlan> {
  const hold = (await loadHead(store, settings))?.head.hold
  const orders = hold?.hash === hash ? hold.changes : undefined
  return { hash: hash.slice(0, 12), stillWanted, values: fields, orders }
}

/** `retry`: parked orders go out with the next run. */
export async function retry(options: Options, io: Io, wanted: Words): Promise<Answer> {
  const { settings, effects, texts, done } = await openFor(options, io)
  const orders = await retryOrders(wanted, settings, effects)
  const { noneParked, retried } = texts.decide
  return { value: { orders }, text: () => (orders.length === 0 ? noneParked : done(retried(orders.length))) }
}

/** `accept`: what somebody has set in the shop stays. */
export async function accept(options: Options, io: Io, orders: Words): Promise<Answer> {
  const { settings, effects, texts, done } = await openFor(options, io)
  await decideEdited({ kind: 'accept', orders }, settings, effects)
  return { value: { orders }, text: () => done(texts.decide.accepted(orders.length)) }
}

/** `overrule`: the export's value goes out over what somebody has set in the shop. */
export async function overrule(options: Options, io: Io, orders: Words): Promise<Answer> {
  const { settings, effects, texts, refused, done } = await openFor(options, io)
  const no = await refused(texts.decide.overruleQuestion(orders.length))
  if (no !== undefined) return no
  await decideEdited({ kind: 'overrule', orders }, settings, effects)
  return { value: { orders }, text: () => done(texts.decide.overruled(orders.length)) }
}

/** `unblock`: the same key may be tried once more. */
export async function unblock(options: Options, io: Io): Promise<Answer> {
  const { settings, effects, texts, done } = await openFor(options, io)
  await unblockKey(settings, effects)
  return { value: { shop: settings.shop }, text: () => done(texts.decide.unblocked) }
}

/** `dismiss`: a refused export is passed over, and an older one that was never read takes its place. */
export async function dismiss(options: Options, io: Io, [key = '']: Words): Promise<Answer> {
  const { settings, effects, voice, texts, refused, done } = await openFor(options, io)
  const preview = await dismissalOf(key, settings, effects)
  const no = await refused(texts.decide.passOver(dismissalText(preview, voice)))
  if (no !== undefined) return no
  const dismissal = await dismissExport(key, settings, effects)
  const { next: instead } = dismissal
  const value = { key, dismissed: dismissal.givenUp.map((one) => one.key), next: instead ?? null }
  return { value, text: () => done(dismissalText(dismissal, voice)) }
}

function dismissalText(
  { feed, givenUp: [refused, ...others], next: instead }: Dismissal,
  { texts, say, time }: TerminalVoice,
): string {
  const { decide } = texts
  return [
    decide.passedOver(safe(refused?.key ?? '')),
    ...others.map(({ key, reason }) => decide.alsoPassedOver(safe(key), say(reason))),
    instead === undefined
      ? decide.feedGoesOn(feed)
      : decide.feedReads(feed, safe(instead.key), time(instead.lastModified)),
    instead?.reason === undefined ? '' : decide.cannotEither(say(instead.reason)),
  ].join('')
}

/** `decisions`: what was decided, by whom and when, and what came of it. */
export async function decisions(
  { days, ...options }: WorkspaceOptions & { readonly days: number },
  io: Io,
): Promise<Answer> {
  const { effects, voice } = await openWorkspace(options, io)
  const since = new Date(effects.clock.now() - days * dayMs).toISOString()
  const found = await decisionsSince(since, effects)
  return { value: { decisions: found }, text: () => decisionsText(found, days, voice) }
}

/** `undo-decision`: takes back what was decided and not carried out yet. */
export async function undoDecision(options: Options, io: Io, [id = '']: Words): Promise<Answer> {
  const { settings, effects, texts, refused, done } = await openFor(options, io)
  const no = await refused(texts.decide.takeBackQuestion(id))
  if (no !== undefined) return no
  const taken = await takeBack(id, settings, effects)
  return { value: taken, text: () => done(texts.decide.takenBack(taken.id, taken.values)) }
}
