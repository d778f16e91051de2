import { describe, expect, it } from 'vitest'
import { parseAmount } from '../../lib/exports/mapping/amounts.ts'
import { mapOne } from '../support/mapping.ts'

describe('an amount', () => {
  it.each([
    ['1250', 1250],
    ['1250.5', 1250.5],
    ['1250,50', 1250.5],
    ['+1250,50', 1250.5],
    ['1 250,00', 1250],
    ['1\u00a0250,00', 1250],
    ['1\u202f250\u202f000', 1_250_000],
    ["1'250.00", 1250],
    ['1.250,00', 1250],
    ['1,250.00', 1250],
    ['1.250.000', 1_250_000],
    ['1,250,000', 1_250_000],
    ['1.250.000,5', 1_250_000.5],
    // a mark that stands alone is a decimal one
    ['1,234', 1.234],
    ['1.234', 1.234],
    ['0,5', 0.5],
    [',5', 0.5],
    ['5,', 5],
    ['1 250,00 Kč', 1250],
    ['1250Kč', 1250],
    ['1 250 Kc', 1250],
    ['CZK 1 250,00', 1250],
    ['€ 1.250,00', 1250],
    ['1,250.00 EUR', 1250],
    ['$12.30', 12.3],
    ['12,30 zł', 12.3],
    ['1250,-', 1250],
    ['1 250,- Kč', 1250],
    ['1250,--', 1250],
    ['1250,–', 1250],
    ['1.25E3', 1250],
    ['-1.25e+3', -1250],
    ['-1250', -1250],
    ['- 1 250,00 Kč', -1250],
    ['−1250', -1250],
    ['–1250', -1250],
    ['—1250', -1250],
    ['\u2010' + '1250', -1250],
    ['1250-', -1250],
    ['1 250,00- Kč', -1250],
    ['1 250,00 Kč-', -1250],
    ['-1250,-', -1250],
    ['Kč -1250', -1250],
    ['-$12.30', -12.3],
    ['$-12.30', -12.3],
    ['(1 250,00)', -1250],
    ['(1 250,00 Kč)', -1250],
    ['(1 250,00) Kč', -1250],
    ['Kč (1 250,00)', -1250],
    ['($12.30)', -12.3],
    ['0', 0],
    ['0,00', 0],
    ['\u200e1250\u200e', 1250],
    ['1.1368683772161603E-13', 0],
    ['0.30000000000000004', 0.3],
    ['1249.9999999999998', 1250],
    ['123456789012.34', 123456789012.34],
  ])('%j is %d', (text, amount) => {
    expect(parseAmount(text)).toBe(amount)
  })
  it.each([
    '',
    'x',
    'DR1',
    '12 34',
    '1 2 3',
    '1.2.3',
    '1,25,000.5.1',
    '12.34.56',
    '-',
    ',',
    '.',
    '--5',
    '-5-',
    '1250 ks',
    '5 %',
    '2026-03-03',
    '3.3.2026',
    '1.250,00,0',
    '1,25.000,00',
    '(',
    '()',
    '(-5',
    'Kč',
    '1e',
    '٣',
  ])('%j is not one', (text) => {
    expect(parseAmount(text)).toBeUndefined()
  })
})

describe('a condition on an amount', () => {
  const paid = (test: object) => ({ paid_date: [{ when: { castka: test }, then: { from: 'd' } }] })
  const holds = async (test: object, castka: string | undefined) => {
    const record = await mapOne(paid(test), { castka, d: '2.3.2026' })
    return record?.valid === true && 'paid_date' in record.fields
  }
  it.each([
    [{ above: 0 }, '1 250,00 Kč', true],
    [{ above: 0 }, '-1 250,00 Kč', false],
    [{ above: 0 }, '0,00', false],
    [{ below: 0 }, '(1 250)', true],
    [{ below: 0 }, '0', false],
    [{ equals: 0 }, '0,00 Kč', true],
    [{ equals: 0 }, '-0', true],
    [{ equals: 0.1 }, '0,10', true],
    [{ equals: 1250 }, '1.250,00', true],
    [{ equals: 0 }, '-1.1368683772161603E-13', true],
    [{ above: 0 }, '1.1368683772161603E-13', false],
    [{ below: 0 }, '-0.0000000001', false],
    [{ above: 0, below: 100 }, '50', true],
    [{ above: 0, below: 100 }, '100', false],
    [{ above: 0 }, '', false],
    [{ equals: 0 }, '', false],
    [{ below: 0 }, '-', false],
    [{ above: 0 }, 'NULL', false],
    [{ above: 0 }, undefined, false],
  ])('%j on %j', async (test, castka, expected) => {
    expect(await holds(test, castka)).toBe(expected)
  })
  it('does not hold on what is no amount, and that is told once', async () => {
    const paid_date = [
      { when: { castka: { above: 0 } }, then: { from: 'd' } },
      { when: { castka: { equals: 5 } }, then: { from: 'd' } },
    ]
    const record = await mapOne({ paid_date, status: 's' }, { castka: 'zdarma', d: '2.3.2026', s: 'A' })
    expect(record).toMatchObject({
      valid: true,
      fields: { status: 'A' },
      notes: ['castka = "zdarma" is not an amount, so that no condition on it holds'],
    })
    expect(record).not.toHaveProperty('fields.paid_date')
  })
  it('is told in a plan', async () => {
    expect(await mapOne(paid({ above: 0, below: 5000 }), { castka: '1250,00', d: '2.3.2026' })).toMatchObject({
      because: { paid_date: 'castka is above 0 and below 5000' },
    })
  })
})
