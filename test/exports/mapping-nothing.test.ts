import { describe, expect, it } from 'vitest'
import { fieldsOf, mapOne } from '../support/mapping.ts'

/** What stands for nothing in every field. */
const everywhere = [
  ...[
    '',
    ' ',
    '\u00a0',
    '\u200b',
    'NULL',
    'null',
    'Null',
    '(null)',
    '(NULL)',
    '<null>',
    '[null]',
    '\\N',
    'None',
    'none',
    'NONE',
  ],
  ...[
    'nan',
    'NaN',
    'NAN',
    '-nan',
    'NaT',
    'undefined',
    'N/A',
    'n/a',
    '#N/A',
    '<NA>',
    'nil',
    '(none)',
    '(blank)',
    'N.A.',
  ],
  ...['#NENÍ_K_DISPOZICI', '#NV', '00000000-0000-0000-0000-000000000000', '{00000000-0000-0000-0000-000000000000}'],
  ...['="null"', '="N/A"', '""', "''"],
]
/** In all but texts. */
const dashes = ['-', '–', '—', '--', '---', '−', '- -', '_', '.', '...', '…']
/** In codes and dates. */
const zeros = [
  ...['NA', 'na', 'false', 'False', 'FALSE', 'ne', 'Ne', 'NEPRAVDA'],
  ...['0', '00', '0000000000', '0.0', '0,00', '-0'],
]
/** In dates. */
const noDates = [
  ...[
    '0000-00-00',
    '0000-00-00 00:00:00',
    '0000-00-00T00:00:00',
    '0000-00-00T00:00:00Z',
    '00.00.0000',
    '0.0.0000',
    '00/00/0000',
  ],
  ...[
    '00000000',
    '00:00:00',
    '. .',
    '  .  .    ',
    '/  /',
    '__.__.____',
    '0000-00-00 00:00:00.000',
    '0000-00-00T00:00:00+00:00',
  ],
  ...[
    '0001-01-01',
    '0001-01-01T00:00:00',
    '0001-01-01T00:00:00Z',
    '1753-01-01',
    '1753-01-01T00:00:00',
    '1899-12-30',
    '1899-12-31',
  ],
  ...[
    '1899-12-30T00:00:00',
    '30.12.1899',
    '30. 12. 1899 0:00:00',
    '1900-01-00',
    '0.1.1900',
    '1900-01-01',
    '1970-01-01',
    '1970-01-01T00:00:00Z',
  ],
  ...[
    '12/30/1899',
    '1/1/0001',
    '01/01/1753 00:00:00',
    '1/0/1900',
    '31.12.9999',
    '9999-12-31',
    '9999-12-31T23:59:59.999Z',
    '9998-12-31',
    '2079-06-06',
  ],
  ...[
    '12/31/9999',
    '/Date(-62135596800000)/',
    '/Date(0)/',
    '1753-01-01+01:00',
    '00010101',
    '18991230',
    '99991231',
    '1.1.0001',
  ],
]

const all = {
  paid_date: 'x',
  delivered_date: 'x',
  tracking_code: 'x',
  resolved_yn: 'x',
  status: 'x',
  internal_note: 'x',
  external_order_number: 'x',
  metas: { m: 'x' },
}

