import { describe, expect, it } from 'vitest'
import { statusText } from '../../lib/print/status.ts'
import { statusOf } from '../../lib/sync/status.ts'
import { runSync } from '../../lib/sync/sync.ts'
import { voiceIn } from '../support/voice.ts'
import { createWorld, csvOf, hourMs, settingsOf } from '../support/world.ts'

const voice = await voiceIn()

const settings = settingsOf()
const content = csvOf([['O1', 'new']])

describe('what lies in exports/', () => {
  it('is fresh where the same bytes are uploaded again, although nothing is read', async () => {
    const world = createWorld({ settings })
    world.drop(content, '1.csv')
    await world.run()
    const first = (await world.run()).newest?.orders ?? ''
    world.clock.advance(hourMs)
    const again = new Date(world.clock.now()).toISOString()
    // a bucket tells the same bytes by the same etag, and the new time
    const store = {
      ...world.store,
      list: async (prefix: string) =>
        (await world.store.list(prefix)).map((one) =>
          one.key.startsWith('exports/') ? { ...one, lastModified: again } : one,
        ),
    }
    const report = await runSync(
      settings,
      { ...world.effects, store },
      { holder: { host: 'test', pid: 1 }, deadlineMs: world.clock.now() + hourMs },
    )
    expect(report).toMatchObject({ outcome: 'idle', exports: [], newest: { orders: again } })
    expect(first < again).toBe(true)
    const status = await statusOf(settings, { ...world.effects, store }, { days: 1, runs: 1 })
    expect(statusText(status, 'test', voice)).toContain(`the newest upload is of ${voice.time(again)}.`)
  })

  it('is told where no feed reads it, by every run and by status', async () => {
    const world = createWorld({ settings })
    world.drop(content, '1.csv')
    world.store.drop('exports/order/2.csv', content)
    world.store.drop('exports/readme.txt', content)
    world.store.drop('exports/.DS_Store', content)
    const told = {
      kind: 'stray export',
      subject: 'exports/order/2.csv',
      message: expect.stringContaining('and 1 more'),
    }
    expect((await world.run()).problems).toContainEqual(told)
    expect((await world.run()).problems).toEqual([told])
    const status = await statusOf(settings, world.effects, { days: 1, runs: 1 })
    expect(statusText(status, 'test', voice)).toContain('exports/order/2.csv, and 1 more, lies where no feed looks')
  })
})
