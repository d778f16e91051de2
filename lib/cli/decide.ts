import type { Effects } from '../effects.ts'
import { decisionsText } from '../print/decisions.ts'
import { count, safe } from '../print/style.ts'
import type { Settings } from '../settings/settings.ts'
import { decideEdited, decidePlan, retryOrders, unblock as unblockKey } from '../sync/decisions/commands.ts'
import { type Dismissal, dismissalOf, dismissExport } from '../sync/decisions/dismiss.ts'
import { decisionsSince, undoDecision as takeBack } from '../sync/decisions/undo-decision.ts'
import { loadHead } from '../sync/state/head.ts'
import type { Answer } from './command.ts'
import type { Io } from './io.ts'
import { nextOf } from './next.ts'
import { type PartOptions, partOf } from './part.ts'
import { type DecideOptions, decider, declined } from './who.ts'
import { openWorkspace, type WorkspaceOptions } from './workspace.ts'

const dayMs = 24 * 3_600_000

type Words = readonly string[]
type Options = WorkspaceOptions & DecideOptions

/** Opens what the decision is about, and finds out who decides. */
async function openFor(options: Options, io: Io) {
  const workspace = await openWorkspace(options, io)
  return { settings: workspace.settings, effects: { ...workspace.effects, by: await decider(options, workspace) } }
}

/** `approve`: exactly the changes of a held plan may be posted. */
export async function approve(
  options: Options & PartOptions & { readonly quiet: boolean },
  io: Io,
  [hash = '']: Words,
): Promise<Answer> {
  const { quiet } = options
  const { settings, effects } = await openFor(options, io)
  const hold = (await loadHead(effects.store, settings))?.head.hold
  const what = hold?.hash.startsWith(hash) ? ` of ${count(hold.changes, 'order')}` : ''
  const mails = quiet || hold === undefined ? ', mailing nobody' : `, mailing ${count(hold.notifications, 'customer')}`
  const no = await declined(`Approve the plan ${hash}${what}${what === '' && !quiet ? '' : mails}?`, options, io)
  if (no !== undefined) return no
  const decided = await decidePlan({ kind: 'approve', hash, quiet, ...partOf(options) }, settings, effects)
  const of = await countsOf(decided, settings, effects)
  const done = `Approved the plan ${decided.hash.slice(0, 12)}: ${of} ${decided.stillWanted === 1 ? 'is' : 'are'} still wanted and may be posted${quiet ? ', mailing nobody' : ''}.`
  return { value: decided, text: () => `${done} ${nextOf(options)}` }
}

/** `reject`: the changes of a held plan are given up. */
export async function reject(options: Options, io: Io, [hash = '']: Words): Promise<Answer> {
  const { settings, effects } = await openFor(options, io)
  const no = await declined(
    `Give up what the plan ${hash} would change, until the exports say something else?`,
    options,
    io,
  )
  if (no !== undefined) return no
  const decided = await decidePlan({ kind: 'reject', hash }, settings, effects)
  const of = await countsOf(decided, settings, effects)
  const done = `Rejected the plan ${decided.hash.slice(0, 12)}: ${of} ${decided.stillWanted === 1 ? 'is' : 'are'} given up until the exports say something else; order-sync plan lists them as left out.`
  return { value: decided, text: () => `${done} ${nextOf(options)}` }
}

/** How many values of the plan are still wanted, and of how many orders it is. */
async function countsOf(
  { hash, fields, stillWanted }: Awaited<ReturnType<typeof decidePlan>>,
  settings: Settings,
  { store }: Pick<Effects, 'store'>,
): Promise<string> {
  const hold = (await loadHead(store, settings))?.head.hold
  const orders = hold?.hash === hash ? ` of ${count(hold.changes, 'order')}` : ''
  return `${stillWanted} of its ${count(fields, 'value')}${orders}`
}

/** `retry`: parked orders go out with the next run. */
export async function retry(options: Options, io: Io, wanted: Words): Promise<Answer> {
  const { settings, effects } = await openFor(options, io)
  const orders = await retryOrders(wanted, settings, effects)
  return {
    value: { orders },
    text: () =>
      orders.length === 0
        ? 'No order is parked.'
        : `${count(orders.length, 'order')} will be tried again. ${nextOf(options)}`,
  }
}

