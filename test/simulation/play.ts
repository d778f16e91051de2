import type { FieldName } from '../../lib/order.ts'
import { parseSettings } from '../../lib/settings/parse.ts'
import type { Settings } from '../../lib/settings/settings.ts'
import type { Fault } from '../../lib/simulator/model.ts'
import { createSimulatedShop, type SimulatedShop } from '../../lib/simulator/shop.ts'
import { createMemoryStore, type MemoryStore } from '../../lib/storage/memory.ts'
import { writeDecision } from '../../lib/sync/decisions/decisions.ts'
import { readSnapshot } from '../../lib/sync/ledger/snapshot.ts'
import { loadHead } from '../../lib/sync/state/head.ts'
import type { Http } from '../../lib/upgates/shop.ts'
import {
  createManualClock,
  csvOf,
  hourMs,
  minuteMs,
  noLimits,
  type Row,
  seededRandom,
  simpleFeed,
} from '../support/world.ts'
import { type Shared, startRun } from './runner.ts'
import { type Action, orderCount, type Story } from './story.ts'

const canary = 'canary-key-f00d'
const statuses = ['new', 'sent', 'done']
const dates = ['', '2026-11-01', '2026-11-02']
const codes = ['', 'T1', 'T2']

const numberOf = (order: number): string => `O${order}`
const unknownToShop = numberOf(orderCount - 1)

type Fields = { status?: string; paid_date?: string; tracking_code?: string }

/** What the newest exports say, and what the first one adopted: a plain model that knows the truth. */
interface Truth {
  readonly says: Map<string, Fields>
}

interface Stage extends Shared {
  readonly shop: SimulatedShop
  readonly store: MemoryStore
  readonly truth: Truth
  readonly violations: string[]
  readonly story: Story
  runners: number
  drops: number
}

/** Plays a story to its end, lets faults stop, and tells which of the promises did not hold. */
export async function play(story: Story): Promise<string[]> {
  const stage = open(story)
  for (const action of story.actions) await perform(stage, action)
  await settleDown(stage).catch((error: unknown) =>
    stage.violations.push(`the end: ${error instanceof Error ? error.message : String(error)}`),
  )
  return stage.violations
}

function open(story: Story): Stage {
  const clock = createManualClock()
  const store = createMemoryStore(clock)
  const random = seededRandom(story.seed + 1)
  const orders = Array.from({ length: orderCount - 1 }, (_, order) => ({
    order_number: numberOf(order),
    status: 'new',
  }))
  const shop = createSimulatedShop({ clock, orders, statuses, limits: { hour: 10_000, day: 100_000 } })
  const violations: string[] = []
  const key = { value: canary, version: '1' }
  return {
    story,
    settings: settingsOf(story),
    store,
    shop,
    clock,
    random,
    http: watched(shop, store, violations),
    apiKey: () => ({ ...key }),
    dead: new Set(),
    paused: [],
    truth: { says: new Map() },
    violations,
    runners: 0,
    drops: 0,
  }
}

const settingsOf = ({ api, contents }: Story): Settings =>
  parseSettings({
    shop: 'simulated',
    upgates: {
      api,
      url: 'http://127.0.0.1:1',
      notify: true,
      ...(api === 'v2' ? { login: '1', reservedRequests: 0 } : {}),
    },
    feeds: { orders: { ...simpleFeed, contents } },
    firstRun: 'post',
    guard: noLimits,
  })

/** Every request that reaches the shop must have an archive entry that waits for its answer. */
function watched(shop: SimulatedShop, store: MemoryStore, violations: string[]): Http {
  return async (request, timeoutMs) => {
    const entries = (await store.list('archive/')).map(({ key }) => JSON.parse(String(store.bytes(key))))
    const waiting = entries.filter(
      (entry) => entry.fenced === undefined && entry.response === null && entry.request.method === request.method,
    )
    if (waiting.length === 0)
      violations.push(`5: a request left without an archive entry: ${request.method} ${request.url}`)
    return shop.handle(request, timeoutMs)
  }
}

async function perform(stage: Stage, action: Action): Promise<void> {
  stage.clock.advance(1000)
  switch (action.do) {
    case 'drop':
      return drop(stage, action)
    case 'wait':
      return stage.clock.advance(action.minutes * minuteMs)
    case 'shop':
      return stage.shop.fault(faultOf(action.fault), action.times)
    case 'resume':
      return resume(stage)
    case 'run':
      await start(stage, action.faults, action.gone)
      return
    case 'runs':
      await Promise.all(action.runs.map((faults) => start(stage, faults, false)))
  }
}

function start(stage: Stage, faults: Parameters<typeof startRun>[2], gone: boolean) {
  const isGone = gone ? { isGone: ({ pid }: { pid: number }) => stage.dead.has(pid) } : {}
  return startRun(stage, ++stage.runners, faults, isGone).ended
}

const faultOf = (name: Extract<Action, { do: 'shop' }>['fault']): Fault => {
  if (name === 'lose answer' || name === 'lose request') return { kind: name }
  return name === 'garble' ? { kind: 'garble', body: '{"orders": [' } : { kind: 'answer', status: Number(name) }
}

async function resume(stage: Stage): Promise<void> {
  for (const go of stage.paused.splice(0)) go()
  for (let turn = 0; turn < 400; turn++) await Promise.resolve()
  await new Promise<void>((resolve) => void setImmediate(resolve))
}

