import { seededRandom } from '../support/world.ts'

/** What may happen to one effect of a run. */
export const faults = ['crash before', 'crash after', 'error', 'lost answer', 'conflict', 'delay', 'pause'] as const
export type FaultKind = (typeof faults)[number]

/** A fault at the n-th effect of a run, counted from 1. */
export interface PlannedFault {
  readonly effect: number
  readonly kind: FaultKind
}

/** One thing that happens in a story. */
export type Action =
  /** the ERP drops an export; each order's row by its status, tracking code and payment */
  | {
      readonly do: 'drop'
      readonly rows: readonly (readonly [order: number, status: number, paid: number, code: number])[]
      readonly broken?: 'empty' | 'cut' | 'page'
    }
  | { readonly do: 'run'; readonly faults: readonly PlannedFault[]; readonly gone: boolean }
  /** runs at once, interleaved effect by effect */
  | { readonly do: 'runs'; readonly runs: readonly (readonly PlannedFault[])[] }
  | { readonly do: 'wait'; readonly minutes: number }
  | {
      readonly do: 'shop'
      readonly fault: 'lose answer' | 'lose request' | '500' | '429' | 'garble' | '401'
      readonly times: number
    }
  | { readonly do: 'resume' }

/** Everything that a seed decides. */
export interface Story {
  readonly seed: number
  readonly api: 'v2' | 'state-update'
  readonly contents: 'full' | 'changes'
  readonly actions: readonly Action[]
}

/** Orders that the exports may mention; the last one is unknown to the shop. */
export const orderCount = 8

/** A story by its number. */
export function tell(seed: number): Story {
  const random = seededRandom(seed)
  const below = (most: number): number => Math.floor(random() * most)
  const chance = (share: number): boolean => random() < share
  const someFaults = (): PlannedFault[] =>
    chance(0.35)
      ? []
      : Array.from({ length: 1 + below(2) }, () => ({
          effect: 1 + below(36),
          kind: faults[below(faults.length)] ?? 'error',
        }))
  const rows = () =>
    Array.from({ length: orderCount }, (_, order) => order)
      .filter(() => chance(0.7))
      .map((order) => [order, below(3), below(3), below(3)] as const)
  const shopFaults = ['lose answer', 'lose request', '500', '429', 'garble', '401'] as const
  const action = (): Action => {
    const dice = random()
    if (dice < 0.3)
      return {
        do: 'drop',
        rows: rows(),
        ...(chance(0.12) ? { broken: (['empty', 'cut', 'page'] as const)[below(3)] ?? 'cut' } : {}),
      }
    if (dice < 0.6) return { do: 'run', faults: someFaults(), gone: chance(0.5) }
    if (dice < 0.7) return { do: 'runs', runs: Array.from({ length: 2 + below(2) }, someFaults) }
    if (dice < 0.85) return { do: 'wait', minutes: [1, 5, 20, 120, 2000][below(5)] ?? 5 }
    if (dice < 0.95) return { do: 'shop', fault: shopFaults[below(shopFaults.length)] ?? '500', times: 1 + below(4) }
    return { do: 'resume' }
  }
  const first: Action[] = [
    { do: 'drop', rows: rows() },
    { do: 'run', faults: chance(0.7) ? [] : someFaults(), gone: true },
  ]
  return {
    seed,
    api: chance(0.5) ? 'v2' : 'state-update',
    contents: chance(0.6) ? 'full' : 'changes',
    actions: [...first, ...Array.from({ length: 4 + below(10) }, action)],
  }
}
