import * as fc from 'fast-check'
import { type PlannedFault, plannedFault } from './faults.ts'
import { fields, plainSetup, type SettingsChange, type Setup } from './setup.ts'
import type { Action, Said, Story } from './story.ts'
import type { Wrongness } from './wrong-shop.ts'

/** What random stories may hold. What the engine is known not to bear yet is left out of the pool that must pass. */
export interface Pool {
  /** requests that arrive after their run has given up, or died */
  readonly late: boolean
  /** exports dated in the past and the future, and clocks that step back */
  readonly times: boolean
  /** people who change the state by hand */
  readonly hands: boolean
  readonly settings: boolean
  readonly decisions: boolean
  /** a shop that processes what it then fails on */
  readonly halfDone: boolean
  readonly edits: boolean
  /** blanks that clear */
  readonly clears: boolean
  /** a shop that leaves an order out of every answer */
  readonly hidden: boolean
}

/** Everything at once. */
export const everything: Pool = {
  late: true,
  times: true,
  hands: true,
  settings: true,
  decisions: true,
  halfDone: true,
  edits: true,
  clears: true,
  hidden: true,
}

const word = fc.integer({ min: 0, max: 2 })
const mostOrders = 8

const rows: fc.Arbitrary<Said[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: mostOrders - 1 }), { minLength: 1, maxLength: mostOrders })
  .chain((orders) =>
    fc.tuple(
      ...orders.map((order) =>
        fc
          .tuple(fc.integer({ min: 0, max: 3 }), word, word, word, word)
          .map(([status, paid, code, resolved, note]): Said => [order, status, paid, code, resolved, note]),
      ),
    ),
  )

const crowd = fc.record({
  orders: fc.integer({ min: 101, max: 320 }),
  status: fc.integer({ min: 1, max: 3 }),
  code: word,
})

const runFaults = ({ late }: Pool): fc.Arbitrary<PlannedFault[]> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant<PlannedFault[]>([]) },
    {
      weight: 3,
      arbitrary: fc.array(
        plannedFault.filter(({ kind }) => late || (kind !== 'late' && kind !== 'crash late')),
        { minLength: 1, maxLength: 2 },
      ),
    },
  )

const shopFault = ({ halfDone }: Pool) => {
  const status = fc.constantFrom(301, 400, 401, 403, 409, 413, 422, 429, 500, 502, 503, 504)
  return fc.oneof(
    status.map((code) => ({ kind: 'answer' as const, status: code })),
    fc.constantFrom({ kind: 'lose answer' as const }, { kind: 'lose request' as const }, { kind: 'garble' as const }),
    fc.constantFrom(400, 403, 422, 429, 500, 503).map((code) => ({ kind: 'question' as const, status: code })),
    ...(halfDone
      ? [
          fc.constantFrom(500, 502, 504).map((code) => ({ kind: 'processed' as const, status: code })),
          fc.constantFrom(500, 207, 502).map((code) => ({ kind: 'partly' as const, status: code })),
        ]
      : []),
  )
}

const settingsChange: fc.Arbitrary<SettingsChange> = fc.oneof(
  fc.constantFrom<Setup['notify']>(true, false, ['sent'], ['done']).map((notify) => ({ notify })),
  fc.constantFrom<Setup['guard']>('wide', 'narrow', 'mails', 'percent', 'hour', 'tired').map((guard) => ({ guard })),
  fc.constantFrom<string[]>([], ['done']).map((finalStatuses) => ({ finalStatuses })),
  fc.constantFrom<string[]>([], ['new', 'sent', 'done']).map((statusOrder) => ({ statusOrder })),
  fc.boolean().map((map) => ({ map })),
  fc.constantFrom<Setup['without']>([], ['tracking_code'], ['metas.note']).map((without) => ({ without })),
)

const run = (pool: Pool): fc.Arbitrary<Action> =>
  fc.tuple(runFaults(pool), fc.boolean(), fc.integer({ min: 0, max: 19 })).map(
    ([faults, gone, how]): Action => ({
      do: 'run',
      faults,
      gone,
      ...(how === 0
        ? { quiet: true }
        : how === 1
          ? { impatient: true }
          : how === 2
            ? { adopt: true }
            : how === 3
              ? { part: { limit: 2 } }
              : how === 4
                ? { part: { only: ['O0', 'O1'] } }
                : how === 5
                  ? { full: true }
                  : {}),
    }),
  )

const drop = (pool: Pool, { feeds, contents, orders }: Setup): fc.Arbitrary<Action> =>
  fc
    .tuple(
      orders > mostOrders ? fc.oneof(rows, crowd) : rows,
      fc.boolean(),
      fc.integer({ min: 0, max: 11 }),
      fc.constantFrom(-600, -2, 2, 600),
    )
    .map(([said, payments, dice, dated]) => ({
      do: 'drop',
      rows: said,
      ...(feeds === 'two' && payments ? { feed: 'payments' as const } : {}),
      ...(dice === 0 && contents === 'full'
        ? { broken: (['empty', 'cut', 'page'] as const)[JSON.stringify(said).length % 3] ?? 'cut' }
        : {}),
      ...(dice === 1 && pool.times ? { dated } : {}),
    }))

const decision: fc.Arbitrary<Action> = fc
  .constantFrom(
    ...(['approve', 'approve quietly', 'reject', 'take back'] as const),
    ...(['retry', 'accept', 'overrule', 'unblock', 'dismiss'] as const),
  )
  .map((what) => ({ do: 'decide', what }))

