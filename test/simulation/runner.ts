import type { Effects } from '../../lib/effects.ts'
import type { Settings } from '../../lib/settings/settings.ts'
import type { Store } from '../../lib/storage/store.ts'
import { type RunOptions, runSync } from '../../lib/sync/sync.ts'
import { createShop } from '../../lib/upgates/create.ts'
import { type Http, NoAnswer } from '../../lib/upgates/shop.ts'
import { type ManualClock, minuteMs } from '../support/world.ts'
import type { PlannedFault } from './story.ts'

/** The world that runners share. */
export interface Shared {
  readonly settings: Settings
  readonly store: Store
  readonly http: Http
  readonly clock: ManualClock
  readonly random: () => number
  apiKey: () => { value: string; version: string }
  /** runners that are gone for good */
  readonly dead: Set<number>
  /** effects that wait to be resumed */
  readonly paused: (() => void)[]
}

/** How a run ended: with a report, an error, or not at all. */
export type Ending =
  | { readonly kind: 'report'; readonly outcome: string }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'stopped' }

const never = new Promise<never>(() => undefined)

/**
 * Starts one run whose effects fail as planned. A crashed run never continues; a paused one continues when somebody
 * resumes it. Resolves when the run has ended, crashed or paused; `effects` counts what it did.
 */
export function startRun(
  shared: Shared,
  pid: number,
  planned: readonly PlannedFault[],
  options: Partial<RunOptions> = {},
) {
  let effects = 0
  let stop: (ending: Ending) => void = () => undefined
  const stopped = new Promise<Ending>((resolve) => {
    stop = resolve
  })
  const crash = (): Promise<never> => {
    shared.dead.add(pid)
    stop({ kind: 'stopped' })
    return never
  }
  const through = async <T>(effect: () => Promise<T>, conflict?: T): Promise<T> => {
    if (shared.dead.has(pid)) return never
    effects++
    const fault = planned.find((one) => one.effect === effects)
    switch (fault?.kind) {
      case 'crash before':
        return crash()
      case 'crash after':
        await effect()
        return crash()
      case 'error':
        throw new Error('injected: the effect failed')
      case 'lost answer':
        await effect()
        throw new Error('injected: the answer was lost')
      case 'conflict':
        return conflict ?? effect()
      case 'delay':
        shared.clock.advance(20 * minuteMs)
        return effect()
      case 'pause':
        stop({ kind: 'stopped' })
        await new Promise<void>((resolve) => void shared.paused.push(resolve))
        return effect()
      default:
        return effect()
    }
  }
  const { store } = shared
  const wrapped: Store = {
    description: store.description,
    list: (prefix) => through(() => store.list(prefix)),
    get: (key, range) => through(() => store.get(key, range)),
    put: (key, body, condition) => through(() => store.put(key, body, condition), { written: false }),
    delete: (key) => through(() => store.delete(key)),
  }
  /** A request cannot wander about for hours: where it is late, it is its answer that is late. */
  const late = async (request: Parameters<Http>[0], timeoutMs: number, kind: 'pause' | 'delay'): ReturnType<Http> => {
    const answer = await shared.http(request, timeoutMs)
    if (kind === 'delay') {
      shared.clock.advance(20 * minuteMs)
      throw new NoAnswer('injected: too late', true)
    }
    stop({ kind: 'stopped' })
    await new Promise<void>((resolve) => void shared.paused.push(resolve))
    return answer
  }
  const http: Http = async (request, timeoutMs) => {
    const kind = planned.find((one) => one.effect === effects + 1)?.kind
    if (kind === 'pause' || kind === 'delay') {
      effects++
      return late(request, timeoutMs, kind)
    }
    try {
      return await through(() => shared.http(request, timeoutMs))
    } catch (error) {
      throw error instanceof NoAnswer ? error : new NoAnswer('injected', true)
    }
  }
  const used: Effects = {
    store: wrapped,
    shop: createShop(shared.settings, { http, clock: shared.clock, random: shared.random }),
    secrets: { apiKey: () => through(async () => shared.apiKey()) },
    clock: shared.clock,
    random: shared.random,
    log: { info: () => undefined, warn: () => undefined },
  }
  const running = runSync(shared.settings, used, {
    holder: { host: 'simulated', pid },
    deadlineMs: shared.clock.now() + 5 * minuteMs,
    ...options,
  })
  const ended = running.then(
    (report): Ending => ({ kind: 'report', outcome: report.outcome }),
    (error: unknown): Ending => ({ kind: 'error', message: error instanceof Error ? error.message : String(error) }),
  )
  return { ended: Promise.race([stopped, ended]), effects: () => effects }
}
