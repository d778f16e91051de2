import type { Effects } from '../../lib/effects.ts'
import type { Settings } from '../../lib/settings/settings.ts'
import type { Store } from '../../lib/storage/store.ts'
import { createShop } from '../../lib/upgates/create.ts'
import { type Http, NoAnswer } from '../../lib/upgates/shop.ts'
import { type ManualClock, minuteMs } from '../support/world.ts'
import { cutBody } from './cut-body.ts'
import { headKey, type RunOptions, type RunReport, runSync } from './engine.ts'
import type { PlannedFault } from './faults.ts'
import { type EffectName, nameOf, nameOfList, nameOfPut, nameOfRequest } from './names.ts'
import type { Action } from './story.ts'
import type { Turns } from './turns.ts'

/** The world that runners share. */
export interface Shared {
  readonly store: Store
  readonly clock: ManualClock
  readonly random: () => number
  /** how late what is late arrives, whatever the engine draws lots for */
  readonly lateness: () => number
  readonly turns: Turns
  /** Sends a request for a run; `lateMs`: it arrives so much later, and its answer reaches nobody. */
  readonly send: (pid: number, request: Parameters<Http>[0], timeoutMs: number, lateMs?: number) => ReturnType<Http>
  /** Something that others do while a run is at work. */
  readonly perform: (action: Action) => Promise<void>
  /** Shows what S3 does to the next write, where the store is like S3. */
  readonly quirk: (kind: 'conflict 409' | 'own 412') => void
  /** A run lists exports; returns what is to be called once it has. */
  readonly lists: (pid: number) => () => void
  apiKey: () => { value: string; version: string }
  /** runners that are gone for good */
  readonly dead: Set<number>
  /** Wakes up those who sleep; each resolves when its run has ended, died, or sleeps again. */
  readonly paused: (() => Promise<Ending>)[]
}

/** How a run ended: with a report, an error, or not at all. */
export type Ending =
  | { readonly kind: 'report'; readonly report: RunReport }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'stopped' }

/** A run that was started. */
export interface Started {
  /** resolves when it has ended, died, or sleeps for the first time */
  readonly ended: Promise<Ending>
  /** names of its effects so far, in order */
  readonly effects: readonly EffectName[]
  /** planned faults that no effect has met yet */
  unmet(): readonly PlannedFault[]
}

/** Who runs, by which settings, what goes wrong, and how. */
export interface Runner {
  readonly pid: number
  readonly settings: Settings
  readonly faults: readonly PlannedFault[]
  readonly options?: Partial<RunOptions>
}

const never = new Promise<never>(() => undefined)
const delayMs = 20 * minuteMs
const lateAfterMs = [31_000, 45_000, 59_000]

/** Starts one run whose effects fail as planned. A crashed run never continues; a paused one does when it is woken up. */
export function startRun(shared: Shared, { pid, settings, faults, options = {} }: Runner): Started {
  const life = createLife(shared, pid)
  const plan = createPlan(faults)
  const { store } = shared
  const through = createThrough(shared, life, plan, pid)
  const wrapped: Store = {
    description: store.description,
    list: (prefix) =>
      through(nameOfList(prefix), async () => {
        const listed = /^exports\/([^/]+\/)?$/.test(prefix) ? shared.lists(pid) : undefined
        const objects = await store.list(prefix)
        listed?.()
        return objects
      }),
    get: (...args) => through(nameOf('GET', args[0]), () => store.get(...args)),
    put: (key, body, condition) =>
      through(
        nameOfPut(key, body, 'ifMatch' in condition),
        () => store.put(key, body, condition),
        // that somebody else has written the first head is true only where one is there then
        key === headKey && 'ifAbsent' in condition ? undefined : { written: false },
      ),
    delete: (key) => through(nameOf('DELETE', key), () => store.delete(key)),
  }
  const http: Http = async (request, timeoutMs) => {
    try {
      return await through(nameOfRequest(request.method), (lateMs) => shared.send(pid, request, timeoutMs, lateMs))
    } catch (error) {
      throw error instanceof NoAnswer ? error : new NoAnswer('injected', true)
    }
  }
  const used: Effects = {
    store: wrapped,
    shop: createShop(settings, { http, clock: shared.clock, random: shared.random }),
    secrets: { apiKey: () => through('secret', async () => shared.apiKey()) },
    clock: shared.clock,
    random: shared.random,
    log: { info: () => undefined, warn: () => undefined },
  }
  runSync(settings, used, {
    holder: { host: 'simulated', pid },
    deadlineMs: shared.clock.now() + 5 * minuteMs,
    ...options,
  }).then(
    (report) => life.end({ kind: 'report', report }),
    (error: unknown) => life.end({ kind: 'error', message: error instanceof Error ? error.message : String(error) }),
  )
  return { ended: life.next(), effects: plan.effects, unmet: plan.unmet }
}

