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

/** Room for young objects, two halves of which one is in use at a time: who needs so much reads something long. */
const longYoungBytes = 2 * 4 * 1024 ** 2
const mostYoungBytes = 2 * 16 * 1024 ** 2

const isYoung = ({ space_name }: { readonly space_name: string }): boolean => space_name === 'new_space'

/** V8's flags as they are before much is read. */
export const usualFlags: readonly string[] = ['--semi-space-growth-factor=2', '--allocation-site-pretenuring']

/**
 * For programs that read exports, before they do: V8 is not to guess which objects will live long. The rows of an export that
 * are there when it cleans up look as if they would, so that all later ones were kept among those that are looked after
 * rarely: a first run of a million orders took up to a third more time. And its room for young objects stops growing at
 * 16 MiB: the next doubling made nothing faster, and took 80 MiB. (`--max-semi-space-size` is heard at the start of a process
 * only.) Nothing is set before much is read: whatever V8 had compiled before, Node's own modules, too, is compiled anew under
 * other flags.
 */
export async function expectShortLives(): Promise<void> {
  const { getHeapSpaceStatistics, setFlagsFromString } = await import('node:v8')
  let isLong = false
  new PerformanceObserver((_, observer) => {
    const { space_size: size = 0 } = getHeapSpaceStatistics().find(isYoung) ?? {}
    if (size < longYoungBytes) return
    if (!isLong) setFlagsFromString('--no-allocation-site-pretenuring')
    isLong = true
    if (size < mostYoungBytes) return
    setFlagsFromString('--semi-space-growth-factor=1')
    observer.disconnect()
  }).observe({ entryTypes: ['gc'] })
}
