import { describe, expect, it } from 'vitest'
import type { ShopResponse } from '../../lib/upgates/shop.ts'
import { readAnswer } from '../../lib/upgates/state-update/answer.ts'
import { createStateUpdateShop } from '../../lib/upgates/state-update/api.ts'
import { answer, batchOf, createSession, endOf, scripted } from '../support/session.ts'
import { createManualClock } from '../support/world.ts'

const setUp = (...answers: readonly ShopResponse[]) => {
  const shop = createStateUpdateShop(
    { url: 'https://s.admin.s7.upgates.com/api/orders/state/update', timeoutMs: 1000 },
    { clock: createManualClock(), random: () => 0, http: scripted(...answers) },
  )
  const session = createSession()
  const sent = () =>
    session.exchanges.map(({ request }) =>
      (JSON.parse(request.body ?? '') as { orders: { order_number: string }[] }).orders.map(
        ({ order_number }) => order_number,
      ),
    )
  return { shop, session, sent }
}
const error = (order_number: unknown, message: unknown = 'no') => ({ order_number, error: true, message })
const warning = (order_number: unknown, message: string) => ({ order_number, error: false, message })
const success = answer(200, { success: true })

describe('an update on state-update', () => {
  it.each([true, 1, '1', 'true'])('takes {"success": %j} for all orders', async (value) => {
    const { shop, session } = setUp(answer(200, { success: value }))
    expect(await shop.update(batchOf('A', 'B'), session)).toEqual({
      kind: 'answered',
      value: [
        { order_number: 'A', kind: 'accepted' },
        { order_number: 'B', kind: 'accepted' },
      ],
    })
  })

  it.each([
    { data: { errors: [] } },
    { failed: 0, message: 'no errors' },
    { errors: [] },
    { error: null },
    { error: false },
    { errors: {} },
    { error: '' },
  ])('takes success for it where there is no error beside: %j', async (beside) => {
    const { shop, session } = setUp(answer(200, { success: true, ...beside }))
    expect(await shop.update(batchOf('A'), session)).toMatchObject({ value: [{ kind: 'accepted' }] })
  })

  it.each([200, 207, 400, 404, 422])('sends the others once more after errors, with status %i', async (status) => {
    const { shop, session, sent } = setUp(answer(status, [error('B')]), success)
    const reply = await shop.update(batchOf('A', 'B', 'C'), session)
    expect(sent()).toEqual([
      ['A', 'B', 'C'],
      ['A', 'C'],
    ])
    expect(reply).toMatchObject({
      value: [
        { order_number: 'B', kind: 'rejected' },
        { order_number: 'A', kind: 'accepted' },
        { order_number: 'C', kind: 'accepted' },
      ],
    })
  })

  it('counts an order that is named with warnings alone as taken, and does not send it again', async () => {
    const text = "Meta with key 'note' has no option 'value' or 'values'."
    const { shop, session, sent } = setUp(answer(200, [warning('A', text), error('B'), warning('B', 'x')]), success)
    const reply = await shop.update(batchOf('A', 'B', 'C'), session)
    expect(sent()).toEqual([['A', 'B', 'C'], ['C']])
    expect(reply).toMatchObject({
      value: [
        { order_number: 'A', kind: 'accepted with warnings', skipped: ['metas.note'], messages: [text] },
        { order_number: 'B', kind: 'rejected', messages: ['no', 'x'] },
        { order_number: 'C', kind: 'accepted' },
      ],
    })
  })

  it.each([
    ['429', answer(429), 'limited'],
    ['an answer about nobody', answer(200, []), 'unreadable'],
    ['an answer about the key', answer(200, { success: false, message: 'Invalid API key' }), 'denied'],
    ['500 for ever', answer(500), 'failing'],
    ['400', answer(400), 'refused'],
  ])('keeps what was settled before %s; the others may have been processed', async (_what, second, kind) => {
    const { shop, session } = setUp(answer(200, [error('B')]), second)
    expect(await shop.update(batchOf('A', 'B'), session)).toMatchObject({
      kind: 'trouble',
      trouble: { kind },
      mayHaveProcessed: true,
      settled: [{ order_number: 'B', kind: 'rejected' }],
    })
  })

  const unreadable: readonly (readonly [string, ShopResponse])[] = [
    ['success: false', answer(200, { success: false })],
    ['success: false with a message', answer(200, { success: false, message: 'busy' })],
    ['success as a word', answer(200, { success: 'yes' })],
    ['success: null', answer(200, { success: null })],
    ['an empty list', answer(200, [])],
    ['an empty object', answer(200, {})],
    ['null', answer(200, 'null')],
    ['a string', answer(200, '"success"')],
    ['a number', answer(200, '1')],
    ['204', answer(204)],
    ['nothing', answer(200, '')],
    ['a message without a number', answer(200, [{ error: true, message: 'Database error' }])],
    ['a message whose number is null', answer(200, [{ order_number: null, error: true, message: 'Database error' }])],
    ['a message about somebody else', answer(200, [error('Z')])],
    ['a message that says neither yes nor no', answer(200, [{ order_number: 'A', message: 'hm' }])],
    ['a message whose error is a text', answer(200, [{ order_number: 'A', error: 'gone' }])],
    ['one object about somebody else', answer(200, error('Z'))],
    ['a list of numbers', answer(200, ['A'])],
    ['HTML', answer(200, '<!doctype html><title>Maintenance</title>')],
    ['half a JSON', answer(200, '[{"order_number":"A","err')],
    ['success with an error of nobody', answer(200, { success: true, error: 'Something failed' })],
    ['success that is an error', answer(200, { success: true, error: true })],
    [
      'success with errors of nobody',
      answer(200, { success: true, errors: ["Order with this number doesn't exists."] }),
    ],
    ['success with errors deep within', answer(200, { success: true, result: { errors: ['Order A: unknown'] } })],
    ['success with a message of an error', answer(200, { success: true, error_message: 'Order A: unknown' })],
    ['success with a number of errors', answer(200, { success: true, errorCount: 1 })],
    ['success with those that failed', answer(200, { success: true, failed: ['A'] })],
    ['success around its opposite', answer(200, { success: true, result: { success: false } })],
    ['a PHP warning before JSON', answer(200, 'Warning: x in y.php\n{"success": true}')],
  ]
  it.each(unreadable)('cannot read %s, and says so', async (_what, response) => {
    const { shop, session } = setUp(response)
    const reply = await shop.update(batchOf('A'), session)
    expect(reply).toMatchObject({ trouble: { kind: 'unreadable' }, mayHaveProcessed: true, settled: [] })
  })

  const aboutTheKey: readonly (readonly [string, ShopResponse])[] = [
    ['an object with a message', answer(200, { success: false, message: 'Invalid API key.' })],
    ['an object with an error', answer(200, { error: 'apiKey is not valid' })],
    ['an object that names the property', answer(200, { success: false, errors: { apiKey: 'neplatný' } })],
    ['a list of messages without numbers', answer(200, [{ error: true, message: 'Wrong API key' }])],
    [
      'a list of messages with empty numbers',
      answer(200, [{ order_number: '', error: true, message: 'Wrong API key' }]),
    ],
    ['a list of texts', answer(200, ['Unauthorized'])],
    ['a JSON string', answer(200, '"Forbidden"')],
    ['plain text', answer(200, 'Access denied')],
    ['every order refused for it', answer(200, [error('A', 'Invalid API key')])],
    ['a page that names it', answer(200, '<html><h1>API key is missing</h1></html>')],
    ['Czech', answer(200, { success: false, message: 'Neplatný API klíč.' })],
    ['Czech without diacritics', answer(200, { success: false, message: 'Neplatny klic' })],
    ['Czech in other words', answer(200, { success: false, message: 'Klíč API nebyl nalezen' })],
    ['Czech about the login', answer(200, 'Přihlášení se nezdařilo')],
    ['Czech about access', answer(200, [{ error: true, message: 'Přístup byl odepřen' }])],
    ['Czech about rights', answer(200, [{ error: true, message: 'Nemáte oprávnění k této akci' }])],
    ['Czech about credentials', answer(200, { message: 'Chybné přihlašovací údaje' })],
    ['words under 400', answer(400, { success: false, message: 'Invalid API key.' })],
    ['words under 422', answer(422, 'credentials are invalid')],
    ['401', answer(401, { message: 'x' })],
    ['a list under 401', answer(401, [error('A')])],
    ['a list under 403', answer(403, [error('A', "Order with this number doesn't exists.")])],
  ]
  it.each(aboutTheKey)('blocks after an answer about the key: %s', async (_what, response) => {
    const { shop, session } = setUp(response)
    expect(endOf(await shop.update(batchOf('A'), session))).toBe('denied')
    expect(session.exchanges).toHaveLength(1)
  })

  it.each([
    ["Meta with key 'api_key' not found."],
    ["Meta with key 'apiKey' has no option 'value' or 'values'."],
    ['Order is locked, access forbidden'],
  ])('takes "%s" about an order as a word about that order', async (message) => {
    const { shop, session } = setUp(answer(200, [error('A', message)]))
    expect(endOf(await shop.update(batchOf('A'), session))).toBe('answered')
  })
})

