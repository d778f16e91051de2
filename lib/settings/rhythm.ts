import { dayMs } from '../units.ts'
import type { Cron } from './cron.ts'

const dayMinutes = 24 * 60
const weekMinutes = 7 * dayMinutes
/** A Monday; any other would do. */
const monday = Date.UTC(2027, 0, 4)
/** Long enough for what comes once a month to come twice. */
const sampleDays = 10 * 7

/** How a schedule beats: all times in minutes, of the schedule's own time zone. */
export interface Rhythm {
  /** from one run to the next, while it does not rest */
  readonly interval: number
  /** the longest time without a run */
  readonly longest: number
  /** when it rests, every week; absent where it rests otherwise than by the week */
  readonly rests?: readonly Rest[]
}

/** A time of every week without runs. */
export interface Rest {
  /** minutes since Monday 0:00 of the last run before it */
  readonly from: number
  /** until the next run */
  readonly minutes: number
}

/** The rhythm of a schedule that beats all the time. */
export const steady = (interval: number): Rhythm => ({ interval, longest: interval, rests: [] })

/** The rhythm of a cron expression. A rest is a gap that is three times as long as the usual one, and more than half an hour. */
export function rhythmOf(cron: Cron): Rhythm {
  const fires = firesOf(cron)
  const gaps = fires.slice(1).map((fire, index) => ({ from: fires[index] ?? 0, minutes: fire - (fires[index] ?? 0) }))
  const sorted = gaps.map(({ minutes }) => minutes).sort((left, right) => left - right)
  const interval = sorted[Math.floor(sorted.length / 2)]
  if (interval === undefined) return { interval: sampleDays * dayMinutes, longest: sampleDays * dayMinutes }
  const long = gaps.filter(({ minutes }) => minutes > silenceAfter(interval))
  const rests = long.filter(({ from }) => from < weekMinutes)
  const longest = sorted.at(-1) ?? interval
  return isWeekly(long) ? { interval, longest, rests } : { interval, longest }
}

/** How long a schedule is silent before somebody should know, in minutes: three missed runs, at least half an hour. */
export const silenceAfter = (interval: number): number => Math.max(30, 3 * interval)

/** All runs of the sample, in minutes since its beginning. */
function firesOf({ hours, minutes, isOn }: Cron): number[] {
  const ofDay = [...hours].flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute)).sort((a, b) => a - b)
  return Array.from({ length: sampleDays }, (_, day) => day).flatMap((day) =>
    isOn(new Date(monday + day * dayMs)) ? ofDay.map((minute) => day * dayMinutes + minute) : [],
  )
}

/** Whether the rests of every week of the sample are those of its first. */
function isWeekly(rests: readonly Rest[]): boolean {
  const weeks = Array.from({ length: sampleDays / 7 - 1 }, (_, week) =>
    rests
      .filter(({ from }) => Math.floor(from / weekMinutes) === week)
      .map(({ from, minutes }) => `${from % weekMinutes} ${minutes}`)
      .join(),
  )
  return weeks.every((week) => week === weeks[0])
}
