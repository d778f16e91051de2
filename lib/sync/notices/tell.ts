import type { Effects } from '../../effects.ts'
import { textOf } from '../../storage/read.ts'
import type { Store } from '../../storage/store.ts'
import type { RunReport } from '../report.ts'
import { newWriteId } from '../state/keys.ts'
import { allTold, type News, nextTold, type OpenNotice, type Told, toldSchema } from './notices.ts'

const toldKey = 'state/told.json'
const nothingTold: Told = { open: [], orders: {} }
const mostNamed = 50

/** How people are told: a short ASCII subject, and a text. */
export type Publish = (subject: string, text: string) => Promise<void>

/** What telling needs. */
export interface TellEffects extends Pick<Effects, 'store' | 'clock' | 'random'> {
  readonly publish: Publish
  /** what a kind of problem means, in the language of the shop's owner */
  readonly words: Readonly<Record<string, NoticeWords>>
}

/** What is said of a kind of problem before its own sentence. */
export interface NoticeWords {
  readonly title: string
  readonly means: string
  readonly next: string
}

/** What people were told and what has not ended since, for `status`. */
export async function openNotices(store: Pick<Store, 'get'>): Promise<readonly OpenNotice[]> {
  return (await readTold(store)).told.open
}

/**
 * Tells people what a report says that is new, once, and when it has ended. Written down before it is told, and confirmed
 * after: of two runs one tells, and what a run died over is told by a later one.
 * @returns whether anything that lasts is open now
 * @throws what `publish` throws
 */
export async function tellNews(shop: string, report: RunReport, effects: TellEffects): Promise<boolean> {
  if (report.outcome === 'busy') return true
  const { told, etag } = await readTold(effects.store)
  const next = nextTold(told, report, effects.clock.now())
  if (!next.changed) return next.told.open.length > 0
  const written = await writeTold(next.told, etag, effects)
  // another run was first, and tells
  if (written === undefined) return true
  const { began, ended, orders } = next.news
  if (began.length + ended.length + orders.length > 0) {
    await effects.publish(subjectOf(shop, next.news), textOfNews(shop, next.news, effects.words))
    if (began.length > 0) await writeTold(allTold(next.told, effects.clock.now()), written, effects)
  }
  return next.told.open.length > 0
}

interface ReadTold {
  readonly told: Told
  readonly etag: string | undefined
}

/** What cannot be read is told anew: better twice than never. */
async function readTold(store: Pick<Store, 'get'>): Promise<ReadTold> {
  const content = await store.get(toldKey)
  if (content === undefined) return { told: nothingTold, etag: undefined }
  const parsed = toldSchema.safeParse(parseJson(await textOf(content.body)))
  if (!parsed.success) return { told: nothingTold, etag: content.etag }
  const { open, orders } = parsed.data
  return { told: { open, orders }, etag: content.etag }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function writeTold(
  { open, orders }: Told,
  etag: string | undefined,
  { store, random }: Pick<Effects, 'store' | 'random'>,
): Promise<string | undefined> {
  const body = `${JSON.stringify({ version: 1, writeId: newWriteId(random), open, orders }, null, 2)}\n`
  const result = await store.put(toldKey, body, etag === undefined ? { ifAbsent: true } : { ifMatch: etag })
  return result.written ? result.etag : undefined
}

function subjectOf(shop: string, { began, ended, orders }: News): string {
  const kinds = [...new Set(began.map(({ kind }) => kind)), ...(orders.length > 0 ? ['refused orders'] : [])]
  const over = kinds.length === 0 ? [...new Set(ended.map(({ kind }) => `${kind} is over`))] : []
  return `order-sync ${shop}: ${[...kinds, ...over].join(', ')}`.slice(0, 99)
}

/** What a mail says. */
function textOfNews(shop: string, { began, ended, orders }: News, words: TellEffects['words']): string {
  const begun = ({ kind, message }: OpenNotice): string => {
    const { title = kind, means = '', next = '' } = words[kind] ?? {}
    return `\n${title}. ${means} ${next}\n(${kind}: ${message})`
  }
  const more = orders.length > mostNamed ? ` and ${orders.length - mostNamed} more` : ''
  return [
    `Shop ${shop}`,
    ...began.map(begun),
    ...(orders.length === 0
      ? []
      : [
          `\nrefused orders: ${orders.slice(0, mostNamed).join(', ')}${more}. The shop refused them, or their records could not be used; the others went on. You are told once about each.`,
        ]),
    ...ended.map(({ kind, since }) => `\nOver: ${words[kind]?.title ?? kind} (${kind}), since ${since}.`),
    '\nLook at it with: order-sync status --deployed. What to do: docs/runbook.md.',
  ].join('\n')
}
