import { hourMs } from '../support/world.ts'
import { disagreements, mayNotLeave } from './agreement.ts'
import { decide } from './decide.ts'
import { headKey, snapshotsPrefix } from './engine.ts'
import { canary, putBack, resume, run, type Stage } from './play.ts'
import { ownerOf } from './setup.ts'
import { same, spot } from './truth.ts'

const sound = { do: 'run', faults: [], gone: true } as const
const leastRounds = 6

/** Faults stop; within a bounded number of runs everything must be as it should. */
export async function checkEnd(stage: Stage): Promise<void> {
  const { violations, shop, clock, network } = stage
  await resume(stage)
  network.clearFaults()
  if (!stage.story.staysWrong) network.stayWrong(undefined)
  await network.arrive(true)
  await putBack(stage)
  stage.apiKey = () => ({ value: canary, version: '2' })
  // each disputed export may take a round, and a person's word
  const mostRounds = leastRounds + stage.truth.drops.length
  let isQuiet = false
  for (let round = 0; round < leastRounds || (round < mostRounds && !isQuiet); round++) {
    clock.advance(25 * hourMs)
    const ending = await run(stage, sound)
    isQuiet = ending.kind === 'report' && ending.report.outcome === 'idle'
    if (ending.kind === 'error') violations.push(`1: a run without faults failed: ${ending.message}`)
    if (ending.kind === 'report' && ending.report.outcome === 'failed')
      violations.push(
        `1: a run without faults failed: ${ending.report.problems.map(({ message }) => message).join(' ')}`,
      )
    await decide(stage, 'approve')
    await decide(stage, 'dismiss')
    if (round < leastRounds - 2) for (const what of ['retry', 'overrule'] as const) await decide(stage, what)
  }
  for (const one of disagreements(stage, stage.setup)) violations.push(`1: ${one}`)
  const before = shop.requests.length
  clock.advance(1000)
  await run(stage, sound)
  if (shop.requests.length !== before) violations.push('3: a further run over the same input sent a request')
  checkLeftOvers(stage)
  checkSecrets(stage)
}

function checkLeftOvers({ store, books, violations, clock, shop, setup, truth }: Stage): void {
  const snapshots = store.keys().filter((key) => key.startsWith(snapshotsPrefix))
  if (shop.mostAtOnce > 3) violations.push(`7: ${shop.mostAtOnce} requests at once`)
  if (snapshots.length > 4) violations.push(`the state keeps ${snapshots.length} snapshots`)
  if (store.bytes(headKey) === undefined && store.keys().some((key) => key.startsWith('archive/')))
    violations.push('1: there is no head in the end')
  for (const line of books.lines.values()) {
    if (!shop.orders.has(line.order_number)) continue
    const status = String(line.acknowledged.get('status'))
    for (const [field, { parked, value }] of line.wanted)
      if (
        ownerOf(setup, field) !== undefined &&
        parked &&
        !truth.adopted.has(spot(line.order_number, field)) &&
        // what somebody else has set is not cleared
        !(value === '' && truth.edited.has(spot(line.order_number, field))) &&
        !truth.rejected.get(spot(line.order_number, field))?.some((one) => same(one.value, value)) &&
        !(field === 'status' && mayNotLeave(setup, status, String(value)))
      )
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
