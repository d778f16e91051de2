import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAnswer } from '../../lib/upgates/state-update/answer.ts'
import { readUpdateAnswer, withoutOrders } from '../../lib/upgates/v2/answer.ts'
import { readPage, withoutCustomers } from '../../lib/upgates/v2/read.ts'
import { verdictOf } from '../../lib/upgates/verdict.ts'
import { runs } from '../support/runs.ts'
import { answer, batchOf } from '../support/session.ts'

const names = [
  'orders',
  'order_number',
  'updated_yn',
  'messages',
  'message',
  'error',
  'success',
  'level',
  'metas',
  'key',
]
const leaf = fc.oneof(fc.constantFrom('A', 'b', '', true, 0, 1, null, 'API key'), fc.string(), fc.integer())
/** JSON that looks like an answer, and is none. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 5 }),
  ),
}))
const body = fc.oneof(
  value.map((json) => JSON.stringify(json)),
  fc.string(),
  fc.tuple(value, fc.nat(40)).map(([json, end]) => JSON.stringify(json).slice(0, end)),
)
const status = fc.constantFrom(200, 204, 207, 301, 400, 401, 404, 408, 422, 429, 500, 501, 502, 504)
const batch = batchOf('A', 'B')

describe('any answer at all', () => {
  it('is read without a fault: one outcome per order, one verdict', () => {
    fc.assert(
      fc.property(body, status, (text, code) => {
        const response = answer(code, text)
        for (const read of [readAnswer, readUpdateAnswer]) {
          const outcomes = read(batch, response)
          expect(outcomes.map(({ order_number }) => order_number)).toEqual(['A', 'B'])
          if (code >= 500 || [401, 408, 429].includes(code)) expect(outcomes[0]?.kind).toBe('unknown')
          const isReadable = () => outcomes.some(({ kind }) => kind !== 'unknown')
          const verdict = verdictOf(response, { isReadable, kept: withoutOrders(response) }, 0)
          expect(verdict.kind === 'answer').toBe(code !== 301 && isReadable())
        }
      }),
      { numRuns: runs(2000) },
    )
  })

  it('to a reading is kept without what a customer may have written', () => {
    const planted = fc.constantFrom('name', 'email', 'customer', 'note', 'internal_note', 'address', 'metas')
    fc.assert(
      fc.property(
        fc.array(
          fc.dictionary(
            planted,
            value.map((inner) => ['SECRET', inner]),
          ),
        ),
        fc.nat(60),
        (orders, cut) => {
          const whole = JSON.stringify({
            number_of_pages: 1,
            SECRET: 1,
            orders: orders.map((order) => ({ ...order, order_number: 'A' })),
          })
          for (const text of [whole, whole.slice(0, -1 - cut)]) {
            const response = answer(200, text)
            const kept = withoutCustomers(response, new Set(['status', 'metas.note']))
            if (text.includes('"orders"') || readPage(response) !== undefined) expect(kept.body).not.toContain('SECRET')
          }
        },
      ),
      { numRuns: runs(1000) },
    )
  })
})
