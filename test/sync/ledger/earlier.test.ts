import { describe, expect, it } from 'vitest'
import type { FieldValue } from '../../../lib/order.ts'
import { had, remember } from '../../../lib/sync/ledger/earlier.ts'
import { acknowledge, newLine } from '../../../lib/sync/ledger/line.ts'
import { nowMs } from '../../support/lines.ts'

/** What is remembered of a status, or another field, that had these values one after the other. */
const fieldAfter = (values: readonly (FieldValue | undefined)[], name: 'status' | 'metas.note' = 'status') =>
  values
    .slice(1)
    .reduce<string | undefined>(
      (earlier, value, index) => remember(earlier, { name, before: values[index], after: value ?? '' }),
      undefined,
    )

describe('what an order had before', () => {
  const long = 'a text that is much longer than what is kept'

  it.each<[string, readonly (FieldValue | undefined)[], FieldValue, boolean]>([
    ['is the value before', ['new', 'sent'], 'new', true],
    ['is the value before that', ['new', 'sent', 'done'], 'new', true],
    ['is not what it has', ['new', 'sent', 'done'], 'done', false],
    ['is not what it never had', ['new', 'sent', 'done'], 'cancelled', false],
    ['is forgotten after two more', ['new', 'packed', 'sent', 'done'], 'new', false],
    ['is the other one where it goes back and forth', ['new', 'sent', 'new', 'sent'], 'new', true],
    ['is nothing where nothing was known', [undefined, 'sent'], '', false],
    ['is a blank where it was blank', ['', 'sent'], '', true],
    ['is nothing where the same was acknowledged again', ['new', 'new'], 'new', false],
    ['is yes or no', [true, false], true, true],
    ['is a long text', [long, 'b'], long, true],
    ['is not another long text', [long, 'b'], `${long}!`, false],
    ['is a text per language', [{ cs: 'a', en: 'b' }, 'x'], { en: 'b', cs: 'a' }, true],
    ['is a text with a tab', ['a\tb', 'x'], 'a\tb', true],
    ['is not a part of a text with a tab', ['a\tb', 'x'], 'a', false],
  ])('%s', (_what, values, value, expected) => {
    expect(had(fieldAfter(values), 'status', value)).toBe(expected)
  })

  it('is kept apart for every field', () => {
    const both = remember(fieldAfter(['new', 'sent']), { name: 'metas.note', before: 'a', after: 'b' })
    expect([had(both, 'status', 'new'), had(both, 'metas.note', 'a'), had(both, 'metas.note', 'new')]).toEqual([
      true,
      true,
      false,
    ])
  })

  it('costs a few bytes, however often it changes', () => {
    const many = Array.from({ length: 200 }, (_, index) => `${long} ${index}`)
    expect(fieldAfter(many)?.length).toBeLessThan(30)
  })
})

it('a line remembers what the shop had acknowledged before', () => {
  const line = acknowledge(acknowledge(newLine('A'), { status: 'new' }, nowMs), { status: 'sent' }, nowMs)
  expect(had(line.earlier, 'status', 'new')).toBe(true)
  expect(acknowledge(newLine('A'), { status: 'new' }, nowMs)).not.toHaveProperty('earlier')
})
