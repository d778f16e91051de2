/**
 * Lets runs that are at work at once act one effect at a time, in an order that the story's seed decides: an effect
 * happens when every run waits for its turn, so that neither threads nor timers decide what a story becomes.
 */
export interface Turns {
  /** A run begins, or wakes up. */
  enter(pid: number): void
  /** A run ended, died or sleeps. */
  leave(pid: number): void
  /** Resolves when an effect of this run may happen. */
  take(pid: number): Promise<void>
  /** The effect has happened. */
  give(): void
}

export function createTurns(random: () => number): Turns {
  const present = new Set<number>()
  const waiting: { readonly pid: number; readonly go: () => void }[] = []
  let taken = false
  const next = (): void => {
    if (taken || ![...present].every((pid) => waiting.some((one) => one.pid === pid))) return
    const ready = waiting.filter(({ pid }) => present.has(pid))
    const one = ready[ready.length === 1 ? 0 : Math.floor(random() * ready.length)]
    if (one === undefined) return
    taken = true
    waiting.splice(waiting.indexOf(one), 1)
    one.go()
  }
  return {
    enter: (pid) => void present.add(pid),
    leave(pid) {
      present.delete(pid)
      next()
    },
    take: (pid) =>
      new Promise((resolve) => {
        waiting.push({ pid, go: resolve })
        next()
      }),
    give() {
      taken = false
      next()
    },
  }
}
