import type { Settings } from '../settings/settings.ts'
import type { Head } from '../sync/state/head.ts'
import type { Voice } from './voice.ts'

/** What is known of the time to come. */
export type ToCome = Partial<Pick<Head, 'wakeAt' | 'notBefore'>> & {
  readonly throughAt?: string | undefined
  /** a folder of this machine, whose runs nobody here knows the time of: absent where AWS runs it by its settings */
  readonly isFolder?: boolean | undefined
}

/** What comes next, a sentence each. */
export function nextSentences(
  { schedule }: Pick<Settings, 'schedule'>,
  { wakeAt, notBefore, throughAt, isFolder = false }: ToCome,
  { texts, time }: Voice,
): string[] {
  return [
    isFolder ? texts.byHand : 'everyMinutes' in schedule ? texts.every(schedule.everyMinutes) : texts.bySchedule,
    ...(wakeAt === undefined ? [] : [texts.wakeAt(time(wakeAt))]),
    ...(notBefore === undefined ? [] : [texts.notBefore(time(notBefore))]),
    ...(throughAt === undefined ? [] : [texts.throughAt(time(throughAt))]),
  ]
}
