import { describe, expect, it } from 'vitest'
import type { Line, Wanted } from '../../../lib/sync/ledger/line.ts'
import type { WantedEntry } from '../../../lib/sync/plan/gate.ts'
import { isApproved, mailing, mayNotifyAbout, tiredUntil } from '../../../lib/sync/plan/mailing.ts'
import { iso, lineOf, nowMs, wanted } from '../../support/lines.ts'
import { settingsOf } from '../../support/world.ts'

const hourMs = 3_600_000
const approved = (more: object = {}): Partial<Wanted> => ({ decided: { kind: 'approved', mails: true, ...more } })
const rejected: Partial<Wanted> = { decided: { kind: 'rejected' } }

describe('an approval', () => {
  it.each<[string, Partial<Wanted>, boolean, boolean]>([
    ['counts where it showed the mail', approved(), true, true],
    ['counts where nobody is mailed', approved(), false, true],
    ['that showed no mail does not count where there is one', approved({ mails: false }), true, false],
    ['that showed no mail counts where there is none', approved({ mails: false }), false, true],
    ['is no rejection', rejected, false, false],
    ['is not there by itself', {}, false, false],
  ])('%s', (_what, more, mails, counts) => {
    expect(isApproved(wanted('sent', more), mails)).toBe(counts)
  })
})

describe('the notification flag', () => {
  const status = (more: Partial<Wanted> = {}, value = 'sent'): WantedEntry => ['status', wanted(value, more)]
  const code = (more: Partial<Wanted> = {}): WantedEntry => ['tracking_code', wanted('T', more)]
  const may = (entries: readonly WantedEntry[], settings: object = { upgates: { notify: true } }, quiet?: boolean) =>
    mayNotifyAbout(entries, settingsOf(settings as never), { nowMs, ...(quiet === undefined ? {} : { quiet }) })

  it.each<[string, readonly WantedEntry[], object, boolean | undefined, boolean]>([
    ['is set with notify: true', [status()], { upgates: { notify: true } }, undefined, true],
    ['is not with notify: false', [status()], { upgates: { notify: false } }, undefined, false],
    ['is not in a quiet run', [status()], { upgates: { notify: true } }, true, false],
    ['is set in a run that says it is not quiet', [status()], { upgates: { notify: true } }, false, true],
    ['is set for a listed status', [status()], { upgates: { notify: ['sent'] } }, undefined, true],
    ['is not for one that is not listed', [status({}, 'done')], { upgates: { notify: ['sent'] } }, undefined, false],
    ['goes along with other fields with notify: true', [code()], { upgates: { notify: true } }, undefined, true],
    ['does not with a list', [code()], { upgates: { notify: ['sent'] } }, undefined, false],
  ])('%s', (_what, entries, settings, quiet, flag) => {
    expect(may(entries, settings, quiet)).toBe(flag)
  })

  it.each<[string, Partial<Wanted>, boolean]>([
    ['was approved with its mail', approved(), true],
    ['was approved quietly', approved({ quiet: true }), false],
    ['was sent before, and may have mailed', { silent: true }, false],
    ['is taken back', { undo: { run: 'r' } }, false],
    ['is taken back with its mail', { undo: { run: 'r', notify: true } }, true],
  ])('of a value that %s', (_what, more, flag) => {
    expect([may([status(more)]), may([code(more)]), may([code(), code(more)])]).toEqual([flag, flag, flag])
  })

  it('is that of the status, whatever else is quiet', () => {
    expect(may([status(), code(approved({ quiet: true }))])).toBe(true)
  })

  it.each([
    [48, true],
    [48.01, false],
  ])('is not set for a status that is older than the settings say: %d hours', (age, flag) => {
    const entries = [status({ since: iso(-age * hourMs) })]
    expect(may(entries, { upgates: { notify: true }, silentAfterHours: 48 })).toBe(flag)
    expect(may(entries, { upgates: { notify: true }, silentAfterHours: undefined })).toBe(
      settingsOf({ upgates: { notify: true } }).silentAfterHours === undefined ? true : flag,
    )
  })
})

describe('a customer who was mailed', () => {
  const settings = settingsOf({ guard: { perOrder: 2 } })
  const until = (
    mailed: readonly string[] | undefined,
    more: Partial<Wanted> = {},
    name: 'status' | 'paid_date' = 'status',
  ) => {
    const line: Line = lineOf(mailed === undefined ? {} : { mailed })
    return tiredUntil(line, [[name, wanted('x', more)]], { settings, nowMs })
  }
  const [early, late] = [iso(-23 * hourMs), iso(-hourMs)]

  it.each<[string, readonly string[] | undefined, Partial<Wanted>, string | undefined]>([
    ['never may be', undefined, {}, undefined],
    ['less often than the limit may be', [late], {}, undefined],
    ['as often as that waits until the first of these is a day old', [late, early], {}, iso(hourMs)],
    ['more often waits longer', [early, iso(-20 * hourMs), late], {}, iso(4 * hourMs)],
    ['may be again after a day', [iso(-24 * hourMs), late], {}, undefined],
    ['at a time that only a wrong clock can have written may be', [iso(30 * hourMs), iso(30 * hourMs)], {}, undefined],
    ['may be where a person has approved the mail', [late, early], approved(), undefined],
    ['waits where a person has approved no mail', [late, early], approved({ mails: false }), iso(hourMs)],
  ])('%s', (_what, mailed, more, end) => {
    expect(until(mailed, more)).toBe(end)
  })

  it('waits for a payment that mails, too, and for nothing where nothing does', () => {
    expect(until([late, early], {}, 'paid_date')).toBe(iso(hourMs))
    expect(tiredUntil(lineOf({ mailed: [late, early] }), [], { settings, nowMs })).toBeUndefined()
  })
})

describe('a value mails its customer', () => {
  it.each([
    ['status', 'sent', true, {}, true],
    ['status_id', '3', true, {}, true],
    ['status', 'sent', false, {}, false],
    ['tracking_code', 'T', true, {}, false],
    ['paid_date', '2026-11-01', false, { notifyPaid: true }, true],
    ['paid_date', '2026-11-01', true, { notifyPaid: false }, false],
    ['paid_date', '', true, { notifyPaid: true }, false],
    ['paid_date', '2026-11-01', true, { notifyPaid: true, invoice: false }, false],
    ['resolved_yn', true, true, { notifyPaid: true }, false],
  ] as const)('%s %s (flag %s, %j): %s', (name, value, flag, upgates, mails) => {
    expect(mailing(flag, settingsOf({ upgates }))([name, value])).toBe(mails)
  })
})
