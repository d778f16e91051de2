import { createHash } from 'node:crypto'
import { oneLine } from '../printable.ts'
import type { ProblemKind } from '../sync/problems.ts'
import type { MessageTexts } from '../text/message-shape.ts'
import type { Texts } from '../text/texts.ts'
import { hourMs } from '../units.ts'
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

/** For whom a message is. */
export interface Reader {
  readonly shop: string
  readonly texts: Texts
  /** milliseconds since 1970 */
  readonly nowMs: number
}

/** What the owner of a shop reads. Names of orders and files are in it, values and the shop's words are not. */
export function messageOf({ id, trouble, stage, channel }: Due, { shop, texts, nowMs }: Reader): Message {
  const { kind, count, since, subjects, text } = trouble
  const { message, problems } = texts
  // a kind that a newer version has written
  const { title, means, next } = Object.hasOwn(problems, kind)
    ? problems[kind as ProblemKind]
    : { title: kind, means: '', next: '' }
  const about = subjects.map(oneLine).join(', ')
  const more = count > subjects.length ? ` ${message.more(count - subjects.length)}` : ''
  const what = text === undefined ? `${about}${more}` : oneLine(texts.say(text))
  const lasts = lasting(Date.parse(trouble.over ?? new Date(nowMs).toISOString()) - Date.parse(since), message)
  const said: Readonly<Record<Stage, readonly [heading: string, ...lines: string[]]>> = {
    new: [title, what, means, next],
    still: [message.still(title, lasts), what, means, next],
    over: [message.wellAgain(title), message.lasted(lasts)],
  }
  const [heading, ...lines] = said[stage]
  return {
    id: createHash('sha256')
      .update(JSON.stringify([shop, id, since, stage, trouble.told[channel] ?? 0]))
      .digest('hex')
      .slice(0, 24),
    shop,
    stage,
    kind,
    title: `${shop}: ${heading}`,
    text: lines.filter((line) => line !== '').join('\n'),
    since,
    count,
    subjects,
  }
}

function lasting(ms: number, { minutes, hours, days }: MessageTexts): string {
  const number = Math.max(0, ms) / hourMs
  if (number < 2) return minutes(Math.max(1, Math.round(number * 60)))
  return number < 48 ? hours(Math.round(number)) : days(Math.round(number / 24))
}
