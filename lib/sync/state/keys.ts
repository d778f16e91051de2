import type { Clock, Random } from '../../effects.ts'
import { dayMs } from '../../units.ts'

const letters = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A clock that can only be read. */
export type Now = Pick<Clock, 'now'>

const word = (random: Random, length: number): string =>
  Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('')

/** ISO 8601 of the clock's time, UTC. */
export const isoNow = (clock: Now): string => new Date(clock.now()).toISOString()

/** The time in a run id, `20261123T101500Z`, of ISO 8601: it sorts before every run of that second. */
export const runTime = (iso: string): string => iso.replace(/\.\d+/, '').replaceAll(/[-:]/g, '')

/** A run id that sorts by time: `20261123T101500Z-k3f9`. */
export const newRunId = (clock: Now, random: Random): string => `${runTime(isoNow(clock))}-${word(random, 4)}`

/** Id of a later pass of a run, which names its first: `20261123T101502Z-k3f9p02` is the second pass of `…-k3f9`. */
export const newPassId = (first: string, pass: number, clock: Now): string =>
  `${runTime(isoNow(clock))}-${first.slice(first.indexOf('-') + 1)}p${String(pass).padStart(2, '0')}`

/** Whether a run is a later pass of another one. */
export const isPassOf = (run: string, first: string): boolean =>
  run > first && /-(\w+)p\d+$/.exec(run)?.[1] === first.slice(first.indexOf('-') + 1)

/** A word that makes every swapped object unique. */
export const newWriteId = (random: Random): string => word(random, 16)

/** `2026/11/23` of a run id. */
export const dayOf = (run: string): string => `${run.slice(0, 4)}/${run.slice(4, 6)}/${run.slice(6, 8)}`

/** `2026/11/23` of a time. */
export const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10).replaceAll('-', '/')

/** So many days up to a time, newest first, as {@link dayOf} gives them. */
export const lastDays = (days: number, nowMs: number): string[] =>
  Array.from({ length: days }, (_, back) => dayAt(nowMs - back * dayMs))

/** The days from one run to another, both included, as {@link dayOf} gives them. */
export function daysBetween(from: string, to: string): string[] {
  const last = Date.parse(dayOf(to).replaceAll('/', '-'))
  const days = [dayOf(from)]
  for (let ms = Date.parse(dayOf(from).replaceAll('/', '-')) + dayMs; ms <= last; ms += dayMs) days.push(dayAt(ms))
  return days
}

/** Folder of a run's exchanges, with a `/` at its end. */
export const archiveFolder = (run: string): string => `archive/${dayOf(run)}/${run}/`

/** Key of a run's report. */
export const reportKey = (run: string): string => `runs/${dayOf(run)}/${run}.json`

/** Key of the page of a run, for people. */
export const pageKey = (run: string): string => `runs/${dayOf(run)}/${run}.html`

/** The pointer to everything; replaced by compare-and-swap only. */
export const headKey = 'state/head.json'

/** Who runs now. */
export const leaseKey = 'state/lease.json'

/** Where snapshots lie. */
export const snapshotsPrefix = 'state/snapshots/'

/** Key of the snapshot that a run writes. */
export const snapshotKey = (run: string): string => `${snapshotsPrefix}${run}.blocks`