describe('the answer of state-update', () => {
  it.each([
    ['one object instead of a list', error('A', 'gone'), { kind: 'rejected', messages: ['gone'] }],
    ['an object around the list', { success: false, errors: [error('A', 'gone')] }, { kind: 'rejected' }],
    ['success with an error beside', { success: true, errors: [error('A', 'gone')] }, { kind: 'rejected' }],
    ['a list deep within', { success: true, data: { messages: [error('A', 'gone')] } }, { kind: 'rejected' }],
    ['orders by their numbers', { success: true, orders: { A: error('A', 'gone') } }, { kind: 'rejected' }],
    ['an error without a message', [{ order_number: 'A', error: 1 }], { messages: ['the shop gave no reason'] }],
    ['an error as a word', [{ order_number: 'A', error: 'true', message: 'x' }], { kind: 'rejected' }],
    ['a warning and something unclear', [warning('A', 'x'), { order_number: 'A' }], { kind: 'unknown' }],
    ['an error and something unclear', [error('A', 'x'), { order_number: 'A' }], { kind: 'rejected' }],
    ['other letters', [error('a')], { kind: 'rejected' }],
    ['a broken entry beside', [7, null, error('A')], { kind: 'rejected' }],
    ['a warning in Czech quotes', [warning('A', 'Klíč „note“ neexistuje')], { skipped: ['metas.note'] }],
    ['a warning that names nothing', [warning('A', 'late')], { kind: 'accepted with warnings', skipped: [] }],
  ])('is read from %s', (_what, body, outcome) => {
    expect(readAnswer(batchOf('A'), answer(200, body))).toMatchObject([{ order_number: 'A', ...outcome }])
  })

  it.each([401, 403, 408, 429, 500, 502])('says nothing about orders with status %i', (status) => {
    for (const body of [{ success: true }, [error('A')]])
      expect(readAnswer(batchOf('A'), answer(status, body))).toMatchObject([{ kind: 'unknown' }])
  })
})
