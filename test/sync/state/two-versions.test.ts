import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../../lib/settings/parse.ts'
import { decidePlan } from '../../../lib/sync/decisions/commands.ts'
import { snapshotVersion } from '../../../lib/sync/ledger/snapshot.ts'
import { planUndo, undoRun } from '../../../lib/sync/past/undo.ts'
import type { RunReport } from '../../../lib/sync/report.ts'
import { stateVersion } from '../../../lib/sync/state/head.ts'
import { runSync } from '../../../lib/sync/sync.ts'
import { createShop } from '../../../lib/upgates/create.ts'
import { type Engine, keptEngine } from '../../support/kept-engine.ts'
import { listening } from '../../support/listening-store.ts'
import {
  createWorld,
  hourMs,
  minuteMs,
  noLimits,
  type Row,
  shown,
  simpleFeed,
  type World,
} from '../../support/world.ts'

const newer: Engine = { parseSettings, runSync, createShop, stateVersion, snapshotVersion }
const older = await keptEngine('2026-11-26')
/** Whether the older engine knows what the newer one writes. */
const isReadByOlder = older.stateVersion === stateVersion && older.snapshotVersion === snapshotVersion

const numbers = ['N0', 'N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7']
const rows = (status: (order: string) => string, paid = ''): Row[] =>
  numbers.map((order): Row => [order, status(order), paid])

/** A shop whose state both engines work over. */
interface Shared {
  readonly world: World
  /** a run of one of them */
  run(engine: Engine, options?: { readonly dies?: string; readonly adopt?: boolean }): Promise<RunReport>
  readonly settings: ReturnType<typeof parseSettings>
}

function share(more: object = {}): Shared {
  const raw = {
    shop: 'test',
    verify: 'never',
    upgates: { api: 'v2', url: 'http://127.0.0.1:1', login: '12345678', notify: true },
    feeds: { orders: simpleFeed },
    guard: noLimits,
    ...more,
  }
  const settings = parseSettings(raw)
  const world = createWorld({ settings, orders: numbers.map((order_number) => ({ order_number, status: 'new' })) })
  const { effects, clock, shop, store } = world
  return {
    world,
    settings,
    run(engine, { dies, adopt } = {}) {
      clock.advance(minuteMs)
      const own = engine.parseSettings(raw)
      const used = {
        ...effects,
        shop: engine.createShop(own, { http: shop.handle, clock, random: effects.random }),
        store:
          dies === undefined
            ? store
            : listening(store, async (effect) => {
                if (effect.startsWith(dies)) throw new Error('dead')
              }),
      }
      return engine.runSync(own, used, {
        holder: { host: dies === undefined ? 'test' : 'dead', pid: 1 },
        deadlineMs: clock.now() + 10 * minuteMs,
        looksForDecisions: true,
        ...(adopt === undefined ? {} : { adopt }),
      })
    },
  }
}

interface Story {
  readonly name: string
  readonly settings?: object
  /** what the first engine does after it has adopted that all orders are new */
  begin(shared: Shared, engine: Engine): Promise<void>
  /** what comes before the next engine runs; default: nothing */
  between?(shared: Shared): void
  /** statuses of the first orders in the end, and the mails */
  readonly ends: readonly string[]
  readonly mails: readonly string[]
}

const drop = (shared: Shared, status: (order: string) => string, paid?: string): void =>
  shared.world.drop(rows(status, paid))
const first = (word: string) => (order: string) => (order === 'N0' ? word : 'new')

