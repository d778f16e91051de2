import { describe, expect, it } from 'vitest'
import type { FieldName, FieldValue } from '../../../lib/order.ts'
import { adoptAllOf } from '../../../lib/sync/ledger/adopt.ts'
import { clearDoubt, forgetDoubtful, wantDoubtfully, wantSoundly } from '../../../lib/sync/ledger/doubtful.ts'
import { type Line, takesBack } from '../../../lib/sync/ledger/line.ts'
import { iso, lineOf, wanted } from '../../support/lines.ts'

describe('a suspicious export that says what the shop has already, while another value waits', () => {
  const rows: readonly (readonly [FieldName, FieldValue | undefined, FieldValue, FieldValue])[] = [
    ['status', 'sent', 'new', 'sent'],
    ['paid_date', '2026-11-01', '2026-11-02', '2026-11-01'],
    ['tracking_code', 'T1', 'T2', 'T1'],
    ['tracking_code', undefined, 'T1', ''],
    ['metas.note', 'n1', 'n2', 'n1'],
  ]
  const doubted = (name: FieldName, has: FieldValue | undefined, waits: FieldValue, said: FieldValue): Line =>
    wantDoubtfully(
      lineOf({ acknowledged: has === undefined ? {} : { [name]: has }, wanted: { [name]: wanted(waits) } }),
      name,
      wanted(said),
    )

  it.each(rows)('takes the other one back: %s %s, not %s', (name, has, waits, said) => {
    const line = doubted(name, has, waits, said)
    const wish = line.wanted?.[name]
    expect(wish?.value).toBe(said)
    expect(wish !== undefined && takesBack(line, name, wish)).toBe(true)
  })

  it.each(rows)('gives the other one back where the doubt was right: %s %s, %s', (name, has, waits, said) => {
    const after = forgetDoubtful(doubted(name, has, waits, said), () => true)
    expect(after.wanted?.[name]).toEqual(wanted(waits))
  })

  it.each(rows)('ends the other one where a person trusts it: %s %s, not %s', (name, has, waits, said) => {
    expect(clearDoubt(doubted(name, has, waits, said), () => true).wanted).toBeUndefined()
  })

  it.each(rows)('is sent like any other where the other one is under way: %s %s, not %s', (name, has, waits, said) => {
    const line = { ...doubted(name, has, waits, said), unconfirmed: { fields: { [name]: waits }, until: iso(60_000) } }
    const wish = line.wanted?.[name]
    expect(wish !== undefined && takesBack(line, name, wish)).toBe(false)
  })
})

describe('a rejected word of a suspicious export alone', () => {
  const rejected = wanted('sent', { decided: { kind: 'rejected', id: 'd' } })
  const unheard = { rejected: { status: { ...rejected, doubtful: {} } } }
  const said = (instead?: FieldValue): Line =>
    lineOf({
      acknowledged: { status: 'new' },
      wanted: {
        status: { ...rejected, doubtful: instead === undefined ? {} : { instead: wanted(instead) } },
      },
    })

  it('is not heard later where a sound export ends it without a word about it', () => {
    const ended = lineOf({ acknowledged: { status: 'new' } })
    expect(forgetDoubtful(said(), () => true)).toEqual({ ...ended, ...unheard })
    const older = { wanted: { status: wanted('done') } }
    expect(forgetDoubtful(said('done'), () => true)).toEqual({ ...ended, ...older, ...unheard })
  })

  it('is over once a sound export says another value', () => {
    expect(wantSoundly(said(), 'status', wanted('done'))).toEqual(
      lineOf({ acknowledged: { status: 'new' }, wanted: { status: wanted('done') } }),
    )
  })

  it('is not what the exports say where all of that is adopted', () => {
    const line = lineOf({ acknowledged: { status: 'new' }, ...unheard })
    expect(adoptAllOf(line)).toEqual(line)
  })
})
