import type { Effects } from '../../effects.ts'
import { fieldNames } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import { interpretAsked } from '../../upgates/interpret.ts'
import type { Batch } from '../../upgates/shop.ts'
import { mayBeProcessed, verdictOf } from '../../upgates/verdict.ts'
import { mailsPaid } from '../plan/mailing.ts'
import type { Blocked } from '../state/head.ts'
import { type ArchiveEntry, batchOfEntry, recoverArchive, responseOfEntry } from './archive.ts'
import { type MailFlags, mayMail, type ShopEvent } from './events.ts'
import { lateMarginMs } from './send.ts'

/** What the archives of runs that did not commit had to say. */
export interface Recovered {
  /**
   * what counts before the exports are imported, so that those are compared with what the shop shows by now, and with
   * what the dead runs wanted of it: an export that they knew may be gone, or refused
   */
  readonly acknowledgements: readonly ShopEvent[]
  /** what counts once exports and decisions are known, for only then is it known what is wanted */
  readonly refusals: readonly ShopEvent[]
  /** how many of these runs had come so far as to talk to the shop: none of them died over an export */
  readonly talked: number
  /** orders of which they have sent nothing but what a person had approved; default: none */
  readonly approved?: ReadonlySet<string>
  /** the shop refused the key of the last of these runs that it answered */
  readonly denied?: Blocked
}

/**
 * Reads the archives of runs that posted but did not commit, and makes sure that they cannot post any more.
 * Answers that they got count as theirs; orders that were sent without an answer are unconfirmed, until the request
 * cannot be processed late any more.
 */
export async function recover(
  runs: readonly string[],
  settings: Settings,
  effects: Pick<Effects, 'store' | 'shop' | 'clock'>,
): Promise<Recovered> {
  const events: ShopEvent[] = []
  let denied: Blocked | undefined
  let talked = 0
  const approved = new Set<string>()
  const others = new Set<string>()
  for (const run of runs) {
    const entries = await recoverArchive(effects.store, run)
    if (entries.length > 0) talked++
    for (const entry of entries) events.push(...eventsOf(entry, settings, effects))
    for (const change of entries.flatMap(({ changes = [] }) => changes))
      (isApproved(change) ? approved : others).add(change.order_number)
    const answered = entries.filter(({ response }) => response !== null)
    if (answered.length > 0) {
      const denials = answered.map((entry) => denialOf(entry, effects))
      // where others were answered with the same key, a firewall has forbidden what an order says
      const isForAll = denials.every((one) => one !== undefined)
      denied = denials.find((one) => one !== undefined && (isForAll || one.isPage !== true))?.blocked
    }
  }
  const onlyApproved = new Set([...approved].filter((order) => !others.has(order)))
  const isRefusal = (event: ShopEvent): boolean => event.kind === 'outcome' && event.outcome.kind === 'rejected'
  return {
    acknowledgements: events.filter((event) => !isRefusal(event)),
    refusals: events.filter(isRefusal),
    talked,
    ...(onlyApproved.size === 0 ? {} : { approved: onlyApproved }),
    ...(denied === undefined ? {} : { denied }),
  }
}

type ArchivedChange = NonNullable<ArchiveEntry['changes']>[number]

const isApproved = ({ fields, approved = {} }: ArchivedChange): boolean =>
  Object.keys(fields).every((name) => name in approved)

/** A dead run has tried the key already: five wrong logins lock the shop out. */
function denialOf(
  entry: ArchiveEntry,
  { shop, clock }: Pick<Effects, 'shop' | 'clock'>,
): { readonly blocked: Blocked; readonly isPage?: true | undefined } | undefined {
  const batch = batchOfEntry(entry)
  const response = responseOfEntry(entry)
  if (response === undefined) return undefined
  const isReadable = (): boolean =>
    batch === undefined
      ? response.status < 300
      : interpretAsked(entry.request, shop)(batch, response).some(({ kind }) => kind !== 'unknown')
  const verdict = verdictOf(response, { isReadable, kept: response }, clock.now())
  if (verdict.kind !== 'trouble' || verdict.trouble.kind !== 'denied') return undefined
  const { status, message, isPage } = verdict.trouble
  const since = entry.response?.receivedAt ?? entry.request.sentAt
  return { blocked: { keyVersion: entry.keyVersion, status, message, since }, isPage }
}

function eventsOf(
  entry: ArchiveEntry,
  settings: Settings,
  effects: Pick<Effects, 'shop' | 'clock'>,
): readonly ShopEvent[] {
  const batch = batchOfEntry(entry)
  if (batch === undefined) return []
  const sent = {
    ...batch,
    mailsPaid: mailsPaid(settings),
    updates: batch.updates.filter(({ fields }) => fieldNames(fields).length > 0),
  }
  const sentMs = Date.parse(entry.request.sentAt)
  const causes = new Map(entry.changes?.map((change) => [change.order_number, change.causes]))
  const sendings = sent.updates.flatMap((update): ShopEvent[] => {
    const told = causes.get(update.order_number) ?? {}
    return fieldNames(told).length === 0 ? [] : [{ kind: 'sent', atMs: sentMs, update, causes: told }]
  })
  return [...sendings, ...answersOf(entry, { sent, sentMs, settings }, effects)]
}

type SentBatch = Batch & MailFlags

interface Sending {
  readonly sent: SentBatch
  readonly sentMs: number
  readonly settings: Settings
}

/** What became of what was sent, as far as the answer tells. */
function answersOf(
  entry: ArchiveEntry,
  { sent, sentMs, settings }: Sending,
  effects: Pick<Effects, 'shop' | 'clock'>,
): readonly ShopEvent[] {
  const response = responseOfEntry(entry)
  if (response === undefined) return lost(sent, sentMs + settings.upgates.timeoutSeconds * 1000 + lateMarginMs, effects)
  const { status } = response
  if (status === 408 || status === 502 || status === 504) return lost(sent, sentMs + lateMarginMs, effects)
  if (status >= 500) return lost(sent, sentMs, effects)
  const outcomes = interpretAsked(entry.request, effects.shop)(sent, response)
  const updates = new Map(sent.updates.map((update) => [update.order_number, update]))
  return outcomes.flatMap((outcome): ShopEvent[] => {
    const update = updates.get(outcome.order_number)
    // refused as a whole: nothing is open about what the answer does not name
    const open = outcome.kind !== 'unknown' || mayBeProcessed(status)
    return update === undefined || !open
      ? []
      : [{ kind: 'outcome', atMs: effects.clock.now(), update, outcome, mayMail: mayMail(update, sent) }]
  })
}

const lost = (batch: SentBatch, untilMs: number, { clock }: Pick<Effects, 'clock'>): ShopEvent[] =>
  batch.updates.map((update) => ({
    kind: 'lost',
    atMs: clock.now(),
    update,
    untilMs,
    mayMail: mayMail(update, batch),
  }))
