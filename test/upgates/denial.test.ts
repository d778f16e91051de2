import { describe, expect, it } from 'vitest'
import { speaksOfKey } from '../../lib/upgates/denial.ts'
import { readAnswer } from '../../lib/upgates/state-update/answer.ts'
import { answer, batchOf } from '../support/session.ts'

const about = (body: unknown): boolean => speaksOfKey({ body: typeof body === 'string' ? body : JSON.stringify(body) })

describe('an answer that is not about orders', () => {
  it.each([
    'Invalid API key',
    'invalid_api_key',
    'invalid_token',
    'Wrong login or API key',
    'Your key has expired',
    'The token has been revoked',
    'Unauthenticated.',
    'You are not allowed to access this resource',
    "Parameter 'apiKey' is missing",
    "The 'key' is invalid",
    'Neplatný API klíč',
    'Klíč API je neplatný',
    'Chybí klíč',
    'Nebyl zadán klíč',
    'Platnost klíče vypršela',
    'Přístup odepřen',
    'Přihlášení selhalo',
    'Parametr „apiKey“ není platný',
    'Neplatný API kľúč',
    'Nesprávny kľúč',
    'Kľúč nie je platný',
    'Chýba kľúč',
    'Chýbajúci API kľúč',
    'Platnosť kľúča vypršala',
    'Prihlásenie zlyhalo',
    'Prístup zamietnutý',
    'Nesprávne prihlasovacie údaje',
    'Neautorizovaný prístup',
    'Nemáte oprávnenie',
  ])('is about the key, as text and in any JSON: %s', (message) => {
    for (const body of [
      message,
      { message },
      { success: false, errors: [{ text: message }] },
      [{ error: true, message }],
    ])
      expect(about(body), JSON.stringify(body)).toBe(true)
  })

  it.each([
    { apiKey: false },
    { errors: { api_key: ['is not valid'] } },
    { code: 401, message: 'Error' },
    { error: { status: '403' } },
    '<html><body><h1>Neplatný API klíč</h1></body></html>',
    '<p>Invalid API&nbsp;key</p><p>The API key is wrong</p>',
  ])('is about the key in forms of its own: %j', (body) => {
    expect(about(body)).toBe(true)
  })

  it.each([
    "invalid status 'klíč'",
    "Order status 'API klíč' not defined.",
    "Order status 'invalid login' not defined.",
    "Order status 'Platba: access denied' not defined.",
    'Neplatný stav „API klíč“',
    'Neplatný stav klíč',
    'Neplatný stav "kľúč"',
    "Meta with key 'api_key' has no option 'value' or 'values'.",
    "Unknown field 'token' is missing",
    'Syntax error, unexpected token }',
    'Invalid token at position 12',
    'Údržba, zkuste to později',
  ])('is not about the key: %s', (message) => {
    for (const body of [message, { message }, { success: false, errors: [message] }])
      expect(about(body), JSON.stringify(body)).toBe(false)
  })

  it.each([
    '<!DOCTYPE html><html><head><script>var apiKey="AIzaSy";</script></head><body>Údržba</body></html>',
    '<html><head><meta name="api-key" content="x"></head><body>Maintenance</body></html>',
    '<html><body><!-- api key --><form data-api-token="x">Přihlášení <input name="heslo"></form></body></html>',
    '<html><script>const api_key = 1',
  ])('is not about the key where a page only has one of its own: %s', (page) => {
    expect(about(page)).toBe(false)
  })

  it.each([
    ['Neplatný API kľúč', 'unknown'],
    ["Order status 'API klíč' not defined.", 'rejected'],
    ["Order status 'klíč' not defined.", 'rejected'],
  ])('nor where every order is refused for something else: %s', (message, kind) => {
    const said = ['A', 'B'].map((order_number) => ({ order_number, error: true, message }))
    expect(readAnswer(batchOf('A', 'B'), answer(200, said)).map((outcome) => outcome.kind)).toEqual([kind, kind])
  })

  it('is looked at in no time, whatever it is', () => {
    for (const body of [
      "'".repeat(200_000),
      `<${'!--'.repeat(70_000)}`,
      'neplatny '.repeat(30_000),
      "a '".repeat(70_000),
    ]) {
      const start = performance.now()
      about(body)
      expect(performance.now() - start).toBeLessThan(500)
    }
  })
})