/** Whether a run is at work, sleeps, or is gone. */
interface Life {
  /** Resolves when it ends, dies or sleeps next. */
  next(): Promise<Ending>
  end(ending: Ending): void
  crash(): Promise<never>
  sleep(): Promise<void>
  /** Lets others do something before it goes on. */
  stepAside(act: () => Promise<void>): Promise<void>
}

function createLife({ turns, dead, paused }: Shared, pid: number): Life {
  let tell: (ending: Ending) => void = () => undefined
  let stopped: Promise<Ending> = never
  const begin = (): void => {
    stopped = new Promise((resolve) => {
      tell = resolve
    })
    turns.enter(pid)
  }
  const end = (ending: Ending): void => {
    turns.leave(pid)
    tell(ending)
  }
  begin()
  return {
    next: () => stopped,
    end,
    crash() {
      dead.add(pid)
      end({ kind: 'stopped' })
      turns.give()
      return never
    },
    async sleep() {
      const asleep = new Promise<void>((wake) => {
        paused.push(() => {
          begin()
          wake()
          return stopped
        })
      })
      end({ kind: 'stopped' })
      turns.give()
      await asleep
      await turns.take(pid)
    },
    async stepAside(act) {
      turns.leave(pid)
      turns.give()
      await act()
      turns.enter(pid)
      await turns.take(pid)
    },
  }
}

interface Plan {
  readonly effects: readonly EffectName[]
  /** Counts an effect; the fault that is planned for it. */
  meet(at: EffectName): PlannedFault | undefined
  unmet(): readonly PlannedFault[]
}

function createPlan(faults: readonly PlannedFault[]): Plan {
  const effects: EffectName[] = []
  const open = [...faults]
  return {
    effects,
    unmet: () => open,
    meet(at) {
      effects.push(at)
      const nth = effects.filter((name) => name === at).length
      const index = open.findIndex((fault) => fault.at === at && fault.nth === nth)
      return index === -1 ? undefined : open.splice(index, 1)[0]
    },
  }
}

type Through = <T>(at: EffectName, effect: (lateMs?: number) => Promise<T>, conflict?: T) => Promise<T>

/** Every effect of a run goes through here, when it is its turn. */
function createThrough(shared: Shared, life: Life, plan: Plan, pid: number): Through {
  return async (at, effect, conflict) => {
    if (shared.dead.has(pid)) return never
    await shared.turns.take(pid)
    if (shared.dead.has(pid)) return never
    try {
      return await faulty(shared, life, plan.meet(at), { at, pid, effect, conflict })
    } finally {
      shared.turns.give()
    }
  }
}

interface OneEffect<T> {
  readonly at: EffectName
  readonly pid: number
  readonly effect: (lateMs?: number) => Promise<T>
  readonly conflict: T | undefined
}

async function faulty<T>(shared: Shared, life: Life, fault: PlannedFault | undefined, one: OneEffect<T>): Promise<T> {
  const { effect, conflict } = one
  if (fault === undefined) return effect()
  switch (fault.kind) {
    case 'crash before':
      return life.crash()
    case 'crash after':
      await effect()
      return life.crash()
    case 'error':
      throw new Error('injected: the effect failed')
    case 'lost answer':
      await effect()
      throw new Error('injected: the answer was lost')
    case 'conflict':
      return conflict ?? effect()
    case 'conflict 409':
    case 'own 412':
      shared.quirk(fault.kind)
      return effect()
    case 'cut body':
      return cutBody(await effect())
    case 'meanwhile':
      await life.stepAside(() => shared.perform(fault.then))
      return effect()
    default:
      return one.at.endsWith(' orders')
        ? lateAnswer(shared, life, fault.kind, one)
        : lateEffect(shared, life, fault.kind, one)
  }
}

type Late = 'delay' | 'pause' | 'late' | 'crash late'

async function lateEffect<T>({ clock }: Shared, life: Life, kind: Late, { effect }: OneEffect<T>): Promise<T> {
  if (kind === 'pause') await life.sleep()
  else clock.advance(delayMs)
  return effect()
}

/** A request cannot wander about for hours: where it takes longer than its life, it is its answer that is late. */
async function lateAnswer<T>(
  { clock, lateness }: Shared,
  life: Life,
  kind: Late,
  { effect }: OneEffect<T>,
): Promise<T> {
  if (kind === 'late' || kind === 'crash late') {
    await effect(lateAfterMs[Math.floor(lateness() * lateAfterMs.length)] ?? 31_000).catch(() => undefined)
    if (kind === 'crash late') return life.crash()
    clock.advance(30_000)
    throw new NoAnswer('injected: no answer in time', true)
  }
  const answer = await effect()
  if (kind === 'pause') {
    await life.sleep()
    return answer
  }
  clock.advance(delayMs)
  throw new NoAnswer('injected: too late', true)
}
