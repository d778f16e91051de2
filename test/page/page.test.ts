import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { planPage } from '../../lib/page/plan-page.ts'
import { runPage } from '../../lib/page/run-page.ts'
import { emptyReport } from '../../lib/sync/report.ts'
import type { Language } from '../../lib/text/language.ts'
import { changeOf, changesOf, fieldChange } from '../support/changes.ts'
import { factsOf, holdOf, leftOutOf, planWith } from '../support/facts.ts'
import { settingsOf } from '../support/world.ts'

const settings = settingsOf()
const at = '2026-11-26T00:32:00.000Z'
const dryOf = (plan = planWith()) => ({ plan, adopts: 0, exports: [], problems: [] })
const pageOf = (plan = planWith(), language: Language = 'en') => planPage({ settings, language, dry: dryOf(plan), at })

/** What would act, load or break out if it were not escaped. */
const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>&amp;\u202e\u0000</style></title>`

describe('what comes from outside', () => {
  const hold = {
    kind: 'hold' as const,
    reasons: [{ rule: 'export' as const, feed: hostile, figure: 1, limit: 0, message: hostile }],
  }
  const changes = [
    changeOf(
      hostile,
      {},
      {
        mails: ['status'],
        fields: {
          status: fieldChange(hostile, {
            before: hostile,
            because: hostile,
            cause: { feed: hostile, key: hostile, record: 1 },
          }),
          [`metas.${hostile}`]: fieldChange({ [hostile]: hostile }),
        },
      },
    ),
    changeOf('O2', { status: 'new' }),
  ]
  const left = [leftOutOf('parked', at, { order_number: hostile, value: hostile, reason: hostile })]
  const exports = [
    { feed: hostile, key: hostile, records: 1, invalid: 0, refused: null },
    { feed: hostile, key: hostile, records: 0, invalid: 0, refused: hostile },
  ]
  const problems = [{ kind: 'rejected' as const, subject: hostile, message: hostile }]
  const plan = planWith(changes, { verdict: hold, leftOut: left })

  it.each([
    ['a plan', () => planPage({ settings, language: 'cs', dry: { plan, adopts: 0, exports, problems }, at })],
    [
      'a run',
      () =>
        runPage({
          settings,
          report: { ...emptyReport(hostile, at), exports, problems, throughAt: hostile },
          facts: factsOf({
            plan,
            left: plan,
            posted: { orders: new Map([[hostile, { kind: 'rejected', messages: [hostile] }]]), events: [] },
            told: {
              requests: 1,
              exchanges: [
                { sequence: 1, orders: [hostile], reads: false, mayNotify: true, sentAt: hostile, status: null },
              ],
            },
          }),
        }),
    ],
  ])('stays text in the page of %s', async (_, make) => {
    const page = await make()
    expect(page.match(/<script/g)).toHaveLength(1)
    expect(page.match(/<\/(style|title)>/g)).toHaveLength(2)
    expect(page).not.toMatch(/<img|onerror=[^a]/)
    expect(page).not.toContain('\u202e')
    expect(page).not.toContain('\u0000')
    expect(page.split('&lt;script&gt;alert(1)').length).toBeGreaterThan(8)
  })
})

it('has a policy that lets nothing in but its own style and script', async () => {
  const page = await pageOf(planWith(changesOf(3)))
  const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(page) ?? []
  const hash = (tag: string) => {
    const [, text = ''] = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page) ?? []
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  }
  expect(policy).toBe(`default-src 'none'; style-src ${hash('style')}; script-src ${hash('script')}; base-uri 'none'`)
  expect(page).not.toMatch(/\b(src|href|action)=|url\(|https?:/)
})

it.each(['cs', 'sk', 'en'] as const)(
  'in %s, says in a sentence what would happen, and how to decide',
  async (language) => {
    const page = await pageOf(planWith(changesOf(3, { mails: ['status'] }), { verdict: holdOf() }), language)
    expect(page).toContain(`<html lang="${language}">`)
    expect(page).toContain('order-sync approve aaaaaaaaaaaa')
    expect(page).toContain('Too many.')
    expect(page.replace(/<script>.*/s, '')).not.toMatch(/undefined|\[object/)
    const [, sentence = ''] = /<h1>(.*?)<\/h1>/.exec(page) ?? []
    expect(sentence).toContain('3')
  },
)

it('shows before and after, why, the row of the export, and whom it mails', async () => {
  const status = fieldChange('sent', { before: 'new', because: 'isDelivered = true' })
  const page = await pageOf(
    planWith([changeOf('O1', {}, { mails: ['status'], fields: { status, resolved_yn: fieldChange(true) } })]),
  )
  expect(page).toContain('<b>Status</b> <del>new</del> → <ins>sent</ins> <small>isDelivered = true</small>')
  expect(page).toContain('<b>Finished</b> <del>nothing</del> → <ins>yes</ins>')
  expect(page).toContain('1.csv no. 1')
  expect(page).toContain('<b>1</b> × ✉ sent')
})

it('of a run, counts as mailed only whose change was taken', async () => {
  const changes = ['O1', 'O2'].map((order) => changeOf(order, { status: 'sent' }, { mails: ['status'] }))
  const orders = new Map([['O1', { kind: 'accepted' }] as const, ['O2', { kind: 'not sent' }] as const])
  const facts = factsOf({ plan: planWith(changes), posted: { orders, events: [] } })
  const page = await runPage({ settings, report: emptyReport('r', at), facts })
  expect(page).toContain('<b>1</b> × ✉ sent')
  expect(page).toContain('not sent')
})

it('of a run that failed, is there without a plan', async () => {
  const problems = [{ kind: 'failed' as const, subject: 'r', message: 'The disk is full.' }]
  const page = await runPage({ settings, report: { ...emptyReport('r', at), outcome: 'failed', problems } })
  expect(page).toContain('The run failed')
  expect(page).toContain('The disk is full.')
})

it('of 10,000 changes stays under 3 MB, and is made in the time of a few requests', async () => {
  const changes = Array.from({ length: 10_000 }, (_, index) =>
    changeOf(
      `O24${String(index).padStart(5, '0')}`,
      { status: 'Odeslaná', tracking_code: `DR${1_234_567_800 + index}E`, paid_date: '2026-11-23' },
      { mails: ['status'] },
    ),
  )
  const before = process.cpuUsage()
  const page = await pageOf(planWith(changes), 'cs')
  const { user } = process.cpuUsage(before)
  expect(Buffer.byteLength(page)).toBeLessThan(3_000_000)
  expect(user / 1000).toBeLessThan(2000)
})