describe('what stands for nothing', () => {
  it.each(everywhere)('is blank in every field: %j', async (x) => {
    expect(await fieldsOf(all, { x })).toEqual({})
    expect(await mapOne({}, { n: x })).toMatchObject({
      valid: false,
      stranger: 'no number',
      reason: 'expected an order number',
    })
  })

  it.each(dashes)('is blank in every field but texts: %j', async (x) => {
    const { internal_note, metas, ...others } = all
    expect(await fieldsOf(others, { x })).toEqual({})
    expect(await fieldsOf({ internal_note, metas }, { x })).toEqual({ internal_note: x, 'metas.m': x })
    expect(await mapOne({}, { n: x })).toMatchObject({ valid: false, stranger: 'no number' })
  })

  it.each(zeros)('is blank in codes and dates, where a zero cannot be meant: %j', async (x) => {
    const { paid_date, delivered_date, tracking_code, external_order_number } = all
    expect(
      await fieldsOf({ paid_date, delivered_date, tracking_code, external_order_number, status_id: 'x' }, { x }),
    ).toEqual({})
    expect(await mapOne({}, { n: x })).toMatchObject({ valid: false, stranger: 'no number' })
  })

  it('leaves a zero what it says elsewhere', async () => {
    expect(await fieldsOf({ resolved_yn: 'x', status: 'x', metas: { m: 'x' } }, { x: '0' })).toEqual({
      resolved_yn: false,
      status: '0',
      'metas.m': '0',
    })
  })

  it.each(noDates)('is blank in a date, and costs no other field: %j', async (x) => {
    const fields = {
      paid_date: 'x',
      delivered_date: 'x',
      metas: { day: { from: 'x', date: 'd.M.yyyy' } },
      tracking_code: 't',
    }
    expect(await fieldsOf(fields, { x, t: 'DR1' })).toEqual({ tracking_code: 'DR1' })
    expect(await fieldsOf({ paid_date: { from: 'x', blank: 'clear' } }, { x })).toEqual({ paid_date: '' })
  })

  it.each(['soon', '3.13.2026', '2026-02-30', '18022026', 'x', 'není', '1.1.10000', '0.0.2026', '2026-00-00'])(
    'is not seen in a date as %j, which is told',
    async (x) => {
      expect(await fieldsOf({ paid_date: 'x' }, { x })).toContain('expected a date')
    },
  )

  it('is what else the feed names, in any field', async () => {
    const feed = { nothing: ['není', 'x', 'bez zásilky'] }
    for (const x of ['není', 'NENÍ', ' x ', 'bez zásilky', 'null']) {
      expect(await fieldsOf(all, { x }, { feed })).toEqual({})
      expect(await mapOne({}, { n: x }, { feed })).toMatchObject({ stranger: 'no number' })
    }
    expect(await fieldsOf({ status: 'x' }, { x: 'není skladem' }, { feed })).toEqual({ status: 'není skladem' })
  })

  it.each([
    ['none', 'None'],
    ['-', '-'],
    ['0', '0'],
    ['N/A', 'n/a'],
    ['null', 'NULL'],
  ])('gives way to the words of the settings: %s', async (word, cell) => {
    expect(await fieldsOf({ status: { from: 'x', map: { [word]: 'Přijatá' } } }, { x: cell })).toEqual({
      status: 'Přijatá',
    })
    expect(await fieldsOf({ status_id: { from: 'x', map: { [word]: '7' } } }, { x: cell })).toEqual({ status_id: '7' })
    expect(await fieldsOf({ tracking_code: { from: 'x', map: { [word]: 'osobně' } } }, { x: cell })).toEqual({
      tracking_code: 'osobně',
    })
    expect(await fieldsOf({ resolved_yn: { from: 'x', true: ['ano'], false: [cell] } }, { x: cell })).toEqual({
      resolved_yn: false,
    })
  })

  it('is blank for a flag whose words name a blank', async () => {
    const resolved_yn = { from: 'x', true: ['ano'], false: [''] }
    for (const x of ['', 'NULL', '-']) expect(await fieldsOf({ resolved_yn }, { x })).toEqual({ resolved_yn: false })
  })

  it('clears where the settings say so', async () => {
    const fields = { tracking_code: { from: 'x', blank: 'clear' }, metas: { m: { from: 'x', blank: 'clear' } } }
    for (const x of ['', 'null', '#N/A'])
      expect(await fieldsOf(fields, { x })).toEqual({ tracking_code: '', 'metas.m': '' })
    expect(await fieldsOf(fields, { x: undefined })).toEqual({})
  })

  it.each([...everywhere, ...dashes, '0000-00-00', '1753-01-01', '1753-01-01T00:00:00', '30.12.1899', '9998-12-31'])(
    'is absent for a condition: %j',
    async (x) => {
      const status = [
        { when: { x: { present: true } }, then: 'there' },
        { when: { x: { absent: true } }, then: 'not there' },
      ]
      expect(await fieldsOf({ status }, { x })).toEqual({ status: 'not there' })
    },
  )
  it.each(['0', 'false', '2026-03-03', 'x', '1975-05-05'])('is present for a condition: %j', async (x) => {
    expect(await fieldsOf({ status: [{ when: { x: { present: true } }, then: 'there' }] }, { x })).toEqual({
      status: 'there',
    })
  })

  it('lets a row of a table be the continuation of an order', async () => {
    for (const n of ['', '-', 'NULL', '0'])
      expect(await fieldsOf({ status: 's' }, { n, s: 'null' }, { type: 'csv' })).toBe('no record')
    expect(await fieldsOf({ status: 's' }, { n: '-', s: 'sent' }, { type: 'csv' })).toBe('expected an order number')
  })
})
