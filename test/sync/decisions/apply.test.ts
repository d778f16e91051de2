import { describe, expect, it } from 'vitest'
import { applyDecisions } from '../../../lib/sync/decisions/apply.ts'
import { type Decision, readHold, type StoredDecision, writeHold } from '../../../lib/sync/decisions/decisions.ts'
import { stillWanted } from '../../../lib/sync/decisions/mark.ts'
import type { Line } from '../../../lib/sync/ledger/line.ts'
import type { Change, Plan } from '../../../lib/sync/plan/change.ts'
import type { FeedStates, Head, HoldReason } from '../../../lib/sync/state/head.ts'
import { changeOf } from '../../support/changes.ts'
import { iso, ledgerOf, lineOf, nowMs, parkedUntil, wanted } from '../../support/lines.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { createManualClock } from '../../support/world.ts'

const hash = 'a'.repeat(64)
const approve: Decision = { kind: 'approve', at: iso(), hash }
const reject: Decision = { kind: 'reject', at: iso(), hash }
const feeds: FeedStates = { orders: { settingsHash: 'h' } }

interface Given {
  readonly held?: readonly Change[]
  readonly reasons?: readonly HoldReason[]
  readonly lines?: readonly Line[]
  readonly feeds?: FeedStates
  readonly blocked?: Head['blocked']
}

async function applied(given: Given, ...decisions: readonly Decision[]) {
  const clock = createManualClock()
  const store = createMemoryStore(clock)
  const verdict: Plan['verdict'] = { kind: 'hold', reasons: given.reasons ?? [] }
  const plan: Plan = { hash, changes: given.held ?? [], leftOut: [], requests: 1, verdict }
  if (given.held !== undefined) await writeHold(plan, { store, clock })
  const ledger = ledgerOf(...(given.lines ?? []))
  const stored = decisions.map((decision, index): StoredDecision => ({ ...decision, storedAs: `d${index}` }))
  const input = { decisions: stored, feeds: given.feeds ?? feeds, blocked: given.blocked }
  const result = await applyDecisions(input, ledger, { store, clock })
  const held = await readHold(store, hash)
  const decided = Object.entries(ledger.get('A')?.wanted ?? {}).map(([name, field]) => {
    const { id, ...word } = field?.decided ?? {}
    return [name, id === undefined ? undefined : word]
  })
  return { ...result, ledger, decided: Object.fromEntries(decided), still: held && stillWanted(held, ledger) }
}

describe('a word about a held plan', () => {
  const held = [
    changeOf('A', { status: 'sent', tracking_code: 'T', paid_date: '2026-11-01' }, { mails: ['status', 'paid_date'] }),
  ]
  const lines = [
    lineOf({ wanted: { status: wanted('sent'), tracking_code: wanted('T'), paid_date: wanted('2026-11-01') } }),
  ]

  it.each<[string, Decision, unknown]>([
    [
      'an approval binds what it showed: of each field, whether it mails',
      approve,
      {
        status: { kind: 'approved', mails: true },
        tracking_code: { kind: 'approved', mails: false },
        paid_date: { kind: 'approved', mails: true },
      },
    ],
    [
      'a quiet approval knows that a payment may mail all the same',
      { ...approve, quiet: true },
      {
        status: { kind: 'approved', mails: false, quiet: true },
        tracking_code: { kind: 'approved', mails: false, quiet: true },
        paid_date: { kind: 'approved', mails: true, quiet: true },
      },
    ],
    [
      'a rejection',
      reject,
      { status: { kind: 'rejected' }, tracking_code: { kind: 'rejected' }, paid_date: { kind: 'rejected' } },
    ],
  ])('%s', async (_what, decision, decided) => {
    const result = await applied({ held, lines }, decision)
    expect([result.decided, result.problems, result.still]).toEqual([decided, [], 3])
  })

  it('is about exactly its values, of exactly its orders', async () => {
    const result = await applied(
      {
        held,
        lines: [
          lineOf({ wanted: { status: wanted('done'), tracking_code: wanted('T'), resolved_yn: wanted(true) } }),
          lineOf({ order_number: 'B', wanted: { status: wanted('sent') } }),
        ],
      },
      approve,
    )
    expect(result.decided).toEqual({
      status: undefined,
      tracking_code: { kind: 'approved', mails: false },
      resolved_yn: undefined,
    })
    expect(result.ledger.get('B')?.wanted?.status?.decided).toBeUndefined()
    expect(result.still).toBe(1)
  })

  it('knows texts per language whatever their order', async () => {
    const texts = changeOf('A', { 'metas.n': { cs: 'a', en: 'b' } })
    const line = (value: Record<string, string>) => lineOf({ wanted: { 'metas.n': wanted(value) } })
    expect((await applied({ held: [texts], lines: [line({ en: 'b', cs: 'a' })] }, approve)).still).toBe(1)
    expect((await applied({ held: [texts], lines: [line({ cs: 'a' })] }, approve)).still).toBe(0)
  })

  it('is void, and told, where nothing of the plan is wanted any more, or nobody knows it', async () => {
    for (const given of [{ held, lines: [lineOf({ wanted: { status: wanted('done') } })] }, { lines }, { held }]) {
      const result = await applied(given, approve)
      expect(result.problems).toEqual([
        {
          kind: 'decision',
          subject: hash,
          message: expect.stringMatching(/plan aaaaaaaaaaaa is wanted .* to approve\./),
        },
      ])
      expect(result.ledger.changed).toBe(false)
    }
  })

  it('that comes last counts', async () => {
    expect((await applied({ held, lines }, reject, approve)).decided.status).toMatchObject({ kind: 'approved' })
    expect((await applied({ held, lines }, approve, reject)).decided.status).toEqual({ kind: 'rejected' })
  })
})

