import { describe, expect, it } from 'vitest'
import type { FieldName, Fields, FieldValue } from '../../../lib/order.ts'
import type { Winner } from '../../../lib/settings/verify.ts'
import { acceptShown, type DriftRules, overruleShown, recordLook } from '../../../lib/sync/ledger/drift.ts'
import { acknowledge, type Decided, type Line, want } from '../../../lib/sync/ledger/line.ts'
import { releaseParked } from '../../../lib/sync/ledger/refused.ts'
import { draftPlan } from '../../../lib/sync/plan/plan.ts'
import { iso, ledgerOf, lineOf, nowMs, wanted } from '../../support/lines.ts'
import { settingsOf } from '../../support/world.ts'

const rules = (winner: Winner = 'erp', stays: readonly FieldValue[] = []): DriftRules => ({
  winnerOf: () => winner,
  stays: (shown) => stays.includes(shown),
})

/** A line that wants one value of a field over what the shop acknowledged, and what the shop shows. */
const looked = (
  name: FieldName,
  [acknowledged, want, shown]: readonly [FieldValue | undefined, FieldValue, FieldValue | undefined],
  { as = rules(), more = {} }: { as?: DriftRules; more?: Partial<Line> } = {},
) => {
  const known: Fields = acknowledged === undefined ? {} : { [name]: acknowledged }
  const line = lineOf({ acknowledged: known, wanted: { [name]: wanted(want) }, ...more })
  const fields = shown === undefined ? undefined : { [name]: shown }
  return recordLook(line, { order_number: 'A', shown: fields, names: [name] }, as)
}

describe('a look at the shop', () => {
  it.each<
    [
      string,
      FieldName,
      readonly [FieldValue | undefined, FieldValue, FieldValue | undefined],
      Line['acknowledged'],
      boolean,
    ]
  >([
    ['nothing has happened', 'status', ['new', 'sent', 'new'], { status: 'new' }, true],
    ['the shop does not have the order', 'status', ['new', 'sent', undefined], { status: 'new' }, true],
    ['an answer without a status', 'status', ['new', 'sent', ''], { status: 'new' }, true],
    ['the value is there already', 'status', ['new', 'sent', 'sent'], { status: 'sent' }, false],
    [
      'a value is there that nothing was known of',
      'tracking_code',
      [undefined, 'T1', 'T1'],
      { tracking_code: 'T1' },
      false,
    ],
    ['nothing was known', 'status', [undefined, 'sent', 'new'], { status: 'new' }, true],
    ['nothing was known, and nothing is there', 'tracking_code', [undefined, 'T1', ''], { tracking_code: '' }, true],
    ['the flag says so already', 'resolved_yn', [undefined, false, false], { resolved_yn: false }, false],
    [
      'the same text is there in every language',
      'metas.note',
      ['a', 'b', { cs: 'b', en: 'b' }],
      { 'metas.note': 'b' },
      false,
    ],
    [
      'nothing was acknowledged in words, and nothing is there',
      'paid_date',
      ['', '2026-11-01', ''],
      { paid_date: '' },
      true,
    ],
  ])('tells no drift where %s', (_what, name, values, acknowledged, stillWanted) => {
    const { line, drifted } = looked(name, values)
    expect([line.acknowledged, line.wanted?.[name] !== undefined, drifted]).toEqual([acknowledged, stillWanted, []])
    expect(line.mailed).toBeUndefined()
    expect(line.setByUs).toBeUndefined()
  })

  it.each<[Winner | 'rule', string | undefined]>([
    ['erp', undefined],
    ['shop', 'shop'],
    ['report', 'edited'],
    ['rule', undefined],
  ])('knows what the shop shows where it has drifted, whoever wins: %s', (winner, parked) => {
    const as = winner === 'rule' ? rules('erp', ['storno']) : rules(winner)
    const { line, drifted } = looked('status', ['new', 'sent', 'storno'], { as })
    expect(drifted).toEqual([
      { order_number: 'A', field: 'status', acknowledged: 'new', shown: 'storno', wanted: 'sent', winner },
    ])
    expect(line.acknowledged.status).toBe('storno')
    expect(line.wanted?.status?.parked?.kind).toBe(parked)
  })

  it.each<[FieldName, FieldValue, FieldValue, Winner, string | undefined]>([
    ['tracking_code', 'T1', 'theirs', 'shop', 'shop'],
    ['tracking_code', 'T1', 'theirs', 'report', 'edited'],
    ['paid_date', '2026-11-02', '2026-11-01', 'shop', 'shop'],
    ['metas.note', 'a', { cs: 'b', en: '' }, 'report', 'edited'],
    ['metas.note', 'a', { cs: '', en: '' }, 'report', undefined],
    ['tracking_code', 'T1', '', 'shop', undefined],
    ['tracking_code', 'T1', 'theirs', 'erp', undefined],
    ['resolved_yn', true, false, 'shop', undefined],
    ['status', 'sent', 'theirs', 'shop', undefined],
  ])('leaves %s to the shop where nothing was known of it: %j, %j, by "%s"', (name, want, shown, winner, parked) => {
    const { line, drifted } = looked(name, [undefined, want, shown], { as: rules(winner) })
    expect(line.acknowledged[name]).toEqual(shown)
    expect(line.wanted?.[name]?.parked?.kind).toBe(parked)
    const told = { order_number: 'A', field: name, acknowledged: '', shown, wanted: want, winner }
    expect(drifted).toEqual(parked === undefined ? [] : [told])
  })

  it('does not clear what somebody else has set', () => {
    const { line } = looked('tracking_code', ['T1', '', 'theirs'], {
      more: { setByUs: ['paid_date', 'tracking_code'] },
    })
    expect(line).toMatchObject({ acknowledged: { tracking_code: 'theirs' }, setByUs: ['paid_date'] })
  })

  it('leaves alone what nobody wants to change', () => {
    const line = lineOf({
      acknowledged: { status: 'new', paid_date: '2026-11-01' },
      wanted: { status: wanted('sent') },
    })
    const shown = { status: 'new', paid_date: '2026-11-09' }
    expect(recordLook(line, { order_number: 'A', shown, names: ['status'] }, rules()).line).toBe(line)
  })

  it('wants a field again that a status relies on where the shop shows a blank', () => {
    const line = lineOf({ acknowledged: { status: 'new', tracking_code: 'T1' }, wanted: { status: wanted('sent') } })
    const look = {
      order_number: 'A',
      shown: { status: 'new', tracking_code: '' },
      names: ['status'],
      relied: ['tracking_code'],
    } as const
    const found = recordLook(line, look, rules())
    expect(found.line.acknowledged).toEqual({ status: 'new', tracking_code: '' })
    expect(found.line.wanted?.tracking_code).toMatchObject({ value: 'T1', cause: line.wanted?.status?.cause })
    expect(found.drifted).toMatchObject([{ field: 'tracking_code', acknowledged: 'T1', shown: '', winner: 'erp' }])
  })

  it('is not set again where the exports have taken it back, though only what this sync has set is cleared', () => {
    const line = lineOf({
      order_number: 'A',
      acknowledged: { status: 'new', tracking_code: 'T1' },
      wanted: { status: wanted('sent'), tracking_code: wanted('') },
    })
    const shown = { status: 'new', tracking_code: '' }
    const found = recordLook(line, { order_number: 'A', shown, names: ['status'], relied: ['tracking_code'] }, rules())
    expect(found.line.acknowledged).toEqual(shown)
    expect(found.line.wanted).toEqual(line.wanted)
  })
})