function drop(stage: Stage, { rows, broken }: Extract<Action, { do: 'drop' }>): void {
  const name = `exports/orders/${String(++stage.drops).padStart(4, '0')}.csv`
  const table = rows.map(
    ([order, status, paid, code]): Row => [
      numberOf(order),
      statuses[status] ?? '',
      dates[paid] ?? '',
      codes[code] ?? '',
    ],
  )
  if (broken !== undefined) {
    const bodies = { empty: '', cut: `${csvOf(table)}\r\nO1;"se`, page: '<html>login</html>' }
    if (stage.story.contents === 'full') stage.store.drop(name, bodies[broken])
    return
  }
  stage.store.drop(name, csvOf(table))
  if (stage.story.contents === 'full') stage.truth.says.set('', {})
  for (const [number, status = '', paid_date = '', tracking_code = ''] of table) {
    const said: Fields = {
      ...(status && { status }),
      ...(paid_date && { paid_date }),
      ...(tracking_code && { tracking_code }),
    }
    stage.truth.says.set(number, stage.story.contents === 'full' ? said : { ...stage.truth.says.get(number), ...said })
  }
  if (stage.story.contents === 'full') newest(stage, table)
}

/** With full exports only the newest one counts: what an order said before and does not say now is nobody's promise. */
function newest(stage: Stage, table: readonly Row[]): void {
  const mentioned = new Set(table.map(([number]) => number))
  for (const number of [...stage.truth.says.keys()]) if (!mentioned.has(number)) stage.truth.says.delete(number)
}

/** Faults stop; within a bounded number of runs everything must be as it should. */
async function settleDown(stage: Stage): Promise<void> {
  const { violations, shop, clock, store } = stage
  await resume(stage)
  shop.clearFaults()
  stage.apiKey = (
    (value) => () =>
      value
  )({ value: canary, version: '2' })
  const brokenNewest = await newestIsBroken(stage)
  for (let round = 0; round < 4; round++) {
    clock.advance(25 * hourMs)
    const ending = await start(stage, [], true)
    if (ending.kind === 'error') violations.push(`1: a run without faults failed: ${ending.message}`)
    if (ending.kind === 'report' && ending.outcome === 'held') await approve(stage)
  }
  if (!brokenNewest) checkAgreement(stage)
  const before = shop.requests.length
  clock.advance(1000)
  await start(stage, [], true)
  if (shop.requests.length !== before) violations.push('3: a further run over the same input sent a request')
  await checkSnapshot(stage)
  await checkSecrets(store, violations)
  checkEmails(stage)
}

/** A person looks at what is held, and approves it. */
async function approve(stage: Stage): Promise<void> {
  const { head } = (await loadHead(stage.store, stage.settings)) ?? {}
  if (head?.hold === undefined) return void stage.violations.push('a run said held, the head does not')
  await writeDecision({ kind: 'approve', hash: head.hold.hash }, stage)
}

async function newestIsBroken({ store }: Stage): Promise<boolean> {
  const last = (await store.list('exports/')).at(-1)
  return last !== undefined && !String(store.bytes(last.key)).startsWith('order_number')
    ? true
    : String(store.bytes(last?.key ?? '') ?? '').endsWith('"se')
}

function checkAgreement({ truth, shop, violations }: Stage): void {
  for (const [number, said] of truth.says) {
    const order = shop.orders.get(number)
    if (order === undefined) continue
    for (const [name, value] of Object.entries(said)) {
      const shown = order[name as keyof Fields]
      if (shown !== value) violations.push(`1: order ${number} shows ${name} = "${shown}", the exports say "${value}"`)
    }
  }
}

async function checkSnapshot(stage: Stage): Promise<void> {
  const { store, shop, violations, settings } = stage
  const { head } = (await loadHead(store, settings)) ?? {}
  if (head?.snapshot == null) return
  for (const line of (await readSnapshot(store, head.snapshot, head.orders)).values()) {
    const order = shop.orders.get(line.order_number)
    for (const name of (line.setByUs ?? []) as FieldName[]) {
      if (name in (line.unconfirmed?.fields ?? {})) continue
      const shown = order?.[name as keyof Fields]
      if (shown !== line.acknowledged[name]) {
        violations.push(
          `6: the snapshot says ${line.order_number} ${name} = "${String(line.acknowledged[name])}", the shop shows "${String(shown)}"`,
        )
      }
    }
    if (line.order_number !== unknownToShop && line.wanted !== undefined)
      violations.push(`2: order ${line.order_number} still waits`)
  }
  const snapshots = await store.list('state/snapshots/')
  const orphans = snapshots.filter(
    ({ key, lastModified }) => key !== head.snapshot && Date.parse(lastModified) < stage.clock.now() - 48 * hourMs,
  )
  if (orphans.length > 3) violations.push(`the state keeps ${orphans.length} snapshots that nobody needs`)
}

async function checkSecrets(store: MemoryStore, violations: string[]): Promise<void> {
  for (const { key } of await store.list('')) {
    const text = String(store.bytes(key))
    if (text.includes(canary) || text.includes(Buffer.from(`1:${canary}`).toString('base64')))
      violations.push(`5: ${key} holds the key`)
  }
}

/** The shop mails a customer when a status changes; no order may change more often than the exports changed their mind. */
function checkEmails({ story, shop, violations }: Stage): void {
  const late = story.actions.some((action) =>
    ('faults' in action ? action.faults : 'runs' in action ? action.runs.flat() : []).some(
      ({ kind }) => kind === 'pause',
    ),
  )
  if (late) return
  const drops = story.actions.filter((action) => action.do === 'drop').length
  const mails = Map.groupBy(shop.emails, ({ order_number }) => order_number)
  for (const [number, emails] of mails) {
    if (emails.length > drops) violations.push(`order ${number} was mailed ${emails.length} times for ${drops} exports`)
  }
}
