import { describe, expect, it } from 'vitest'
import { createSession } from '../../lib/sync/reading-session.ts'
import { settingsOf } from '../support/world.ts'

const key = 'canary-key-f00d'
const request = { request: { method: 'GET', url: 'http://x', headers: {} }, attempt: 1, orderNumbers: [] }
const open = (most?: number) => createSession({ value: key, version: '1' }, settingsOf(), most)

describe('a session that only reads', () => {
  it('lets so many requests leave, each counted as it leaves', async () => {
    const { session, told } = open(2)
    for (const permit of [undefined, undefined, 'out of allowance']) {
      expect(session.permit()).toBe(permit)
      if (permit === undefined) await session.record(request)
    }
    expect(told()).toStrictEqual({ requests: 2 })
  })

  it('asks as often as it takes where nobody says otherwise', async () => {
    const { session } = open()
    for (let time = 0; time < 1000; time++) await session.record(request)
    expect(session.permit()).toBeUndefined()
  })

  it('tells the allowance that was told last', () => {
    const { session, told } = open()
    session.allowance({ hourRemaining: 9 })
    session.allowance({ hourRemaining: 8 })
    expect(told()).toEqual({ requests: 0, allowance: { hourRemaining: 8 } })
  })

  it('keeps nothing, and knows the key and its login in any form', async () => {
    const { session } = open()
    const complete = await session.record(request)
    await expect(complete({ status: 200, headers: {}, body: '' })).resolves.toBeUndefined()
    expect(session.apiKey.value).toBe(key)
    const login = Buffer.from(`12345678:${key}`).toString('base64')
    expect(session.redact(`a ${key} b ${login} c`)).not.toMatch(new RegExp(`${key}|${login}`))
  })
})
