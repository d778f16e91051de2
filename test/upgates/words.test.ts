import { describe, expect, it } from 'vitest'
import { readRights, readStatuses } from '../../lib/upgates/v2/words.ts'

const bodyOf = (value: unknown) => ({ body: typeof value === 'string' ? value : JSON.stringify(value) })

describe('the rights of a login, whose form is not documented', () => {
  it.each<[string, unknown, readonly string[] | undefined]>([
    ['a list', { endpoints: ['orders', 'metas'] }, ['orders', 'metas']],
    ['paths with methods', ['GET /api/v2/orders', 'PUT /api/v2/orders'], ['GET /api/v2/orders', 'PUT /api/v2/orders']],
    ['names with a yes or no', { orders: true, products: false, metas: 1, customers: 0 }, ['orders', 'metas']],
    ['a sentence', { message: 'All is well.' }, ['message']],
    ['nothing', {}, []],
    ['a page', '<html>', undefined],
  ])('%s', (_what, value, rights) => {
    expect(readRights(bodyOf(value))).toEqual(rights)
  })
})

describe('the statuses of a shop', () => {
  it.each<[string, unknown, unknown]>([
    [
      'all that is said of one',
      {
        id: 7,
        type: 'Sent',
        descriptions: [
          { language_id: 'cs', name: 'Odeslaná' },
          { language_id: 'en', name: 'Sent' },
        ],
        mark_paid_yn: true,
        mark_resolved_yn: '1',
        mark_delivered_yn: 0,
      },
      { id: '7', type: 'Sent', names: ['Odeslaná', 'Sent'], marks: ['paid', 'resolved'] },
    ],
    ['as little as can be', { id: '7' }, { id: '7', type: '', names: [], marks: [] }],
  ])('%s', (_what, status, read) => {
    expect(readStatuses(bodyOf({ order_statuses: [status] }))).toEqual([read])
  })

  it.each([[{}], [{ order_statuses: 'none' }], ['<html>']])('are not read from %j', (value) => {
    expect(readStatuses(bodyOf(value))).toBeUndefined()
  })
})
