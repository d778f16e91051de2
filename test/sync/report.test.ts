import { describe, expect, it } from 'vitest'
import { nextHead } from '../../lib/sync/commit/next-head.ts'
import type { RunFacts } from '../../lib/sync/facts.ts'
import type { SentOrder } from '../../lib/sync/post/send.ts'
import { emptyReport, idleReport, joinReports, type RunReport, reportOf } from '../../lib/sync/report.ts'
import type { Head } from '../../lib/sync/state/head.ts'
import { changeOf, changesOf, fieldChange } from '../support/changes.ts'
import { factsOf, headOf, holdOf, holdReason, leftOutOf, planWith } from '../support/facts.ts'
import { iso, nowMs } from '../support/lines.ts'
import { hourMs } from '../support/world.ts'

const empty = emptyReport('now', iso())
const report = (more: Partial<RunFacts> = {}): RunReport => {
  const facts = factsOf(more)
  return reportOf(empty, facts, nextHead(facts, nowMs))
}
const kindsOf = ({ problems }: RunReport) => problems.map(({ kind }) => kind)
const stopped = (stop: RunFacts['posted']['stop']): RunFacts['posted'] => ({
  orders: new Map(),
  events: [],
  ...(stop === undefined ? {} : { stop }),
})
const blocked = { keyVersion: '1', status: 401, message: 'No.', since: iso(-hourMs) }
const hold: Head['hold'] = { hash: 'a'.repeat(64), changes: 2, notifications: 0, reasons: [holdReason], since: iso() }

describe('how a run ended', () => {
  it.each<[string, Partial<RunFacts>, string, readonly string[]]>([
    ['well', {}, 'done', []],
    ['held', { left: planWith(changesOf(2), { verdict: holdOf() }) }, 'held', ['held']],
    ['blocked before', { head: headOf({ blocked }) }, 'blocked', ['blocked']],
    [
      'denied now',
      { posted: stopped({ kind: 'denied', status: 401, message: 'No.' }), told: { requests: 1, keyVersion: '1' } },
      'blocked',
      ['denied', 'blocked'],
    ],
    [
      'the shop is failing',
      { posted: stopped({ kind: 'failing', message: 'x' }), left: planWith(changesOf(1)) },
      'failed',
      ['failing'],
    ],
    [
      'it is left alone, for it was failing',
      { head: headOf({ failures: 2 }), left: planWith(changesOf(1)) },
      'failed',
      ['failing'],
    ],
    ['no key', { told: { requests: 0, failure: 'There is no key.' } }, 'failed', ['key']],
    [
      'a wrong address',
      { posted: stopped({ kind: 'misdirected', status: 404, message: 'x' }) },
      'failed',
      ['misdirected'],
    ],
    [
      'the allowance is used up',
      { posted: stopped({ kind: 'limited', notBeforeMs: nowMs, message: 'x' }) },
      'done',
      ['limited'],
    ],
    ['no time was left', { posted: stopped({ kind: 'not sent', refusal: 'out of time' }) }, 'done', ['out of time']],
    ['no allowance was left', { posted: stopped({ kind: 'not sent', refusal: 'out of allowance' }) }, 'done', []],
    ['the shop has moved', { told: { requests: 1, newAddress: 'https://b.test' } }, 'done', ['new address']],
    [
      'failing, blocked and held: the worst counts',
      {
        posted: stopped({ kind: 'failing', message: 'x' }),
        head: headOf({ blocked }),
        left: planWith(changesOf(1), { verdict: holdOf(), leftOut: [leftOutOf('unconfirmed')] }),
      },
      'failed',
      ['failing', 'blocked', 'held'],
    ],
    [
      'blocked and held',
      { head: headOf({ blocked }), left: planWith(changesOf(1), { verdict: holdOf() }) },
      'blocked',
      ['blocked', 'held'],
    ],
  ])('%s', (_what, more, outcome, kinds) => {
    const told = report(more)
    expect([told.outcome, kindsOf(told)]).toEqual([outcome, kinds])
  })
})

