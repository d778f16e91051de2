import { describe, expect, it } from 'vitest'
import { batchesOf } from '../../../lib/sync/plan/batches.ts'
import { availableAt, budgetAt, pace, paceSettings } from '../../../lib/sync/plan/pace.ts'
import { changeOf, changesOf } from '../../support/changes.ts'
import { settingsOf, stateUpdate } from '../../support/world.ts'

const settings = { reserved: 2, maxDelayMinutes: 15, everyMinutes: 5, verify: 'never' } as const
const at = (time: string) => Date.parse(`2026-11-24T${time}Z`)
const known = (hourRemaining: number, time = '10:00:00') => ({
  hourLimit: 10,
  hourRemaining,
  dayLimit: 100,
  dayRemaining: 90,
  at: `2026-11-24T${time}.000Z`,
})
const endless = Number.POSITIVE_INFINITY

describe('of the allowance is there', () => {
  it.each([
    ['all, where the shop never said', undefined, '10:00:00', endless],
    ['what the hour has left, but for the reserve', known(5), '10:59:59', 3],
    ['nothing below nothing', known(1), '10:30:00', 0],
    ['a new hour’s, when it has begun', known(0, '09:59:59'), '10:00:00', 8],
    ['what the day has left, where that is less', { ...known(10), dayRemaining: 4 }, '10:00:00', 2],
    ['what the day has left, also in a new hour', { ...known(0, '09:00:00'), dayRemaining: 4 }, '10:00:00', 2],
    ['a new day’s, when it has begun', { ...known(0), dayRemaining: 0, at: '2026-11-23T23:59:59.000Z' }, '00:00:00', 8],
    ['all, where only the total was told', { totalRemaining: 0, at: '2026-11-24T10:00:00.000Z' }, '10:00:00', endless],
  ])('%s', (_what, allowance, time, available) => {
    expect(availableAt(allowance, 2, at(time))).toBe(available)
  })
})

describe('a run may send', () => {
  it.each([
    [
      'what it wants, where the shop never said',
      undefined,
      '10:00:00',
      { available: endless, now: endless, small: false },
    ],
    ['less where the hour is young', known(10), '10:00:00', { available: 8, now: 5, small: true }],
    ['more where it is half over', known(10), '10:30:00', { available: 8, now: 7, small: false }],
    ['all where it is nearly over', known(10), '10:46:00', { available: 8, now: 8, small: false }],
    ['nothing where only the reserve is left', known(2), '10:46:00', { available: 0, now: 0, small: true }],
    ['nothing where what is left is kept back for later', known(4), '10:00:00', { available: 2, now: 0, small: true }],
  ])('%s', (_what, allowance, time, budget) => {
    expect(budgetAt(allowance, settings, at(time))).toEqual(budget)
  })
})

describe('pacing', () => {
  const single = batchesOf([changeOf('A', { status: 'a' }, { since: '2026-11-24T09:55:00.000Z' })], 100)

  it('lets a single change wait for others on a small allowance, but not longer than the settings say', () => {
    expect(pace(single, { allowance: known(10), settings, nowMs: at('10:00:00') })).toMatchObject({
      send: [],
      nextMs: at('10:10:00'),
    })
    expect(pace(single, { allowance: known(10), settings, nowMs: at('10:10:00') })).toEqual({ send: single })
  })

  it.each([
    ['a person waits', { allowance: known(10), impatient: true }],
    ['the allowance is large', { allowance: { ...known(100), hourLimit: 100 } }],
    ['the shop never said', { allowance: undefined }],
  ])('sends it at once where %s', (_what, input) => {
    expect(pace(single, { settings, nowMs: at('10:00:00'), ...input }).send).toHaveLength(1)
  })

  it('sends a full batch at once', () => {
    const full = batchesOf(changesOf(100, { since: '2026-11-24T10:00:00.000Z' }), 100)
    expect(pace(full, { allowance: known(10), settings, nowMs: at('10:00:00') }).send).toHaveLength(1)
  })

  it('sends a backlog in the course of hours, keeps something for later in each, and says when it is through', () => {
    const backlog = batchesOf(changesOf(2000), 100)
    const first = pace(backlog, { allowance: known(10), settings, nowMs: at('10:00:00') })
    expect(first.send).toHaveLength(5)
    expect(new Date(first.nextMs ?? 0).toISOString()).toBe('2026-11-24T10:15:00.000Z')
    expect(new Date(first.throughMs ?? 0).toISOString()).toBe('2026-11-24T12:00:00.000Z')
  })

  it('waits for the next hour where nothing is left, and for the next day where the day is used up', () => {
    const backlog = batchesOf(changesOf(200), 100)
    const none = pace(backlog, { allowance: known(2), settings, nowMs: at('10:50:00') })
    expect([none.send.length, none.nextMs]).toEqual([0, at('11:00:00')])
    const allowance = { ...known(10), dayRemaining: 2 }
    const tomorrow = pace(backlog, { allowance, settings, nowMs: at('10:50:00') })
    expect(new Date(tomorrow.throughMs ?? 0).toISOString()).toBe('2026-11-25T00:00:00.000Z')
  })

  it('never takes the reserve, however impatient a person is', () => {
    const backlog = batchesOf(changesOf(2000), 100)
    expect(pace(backlog, { allowance: known(10), settings, nowMs: at('10:00:00'), impatient: true }).send).toHaveLength(
      8,
    )
    expect(pace(backlog, { allowance: known(2), settings, nowMs: at('10:00:00'), impatient: true }).send).toEqual([])
  })

  it('sends the most urgent first', () => {
    const batches = batchesOf([...changesOf(100), changeOf('T', { tracking_code: 'T' })], 100)
    const { send } = pace(batches, { allowance: known(3), settings, nowMs: at('10:50:00'), impatient: true })
    expect(send.map(({ changes }) => changes[0]?.order_number)).toEqual(['T'])
  })

  it('of nothing is nothing', () => {
    expect(pace([], { allowance: known(0), settings, nowMs: at('10:00:00') })).toEqual({ send: [] })
  })
})

