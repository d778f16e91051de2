import { expect, it } from 'vitest'
import { live } from './days.ts'

it('an unattended shop on the smallest plan ends in agreement, with few requests and little state', async () => {
  const { disagreements, requests, needed, state, exports } = await live(30, 7)
  expect(disagreements).toEqual([])
  expect(exports).toBe(720)
  expect(requests).toBeLessThanOrEqual(needed * 1.05)
  expect(state.objects).toBeLessThanOrEqual(5)
}, 120_000)
