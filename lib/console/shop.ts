import type { Effects } from '../effects.ts'
import type { Settings } from '../settings/settings.ts'
import { readDecisions, type StoredDecision } from '../sync/decisions/decisions.ts'
import { type HoldAnswer, holdAnswer } from '../sync/decisions/hold-answer.ts'
import { dryRun, type PlannedNow } from '../sync/dry-run.ts'
import { selectExports } from '../sync/import/select.ts'
import { type Head, loadHead } from '../sync/state/head.ts'

/** One shop of the console. */
export interface ConsoleShop {
  readonly settings: Settings
  readonly effects: Effects
  /** who decides here; absent: nobody knows */
  readonly whoAmI?: () => Promise<string | undefined>
  /** the command that runs it now; absent: nobody knows */
  readonly runWith?: string
}

/** What is known of a shop without reading its orders: one GET and two LISTs, and a held plan that was decided. */
export interface ShopState {
  /** absent before the first run */
  readonly head: Head | undefined
  readonly newExports: number
  /** what people decided and no run has acted on yet */
  readonly decisions: readonly StoredDecision[]
  /** what of that is about the held plan; absent: none is held */
  readonly answer: HoldAnswer | undefined
  /** changes whenever a plan may have become another one */
  readonly mark: string
}

/** Looks at a shop. */
export async function stateOf({ settings, effects }: ConsoleShop): Promise<ShopState> {
  const { store, clock } = effects
  const [stored, listing, { decisions }] = await Promise.all([
    loadHead(store, settings),
    store.list('exports/'),
    readDecisions(store),
  ])
  const head = stored?.head
  const selections = selectExports({ settings, feeds: head?.feeds ?? {}, nowMs: clock.now() }, listing)
  const versions = listing.map(({ key, etag }) => `${key} ${etag}`)
  return {
    head,
    newExports: selections.reduce((sum, { exports }) => sum + exports.length, 0),
    decisions,
    answer: await holdAnswer(head?.hold, decisions, store),
    mark: [stored?.etag, ...versions, ...decisions.map(({ storedAs }) => storedAs)].join('\n'),
  }
}

/** Plans of shops, each kept as long as nothing that it was made of has changed. */
export interface Plans {
  /** what a run would do now, with the orders that it planned from */
  planOf(shop: ConsoleShop, state: ShopState): Promise<PlannedNow>
  /** plans while somebody still reads something else; whatever goes wrong is told when the plan is asked for */
  warm(shop: ConsoleShop): void
}

const mostKept = 3
const keptMs = 5 * 60_000

/** Keeps the last plans, for a plan reads all orders; they are nobody's state, and die with the console. */
export function createPlans(): Plans {
  const kept = new Map<
    string,
    { readonly mark: string; readonly atMs: number; readonly planned: Promise<PlannedNow> }
  >()
  const plans: Plans = {
    warm: (shop) =>
      void stateOf(shop).then(
        (state) => plans.planOf(shop, state).catch(() => undefined),
        () => undefined,
      ),
    planOf(shop, { mark }) {
      const { settings, effects } = shop
      const nowMs = effects.clock.now()
      const known = kept.get(settings.shop)
      if (known !== undefined && known.mark === mark && nowMs - known.atMs < keptMs) return known.planned
      const planned = dryRun(settings, effects)
      kept.delete(settings.shop)
      kept.set(settings.shop, { mark, atMs: nowMs, planned })
      planned.catch(() => kept.delete(settings.shop))
      const [oldest] = kept.keys()
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
      return planned
    },
  }
  return plans
}
