import type { Clock, Random } from './effects.ts'

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => void setTimeout(resolve, ms)),
}

/** The chance of this machine; nothing secret depends on it. */
export const systemRandom: Random = Math.random

/** Today as UTC has it, `yyyy-mm-dd`. */
export const today = (): string => new Date(systemClock.now()).toISOString().slice(0, 10)

/** Room for young objects: two halves, of which one is in use at a time. */
const mostYoungBytes = 2 * 16 * 1024 ** 2

/**
 * For programs that read exports, before they do: V8 is not to guess which objects will live long. The rows of an export that
 * are there when it cleans up look as if they would, so that all later ones were kept among those that are looked after
 * rarely: a first run of a million orders took a quarter more time and 100 MiB more. And its room for young objects stops
 * growing at 16 MiB: the next doubling made nothing faster, and took 80 MiB. (`--max-semi-space-size` is heard at the start
 * of a process only.)
 */
export async function expectShortLives(): Promise<void> {
  const { getHeapSpaceStatistics, setFlagsFromString } = await import('node:v8')
  setFlagsFromString('--no-allocation-site-pretenuring')
  new PerformanceObserver((_, observer) => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    if ((young?.space_size ?? 0) < mostYoungBytes) return
    setFlagsFromString('--semi-space-growth-factor=1')
    observer.disconnect()
  }).observe({ entryTypes: ['gc'] })
}
