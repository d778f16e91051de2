import { describe, expect, it } from 'vitest'
import { redactor } from '../../lib/upgates/redact.ts'
import { createV2Shop } from '../../lib/upgates/v2/shop.ts'
import { answer, canary, createSession, scripted } from '../support/session.ts'
import { createManualClock } from '../support/world.ts'

describe('defended by itself:', () => {
  it('a reading asks for every page', async () => {
    const session = createSession()
    const page = answer(200, { number_of_pages: 3, orders: [] })
    const effects = { http: scripted(page), random: () => 0.5, clock: createManualClock() }
    const shop = createV2Shop(
      { baseUrl: 'https://s.admin.s7.upgates.com/api/v2', login: '1', timeoutMs: 1000 },
      effects,
    )
    await shop.read?.(['A', 'B'], session)
    expect(session.exchanges.map(({ request }) => new URL(request.url).searchParams.get('page'))).toEqual([
      '1',
      '2',
      '3',
    ])
  })

  it('every occurrence of the key is removed, in every form', () => {
    const basic = Buffer.from(`1:${canary}`).toString('base64')
    const text = `${canary} ${basic} ${canary} ${basic}`
    expect(redactor(canary, '1')(text)).toBe('[redacted] [redacted] [redacted] [redacted]')
  })
})
