import type { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { parseCron } from '../lib/settings/cron.ts'
import { type Rhythm, rhythmOf, steady } from '../lib/settings/rhythm.ts'
import type { Settings } from '../lib/settings/settings.ts'

const minutesIn: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 }

/** How a shop's schedule beats, and whose hours it keeps; `undefined` where it fires once. */
export function rhythmOfShop(
  { schedule }: Pick<Settings, 'schedule'>,
  instead: ScheduleExpression | undefined,
): { readonly rhythm: Rhythm; readonly timeZone: string } | undefined {
  const zone = instead?.timeZone?.timezoneName ?? ('timeZone' in schedule ? schedule.timeZone : 'Europe/Prague')
  const rhythm =
    instead !== undefined
      ? expressionRhythm(instead.expressionString)
      : 'cron' in schedule
        ? rhythmOf(parseCron(schedule.cron))
        : steady(schedule.everyMinutes)
  return rhythm === undefined ? undefined : { rhythm, timeZone: zone }
}

function expressionRhythm(expression: string): Rhythm | undefined {
  const [, cron] = /^cron\((.*)\)$/.exec(expression) ?? []
  if (cron !== undefined) return rhythmOf(parseCron(cron))
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? []
  return count === undefined ? undefined : steady(Number(count) * (minutesIn[unit] ?? 1))
}