describe('where runs are rarer than a change may wait', () => {
  const single = batchesOf([changeOf('A', { status: 'a' }, { since: '2026-11-24T09:55:00.000Z' })], 100)

  it.each([
    ['an hour apart', 60, 5, '10:00:00', 1],
    ['an hour apart, at any minute', 60, 5, '10:25:00', 1],
    ['a day apart', 1440, 5, '10:00:00', 1],
    ['half an hour apart, the first of the hour', 30, 6, '10:00:00', 1],
    ['half an hour apart, where only one more can leave', 30, 4, '10:00:00', 0],
    ['half an hour apart, the last of the hour', 30, 4, '10:30:00', 1],
    ['as far apart as a change may wait, so that no other one comes in time', 15, 10, '10:00:00', 1],
  ])('nothing is kept back for runs that never come: %s', (_what, everyMinutes, remaining, time, send) => {
    const rare = { ...settings, everyMinutes, verify: 'status' } as const
    expect(pace(single, { allowance: known(remaining), settings: rare, nowMs: at(time) }).send).toHaveLength(send)
  })

  it('a change that had no room leaves at the next run, and never starves', () => {
    const rare = { ...settings, everyMinutes: 30, verify: 'status' } as const
    const { nextMs } = pace(single, { allowance: known(4), settings: rare, nowMs: at('10:00:00') })
    expect(nextMs).toBe(at('10:30:00'))
  })
})

describe('where orders are read before they are changed', () => {
  const asking = { ...settings, verify: 'status' } as const
  const since = { since: '2026-11-24T09:00:00.000Z' }
  const changed = batchesOf(changesOf(250, since), 100)
  const paid = batchesOf([changeOf('A', { paid_date: '2026-11-01' }, since)], 100)

  it.each([
    ['what a batch costs twice', 9, '10:46:00', changed.slice(0, 1), 1],
    ['the readings of several batches together', 8, '10:46:00', changed, 3],
    ['as many as fit with their readings', 7, '10:46:00', changed, 2],
    ['nothing that has no room for its reading', 3, '10:46:00', changed, 0],
    ['what needs no reading, where there is room for nothing else', 3, '10:46:00', [...changed, ...paid], 1],
    ['less where the hour is young, for each later one may need a reading too', 10, '10:00:00', changed, 1],
  ])('counts %s', (_what, remaining, time, batches, send) => {
    expect(pace(batches, { allowance: known(remaining), settings: asking, nowMs: at(time) }).send).toHaveLength(send)
  })

  it('counts nothing for what was read in the same run', () => {
    const input = { allowance: known(5), settings: asking, nowMs: at('10:46:00'), isKnown: () => true }
    expect(pace(changed, input).send).toHaveLength(3)
  })

  it('waits for the time at which there is room for both', () => {
    const early = pace(changed, { allowance: known(6), settings: asking, nowMs: at('10:00:00') })
    expect([early.send, new Date(early.nextMs ?? 0).toISOString()]).toEqual([[], '2026-11-24T10:30:00.000Z'])
    const late = pace(changed, { allowance: known(3), settings: asking, nowMs: at('10:50:00') })
    expect(new Date(late.nextMs ?? 0).toISOString()).toBe('2026-11-24T11:00:00.000Z')
  })
})

describe('the pacing of settings', () => {
  it.each([
    [
      'as they say',
      settingsOf({
        verify: undefined,
        maxDelayMinutes: 7,
        schedule: { everyMinutes: 3 },
        upgates: { reservedRequests: 4 },
      }),
      [4, 7, 3, 'status'],
    ],
    [
      'a cron schedule as five minutes',
      settingsOf({ verify: 'all', schedule: { cron: '0/10 * ? * * *', timeZone: 'Europe/Prague' } }),
      [2, 15, 5, 'all'],
    ],
    [
      'a cron schedule that runs less often than a change may wait as it is',
      settingsOf({ verify: 'all', schedule: { cron: '0 6-20 ? * MON-FRI *', timeZone: 'Europe/Prague' } }),
      [2, 15, 60, 'all'],
    ],
    ['no reserve where the API tells no allowance', settingsOf(stateUpdate), [0, 15, 5, 'never']],
  ])('takes %s', (_what, given, [reserved, maxDelayMinutes, everyMinutes, verify]) => {
    expect(paceSettings(given)).toEqual({ reserved, maxDelayMinutes, everyMinutes, verify })
  })
})
