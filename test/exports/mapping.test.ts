import { describe, expect, it } from 'vitest'
import { fieldsOf, mapOne } from '../support/mapping.ts'

describe('an order number', () => {
  it.each(['0221190', '1E5', '221190', 'O-1/2026', '00012', '12345678901234567890', 'ž 1'])(
    'stays the text %s',
    async (n) => {
      expect(await mapOne({}, { n: ` ${n}\u00a0` })).toMatchObject({ valid: true, order_number: n })
    },
  )
  it.each(['1,23457E+12', '1.5E+10', '1e+12', '1.23457E12', '12,3457E+11', '2.026E8'])(
    'is refused as %s',
    async (n) => {
      expect(await mapOne({}, { n })).toMatchObject({
        valid: false,
        field: 'order_number',
        value: n,
        reason: expect.stringContaining('spreadsheet'),
      })
    },
  )
  it.each(['="0221190"', ' ="0221190" '])(
    'is unwrapped from what keeps a spreadsheet from changing it: %s',
    async (n) => {
      expect(await mapOne({}, { n })).toMatchObject({ valid: true, order_number: '0221190' })
    },
  )
  it.each([
    ['json', 'sent', 'expected an order number'],
    ['json', ' ', 'expected an order number'],
    ['csv', 'sent', 'expected an order number'],
    ['csv', ' ', 'no record'],
    ['xlsx', 'NULL', 'no record'],
  ])('is needed, but for rows of a table that continue an order: %s with %j', async (type, s, ended) => {
    for (const n of [' ', 'NULL', '(null)', '00000000-0000-0000-0000-000000000000']) {
      const record = await mapOne({ status: 's' }, { n, s }, { type })
      expect(record === undefined || record.valid ? 'no record' : record.reason).toBe(ended)
    }
  })
  it.each([
    ['csv', 'Celkem', '12', true],
    ['csv', 'Součet:', '', true],
    ['xlsx', 'TOTAL', '7', true],
    ['csv', 'Celkem objednávek: 7', '', true],
    ['csv', 'Mezisoučet', '12', true],
    ['csv', 'Spolu:', '12', true],
    ['xlsx', 'Gesamt', '12', true],
    ['csv', 'Medzisúčet 7', '', true],
    ['csv', 'SPOLU-12', '', false],
    ['csv', 'SUMA 12', 'sent', false],
    ['csv', 'TOTAL-0001', '', false],
    ['json', 'Total', 'sent', false],
  ])('tells totals of a %s from records: %j with %j', async (type, n, s, isTotal) => {
    expect((await mapOne({ status: 's' }, { n, s }, { type })) === undefined).toBe(isTotal)
  })
})

describe('a paid date', () => {
  it.each([
    ['2026-03-03', '2026-03-03'],
    ['3.3.2026', '2026-03-03'],
    ['03.03.2026', '2026-03-03'],
    ['3. 3. 2026', '2026-03-03'],
    ['10.9.2017', '2017-09-10'],
    ['2017-09-10+02:00', '2017-09-10'],
    ['2026-03-03T23:30:00', '2026-03-03'],
    ['2026-03-03T23:30:00Z', '2026-03-04'],
    ['3.3.2026 14:05', '2026-03-03'],
    ['3.3.2026 0:00:00', '2026-03-03'],
    ['3.3.2026 9.05', '2026-03-03'],
    ['2026-03-03 14:05:06.123 +01:00', '2026-03-03'],
    ['2026-03-03T14:05:06.123456Z', '2026-03-03'],
    ['29.2.2024', '2024-02-29'],
  ])('reads %s', async (from, date) => {
    expect(await fieldsOf({ paid_date: 'p' }, { p: from })).toEqual({ paid_date: date })
  })
  it.each(['1753-01-01', '0001-01-01', '9998-12-31', 'NULL', '', ' \u00a0', undefined])(
    'leaves the field alone for %j',
    async (p) => {
      expect(await fieldsOf({ paid_date: 'p' }, { p })).toEqual({})
    },
  )
  it.each([
    '29.2.2026',
    '31.4.2026',
    '2026-13-01',
    '0.1.2026',
    'soon',
    '3/3/2026',
    '20260303',
    '3.3.26',
    '3.3.2026 NEUHRAZENO',
    '3.3.2026 - 5.3.2026',
    '2026-03-03Tfoo',
  ])('refuses %s', async (p) => {
    expect(await fieldsOf({ paid_date: 'p' }, { p })).toContain('expected a date as d.M.yyyy or yyyy-MM-dd')
  })
  it.each([
    ['yyyy/MM/dd', '2026/03/05', '2026-03-05'],
    ['d/M/yyyy', '5/3/2026', '2026-03-05'],
    ['dd.MM.yyyy', '05.03.2026', '2026-03-05'],
    ['M-d-yyyy', '3-5-2026', '2026-03-05'],
  ])('follows the pattern %s', async (date, p, day) => {
    expect(await fieldsOf({ paid_date: { from: 'p', date } }, { p })).toEqual({ paid_date: day })
  })
  it('is noted when it lies in the future', async () => {
    expect(await mapOne({ paid_date: 'p' }, { p: '1.12.2026' })).toMatchObject({
      notes: ['p = "1.12.2026" lies in the future'],
    })
  })
  it('is cleared by a blank only where the settings say so, and never by an absent value', async () => {
    expect(await fieldsOf({ paid_date: { from: 'p', blank: 'clear' } }, { p: '' })).toEqual({ paid_date: '' })
    expect(await fieldsOf({ paid_date: { from: 'p', blank: 'clear' } }, { p: '1753-01-01' })).toEqual({ paid_date: '' })
    expect(await fieldsOf({ paid_date: { from: 'p', blank: 'clear' } }, { p: undefined })).toEqual({})
  })
})