const quiet = (pool: Pool, setup: Setup): { weight: number; arbitrary: fc.Arbitrary<Action> }[] => [
  { weight: 30, arbitrary: drop(pool, setup) },
  { weight: 15, arbitrary: fc.constantFrom(1, 5, 20, 120, 2000).map((minutes) => ({ do: 'wait', minutes })) },
  {
    weight: 10,
    arbitrary: fc
      .tuple(shopFault(pool), fc.integer({ min: 1, max: 4 }))
      .map(([fault, times]) => ({ do: 'shop', fault, times })),
  },
  { weight: 5, arbitrary: fc.constant({ do: 'resume' }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<Wrongness>(
        { kind: 'silent', order: 'O1' },
        { kind: 'useless' },
        { kind: 'mute' },
        { kind: 'mute', order: 'O1' },
        ...(pool.hidden ? [{ kind: 'hidden' as const, order: 'O1' }] : []),
      )
      .map((how): Action => ({ do: 'stay wrong', how })),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'order arrives' }) },
  ...(pool.decisions
    ? [
        {
          weight: 6,
          arbitrary: fc
            .tuple(fc.boolean(), fc.boolean())
            .map(([pin, notify]): Action => ({ do: 'undo', ...(pin ? { pin } : {}), ...(notify ? { notify } : {}) })),
        },
        { weight: 2, arbitrary: fc.nat({ max: mostOrders - 1 }).map((order): Action => ({ do: 'forget', order })) },
      ]
    : []),
  ...(pool.decisions ? [{ weight: setup.guard === 'wide' ? 6 : 20, arbitrary: decision }] : []),
  ...(pool.settings
    ? [
        { weight: 5, arbitrary: settingsChange.map((change): Action => ({ do: 'settings', change })) },
        { weight: 4, arbitrary: fc.constant<Action>({ do: 'rename' }) },
      ]
    : []),
  ...(pool.times
    ? [{ weight: 2, arbitrary: fc.constantFrom(-60, -3, 3, 60).map((minutes): Action => ({ do: 'clock', minutes })) }]
    : []),
  ...(pool.hands
    ? [
        {
          weight: 2,
          arbitrary: fc
            .constantFrom('delete head', 'delete snapshot', 'delete lease', 'old head')
            .map((what): Action => ({ do: 'hand', what }) as Action),
        },
        { weight: 1, arbitrary: fc.constant<Action>({ do: 'put back' }) },
      ]
    : []),
  ...(pool.edits
    ? [
        {
          weight: 2,
          arbitrary: fc
            .tuple(fc.integer({ min: 0, max: mostOrders - 2 }), fc.constantFrom(...fields.slice(0, 4)), word)
            .map(([order, field, index]): Action => ({ do: 'edit', order, field, word: index })),
        },
      ]
    : []),
]

/** Something that happens while a run is at work; but no time passes between a run's last look at its lease and its request. */
const meanwhile = (pool: Pool, setup: Setup): fc.Arbitrary<Action> =>
  fc
    .tuple(
      plannedFault,
      fc.oneof(...quiet(pool, setup), ...(pool.decisions ? [{ weight: 40, arbitrary: decision }] : [])),
    )
    .filter(([, then]) => then.do !== 'rename')
    .filter(([{ at }, then]) => !(at.endsWith(' orders') && (then.do === 'wait' || then.do === 'clock')))
    .map(([{ at, nth }, then]) => ({ do: 'run', faults: [{ at, nth, kind: 'meanwhile', then }], gone: true }))

const setup = ({ clears }: Pool): fc.Arbitrary<Setup> =>
  fc
    .record({
      api: fc.constantFrom('v2' as const, 'state-update' as const),
      store: fc.constantFrom('exact' as const, 's3' as const),
      contents: fc.constantFrom('full' as const, 'changes' as const),
      feeds: fc.constantFrom('one' as const, 'two' as const),
      notify: fc.constantFrom<Setup['notify']>(true, true, false, ['done']),
      firstRun: fc.constantFrom<Setup['firstRun']>('post', 'post', 'adopt', 'shop'),
      guard: fc.constantFrom<Setup['guard']>('wide', 'wide', 'wide', 'narrow', 'mails', 'percent', 'hour', 'tired'),
      blank: fc.constantFrom<Setup['blank']>('keep', 'keep', clears ? 'clear' : 'keep'),
      verify: fc.constantFrom('never' as const, 'status' as const, 'all' as const, 'notifying' as const),
      drift: fc.constantFrom('erp' as const, 'report' as const, 'shop' as const),
      waitFor: fc.constantFrom<Setup['waitFor']>('none', 'none', 'none', 'send', 'quiet', 'hold'),
      allowance: fc.constantFrom('large' as const, 'large' as const, 'large' as const, 'small' as const),
      names: fc.constantFrom<Setup['names']>('words', 'words', 'words', 'numbers'),
      orders: fc.constantFrom(7, 7, 7, 7, 7, 7, 7, 7, 7, 300),
    })
    .map((one) => ({ ...plainSetup, ...one }))

/** Random stories. */
export const stories = (pool: Pool): fc.Arbitrary<Story> =>
  setup(pool).chain((chosen) =>
    fc
      .record({
        seed: fc.noShrink(fc.nat({ max: 1_000_000 })),
        first: drop({ ...pool, times: false }, chosen),
        actions: fc.array(
          fc.oneof(
            { weight: 40, arbitrary: run(pool) },
            {
              weight: 10,
              arbitrary: fc
                .array(runFaults(pool), { minLength: 2, maxLength: 3 })
                .map((runs): Action => ({ do: 'runs', runs })),
            },
            { weight: 10, arbitrary: meanwhile(pool, chosen) },
            ...quiet(pool, chosen),
          ),
          { minLength: 5, maxLength: 15 },
        ),
      })
      .map(({ seed, first, actions }) => ({ seed, setup: chosen, actions: [first, ...actions] })),
  )
