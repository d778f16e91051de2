import type { Effects } from '../effects.ts'
import { count, safe } from '../print/style.ts'
import type { Settings } from '../settings/settings.ts'
import {
  decideEdited,
  decidePlan,
  dismissExport,
  retryOrders,
  unblock as unblockKey,
} from '../sync/decisions/commands.ts'
import { loadHead } from '../sync/state/head.ts'
import type { Answer } from './command.ts'
import type { Io } from './io.ts'
import { openWorkspace, type WorkspaceOptions } from './workspace.ts'

const next = 'The next run acts on it; now: order-sync run'

type Words = readonly string[]

interface ApproveFlags extends WorkspaceOptions {
  readonly quiet: boolean
}

/** `approve`: exactly the changes of a held plan may be posted. */
export async function approve({ quiet, ...options }: ApproveFlags, io: Io, [hash = '']: Words): Promise<Answer> {
  const { settings, effects } = await openWorkspace(options, io)
  const decided = await decidePlan({ kind: 'approve', hash, quiet }, settings, effects)
  const of = await countsOf(decided, settings, effects)
  const done = `Approved the plan ${decided.hash.slice(0, 12)}: ${of} ${decided.stillWanted === 1 ? 'is' : 'are'} still wanted and may be posted${quiet ? ', mailing nobody' : ''}.`
  return { value: decided, text: () => `${done} ${next}` }
}

/** `reject`: the changes of a held plan are given up. */
export async function reject(options: WorkspaceOptions, io: Io, [hash = '']: Words): Promise<Answer> {
  const { settings, effects } = await openWorkspace(options, io)
  const decided = await decidePlan({ kind: 'reject', hash }, settings, effects)
  const of = await countsOf(decided, settings, effects)
  const done = `Rejected the plan ${decided.hash.slice(0, 12)}: ${of} ${decided.stillWanted === 1 ? 'is' : 'are'} given up until the exports say something else; order-sync plan lists them as left out.`
  return { value: decided, text: () => `${done} ${next}` }
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
export async function retry(options: WorkspaceOptions, io: Io, wanted: Words): Promise<Answer> {
  const { settings, effects } = await openWorkspace(options, io)
  const orders = await retryOrders(wanted, settings, effects)
  return {
    value: { orders },
    text: () =>
      orders.length === 0 ? 'No order is parked.' : `${count(orders.length, 'order')} will be tried again. ${next}`,
  }
}

/** `accept`: what somebody has set in the shop stays. */
export async function accept(options: WorkspaceOptions, io: Io, orders: Words): Promise<Answer> {
  const { settings, effects } = await openWorkspace(options, io)
  await decideEdited({ kind: 'accept', orders }, settings, effects)
  const done = `${count(orders.length, 'order')} will be left as the shop shows ${orders.length === 1 ? 'it' : 'them'}, until the export says something else.`
  return { value: { orders }, text: () => `${done} ${next}` }
}

/** `overrule`: the export's value goes out over what somebody has set in the shop. */
export async function overrule(options: WorkspaceOptions, io: Io, orders: Words): Promise<Answer> {
  const { settings, effects } = await openWorkspace(options, io)
  await decideEdited({ kind: 'overrule', orders }, settings, effects)
  const done = `${count(orders.length, 'order')} will be set as the export says.`
  return { value: { orders }, text: () => `${done} ${next}` }
}

/** `unblock`: the same key may be tried once more. */
export async function unblock(options: WorkspaceOptions, io: Io): Promise<Answer> {
  const { settings, effects } = await openWorkspace(options, io)
  await unblockKey(settings, effects)
  return { value: { shop: settings.shop }, text: () => `The key will be tried once more. ${next}` }
}

/** `dismiss`: a refused export is passed over. */
export async function dismiss(options: WorkspaceOptions, io: Io, [key = '']: Words): Promise<Answer> {
  const { settings, effects } = await openWorkspace(options, io)
  await dismissExport(key, settings, effects)
  return { value: { key }, text: () => `The export ${safe(key)} will be passed over. ${next}` }
}
