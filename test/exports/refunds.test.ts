import { describe, expect, it } from 'vitest'
import { brief, feedOf, readAll, sourceOf } from '../support/exports.ts'

const feed = (changes: object = {}, fields: object = {}) =>
  feedOf({ format: { type: 'csv' }, fields: { order_number: 'VS', paid_date: 'Datum', ...fields }, ...changes })

const tableOf = (column: string, amount: string): string => `Datum;${column};VS;Typ\n02.03.2026;${amount};24001;x\n`
const payment = [['24001', { paid_date: '2026-03-02' }]]

describe('a table of payments', () => {
  it.each([
    ['Objem', '-1250,00'],
    ['Částka', '-1 250,00 Kč'],
    ['částka (CZK)', '−1250'],
    ['Amount', '-1,250.00'],
    ['Castka v mene uctu', '-0,01'],
    ['Částka v Kč', '-5,00'],
    ['Částka obratu', '-5,00'],
    ['#Částka transakce', '-5,00 CZK'],
    ['Zaúčtovaná částka', '-5,00'],
    ['Suma', '-5,00'],
    ['Suma v EUR', '-5,00'],
    ['Hodnota', '-5,00'],
    ['Obrat', '-5,00'],
    ['Value', '-5.00'],
  ])('takes no day from money that went back: %s %s', async (column, amount) => {
    const { records, summary } = await readAll(feed(), sourceOf(tableOf(column, amount)))
    expect(records).toEqual([])
    expect(summary.remarks).toEqual([
      `1 record, in line 2, was passed over as money that went back: its "${column}" is below zero. Where that is not right, say in "skip" of the feed which records do not count.`,
    ])
    const paid = await readAll(feed(), sourceOf(tableOf(column, amount.slice(1))))
    expect(paid.records.map(brief)).toEqual(payment)
    expect(paid.summary.remarks).toEqual([])
  })

  it('tells together what it has passed over, and where it begins', async () => {
    const rows = 'Datum;Částka;VS\n2.3.2026;5;24001\n3.3.2026;-5;24001\n4.3.2026;-6;24002\n'
    const { records, summary } = await readAll(feed(), sourceOf(rows))
    expect(records.map(brief)).toEqual(payment)
    expect(summary.remarks).toEqual([expect.stringContaining('2 records were passed over')])
    expect(summary.remarks[0]).toContain('the first is line 3')
  })

  it.each([
    'Částka poplatku',
    'Částka DPH',
    'Částka zůstatku',
    'Objem (m3)',
    'Objem v litrech zásilky',
    'Amount due',
    'Suma DPH',
    'Hodnota zboží',
  ])('takes a negative "%s" for no refund', async (column) => {
    expect((await readAll(feed(), sourceOf(tableOf(column, '-5')))).records.map(brief)).toEqual(payment)
  })

  it('looks at the amount, not at the fee before it', async () => {
    const rows = 'Datum;Částka poplatku;Částka;VS\n02.03.2026;-5;1250,00;24001\n20.03.2026;-5;-1250,00;24001\n'
    expect((await readAll(feed(), sourceOf(rows))).records.map(brief)).toEqual(payment)
  })

  it.each([
    ['a column that is not an amount by its name', feed(), tableOf('Poznámka', '-5')],
    ['an amount that is not a number', feed(), tableOf('Objem', '-')],
    ['a feed that says itself what to skip', feed({ skip: [{ when: { Typ: 'vratka' } }] }), tableOf('Objem', '-5')],
    [
      'a feed with rules of its own',
      feed({}, { paid_date: [{ when: { Typ: 'x' }, then: { from: 'Datum' } }] }),
      tableOf('Objem', '-5'),
    ],
  ])('takes every day with %s', async (_what, own, content) => {
    expect((await readAll(own, sourceOf(content))).records.map(brief)).toEqual(payment)
  })

  it('leaves a feed alone that gives more than payments', async () => {
    const own = feed({}, { status: 'Typ' })
    const { records } = await readAll(own, sourceOf(tableOf('Objem', '-5')))
    expect(records.map(brief)).toEqual([['24001', { paid_date: '2026-03-02', status: 'x' }]])
  })
})
