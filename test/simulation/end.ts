import type { FieldValue } from '../../lib/order.ts'
import { hourMs } from '../support/world.ts'
import { decide } from './decide.ts'
import { headKey, snapshotsPrefix } from './engine.ts'
import { canary, putBack, resume, run, type Stage } from './play.ts'
import { fields, ownerOf } from './setup.ts'
import { same, spot } from './truth.ts'

const sound = { do: 'run', faults: [], gone: true } as const
const mostRounds = 6

/** Faults stop; within a bounded number of runs everything must be as it should. */
export async function checkEnd(stage: Stage): Promise<void> {
  const { violations, shop, clock, network } = stage
  await resume(stage)
  network.clearFaults()
  await network.arrive(true)
  await putBack(stage)
  stage.apiKey = () => ({ value: canary, version: '2' })
  for (let round = 0; round < mostRounds; round++) {
    clock.advance(25 * hourMs)
    const ending = await run(stage, sound)
    if (ending.kind === 'error') violations.push(`1: a run without faults failed: ${ending.message}`)
    if (ending.kind === 'report' && ending.report.outcome === 'failed')
      violations.push(
        `1: a run without faults failed: ${ending.report.problems.map(({ message }) => message).join(' ')}`,
      )
    if (ending.kind === 'report' && ending.report.outcome === 'held') await decide(stage, 'approve')
    await decide(stage, 'dismiss')
  }
  checkAgreement(stage)
  const before = shop.requests.length
  clock.advance(1000)
  await run(stage, sound)
  if (shop.requests.length !== before) violations.push('3: a further run over the same input sent a request')
  checkLeftOvers(stage)
  checkSecrets(stage)
}

/** The shop shows what the newest exports say; where it does not, the reason is told. */
function checkAgreement({ truth, shop, violations, setup }: Stage): void {
  const orders = new Set(truth.drops.flatMap(({ rows }) => [...rows.keys()]))
  for (const number of orders) {
    const order = shop.orders.get(number)
    if (order === undefined) continue
    for (const field of fields) {
      const said = truth.says(setup, number, field)
      if (said.length === 0 || isExcused(truth, setup, number, field, said)) continue
      const shows = field === 'metas.note' ? order.metas.get('note') : order[field as 'status']
      if (!said.some((value) => same(shows as string, value)))
        violations.push(
          `1: order ${number} shows ${field} = "${String(shows)}", the exports say ${JSON.stringify(said)}`,
        )
    }
  }
}

function isExcused(
  truth: Stage['truth'],
  setup: Stage['setup'],
  order: string,
  field: (typeof fields)[number],
  said: readonly FieldValue[],
): boolean {
  const name = spot(order, field)
  const known = truth.known.get(name)?.value
  if (truth.edited.has(name)) return true
  if (truth.adopted.has(name)) return true
  if (truth.rejected.get(name)?.some(({ value }) => said.includes(value))) return true
  if (said.includes('') && !truth.sent.has(name)) return true
  if (field !== 'status') return false
  const [from, to] = [setup.statusOrder.indexOf(String(known)), setup.statusOrder.indexOf(String(said.at(-1)))]
  return setup.finalStatuses.includes(String(known)) || (from !== -1 && to !== -1 && to < from)
}

function checkLeftOvers({ store, books, violations, clock, shop, setup }: Stage): void {
  const snapshots = store.keys().filter((key) => key.startsWith(snapshotsPrefix))
  if (snapshots.length > 4) violations.push(`the state keeps ${snapshots.length} snapshots`)
  if (store.bytes(headKey) === undefined && store.keys().some((key) => key.startsWith('archive/')))
    violations.push('1: there is no head in the end')
  for (const line of books.lines.values()) {
    if (!shop.orders.has(line.order_number)) continue
    for (const [field, { parked }] of line.wanted)
      if (ownerOf(setup, field) !== undefined && parked)
        violations.push(`1: ${line.order_number} ${field} is still parked at ${new Date(clock.now()).toISOString()}`)
  }
}

function checkSecrets({ store, violations }: Stage): void {
  const forms = [canary, Buffer.from(`1:${canary}`).toString('base64'), Buffer.from(canary).toString('base64')]
  for (const key of store.keys()) {
    const text = String(store.bytes(key))
    if (forms.some((form) => text.includes(form))) violations.push(`5: ${key} holds the key`)
  }
}
