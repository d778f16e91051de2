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

/**
 * For programs that read exports, before they do: V8 is not to guess which objects will live long. The rows of an export that
 * are there when it cleans up look as if they would, so that all later ones were kept among those that are looked after
 * rarely: a first run of a million orders took a quarter more time and 100 MiB more.
 */
export const expectShortLives = async (): Promise<void> =>
  (await import('node:v8')).setFlagsFromString('--no-allocation-site-pretenuring')
