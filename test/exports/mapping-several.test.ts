import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinMore, joinValues } from '../../lib/exports/mapping/several.ts'
import type { FieldValue } from '../../lib/order.ts'
import { severalOf } from '../../lib/settings/mapping.ts'
import { feedOf, readAll, sourceOf } from '../support/exports.ts'
import { fieldsOf, mapOne } from '../support/mapping.ts'

const tracking = (several?: string) => ({ tracking_code: several === undefined ? 't' : { from: 't', several } })

describe('several values at one place', () => {
  it.each([
    [['DR1'], 'DR1'],
    [['DR1', ' DR1 ', "'DR1"], 'DR1'],
    [['', 'DR1', 'null', '-'], 'DR1'],
  ])('are one where they are equal or blank: %j', async (t, code) => {
    for (const several of [undefined, 'first', 'last', 'join'])
      expect(await fieldsOf(tracking(several), { t })).toEqual({ tracking_code: code })
  })
  it('are blank where all are', async () => {
    expect(await fieldsOf(tracking(), { t: ['', 'null'] })).toEqual({})
    expect(await fieldsOf({ tracking_code: { from: 't', blank: 'clear', several: 'join' } }, { t: ['', '-'] })).toEqual(
      { tracking_code: '' },
    )
  })
  it('are told where they differ, all of them', async () => {
    expect(await mapOne(tracking(), { t: ['DR1', 'DR2', 'DR3'] })).toMatchObject({
      valid: false,
      field: 'tracking_code',
      column: 't',
      value: 'DR1 | DR2 | DR3',
      reason: expect.stringMatching(/"DR1" and "DR2" and "DR3".*"several"/),
    })
  })
  it.each([
    ['first', 'DR1'],
    ['last', 'DR3'],
    ['join', 'DR1, DR2, DR3'],
  ])('are taken as the settings say: %s', async (several, code) => {
    const expected = { tracking_code: code }
    expect(await fieldsOf(tracking(several), { t: ['', 'DR1', 'DR2', 'DR1', 'DR3'] })).toEqual(expected)
    for (const cell of [
      'DR1;DR2;DR3',
      'DR1, DR2, DR3',
      'DR1,DR2,DR3;',
      'DR1 DR2 DR3',
      'DR1|DR2 | DR3',
      'DR1\nDR2\r\nDR3',
      'DR1; DR2, DR3',
    ])
      expect(await fieldsOf(tracking(several), { t: cell })).toEqual(expected)
    expect(await fieldsOf(tracking(several), { t: ['DR1;DR2', 'DR3'] })).toEqual(expected)
  })
  it.each(['RR 123 456 789 CZ', '2024/0012', '1234 5678 9012', '1Z 999 AA1 01 2345 6784'])(
    'are not seen in the one code %s',
    async (t) => {
      expect(await fieldsOf(tracking('join'), { t })).toEqual({ tracking_code: t })
    },
  )
  it.each(['12345678901,00', '1,234,567,890', '1 234 567 890', '1,23E+12'])(
    'are not made of a number that a spreadsheet has written: %s',
    async (t) => {
      expect(await fieldsOf(tracking('join'), { t })).toContain('as text')
    },
  )
  it('are read one by one: a ruined one is told', async () => {
    expect(await fieldsOf(tracking('join'), { t: ['DR1', '1,23E+12'] })).toContain('as text')
    expect(await fieldsOf(tracking('join'), { t: 'DR1;DR\u200b2' })).toContain('U+200B')
  })

  it('are compared after reading, in every kind of field', async () => {
    const status = { from: 's', map: { A: 'Odeslaná', B: 'Odeslaná', C: 'Storno' } }
    expect(await fieldsOf({ status }, { s: ['A', 'B'] })).toEqual({ status: 'Odeslaná' })
    expect(await fieldsOf({ status }, { s: ['A', 'C'] })).toContain('"Odeslaná" and "Storno"')
    expect(await fieldsOf({ status: { ...status, several: 'last' } }, { s: ['A', 'C'] })).toEqual({ status: 'Storno' })
    expect(await fieldsOf({ paid_date: 'p' }, { p: ['3.3.2026', '2026-03-03', '0000-00-00'] })).toEqual({
      paid_date: '2026-03-03',
    })
    expect(await fieldsOf({ paid_date: 'p' }, { p: ['3.3.2026', '4.3.2026'] })).toContain('several')
    expect(await fieldsOf({ resolved_yn: 'r' }, { r: ['Ano', '1'] })).toEqual({ resolved_yn: true })
    expect(await fieldsOf({ resolved_yn: 'r' }, { r: ['Ano', 'Ne'] })).toContain('several')
    expect(await fieldsOf({ metas: { m: 'm' } }, { m: ['a', 'b'] })).toContain('several')
    expect(await fieldsOf({ metas: { m: { from: 'm', several: 'join' } } }, { m: ['a', 'b; c'] })).toEqual({
      'metas.m': 'a, b; c',
    })
  })

  it('do not make an order number', async () => {
    expect(await mapOne({}, { n: ['O1', ' O1'] })).toMatchObject({ order_number: 'O1' })
    expect(await mapOne({}, { n: ['O1', 'O2'] })).toMatchObject({
      valid: false,
      value: 'O1 | O2',
      reason: expect.stringContaining('one order number'),
    })
  })

  it('do not decide a condition by being different', async () => {
    const status = [{ when: { s: 'done' }, then: 'Vyřízená' }]
    expect(await fieldsOf({ status }, { s: ['done', 'done', ''] })).toEqual({ status: 'Vyřízená' })
    expect(await fieldsOf({ status }, { s: ['done', 'open'] })).toContain('a condition wants one value')
    expect(await fieldsOf({ status: [{ when: { s: { present: true } }, then: 'x' }] }, { s: ['', 'open'] })).toEqual({
      status: 'x',
    })
    expect(await fieldsOf({ status: [{ when: { s: { absent: true } }, then: 'x' }] }, { s: ['', 'open'] })).toEqual({})
  })

  it.each([
    ['xml', { type: 'xml', records: 'a/b' }, '<a><b><n>O1</n><p><t>DR1</t></p><p><t>DR2</t></p></b></a>'],
    ['json', { type: 'json' }, '[{"n": "O1", "p": [{"t": "DR1"}, {"t": "DR2"}]}]'],
    ['ndjson', { type: 'ndjson' }, '{"n": "O1", "p": [{"t": "DR1"}, {"t": "DR2"}]}'],
    ['csv', { type: 'csv' }, 'n;p/t\nO1;"DR1, DR2"\n'],
  ])('are the same in %s', async (_what, format, content) => {
    const read = async (several?: string) => {
      const tracking_code = several === undefined ? 'p/t' : { from: 'p/t', several }
      const [record] = (
        await readAll(feedOf({ format, fields: { order_number: 'n', tracking_code } }), sourceOf(content))
      ).records
      return record?.valid ? record.fields.tracking_code : record?.reason
    }
    expect(await read()).toContain('several')
    expect([await read('first'), await read('last'), await read('join')]).toEqual(['DR1', 'DR2', 'DR1, DR2'])
  })
})

