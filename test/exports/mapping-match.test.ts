import { describe, expect, it } from 'vitest'
import { fieldsOf, mapOne } from '../support/mapping.ts'

const note = 'stav:doručena;datum_stavu:3.3.2026;datum_doruceni:2026-03-04;balik:DR1234567806E;odkaz:https://x.cz/?a=1;'

describe('a value out of a longer text', () => {
  it.each([
    ['tracking_code', { match: 'balik:([^;]+)' }, note, 'DR1234567806E'],
    ['tracking_code', { match: 'DR\\d+[A-Z]' }, note, 'DR1234567806E'],
    ['tracking_code', { match: 'balik:([^;]+)' }, 'balik: \u200bDR1 ;', 'DR1'],
    ['tracking_code', { match: '(?:balik|parcel):([^;]+)' }, 'parcel:DR2;', 'DR2'],
    ['tracking_code', { match: 'balik:(?P<code>[^;]+)' }, note, 'DR1234567806E'],
    ['delivered_date', { match: 'datum_doruceni:([^;]+)' }, note, '2026-03-04'],
    ['delivered_date', { match: 'datum_stavu:([^;]+)', date: 'd.M.yyyy' }, note, '2026-03-03'],
    ['status', { match: 'stav:([^;]+)', map: { doručena: 'Doručená' } }, note, 'Doručená'],
    ['internal_note', { match: 'odkaz:([^;]+)' }, note, 'https://x.cz/?a=1'],
    ['resolved_yn', { match: 'hotovo:(\\w+)' }, 'hotovo:ano', true],
  ])('is taken for %s by %j', async (field, mapping, x, value) => {
    expect(await fieldsOf({ [field]: { from: 'x', ...mapping } }, { x })).toEqual({ [field]: value })
  })
  it.each([
    ['balik:([^;]+)', 'stav:nová;'],
    ['balik:([^;]*)', 'balik:;'],
    ['balik:([^;]+)', 'balik:null;'],
    ['balik:([^;]+)', ''],
    ['(a)|balik', 'balik'],
  ])('is blank where %s does not match %j', async (match, x) => {
    expect(await fieldsOf({ tracking_code: { from: 'x', match } }, { x })).toEqual({})
    expect(await fieldsOf({ tracking_code: { from: 'x', match, blank: 'clear' } }, { x })).toEqual({
      tracking_code: '',
    })
  })
  it('is read like any other', async () => {
    expect(
      await fieldsOf({ tracking_code: { from: 'x', match: 'balik:([^;]+)' } }, { x: 'balik:12345678901.0;' }),
    ).toContain('as text')
    const status = { from: 'x', match: 'stav:([^;]+)', map: { a: 'A' } }
    expect(await fieldsOf({ status }, { x: 'stav:b;' })).toContain('expected one of "a"')
  })
  it('is taken of each of several', async () => {
    const tracking_code = { from: 'x', match: 'balik:([^;]+)', several: 'join' }
    expect(await fieldsOf({ tracking_code }, { x: ['balik:DR1;', 'x', 'balik:DR2;'] })).toEqual({
      tracking_code: 'DR1, DR2',
    })
  })
  it.each([
    ['balik:([^;]+)', 'balik:DR1;balik:DR2;', ['DR1', 'DR2']],
    ['DR\\d+', 'zásilky DR1 a DR2', ['DR1', 'DR2']],
    ['balik:([^;]+)', 'balik:DR1;balik:DR1;', ['DR1']],
    ['[^;]+', 'DR1;poznámka', ['DR1']],
    ['\\S+', 'DR1 (doručeno)', ['DR1']],
    ['.*', 'DR1', ['DR1']],
  ])('is told where %s finds several that look alike in %j', async (match, x, codes) => {
    const result = await fieldsOf({ tracking_code: { from: 'x', match } }, { x })
    if (codes.length === 1) expect(result).toEqual({ tracking_code: codes[0] })
    else expect(result).toContain('several different ones: "DR1" and "DR2"')
    expect(await fieldsOf({ tracking_code: { from: 'x', match, several: 'join' } }, { x })).toEqual({
      tracking_code: codes.join(', '),
    })
    expect(await fieldsOf({ tracking_code: { from: 'x', match, several: 'last' } }, { x })).toEqual({
      tracking_code: codes.at(-1),
    })
  })
  it('takes time by the length of the text only', async () => {
    const x = `${'a'.repeat(9_990)}!`
    for (const match of ['(a+)+$', '(a|aa)+$', '(a*)*b', '([^;]+)x', '(a|a?)+$', '(.*)*c(.*)*d']) {
      const start = process.cpuUsage()
      expect(await fieldsOf({ internal_note: { from: 'x', match } }, { x })).toEqual({})
      expect(process.cpuUsage(start).user / 1000, match).toBeLessThan(2000)
    }
    const start = process.cpuUsage()
    await fieldsOf({ tracking_code: { from: 'x', match: 'a(.*b)?' } }, { x })
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(2000)
    expect(await fieldsOf({ internal_note: { from: 'x', match: 'a+' } }, { x: 'a'.repeat(10_001) })).toContain(
      'at most',
    )
  })
})