describe('the exports that a plan came from', () => {
  const suspicions = [{ message: 'it has 40 records; the last one had 100.', figure: 40, limit: 50, version: 'v' }]
  const last = { key: 'exports/orders/2.csv', etag: '"2"', size: 1, lastModified: iso(), records: 40 }
  const suspicious: FeedStates = { orders: { settingsHash: 'h', suspicions, usualRecords: 100, last } }
  const shown: HoldReason = {
    rule: 'export',
    feed: 'orders',
    version: 'v',
    figure: 40,
    limit: 50,
    message: `The last export of the feed "orders" looks wrong: ${suspicions[0]?.message}`,
  }
  const held = [changeOf('A', { status: 'sent' })]
  const lines = [lineOf({ wanted: { status: wanted('sent') } })]

  it.each([
    ['approved', approve],
    ['rejected', reject],
  ])('are the new normal once it was %s', async (_what, decision) => {
    const usual = { lineEnd: true, filled: true, layout: { header: 'h', columns: 3, surplus: 0 } }
    const feeds = { orders: { ...suspicious.orders, settingsHash: 'h', ...usual } }
    const result = await applied({ held, lines, feeds, reasons: [shown] }, decision)
    expect(result.feeds).toEqual({ orders: { settingsHash: 'h', usualRecords: 40, last } })
  })

  it.each<[string, Given]>([
    ['a newer one looks wrong for another reason', { reasons: [{ ...shown, message: 'another', figure: 7 }] }],
    [
      'the plan was held for other reasons, before it looked wrong',
      { reasons: [{ rule: 'orders', figure: 600, limit: 500, message: 'It changes 600 orders.' }] },
    ],
    ['another feed looked so', { reasons: [{ ...shown, feed: 'parcels' }] }],
    ['nothing of it was wanted any more', { reasons: [shown], lines: [] }],
  ])('stay suspicious where %s', async (_what, given) => {
    const result = await applied({ held, lines, feeds: suspicious, ...given }, approve)
    expect(result.feeds).toEqual(suspicious)
  })
})

describe('retrying', () => {
  const parked = (order_number: string) =>
    lineOf({ order_number, wanted: { status: wanted('x', { parked: parkedUntil(iso(5)) }) } })
  const lines = [parked('A'), parked('B'), lineOf({ order_number: 'C', wanted: { status: wanted('x') } })]
  const nextTry = (line: Line | undefined) => line?.wanted?.status?.parked?.nextTry

  it.each<[string, Decision, readonly (string | undefined)[]]>([
    ['all', { kind: 'retry', at: iso() }, [iso(), iso(), undefined]],
    ['one', { kind: 'retry', at: iso(), orders: ['B'] }, [iso(5), iso(), undefined]],
    ['none that is not parked', { kind: 'retry', at: iso(), orders: ['C', 'X'] }, [iso(5), iso(5), undefined]],
  ])('%s', async (_what, decision, tries) => {
    const { ledger } = await applied({ lines }, decision)
    expect(['A', 'B', 'C'].map((order) => nextTry(ledger.get(order)))).toEqual(tries)
    expect(ledger.size).toBe(3)
    expect(ledger.changed).toBe(tries.includes(iso()))
    expect(Date.parse(iso())).toBe(nowMs)
  })
})

describe('unblocking', () => {
  const blocked = { keyVersion: '1', status: 401, message: 'no', since: iso(10) }
  it.each([
    ['counts for the block that it is about, whatever the clocks say', blocked, iso(10), true],
    ['does not count for a block that came after it', blocked, iso(9), false],
    ['changes nothing where nothing is blocked', undefined, iso(10), false],
  ])('%s', async (_what, given, since, unblocked) => {
    const result = await applied({ blocked: given }, { kind: 'unblock', at: iso(0), since })
    expect(result.unblocked).toBe(unblocked)
  })

  it('is nobody’s word where nobody said it', async () => {
    expect((await applied({ blocked }, { kind: 'dismiss', at: iso(20), key: 'k', etag: 'e' })).unblocked).toBe(false)
  })
})