describe('what a run counts', () => {
  const plan = planWith(changesOf(5, { mails: ['status'], mayNotify: true }))
  const sent: [string, SentOrder][] = [
    ['O0', { kind: 'accepted' }],
    ['O1', { kind: 'warned', messages: ['w'] }],
    ['O2', { kind: 'rejected', messages: ['r'] }],
    ['O3', { kind: 'unknown', messages: ['u'] }],
    ['O4', { kind: 'not sent' }],
  ]
  const posted: RunFacts['posted'] = { orders: new Map(sent), events: [] }

  it('each order once; customers are mailed only by what the shop took', () => {
    expect(report({ plan, left: planWith(), posted, told: { requests: 3 }, adopted: 7 })).toMatchObject({
      planned: 5,
      accepted: 1,
      warned: 1,
      rejected: 1,
      unknown: 1,
      notified: 2,
      requests: 3,
      adopted: 7,
    })
  })

  it('a problem for every order that did not go well, in the shop’s words', () => {
    const { problems } = report({ plan, left: planWith(), posted })
    expect(problems.map(({ kind, subject, message }) => [kind, subject, message.slice(-1)])).toEqual([
      ['rejected', 'O2', 'r'],
      ['warned', 'O1', 'w'],
      ['unanswered', 'O3', 'u'],
    ])
  })

  it('no mail of an order whose status was kept back', () => {
    const change = changeOf('O0', { status: 'sent' }, { mails: ['status'], mayNotify: true })
    const fields = { ...change.fields, tracking_code: fieldChange('T', { approved: true }) }
    const held = planWith([{ ...change, fields }], { verdict: holdOf() })
    expect(report({ plan: held, left: planWith(), posted }).notified).toBe(0)
  })

  it('until when all will have been sent', () => {
    const allowance = { hourLimit: 10, hourRemaining: 0, dayLimit: 100, dayRemaining: 50, at: iso() }
    expect(report({ left: planWith(changesOf(1)), told: { requests: 1, allowance } }).throughAt).toBe(iso(hourMs))
    expect(report({ left: planWith(changesOf(1)) })).not.toHaveProperty('throughAt')
  })

  it('a held plan, with what to do about it', () => {
    const { hold, problems } = report({ left: planWith(changesOf(2), { verdict: holdOf() }) })
    expect(hold).toEqual({ hash: 'a'.repeat(64), changes: 2, reasons: [holdReason] })
    expect(problems[0]).toMatchObject({ subject: 'a'.repeat(64) })
    expect(problems[0]?.message).toContain('Nothing was posted: a plan of 2 changed orders is held. Too many.')
    expect(problems[0]?.message).toContain('order-sync approve aaaaaaaaaaaa')
  })
})

describe('a run that found nothing to do', () => {
  const idle = (head: Partial<Head> | undefined) => {
    const { seen } = factsOf({ head: headOf(head) })
    const stored = head === undefined ? undefined : seen.stored
    return idleReport(emptyReport('now', iso(), stored?.head), { ...seen, stored })
  }
  it.each<[string, Partial<Head> | undefined, string, readonly string[]]>([
    ['never ran before, and there are no exports', undefined, 'idle', ['no export']],
    ['nothing waits', {}, 'idle', []],
    ['a hold waits', { hold }, 'held', ['held']],
    ['a refused key', { blocked }, 'blocked', ['blocked']],
    ['a failing shop', { failures: 3, notBefore: iso(1000) }, 'failed', ['failing']],
  ])('%s', (_what, head, outcome, kinds) => {
    const told = idle(head)
    expect([told.outcome, kindsOf(told)]).toEqual([outcome, kinds])
  })
  it('says what waits', () => {
    const counts = { pending: 3, parked: 2, held: 0, leftOut: 0 }
    expect(idle({ counts })).toMatchObject({ pending: 3, parked: 2, requests: 0 })
  })
})

describe('two passes as one report', () => {
  const first: RunReport = {
    ...empty,
    outcome: 'done',
    requests: 1,
    accepted: 2,
    notified: 1,
    pending: 5,
    durationMs: 10,
  }
  it.each<[RunReport['outcome'], RunReport['outcome']]>([
    ['idle', 'done'],
    ['busy', 'done'],
    ['done', 'done'],
    ['held', 'held'],
    ['blocked', 'blocked'],
    ['failed', 'failed'],
  ])('the second one is %s', (outcome, joined) => {
    expect(joinReports(first, { ...empty, outcome }).outcome).toBe(joined)
  })
  it('adds what was done, and says what waits now, under the id of the first', () => {
    const second: RunReport = { ...first, run: 'later', startedAt: iso(1), pending: 1, throughAt: iso(2) }
    const { throughAt, ...rest } = joinReports(first, second)
    expect(throughAt).toBe(iso(2))
    expect(rest).toMatchObject({
      run: 'now',
      startedAt: iso(),
      requests: 2,
      accepted: 4,
      notified: 2,
      pending: 1,
      durationMs: 20,
    })
  })
  it('keeps the problems of both, and tells the same one once', () => {
    const problem = { kind: 'failing', subject: 's', message: 'm' } as const
    const other = { ...problem, subject: 't' }
    const joined = joinReports({ ...first, problems: [problem, other] }, { ...first, problems: [problem] })
    expect(joined.problems).toEqual([other, problem])
  })
})