describe('a spreadsheet’s error', () => {
  it.each([
    ...['#REF!', '#NÁZEV?', '#DIV/0!', '#NUM!', '########', '#GETTING_DATA', '#ERROR!', 'Err:502', 'Loading...'],
    ...['Načítání…', '#HODNOTA!', '#PŘESAH!'],
  ])('is no value: %s', async (cell) => {
    expect(await fieldsOf({ tracking_code: 't' }, { t: cell })).toContain("spreadsheet's error")
    expect(await fieldsOf({ status: 's' }, { s: cell })).toContain("spreadsheet's error")
    expect(await fieldsOf({ metas: { note: 'm' } }, { m: cell })).toContain("spreadsheet's error")
  })
  it.each(['#12', '#OSOBNÍ', 'A#N/A'])('is not seen in %s', async (cell) => {
    expect(await fieldsOf({ tracking_code: 't' }, { t: cell })).toEqual({ tracking_code: cell })
  })
})

describe('a resolved flag', () => {
  it('reads words of the settings without case and diacritics, and says so', async () => {
    const mapping = { from: 'r', true: ['Vyřízeno', 'A'], false: ['čeká', 'a'] }
    expect(await mapOne({ resolved_yn: mapping }, { r: 'VYRIZENO' })).toMatchObject({
      fields: { resolved_yn: true },
      notes: ['r = "VYRIZENO" was read as yes without regard to case and diacritics'],
    })
    expect(await fieldsOf({ resolved_yn: mapping }, { r: 'a' })).toEqual({ resolved_yn: false })
  })
  it.each([{ from: 'r' }, { from: 'r', true: ['hotovo'] }])(
    'tells a word that it does not know, to be counted',
    async (mapping) => {
      expect(await mapOne({ resolved_yn: mapping }, { r: 'storno' })).toMatchObject({
        valid: false,
        unknownWords: [{ field: 'resolved_yn', path: 'r', word: 'storno', otherwise: 'invalid' }],
      })
    },
  )

  it.each([
    ...['1', 'true', 'True', 'Ano', 'A', 'Y', 'tYES', 'yes', 'PRAVDA', 'TRUE', 'Áno', '-1', '1.0', 't', '.T.'].map(
      (word) => [word, { resolved_yn: true }] as const,
    ),
    ...['0', 'false', 'False', 'Ne', 'N', 'tNO', 'no', 'NEPRAVDA', 'FALSE', 'Nie', '0.0', 'f', '.F.'].map(
      (word) => [word, { resolved_yn: false }] as const,
    ),
    ['', {}] as const,
  ])('reads %j', async (word, fields) => {
    expect(await fieldsOf({ resolved_yn: 'r' }, { r: word })).toEqual(fields)
  })
  it('knows only the words of the settings where they name some, a blank among them', async () => {
    const mapping = { from: 'r', true: ['hotovo'], false: ['ne', ''] }
    expect(await fieldsOf({ resolved_yn: mapping }, { r: 'hotovo' })).toEqual({ resolved_yn: true })
    expect(await fieldsOf({ resolved_yn: mapping }, { r: '' })).toEqual({ resolved_yn: false })
    expect(await fieldsOf({ resolved_yn: mapping }, { r: '1' })).toBe('expected one of "hotovo", "ne", ""')
  })
  it('refuses what is neither yes nor no', async () => {
    expect(await fieldsOf({ resolved_yn: 'r' }, { r: 'maybe' })).toContain('expected yes or no')
  })
})

