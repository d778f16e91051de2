import { expect, it } from 'vitest'
import { live } from './days.ts'

it('an unattended shop on the smallest plan ends in agreement, with few requests and little state', async () => {
  const { disagreements, requests, needed, state, exports, bare } = await live(30, 7)
  expect(disagreements).toEqual([])
  expect(exports).toBe(720)
  // with a gate: no mail without the number of its parcel
  expect(bare).toBe(0)
  // one in fifty requests goes wrong: its shop is asked what it shows at once, and again when it can no longer change
  expect(requests).toBeLessThanOrEqual(needed * 1.1)
  expect(state.objects).toBeLessThanOrEqual(5)
}, 120_000)