describe('what somebody has edited in the shop', () => {
  const settings = settingsOf()
  const kept = looked('status', ['new', 'sent', 'theirs'], { as: rules('report') }).line
  const goes = (line: Line) =>
    draftPlan(ledgerOf(line), settings, { nowMs, batchSize: 100, canRead: true }).changes.length > 0

  it.each<[string, (line: Line) => Line, boolean]>([
    ['an export that says the same again', (line) => want(line, 'status', wanted('sent', { since: iso() })), false],
    ['an export that says something new', (line) => want(line, 'status', wanted('done')), true],
    ['an export that says what the shop shows', (line) => want(line, 'status', wanted('theirs')), false],
    ['a person who accepts it', acceptShown, false],
    ['a person who overrules it', (line) => overruleShown(line, nowMs), true],
    ['a person who retries what was refused', (line) => releaseParked(line, nowMs), false],
    ['another field that the shop takes', (line) => acknowledge(line, { tracking_code: 'T1' }, nowMs), false],
  ])('meets %s', (_what, happens, leaves) => {
    expect(goes(happens(kept))).toBe(leaves)
  })

  it.each<[string, Decided, readonly FieldName[]]>([
    ['a silent approval', { kind: 'approved', mails: false, quiet: true }, []],
    ['another approval', { kind: 'approved', mails: true }, ['status']],
  ])('goes out as %s said once a person overrules it, and not before', (_what, decided, mails) => {
    const line = lineOf({ acknowledged: { status: 'new' }, wanted: { status: wanted('sent', { decided }) } })
    const look = { order_number: 'A', shown: { status: 'theirs' }, names: ['status' as const] }
    const edited = recordLook(line, look, rules('report')).line
    expect(goes(edited)).toBe(false)
    const mailing = settingsOf({ upgates: { notify: true } })
    const plan = draftPlan(ledgerOf(overruleShown(edited, nowMs)), mailing, { nowMs, batchSize: 100, canRead: true })
    expect(plan.changes.map((change) => change.mails)).toEqual([mails])
  })

  it('stays where the settings let the shop win, whoever overrules it', () => {
    const { line } = looked('status', ['new', 'sent', 'theirs'], { as: rules('shop') })
    expect(goes(overruleShown(line, nowMs))).toBe(false)
    expect(goes(want(line, 'status', wanted('done')))).toBe(true)
  })

  it('is edited anew where it was overruled and edited again', () => {
    const again = recordLook(
      overruleShown(kept, nowMs),
      { order_number: 'A', shown: { status: 'other' }, names: ['status'] },
      rules('report'),
    )
    expect(again.line.wanted?.status?.parked).toMatchObject({ kind: 'edited', attempts: 2 })
  })
})