const stories: readonly Story[] = [
  {
    name: 'what was sent',
    async begin(shared, engine) {
      drop(shared, first('sent'))
      await shared.run(engine)
    },
    between: (shared) => drop(shared, first('done')),
    ends: ['done', 'new'],
    mails: ['N0 sent', 'N0 done'],
  },
  {
    name: 'what a person has rejected',
    settings: { guard: { ...noLimits, notifications: 0 } },
    async begin(shared, engine) {
      drop(shared, first('sent'))
      const { hold } = await shared.run(engine)
      await decidePlan({ kind: 'reject', hash: hold?.hash ?? '' }, shared.settings, shared.world.effects)
      await shared.run(engine)
    },
    between: (shared) => drop(shared, first('sent'), '2026-11-20'),
    ends: ['new', 'new'],
    mails: [],
  },
  {
    name: 'what a person has approved, and no run has posted',
    settings: { guard: { ...noLimits, notifications: 0 } },
    async begin(shared, engine) {
      drop(shared, first('sent'))
      const { hold } = await shared.run(engine)
      await decidePlan({ kind: 'approve', hash: hold?.hash ?? '' }, shared.settings, shared.world.effects)
    },
    ends: ['sent', 'new'],
    mails: ['N0 sent'],
  },
  {
    name: 'what a person has taken back and pinned',
    async begin(shared, engine) {
      const { world, settings } = shared
      drop(shared, first('sent'))
      const { run } = await shared.run(engine)
      const word = { run, orders: [], pin: true }
      await undoRun(await planUndo(word, settings, world.effects), word, world.effects)
      await shared.run(engine)
    },
    between: (shared) => drop(shared, first('sent'), '2026-11-20'),
    ends: ['new', 'new'],
    mails: ['N0 sent'],
  },
  {
    name: 'what waits for its parcel number',
    settings: { waitFor: { sent: { fields: ['tracking_code'], hours: 24 } } },
    async begin(shared, engine) {
      drop(shared, first('sent'))
      await shared.run(engine)
    },
    ends: ['new', 'new'],
    mails: [],
  },
  {
    name: 'what the shop refuses',
    async begin(shared, engine) {
      shared.world.drop([...rows(first('new')), ['X9', 'sent']])
      await shared.run(engine)
    },
    ends: ['new', 'new'],
    mails: [],
  },
  {
    name: 'what a suspicious export says',
    async begin(shared, engine) {
      shared.world.drop(rows(first('sent')).slice(0, 3))
      await shared.run(engine)
    },
    ends: ['new', 'new'],
    mails: [],
  },
  {
    name: 'what a run sent that died before its commit',
    async begin(shared, engine) {
      drop(shared, first('sent'))
      await shared.run(engine, { dies: 'PUT state/snapshots/' })
      shared.world.clock.advance(hourMs)
    },
    ends: ['sent', 'new'],
    mails: ['N0 sent'],
  },
  {
    name: 'what was sent without an answer',
    async begin(shared, engine) {
      drop(shared, first('sent'))
      shared.world.shop.fault({ kind: 'lose answer' }, 4)
      await shared.run(engine)
      shared.world.shop.clearFaults()
      shared.world.clock.advance(hourMs)
    },
    ends: ['sent', 'new'],
    mails: ['N0 sent'],
  },
  {
    name: 'what the shop refuses to say of a sending',
    async begin(shared, engine) {
      const { shop, clock } = shared.world
      drop(shared, first('sent'))
      shop.fault({ kind: 'lose answer' }, 4)
      await shared.run(engine)
      shop.clearFaults()
      clock.advance(hourMs)
      shop.fault({ kind: 'answer', status: 400, body: '{}' }, 1)
      await shared.run(engine)
      clock.advance(hourMs)
    },
    ends: ['sent', 'new'],
    mails: ['N0 sent'],
  },
  {
    name: 'a refused export',
    async begin(shared, engine) {
      shared.world.drop('<html>')
      await shared.run(engine)
    },
    ends: ['new', 'new'],
    mails: [],
  },
]

const mailsOf = ({ world }: Shared): string[] =>
  world.shop.emails.map(({ order_number, status }) => `${order_number} ${status}`)

async function begun({ settings, begin }: Story, engine: Engine): Promise<Shared> {
  const shared = share(settings)
  drop(shared, () => 'new')
  await shared.run(engine)
  await begin(shared, engine)
  return shared
}

async function goesOn(story: Story, shared: Shared, engines: readonly Engine[]): Promise<void> {
  for (const engine of engines) {
    story.between?.(shared)
    for (let runs = 0; runs < 2; runs++) {
      const { problems, outcome } = await shared.run(engine)
      expect([outcome, problems.map(({ message }) => message).join()]).not.toContain('failed')
    }
  }
  expect(story.ends.map((_, index) => shown(shared.world, numbers[index] ?? '')?.status ?? '')).toEqual(story.ends)
  expect(mailsOf(shared)).toEqual(story.mails)
}

/** An older engine says what it is that it does not know, and changes nothing. */
async function stops(shared: Shared): Promise<void> {
  const { store, shop } = shared.world
  const keys = async () => (await store.list('state/')).map(({ key }) => key)
  // whoever finds nothing new reads nothing but the head, whose format may be the same
  const newest = (await store.list('exports/')).at(-1)
  shared.world.drop(String(store.bytes(newest?.key ?? '')))
  const [before, requests] = [await keys(), shop.requests.length]
  const said = await shared.run(older).then(
    ({ problems }) => problems.map(({ message }) => message).join(),
    (error: unknown) => String(error),
  )
  expect(said).toMatch(
    /it has the format \d+, this version of order-sync knows formats up to \d+\. Nothing was posted\./,
  )
  expect(await keys()).toEqual(before)
  expect(shop.requests).toHaveLength(requests)
}

describe.each(stories)('$name', (story) => {
  it('is known after an upgrade', async () => {
    await goesOn(story, await begun(story, older), [newer])
  })

  it('is known after a rollback, or stops it, and after the next upgrade', async () => {
    const shared = await begun(story, newer)
    if (!isReadByOlder) await stops(shared)
    await goesOn(story, shared, isReadByOlder ? [older, newer] : [newer])
  })
})
