import { describe, expect, it } from 'vitest'
import type { Line, Unconfirmed, Wanted } from '../../../lib/sync/ledger/line.ts'
import { recordShown } from '../../../lib/sync/ledger/line.ts'
import { recordNotTold, releaseParked } from '../../../lib/sync/ledger/refused.ts'
import { hourMs, minuteMs } from '../../support/world.ts'

const nowMs = Date.parse('2026-11-26T08:00:00Z')
const iso = (ms: number): string => new Date(nowMs + ms).toISOString()
const wanted = (value: string): Wanted => ({
  value,
  since: iso(-hourMs),
  cause: { feed: 'orders', key: 'a', record: 1 },
})
const notTold = (line: Line, atMs = nowMs): Line => recordNotTold(line, { messages: ['no'], atMs })

/** An order of which a status and a parcel number were sent, and no answer came. */
const lineOf = (sending: Partial<Unconfirmed> = {}): Line => ({
  order_number: 'O1',
  acknowledged: { status: 'new', paid_date: '2026-11-01' },
  wanted: { status: wanted('sent'), tracking_code: wanted('T') },
  mailed: [iso(-minuteMs)],
  unconfirmed: { fields: { status: 'sent', tracking_code: 'T' }, until: iso(0), ...sending },
})

describe('an order of which the shop does not say what it shows', () => {
  it.each<[string, Partial<Unconfirmed>]>([
    ['that mailed nobody', {}],
    ['that may have mailed', { mailed: true }],
    ['that was asked for often enough', { mailed: true, asked: 3 }],
  ])('waits until the time of a sending is over: one %s', (_which, sending) => {
    const line = lineOf({ ...sending, until: iso(1) })
    expect(notTold(line)).toBe(line)
  })

  it.each<[string, Partial<Unconfirmed>]>([
    ['that mailed nobody', {}],
    ['that was asked for often enough', { mailed: true, asked: 3 }],
  ])('is not known after a sending %s: what was sent is forgotten, and may be cleared', (_which, sending) => {
    const after = notTold(lineOf(sending))
    expect(after).toMatchObject({
      acknowledged: { paid_date: '2026-11-01' },
      setByUs: ['status', 'tracking_code'],
      wanted: { status: wanted('sent'), tracking_code: wanted('T') },
      // the mail was counted, and may have left
      mailed: [iso(-minuteMs)],
    })
    expect(after.acknowledged.status).toBeUndefined()
    expect(after.unconfirmed).toBeUndefined()
  })

  it('is asked for three times after growing pauses, where its customer may have been mailed', () => {
    let line = lineOf({ mailed: true })
    const pauses: number[] = []
    let atMs = nowMs
    for (; line.unconfirmed !== undefined; atMs = Date.parse(line.unconfirmed?.until ?? '')) {
      line = notTold(line, atMs)
      if (line.unconfirmed !== undefined) pauses.push(Date.parse(line.unconfirmed.until) - atMs)
    }
    expect(pauses).toEqual([minuteMs, hourMs, 6 * hourMs])
    expect(line.wanted).toMatchObject({ status: { silent: true }, tracking_code: { silent: true } })
  })

  it('mails nobody of a value that came back meanwhile, once the shop is asked no more', () => {
    const after = notTold({ ...lineOf({ mailed: true, asked: 3 }), wanted: { status: wanted('sent') } })
    expect(after.unconfirmed).toBeUndefined()
    expect(after.wanted).toEqual({ status: { ...wanted('sent'), silent: true } })
  })

  it('lets a value mail that was wanted only after the sending', () => {
    const line: Line = { ...lineOf({ mailed: true }), wanted: { status: wanted('done') } }
    const after = notTold(line)
    expect(after.wanted).toEqual(line.wanted)
    expect(after.unconfirmed).toMatchObject({ asked: 1, until: iso(hourMs) })
  })

  it('mails again once the shop says that it did not take exactly what may have mailed', () => {
    const line = notTold(lineOf({ mailed: true }))
    expect(line.wanted?.status?.silent).toBe(true)
    const shown = recordShown(line, { status: 'new', tracking_code: '' }, nowMs + hourMs)
    expect(shown.wanted?.status?.silent).toBeUndefined()
    expect(shown.mailed).toBeUndefined()
  })

  it('stays silent where the shop did not take what was sent silently: the one before may have mailed', () => {
    const given = notTold(lineOf({ mailed: true, asked: 3 }))
    const { wanted: wishes } = notTold(lineOf({ mailed: true }))
    const again: Line = { ...given, wanted: wishes ?? {}, unconfirmed: { fields: { status: 'sent' }, until: iso(0) } }
    const shown = recordShown(again, { status: 'new' }, nowMs)
    expect(shown.wanted?.status).toMatchObject({ value: 'sent', silent: true })
    expect(shown.mailed).toEqual([iso(-minuteMs)])
  })

  it('can be let go by a person', () => {
    const line = notTold(lineOf({ mailed: true }))
    expect(line.wanted?.status?.parked).toMatchObject({ kind: 'unanswered', messages: ['no'], nextTry: iso(minuteMs) })
    expect(releaseParked(line, nowMs).wanted?.status?.parked?.nextTry).toBe(iso(0))
  })
})