/** `accept`: what somebody has set in the shop stays. */
export async function accept(options: Options, io: Io, orders: Words): Promise<Answer> {
  const { settings, effects } = await openFor(options, io)
  await decideEdited({ kind: 'accept', orders }, settings, effects)
  const done = `${count(orders.length, 'order')} will be left as the shop shows ${orders.length === 1 ? 'it' : 'them'}, until the export says something else.`
  return { value: { orders }, text: () => `${done} ${nextOf(options)}` }
}

/** `overrule`: the export's value goes out over what somebody has set in the shop. */
export async function overrule(options: Options, io: Io, orders: Words): Promise<Answer> {
  const { settings, effects } = await openFor(options, io)
  const what = `Set ${count(orders.length, 'order')} as the export says, over what somebody has set in the shop? Customers may be mailed.`
  const no = await declined(what, options, io)
  if (no !== undefined) return no
  await decideEdited({ kind: 'overrule', orders }, settings, effects)
  const done = `${count(orders.length, 'order')} will be set as the export says.`
  return { value: { orders }, text: () => `${done} ${nextOf(options)}` }
}

/** `unblock`: the same key may be tried once more. */
export async function unblock(options: Options, io: Io): Promise<Answer> {
  const { settings, effects } = await openFor(options, io)
  await unblockKey(settings, effects)
  return { value: { shop: settings.shop }, text: () => `The key will be tried once more. ${nextOf(options)}` }
}

/** `dismiss`: a refused export is passed over, and an older one that was never read takes its place. */
export async function dismiss(options: Options, io: Io, [key = '']: Words): Promise<Answer> {
  const { settings, effects } = await openFor(options, io)
  const preview = await dismissalOf(key, settings, effects)
  const no = await declined(`${dismissalText(preview)} Pass it over?`, options, io)
  if (no !== undefined) return no
  const dismissal = await dismissExport(key, settings, effects)
  const { next: instead } = dismissal
  const value = { key, dismissed: dismissal.givenUp.map((one) => one.key), next: instead ?? null }
  return { value, text: () => `${dismissalText(dismissal)} ${nextOf(options)}` }
}

function dismissalText({ feed, givenUp: [refused, ...others], next: instead }: Dismissal): string {
  const also = others.map(({ key, reason }) => ` So will ${safe(key)}, which cannot be used either: ${safe(reason)}`)
  const rest =
    instead === undefined
      ? ` The feed "${feed}" goes on with what it has read last.`
      : ` The feed "${feed}" reads ${safe(instead.key)} of ${instead.lastModified} instead, which was never read.`
  const waits = instead?.reason === undefined ? '' : ` It cannot be used either: ${safe(instead.reason)}`
  return `The export ${safe(refused?.key ?? '')} will be passed over.${also.join('')}${rest}${waits}`
}

/** `decisions`: what was decided, by whom and when, and what came of it. */
export async function decisions(
  { days, ...options }: WorkspaceOptions & { readonly days: number },
  io: Io,
): Promise<Answer> {
  const { effects } = await openWorkspace(options, io)
  const since = new Date(effects.clock.now() - days * dayMs).toISOString()
  const found = await decisionsSince(since, effects)
  return { value: { decisions: found }, text: () => decisionsText(found, days, io.style) }
}

/** `undo-decision`: takes back what was decided and not carried out yet. */
export async function undoDecision(options: Options, io: Io, [id = '']: Words): Promise<Answer> {
  const { settings, effects } = await openFor(options, io)
  const no = await declined(`Take back the decision ${id}?`, options, io)
  if (no !== undefined) return no
  const taken = await takeBack(id, settings, effects)
  const values =
    taken.values === undefined
      ? ''
      : `: ${count(taken.values, 'value')} of it still ${taken.values === 1 ? 'waits' : 'wait'}`
  return { value: taken, text: () => `The decision ${taken.id} is taken back${values}. ${nextOf(options)}` }
}
