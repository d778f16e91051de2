import { setTimeout } from 'node:timers/promises'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import type { Clock, Random } from './effects.ts'

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms) => void (await setTimeout(ms)),
}

/** The chance of this machine; nothing secret depends on it. */
export const systemRandom: Random = Math.random

/** Today as UTC has it, `yyyy-mm-dd`. */
export const today = (): string => new Date(systemClock.now()).toISOString().slice(0, 10)

/**
 * For programs that read exports, before they do: V8 is not to guess which objects will live long. The rows of an export that
 * are there when it cleans up look as if they would, so that all later ones were kept among those that are looked after
 * rarely: a first run of a million orders took a quarter more time and 100 MiB more.
 */
export const expectShortLives = (): void => setFlagsFromString('--no-allocation-site-pretenuring')

/** Two halves, of which one is in use at a time. */
const mostYoungBytes = 2 * 16 * 1024 ** 2
let isKeptSmall = false

/**
 * For programs that read exports, too: the room for young objects stops growing at 16 MiB. V8 would double it once more, which
 * makes nothing faster, and takes 80 MiB more while a million orders are read. (`--max-semi-space-size` is heard at the
 * start of a process only.)
 */
export function keepYoungSmall(): void {
  if (isKeptSmall) return
  isKeptSmall = true
  new PerformanceObserver((_, observer) => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    if ((young?.space_size ?? 0) < mostYoungBytes) return
    setFlagsFromString('--semi-space-growth-factor=1')
    observer.disconnect()
  }).observe({ entryTypes: ['gc'] })
}
