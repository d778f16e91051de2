import { describe, expect, it } from 'vitest'
import type { FieldName, FieldValue } from '../../../lib/order.ts'
import { isSetByUs, saysSame, setNames, shows } from '../../../lib/sync/ledger/values.ts'

type Row = readonly [known: FieldValue | undefined, said: FieldValue, same: boolean]

describe('what an export says', () => {
  it.each<Row>([
    ['sent', 'sent', true],
    ['sent', 'done', false],
    [undefined, 'sent', false],
    [undefined, '', true],
    ['', '', true],
    ['sent', '', false],
    [false, false, true],
    [false, true, false],
    [undefined, false, false],
    [undefined, true, false],
    [{ cs: 'a', en: 'b' }, { cs: 'a' }, true],
    [{ cs: 'a', en: 'b' }, { en: 'b', cs: 'a' }, true],
    [{ cs: 'a' }, { cs: 'a', en: 'b' }, false],
    [{ cs: 'a' }, { cs: 'a', en: '' }, true],
    [{ cs: 'a' }, { cs: '' }, false],
    [undefined, { cs: '', en: '' }, true],
    [undefined, { cs: 'a', en: '' }, false],
    ['a', { cs: 'a' }, false],
    [{ cs: 'a' }, 'a', false],
  ])('where %j is known, %j is the same: %s', (known, said, same) => {
    expect(saysSame(known, said)).toBe(same)
  })
})

describe('what the shop shows', () => {
  it.each<readonly [shown: FieldValue | undefined, sent: FieldValue | undefined, as: boolean]>([
    ['sent', 'sent', true],
    ['new', 'sent', false],
    ['', '', true],
    [undefined, '', true],
    [undefined, 'sent', false],
    ['sent', undefined, false],
    [undefined, undefined, false],
    [true, true, true],
    [false, true, false],
    [undefined, false, false],
    [{ cs: 'a', en: 'a' }, 'a', true],
    [{ cs: 'a', en: 'b' }, 'a', false],
    ['a', { cs: 'a', en: 'a' }, true],
    ['a', { cs: 'a', en: 'b' }, false],
    [undefined, { cs: '' }, true],
    [undefined, { cs: 'a' }, false],
    [{ cs: 'a', en: 'b' }, { cs: 'a' }, true],
    [{ cs: 'a' }, { cs: 'a', en: 'b' }, false],
  ])('as %j is what was sent as %j: %s', (shown, sent, as) => {
    expect(shows(shown, sent, 'metas.note')).toBe(as)
  })

  it.each<readonly [name: FieldName, shown: FieldValue, sent: FieldValue, as: boolean]>([
    ['resolved_yn', false, '', true],
    ['resolved_yn', '', false, false],
    ['resolved_yn', true, '', false],
    ['status', 'Sent', 'sent', true],
    ['status', ' sent\u00a0', 'sent', true],
    ['status', 'On  its way', 'on its way', true],
    ['status', 'odeslaná'.normalize('NFD'), 'Odeslaná', true],
    ['status', 'odeslana', 'odeslaná', false],
    ['tracking_code', ' T1 ', 'T1', true],
    ['tracking_code', 't1', 'T1', false],
    ['tracking_code', 'T 1', 'T1', false],
    ['internal_note', 'a\r\nb', 'a\nb', true],
    ['internal_note', 'a b', 'a\nb', false],
    ['metas.note', { cs: 'ž'.normalize('NFD'), en: 'b' }, { cs: 'ž' }, true],
    ['metas.note', { cs: 'a ', en: 'a' }, 'a', true],
  ])("of %s as %j is what was sent as %j, in the shop's own spelling: %s", (name, shown, sent, as) => {
    expect(shows(shown, sent, name)).toBe(as)
  })
})

describe('the names that a line remembers as set by this sync', () => {
  it.each([
    ['the field', { status: 'sent', resolved_yn: true }, {}, ['status', 'resolved_yn']],
    ['a blank too', { paid_date: '' }, { paid_date: '2026-11-01' }, ['paid_date']],
    ['each new language', { 'metas.n': { cs: 'a', en: 'b' } }, {}, ['metas.n[cs]', 'metas.n[en]']],
    [
      'not a language that was so before',
      { 'metas.n': { cs: 'a', en: 'c' } },
      { 'metas.n': { cs: 'a', en: 'b' } },
      ['metas.n[en]'],
    ],
    ['each language where one text stood for all', { 'metas.n': { cs: 'a' } }, { 'metas.n': 'a' }, ['metas.n[cs]']],
  ] as const)('are %s', (_what, fields, before, names) => {
    expect(setNames(fields, before)).toEqual(names)
  })

  it.each([
    [undefined, false],
    [[], false],
    [['metas.n'], true],
    [['metas.n[cs]'], true],
    [['metas.nothing', 'metas.no', 'status'], false],
  ])('%j say of metas.n: %s', (setByUs, is) => {
    expect(isSetByUs(setByUs, 'metas.n')).toBe(is)
  })
})