describe('a status', () => {
  const status = { from: 's', map: { Vyřízena: 'Vyřízená', Expedována: 'Odeslaná' } }
  it('is translated, without regard to diacritics only where nothing else fits, and that is noted', async () => {
    expect(await fieldsOf({ status }, { s: ' Vyřízena ' })).toEqual({ status: 'Vyřízená' })
    expect(await mapOne({ status }, { s: 'VYRÍZENA' })).toMatchObject({
      fields: { status: 'Vyřízená' },
      notes: [expect.stringContaining('diacritics')],
    })
  })
  it('makes the record invalid where it is unknown, unless the settings leave the field alone', async () => {
    expect(await fieldsOf({ status }, { s: 'Nová' })).toContain('expected one of "Vyřízena", "Expedována"')
    expect(await fieldsOf({ status: { ...status, otherwise: 'keep' } }, { s: 'Nová' })).toEqual({})
  })
  it('does not guess between two words that differ by diacritics alone', async () => {
    expect(
      await fieldsOf({ status: { from: 's', map: { Vyrizena: 'A', Vyřízena: 'B' } } }, { s: 'vyrízena' }),
    ).toContain('expected one of')
  })
  it('passes as text without a map, and is never cleared', async () => {
    expect(await fieldsOf({ status: 's' }, { s: 'Cokoli' })).toEqual({ status: 'Cokoli' })
    expect(await fieldsOf({ status: 's' }, { s: '' })).toEqual({})
  })
})

describe('conditions', () => {
  const status = [
    { when: { storno: 'true' }, then: 'Storno' },
    { when: { delivered: 'true', date: { present: true } }, then: 'Odeslaná' },
    { when: { done: { absent: true } }, then: { from: 'text' } },
  ]
  it.each([
    [{ storno: 'true', delivered: 'true', date: 'x' }, 'Storno', 'storno = true'],
    [{ delivered: 'true', date: 'x' }, 'Odeslaná', 'delivered = true and date is present'],
    [{ delivered: 'true', date: ' ', text: 'own' }, 'own', 'done is absent'],
  ])('decide in order, and say why: %j', async (values, value, because) => {
    expect(await mapOne({ status }, values)).toMatchObject({ fields: { status: value }, because: { status: because } })
  })
  it('leave the field alone where none holds', async () => {
    expect(await fieldsOf({ status }, { done: 'x' })).toEqual({})
  })
  it('can be translated', async () => {
    const rules = { rules: status, map: { Storno: 'Zrušená' }, otherwise: 'keep' }
    expect(await fieldsOf({ status: rules }, { storno: 'true' })).toEqual({ status: 'Zrušená' })
    expect(await fieldsOf({ status: rules }, { delivered: 'true', date: 'x' })).toEqual({})
  })
})

describe('a text in a condition', () => {
  const status = [
    { when: { s: 'Zrušená' }, then: 'Storno' },
    { when: { s: 'ODESLÁNO' }, then: 'Odeslaná' },
    { when: { s: 'a' }, then: 'small' },
    { when: { s: 'A' }, then: 'large' },
    { when: { s: 'zrusena' }, then: 'other' },
  ]
  it.each([
    ['Zrušená', 'Storno', undefined],
    ['ZRUŠENÁ', 'Storno', 's = "ZRUŠENÁ" was read as "Zrušená" without regard to diacritics'],
    ['Zrusena', 'Storno', 's = "Zrusena" was read as "Zrušená" without regard to diacritics'],
    ['odesláno', 'Odeslaná', 's = "odesláno" was read as "ODESLÁNO" without regard to diacritics'],
    ['zrusena', 'other', undefined],
    ['A', 'large', undefined],
    ['a', 'small', undefined],
    ['b', undefined, undefined],
    ['á', 'small', 's = "á" was read as "a" without regard to diacritics'],
  ])('is %s whatever its case and diacritics, unless another condition asks for just that', async (s, said, note) => {
    const record = await mapOne({ status }, { s })
    expect(record?.valid === true ? [record.fields.status, record.notes?.[0]] : record).toEqual([said, note])
  })

  it('is the same where records are skipped', async () => {
    const feed = { skip: [{ when: { s: 'Dobropis' } }] }
    expect(await mapOne({ status: 's' }, { s: 'DOBROPIS' }, { feed })).toBeUndefined()
    expect(await mapOne({ status: 's' }, { s: 'Dobropisy' }, { feed })).toMatchObject({ valid: true })
  })
})

describe('custom fields', () => {
  it('may have a text per language', async () => {
    const metas = { note: { values: { cs: 'a', en: 'b' } } }
    expect(await fieldsOf({ metas }, { a: 'ahoj', b: 'hello' })).toEqual({ 'metas.note': { cs: 'ahoj', en: 'hello' } })
    expect(await fieldsOf({ metas }, { a: 'ahoj', b: '' })).toEqual({ 'metas.note': { cs: 'ahoj' } })
    expect(await fieldsOf({ metas }, { a: '', b: undefined })).toEqual({})
  })
  it('refuse texts beyond the limit, which the message names', async () => {
    expect(await fieldsOf({ metas: { note: 'a' } }, { a: 'x'.repeat(10_001) })).toContain('limits.fieldLength')
  })
})
