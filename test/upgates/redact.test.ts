import { describe, expect, it } from 'vitest'
import { redactor } from '../../lib/upgates/redact.ts'

const login = '12345678'
const hostile = 'canary/key+f00d=ž"😀&x'
const plain = 'k3yCANARYf00dk3yCANARYf00dabcdefg'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const hex = (text: string): string => Buffer.from(text).toString('hex')
const unicode = (text: string): string =>
  text.replaceAll(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
const percent = (text: string): string => hex(text).replaceAll(/../g, '%$&')
const entities = (text: string, base: 10 | 16): string =>
  [...text].map((one) => `&#${base === 16 ? 'x' : ''}${one.codePointAt(0)?.toString(base)};`).join('')
const json = (text: string): string => JSON.stringify(text).slice(1, -1)

const codes = (text: string, written: (unit: number) => string): string =>
  text.replaceAll(/[\s\S]/g, (unit) => written(unit.charCodeAt(0)))
const points = (text: string, written: (point: number) => string): string =>
  [...text].map((one) => written(one.codePointAt(0) ?? 0)).join('')
const bytes = (text: string, written: (byte: number) => string): string => [...Buffer.from(text)].map(written).join('')

/** Every way in which an answer may say the key back. */
const forms: readonly (readonly [string, (key: string) => string])[] = [
  ['as it is', (key) => key],
  ['in JSON', json],
  ['in JSON with escaped slashes', (key) => json(key).replaceAll('/', '\\/')],
  ['in JSON within JSON', (key) => json(json(key))],
  ['as \\u escapes', unicode],
  ['as \\U escapes in capitals', (key) => unicode(key).replaceAll(/[a-f]/g, (digit) => digit.toUpperCase())],
  ['with one \\u escape', (key) => `${unicode(key.slice(0, 1))}${json(key.slice(1))}`],
  ['URL-encoded', encodeURIComponent],
  ['URL-encoded in small letters', (key) => encodeURIComponent(key).replaceAll(/%../g, (code) => code.toLowerCase())],
  ['URL-encoded twice', (key) => encodeURIComponent(encodeURIComponent(key))],
  ['URL-encoded, every sign', percent],
  ['as a form sends it', (key) => new URLSearchParams({ key }).toString().slice('key='.length)],
  ['as decimal entities', (key) => entities(key, 10)],
  ['as hex entities', (key) => entities(key, 16)],
  ['as named entities', (key) => key.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
  ['as \\x escapes', (key) => hex(key).replaceAll(/../g, '\\x$&')],
  ['as \\u{} escapes', (key) => [...key].map((one) => `\\u{${one.codePointAt(0)?.toString(16)}}`).join('')],
  ['as octal escapes', (key) => [...Buffer.from(key)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')],
  ['as quoted-printable', (key) => hex(key).toUpperCase().replaceAll(/../g, '=$&')],
  ['as entities with names', (key) => key.replaceAll('+', '&plus;').replaceAll('=', '&equals;')],
  ['in capitals', (key) => key.toUpperCase()],
  ['in small letters', (key) => key.toLowerCase()],
  ['in hex with colons', (key) => hex(key).replaceAll(/..(?=.)/g, '$&:')],
  ['in hex as a program lists it', (key) => [...Buffer.from(key)].map((byte) => `0x${byte.toString(16)}`).join(', ')],
  ['as a list of codes', (key) => JSON.stringify([...Buffer.from(key)])],
  ['in Base64 of UTF-16', (key) => Buffer.from(key, 'utf16le').toString('base64')],
  ['in Base64 with broken lines', (key) => base64(`${login}:${key}`).replaceAll(/.{20}/g, '$&\r\n')],
  ['in hex', hex],
  ['in hex in capitals', (key) => hex(key).toUpperCase()],
  ['as %u escapes', (key) => codes(key, (unit) => `%u${unit.toString(16).padStart(4, '0')}`)],
  ['as escapes of style sheets', (key) => points(key, (point) => `\\${point.toString(16)} `).trimEnd()],
  ['as full escapes of style sheets', (key) => points(key, (point) => `\\${point.toString(16).padStart(6, '0')}`)],
  ['as \\U escapes', (key) => points(key, (point) => `\\U${point.toString(16).padStart(8, '0')}`)],
  ['as U+ names', (key) => points(key, (point) => `U+${point.toString(16).padStart(4, '0')} `).trimEnd()],
  ['as octal escapes as short as can be', (key) => bytes(key, (byte) => `\\${byte.toString(8)}`)],
  ['as entities with many zeros', (key) => points(key, (point) => `&#${String(point).padStart(12, '0')};`)],
  ['as a list of codes, a line each', (key) => [...Buffer.from(key)].join(',\n    ')],
  ['as codes by their places', (key) => JSON.stringify({ ...[...Buffer.from(key)] })],
  ['in broken lines', (key) => key.replaceAll(/.{9}/gu, '$&\r\n')],
  ['in lines of quoted-printable', (key) => key.replaceAll(/.{9}/gu, '$&=\r\n')],
  ['with soft breaks', (key) => key.replaceAll(/.{3}/gu, '$&\u200b').replaceAll(/.{7}/gu, '$&<wbr>')],
  ['in spaced letters', (key) => [...key].join(' ')],
  [
    'in letters of full width',
    (key) => key.replaceAll(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
  ],
  ['in Base64', base64],
  ['in Base64 without padding', (key) => base64(key).replace(/=+$/, '')],
  ['in Base64 of an URL', (key) => Buffer.from(key).toString('base64url')],
  ['behind its login, in Base64', (key) => base64(`${login}:${key}`)],
  ['behind another login, in Base64', (key) => base64(`x:${key}`)],
  ['behind a third login, in Base64', (key) => base64(`xy:${key}`)],
  ['in Base64 twice', (key) => base64(base64(`${login}:${key}`))],
  ['in Base64 in JSON with escaped slashes', (key) => base64(`${login}:${key}`).replaceAll('/', '\\/')],
  ['in Base64, URL-encoded', (key) => encodeURIComponent(base64(`${login}:${key}`))],
  ['within a body in Base64', (key) => base64(JSON.stringify({ apiKey: key, orders: [] }))],
  ['in the header of a login', (key) => `Authorization: Basic ${base64(`${login}:${key}`)}`],
]

const rows = [hostile, plain].flatMap((key) => forms.map(([form, write]) => [form, key, write(key)] as const))

describe('redaction', () => {
  it.each(rows)('finds a key %s: %s', (_form, key, text) => {
    const clean = redactor(key, login)(`before ${text} after`)
    expect(clean).toContain('[redacted]')
    expect(clean).toMatch(/^before .* after$/)
    for (const [, write] of forms) expect(clean).not.toContain(write(key))
  })

  it.each(rows)('finds a key %s in JSON of any spelling: %s', (_form, key, text) => {
    const body = JSON.stringify({ orders: [{ order_number: 'A', note: `x ${text}`, [`y ${text}`]: 1 }] })
    for (const spelled of [
      body,
      body.replaceAll('%', '\\u0025').replaceAll('&', '\\u0026'),
      body.replaceAll('/', '\\/'),
    ]) {
      const value = JSON.parse(redactor(key, login)(spelled)) as unknown
      const strings = JSON.stringify(value)
      expect(strings).toContain('[redacted]')
      for (const [, write] of forms) expect(strings).not.toContain(write(key))
    }
  })

  it('leaves everything else as it is', () => {
    const text =
      '{"orders":[{"order_number":12345678901234567890,"note":"a\\/b \\u0041 = %20 &amp; AAAAAAAAAAAAAAAAAAAAAAAA"}]}'
    expect(redactor(hostile, login)(text)).toBe(text)
    expect(redactor('', login)(text)).toBe(text)
  })

  it('does not take the digits of a number for a short key in hex', () => {
    expect(redactor('ab', login)('order 26162 of ab')).toBe('order 26162 of [redacted]')
  })

  it.each(['\\', 'A', '&amp;', '%25', '"\\"', 'c'])('is linear in texts of %j', (piece) => {
    const redact = redactor(hostile, login)
    const started = performance.now()
    redact(piece.repeat(1_000_000 / piece.length))
    expect(performance.now() - started).toBeLessThan(2500)
  })
})
