import { OrderSyncError } from '../../errors.ts'
import { visible } from '../../printable.ts'
import type { Settings } from '../../settings/settings.ts'
import { check, type Seen } from '../check.ts'
import { importExports } from '../import/import.ts'
import { feedPrefix, type SelectedExport, selectExports } from '../import/select.ts'
import { createLedger } from '../ledger/ledger.ts'
import type { FeedStates } from '../state/head.ts'
import { isoNow } from '../state/keys.ts'
import { type DecideEffects, type StoredDecision, withoutDismissed, writeDecision } from './decisions.ts'

/** One version of an export that is given up, and why it cannot be used. */
export interface GivenUp {
  readonly key: string
  readonly etag: string
  readonly reason: string
}

/** What giving up a refused export means. */
export interface Dismissal {
  readonly feed: string
  /** the refused one, and those that a feed of whole exports would fall back to but cannot use either */
  readonly givenUp: readonly GivenUp[]
  /** the export that is read instead; absent: the feed goes on with what it has read last */
  readonly next?: {
    readonly key: string
    /** ISO 8601 */
    readonly lastModified: string
    /** it cannot be used either, and its feed waits at it */
    readonly reason?: string
  }
}

/**
 * What would come of giving up a refused export: its feed falls back to the newest sound one that was never read. Reads
 * the exports that come into question, and writes nothing.
 * @throws OrderSyncError if it is not a refused one
 */
export async function dismissalOf(key: string, settings: Settings, effects: DecideEffects): Promise<Dismissal> {
  const seen = await check(settings, effects)
  const refused = refusedOf(key, seen)
  const [feed = ''] = Object.keys(settings.feeds).filter((name) => refused.key.startsWith(feedPrefix(name)))
  const givenUp: GivenUp[] = [refused]
  for (;;) {
    const feeds = withoutDismissed(seen.feeds, givenUp.map(asDecision(effects)))
    const selected = selectedOf(feed, { settings, seen, feeds }, effects)
    if (selected === undefined) return { feed, givenUp }
    const { etag, lastModified, key: nextKey } = selected.object
    const reason = await reasonOf({ feed, selected, feeds }, { settings, seen }, effects)
    if (reason === null) return { feed, givenUp, next: { key: nextKey, lastModified } }
    if (settings.feeds[feed]?.contents === 'changes')
      return { feed, givenUp, next: { key: nextKey, lastModified, reason } }
    givenUp.push({ key: nextKey, etag, reason })
  }
}

/** Gives up a refused export, so that its feed goes on without it. */
export async function dismissExport(key: string, settings: Settings, effects: DecideEffects): Promise<Dismissal> {
  const dismissal = await dismissalOf(key, settings, effects)
  for (const { key: each, etag } of dismissal.givenUp)
    await writeDecision({ kind: 'dismiss', key: each, etag }, effects)
  return dismissal
}

function refusedOf(key: string, { feeds }: Seen): GivenUp {
  const refused = Object.values(feeds).flatMap((feed) => feed.refused ?? [])
  // a name that cannot be typed is given as it is shown
  const found = refused.find((one) => one.key === key || visible(one.key) === key)
  if (found !== undefined) return found
  throw new OrderSyncError({
    kind: 'usage',
    attempted: 'dismiss',
    subject: `the export ${key}`,
    ended: 'it is not a refused one',
    hint:
      refused.length === 0
        ? 'No export is refused now.'
        : `Refused: ${refused.map((one) => visible(one.key)).join(', ')}`,
  })
}

const asDecision =
  ({ clock }: Pick<DecideEffects, 'clock'>) =>
  ({ key, etag }: GivenUp): StoredDecision => ({ kind: 'dismiss', key, etag, at: isoNow(clock), storedAs: '' })

interface Looking {
  readonly settings: Settings
  readonly seen: Seen
  readonly feeds: FeedStates
}

const selectedOf = (
  feed: string,
  { settings, seen, feeds }: Looking,
  { clock }: Pick<DecideEffects, 'clock'>,
): SelectedExport | undefined =>
  selectExports({ settings, feeds, nowMs: clock.now() }, seen.listing).find((one) => one.feed === feed)?.exports[0]

interface Candidate {
  readonly feed: string
  readonly selected: SelectedExport
  readonly feeds: FeedStates
}

/** Why an export could not be used; `null` where it could. Nothing of it is kept. */
async function reasonOf(
  { feed, selected, feeds }: Candidate,
  { settings, seen }: Omit<Looking, 'feeds'>,
  effects: DecideEffects,
): Promise<string | null> {
  const selection = seen.selections.find((one) => one.feed === feed)
  if (selection === undefined) return null
  const head = { adoptedFields: seen.stored?.head.adoptedFields ?? [] }
  const selections = [{ feed, present: selection.present, exports: [selected] }]
  const { exports } = await importExports({ settings, head, feeds, selections }, createLedger(), effects)
  return exports[0]?.refused ?? null
}
