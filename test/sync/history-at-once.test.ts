import { expect, it } from 'vitest'
import { historyOf } from '../../lib/sync/history.ts'
import { createWorld, hourMs, noLimits, settingsOf } from '../support/world.ts'

it('the history of an order asks a bucket many things at once, and tells them in their order', async () => {
  const world = createWorld({
    settings: settingsOf({ guard: noLimits }),
    orders: [{ order_number: 'O1', status: 'new' }],
  })
  const statuses = ['new', 'sent', 'done']
  for (let round = 0; round < 40; round++) {
    world.drop([['O1', statuses[round % 3]]])
    await world.run({ impatient: true })
    world.clock.advance(12 * hourMs)
  }
  let open = 0
  let most = 0
  const waiting =
    <A extends unknown[], R>(ask: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      most = Math.max(most, ++open)
      await new Promise((resolve) => void setImmediate(resolve))
      const answer = await ask(...args)
      open--
      return answer
    }
  const store = { ...world.store, get: waiting(world.store.get), list: waiting(world.store.list) }
  const history = await historyOf({ ...world.effects, store }, 'O1', 90)
  expect(history).toHaveLength(39)
  expect(history.map(({ time }) => time)).toEqual(
    history
      .map(({ time }) => time)
      .toSorted()
      .reverse(),
  )
  expect(most).toBe(16)
})
