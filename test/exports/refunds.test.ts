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
  ])('takes no day from money that went back: %s %s', async (column, amount) => {
    expect((await readAll(feed(), sourceOf(tableOf(column, amount)))).records).toEqual([])
    const paid = await readAll(feed(), sourceOf(tableOf(column, amount.slice(1))))
    expect(paid.records.map(brief)).toEqual(payment)
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