describe('an order number by its shape', () => {
  const read = (n: string, match: string, type = 'csv') =>
    mapOne({ status: 's', order_number: { from: 'n', match } }, { n, s: 'A' }, { type })
  it.each([
    ['0000024001', '^0*(\\d{5,})$', '24001'],
    ['24001', '^0*(\\d{5,})$', '24001'],
    ["'0000024001", '^0*(\\d{5,})$', '24001'],
    ['obj. O24001, děkuji', '\\bO\\d{5}\\b', 'O24001'],
    ['E-shop 2024/0012', '\\d{4}/\\d{4}', '2024/0012'],
  ])('%s by %s is %s', async (n, match, number) => {
    expect(await read(n, match)).toMatchObject({ valid: true, order_number: number })
  })
  it.each([
    ['308', '^0*(\\d{5,})$'],
    ['tel. 777', '^O\\d{5}$'],
    ['24004; 24005', '^\\d{5}$'],
    ['24001.0', '^O\\d{5}$'],
  ])('%s by %s is none, and is told with its like', async (n, match) => {
    expect(await read(n, match)).toMatchObject({
      valid: false,
      field: 'order_number',
      column: 'n',
      value: n,
      stranger: 'no match',
      reason: `expected an order number of the shop, which matches "${match}"`,
    })
  })
  it.each(['\\d{5}', '(?:^|\\D)(\\d{5})'])('is refused where %s finds several', async (match) => {
    const record = await read('obj. 24001 a 24002', match)
    expect(record).toMatchObject({ valid: false, reason: expect.stringContaining('24001 and 24002') })
    expect(await read('24001 ze 3. 3. 2026, 24001', match)).toMatchObject({ valid: true, order_number: '24001' })
  })
  it.each(['', '0', '0000000000', 'NULL'])('%j is missing', async (n) => {
    expect(await read(n, '^0*(\\d{5,})$')).toMatchObject({ valid: false, stranger: 'no number', value: '' })
  })
  it.each(['obj. O24001 a O24002', 'O24001;O24002', 'O24001 (nahrazuje O24000)'])(
    '%s names several, none of which is taken for it',
    async (n) => {
      expect(await read(n, '\\bO\\d{5}\\b')).toMatchObject({
        valid: false,
        reason: expect.stringContaining('finds several: O24001 and O2400'),
      })
    },
  )
  it('stays ruined where it is', async () => {
    const record = await read('x 1,23E+12', 'x (.+)')
    expect(record).toMatchObject({ valid: false, reason: expect.stringContaining('as text') })
    expect(record).not.toHaveProperty('stranger')
  })
})
