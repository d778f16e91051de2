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

/** How V8 lets it grow: to twice as much at a time. */
export const usualYoungGrowth = '--semi-space-growth-factor=2'

/**
 * For programs that read exports, before they do: V8's room for young objects stops growing at 16 MiB. The next doubling
 * made nothing faster, and took 80 MiB. (`--max-semi-space-size` is heard at the start of a process only.) Nothing is set
 * before that: whatever V8 had compiled before, Node's own modules, too, is compiled anew under other flags.
 */
export async function limitYoungRoom(): Promise<void> {
  const { getHeapSpaceStatistics, setFlagsFromString } = await import('node:v8')
  new PerformanceObserver((_, observer) => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    if ((young?.space_size ?? 0) < mostYoungBytes) return
    setFlagsFromString('--semi-space-growth-factor=1')
    observer.disconnect()
  }).observe({ entryTypes: ['gc'] })
}
