import { createHash } from 'node:crypto'
import { oneLine } from '../printable.ts'
import type { ProblemKind } from '../sync/problems.ts'
import type { Due, Stage } from './told.ts'

/** One message, for every kind of channel. */
export interface Message {
  /** the same for the same message, however often it is delivered */
  readonly id: string
  readonly shop: string
  readonly stage: Stage
  readonly kind: string
  /** one line */
  readonly title: string
  /** what it is about, what follows, and what to do */
  readonly text: string
  /** since when it is wrong, ISO 8601 */
  readonly since: string
  readonly count: number
  readonly subjects: readonly string[]
}

/** What is wrong, and what follows and is to be done, by kind; any other kind is told by its name. */
const words: Partial<Record<ProblemKind, readonly [title: string, then: string]>> = {
  'invalid record': [
    'records of an export cannot be used',
    'Their orders keep the state that the shop shows; all other orders go on. Correct them in the ERP, and export again. "order-sync status" tells each with its reason.',
  ],
  'conflicting records': [
    'orders stand in an export twice, with different values',
    'They are left alone. Correct the export, or set "duplicates" of the feed.',
  ],
  'unknown words': [
    'an export uses words that no map of the settings has',
    'Add them to "map" of the feed. "order-sync status" names them.',
  ],
  'refused export': [
    'an export cannot be read, and nothing of it was used',
    'The shop stays as it is until a sound export comes. Export again; or pass over it with "order-sync dismiss".',
  ],
  'suspicious export': [
    'an export looks wrong, and what it says is held',
    'Nothing of it is sent before a person looks: "order-sync plan", then approve or reject.',
  ],
  'unreadable export': ['an export could not be fetched', 'The next run tries again.'],
  'no export': ['there is no export yet', 'Check that the ERP drops its files into the folder of the feed.'],
  'time ahead': ['the time of an export lies ahead of the clock', 'Check the clock of the machine that writes it.'],
  rejected: [
    'the shop refused changes of orders',
    'They are tried again, with growing pauses. "order-sync status" has the shop\'s words; once it is mended, "order-sync retry".',
  ],
  unanswered: [
    'the shop does not say what became of orders',
    'They are tried again, with growing pauses. Look at them in the administration.',
  ],
  edited: [
    'orders were changed in the shop by hand',
    'They are left as the shop shows them; "order-sync retry" lets the export\'s value go out all the same.',
  ],
  held: [
    'a plan is held, and waits for a decision',
    'Nothing of it is sent before that. Look at it with "order-sync plan", then approve or reject.',
  ],
  blocked: [
    'the shop refuses the API key',
    'Nothing is sent any more, because five wrong logins lock the shop out. Store the right key; the next run goes on by itself.',
  ],
  denied: ['the shop refuses the API key', 'Store the right key; the next run goes on by itself.'],
  key: ['the API key cannot be read', 'Nothing is sent before it is there. Store it; the next run goes on by itself.'],
  misdirected: ['the shop points to another address', 'Check the address in the settings.'],
  'new address': ['the shop has moved', 'Put its new address into the settings.'],
  failing: [
    'the shop does not answer as it should',
    'It is asked again, with growing pauses; nothing is lost, the changes wait.',
  ],
  failed: ['a run failed', 'The next run goes on where this one ended. "order-sync status" tells more.'],
}

const hourMs = 3_600_000

/** What the owner of a shop reads. Names of orders and files are in it, values and the shop's words are not. */
export function messageOf({ id, trouble, stage, channel }: Due, shop: string, nowMs: number): Message {
  const { kind, count, since, subjects, text } = trouble
  const [title, then] = words[kind as ProblemKind] ?? [kind, '"order-sync status" tells more.']
  const about = subjects.map(oneLine).join(', ')
  const more = count > subjects.length ? ` and ${count - subjects.length} more` : ''
  const what = text === undefined ? `${about}${more}` : oneLine(text)
  const lasts = lasting(Date.parse(since), Date.parse(trouble.over ?? new Date(nowMs).toISOString()))
  const [heading, lines] = {
    new: [`${shop}: ${title}`, [what, then]],
    still: [`${shop}: still, for ${lasts}: ${title}`, [what, then]],
    over: [`${shop}: well again: ${title}`, [`It lasted ${lasts}. Nothing was lost.`]],
  }[stage] as [string, string[]]
  return {
    id: createHash('sha256')
      .update(JSON.stringify([shop, id, since, stage, trouble.told[channel] ?? 0]))
      .digest('hex')
      .slice(0, 24),
    shop,
    stage,
    kind,
    title: heading,
    text: lines.filter((line) => line !== '').join('\n'),
    since,
    count,
    subjects,
  }
}

function lasting(fromMs: number, toMs: number): string {
  const hours = Math.max(0, toMs - fromMs) / hourMs
  if (hours < 2) return `${Math.max(1, Math.round(hours * 60))} min`
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`
}
