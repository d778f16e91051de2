import { describe, expect, it } from 'vitest'
import { createCounter } from '../../lib/text/language.ts'

const counts = [
  0, 1, 2, 3, 4, 5, 11, 21, 22, 100, 101, 102, 999, 1000, 1001, 1234, 22222, 1234567, -1, -3, -7, 1.5, 0.25, 2.1,
]

describe('counted words', () => {
  it.each(['cs', 'sk'] as const)('has the forms and numbers that Intl has: %s', (language) => {
    const rules = new Intl.PluralRules(language)
    const counted = createCounter(language)({ one: '# one', few: '# few', other: '# other' })
    for (const count of counts) {
      const rule = rules.select(count)
      expect(counted(count)).toBe(`${new Intl.NumberFormat(language).format(count)} ${rule === 'many' ? 'few' : rule}`)
    }
  })

  it('has the forms and numbers that Intl has in English', () => {
    const rules = new Intl.PluralRules('en')
    const counted = createCounter('en')({ one: '# one', other: '# other' })
    for (const count of counts)
      expect(counted(count)).toBe(`${new Intl.NumberFormat('en').format(count)} ${rules.select(count)}`)
  })
})