describe('values of several rows', () => {
  it.each([
    [['a'], undefined, 'a'],
    [['a', 'a'], undefined, 'a'],
    [['a', 'b'], undefined, undefined],
    [['a', 'b', 'a'], 'first', 'a'],
    [['a', 'b'], 'last', 'b'],
    [['a, b', 'b, c', ''], 'join', 'a, b, c'],
    [[true, true], 'first', true],
    [[true, false], 'join', undefined],
    [[{ cs: 'a' }, { cs: 'a' }], undefined, { cs: 'a' }],
    [[{ cs: 'a' }, { cs: 'b', en: 'c' }], 'join', { cs: 'a, b', en: 'c' }],
    [[{ cs: 'a' }, 'b'], 'join', undefined],
  ] as const)('%j by %s are %j', (values, several, expected) => {
    expect(joinValues(values, several)).toEqual(expected)
  })
  it('follow the mapping of their field, wherever it says so', () => {
    const { mappings } = feedOf({
      format: { type: 'csv' },
      fields: {
        order_number: 'n',
        tracking_code: { from: 't', several: 'join' },
        status: [{ when: { s: 'x' }, then: { from: 't', several: 'last' } }],
        metas: { m: { values: { cs: { from: 'm', several: 'first' } } }, plain: 'm' },
      },
    }).fields
    expect(Object.values(mappings).map((mapping) => mapping && severalOf(mapping))).toEqual([
      'last',
      'join',
      'first',
      undefined,
    ])
  })
})

describe('texts that are joined one after the other', () => {
  const text = fc.array(fc.constantFrom('A', 'B', 'C', ''), { maxLength: 3 }).map((parts) => parts.join(', '))
  const together = (texts: readonly string[]) =>
    [...new Set(texts.flatMap((one) => one.split(', ')))].filter((part) => part !== '').join(', ')
  const oneByOne = (values: readonly FieldValue[]) => {
    const parts = new Map()
    return values.reduce((before, value) => joinMore('n', [before, value], parts) ?? '')
  }

  it('are the same as all of them at once', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 2 }), (texts) => {
        expect(oneByOne(texts)).toBe(together(texts))
        const second = (value: string) => ({ cs: value, en: 'x' })
        expect(oneByOne(texts.map(second))).toEqual({ cs: together(texts), en: 'x' })
      }),
    )
  })

  it('are nothing where they are of several kinds', () => {
    expect(joinMore('n', ['A', { cs: 'A' }], new Map())).toBeUndefined()
    expect(joinMore('n', ['A', true], new Map())).toBeUndefined()
  })
})
