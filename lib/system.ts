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
/** Who needs so much does more than to start. */
const busyYoungBytes = 2 * 1024 ** 2
const mostYoungBytes = 2 * 8 * 1024 ** 2
/** Who has cleaned up so often reads everything, as a first run does: it takes four seconds, not one. */
const manyCollections = 120
const mostYoungBytesThen = 2 * 16 * 1024 ** 2

const patience = ['--invocation-count-for-turbofan=100000', '--invocation-count-for-maglev=800']

const isYoung = ({ space_name }: { readonly space_name: string }): boolean => space_name === 'new_space'

/** How often a function is called before V8 compiles it with care, in the version that these are known of. */
const usualPatience = ['--invocation-count-for-turbofan=10000', '--invocation-count-for-maglev=400']
const isPatienceKnown = process.versions.v8.startsWith('13.6.')

/** V8's flags as they are before much is read. */
export const usualFlags: readonly string[] = [
  '--semi-space-growth-factor=2',
  '--allocation-site-pretenuring',
  ...(isPatienceKnown ? usualPatience : []),
]

/**
 * For programs that read exports, before they do: V8 is not to guess which objects will live long. The rows of an export that
 * are there when it cleans up look as if they would, so that all later ones were kept among those that are looked after
 * rarely: a first run of a million orders took up to a third more time. And its room for young objects stops growing at
 * 8 MiB (`--max-semi-space-size` is heard at the start of a process only), and it is to wait longer before it compiles a
 * function with care: of a plan of a million orders of which a hundredth has changed, that took a tenth of the time, and won
 * less. Whoever reads everything gets more room, and what is compiled with care, after all: 16 MiB, for the next doubling
 * made nothing faster, and took 80 MiB. Nothing is set before much is read: whatever V8 had compiled before, Node's own
 * modules, too, is compiled anew under other flags.
 */
export async function expectShortLives(): Promise<void> {
  const { getHeapSpaceStatistics, setFlagsFromString } = await import('node:v8')
  const set = (flags: readonly string[]): void => {
    for (const flag of flags) setFlagsFromString(flag)
  }
  let [isBusy, isLong, isWhole, isFull] = [false, false, false, false]
  let collections = 0
  new PerformanceObserver((collected, observer) => {
    collections += collected.getEntries().length
    const { space_size: size = 0 } = getHeapSpaceStatistics().find(isYoung) ?? {}
    if (isPatienceKnown && !isBusy && size >= busyYoungBytes) set(patience)
    isBusy ||= size >= busyYoungBytes
    if (size < longYoungBytes) return
    if (!isLong) set(['--no-allocation-site-pretenuring'])
    isLong = true
    if (!isWhole && collections >= manyCollections) {
      set([...(isPatienceKnown ? usualPatience : []), '--semi-space-growth-factor=2'])
      ;[isWhole, isFull] = [true, false]
    }
    if (isFull || size < (isWhole ? mostYoungBytesThen : mostYoungBytes)) return
    set(['--semi-space-growth-factor=1'])
    isFull = true
    if (isWhole) observer.disconnect()
  }).observe({ entryTypes: ['gc'] })
}
