import { jsonOf } from './named.ts'

const placeholder = '[redacted]'
/** Shorter keys, and shorter pieces of Base64, are in encoded texts by chance. */
const shortest = 6

/**
 * Makes the function that removes an API key from texts, in whatever form an answer may echo it: as it is, escaped as
 * in JSON (`\/`, `\u002f`) or in a program (`\x2f`, `\u{2f}`, `\057`), URL-encoded in either case, as HTML entities, as
 * quoted-printable, any mix of these, in other letters, as a list of codes, in hex, and in Base64, also as a part of a
 * longer text (as `login:key` of HTTP Basic, or Base64 again). In JSON, the strings are looked at as they read once parsed.
 */
export function redactor(apiKey: string, login?: string): (text: string) => string {
  if (apiKey === '') return (text) => text
  const isLong = apiKey.length >= shortest
  const forms = [
    anyForm(apiKey),
    ...base64Forms(apiKey, login),
    ...(isLong ? [hexForm(apiKey), codesForm(apiKey)] : []),
  ]
  const known = new RegExp(forms.join('|'), isLong ? 'gi' : 'g')
  const plain = (text: string, depth = 0): string => {
    const clean = text.replaceAll(known, placeholder)
    return isLong ? decoded(clean, depth, plain) : clean
  }
  return (text) => {
    const clean = plain(text)
    return clean.includes('\\') ? parsed(clean, plain) : clean
  }
}

const deepest = 2
const base64Run = /[\w+/-]{16,4000}={0,2}/g
const shortestRun = 16
const isOfBase64 = Array.from({ length: 128 }, (_, code) => /[\w+/-]/.test(String.fromCharCode(code)))
const isOfRun = (text: string, at: number): boolean => isOfBase64[text.charCodeAt(at)] === true

/** Whether any piece of Base64 is long enough: each of them holds every 16th sign of the text, or is shorter. */
function hasLongRun(text: string): boolean {
  for (let at = shortestRun - 1; at < text.length; at += shortestRun) {
    if (!isOfRun(text, at)) continue
    let [begin, end] = [at, at + 1]
    while (begin > 0 && isOfRun(text, begin - 1)) begin--
    while (end < text.length && end - begin < shortestRun && isOfRun(text, end)) end++
    if (end - begin >= shortestRun) return true
  }
  return false
}

/** A text without the pieces of Base64 that hold the key once decoded, as a request's whole body may. */
function decoded(text: string, depth: number, plain: (text: string, depth: number) => string): string {
  if (depth >= deepest || !hasLongRun(text)) return text
  return text.replaceAll(base64Run, (run) => {
    const bytes = Buffer.from(run, 'base64')
    const texts = bytes.includes(0) ? [bytes.toString(), bytes.toString('utf16le')] : [bytes.toString()]
    return texts.every((one) => plain(one, depth + 1) === one) ? run : placeholder
  })
}

/** JSON whose strings still hold the key once parsed, without it; any other text as it is. */
function parsed(text: string, plain: (text: string) => string): string {
  const value = jsonOf(text)
  if (typeof value !== 'object' || value === null) return text
  let found = false
  const cleaned = JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'string') return watched(inner)
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).map(([name, nested]) => [watched(name), nested]))
  })
  function watched(part: string): string {
    const clean = plain(part)
    found ||= clean !== part
    return clean
  }
  return found ? cleaned : text
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** A number in hex, in either case. */
const hex = (number: number, digits: number): string =>
  [...number.toString(16).padStart(digits, '0')]
    .map((digit) => (/\d/.test(digit) ? digit : `[${digit}${digit.toUpperCase()}]`))
    .join('')

const entities: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
  '/': 'sol',
  '+': 'plus',
  '=': 'equals',
  ':': 'colon',
  '-': 'hyphen',
  _: 'lowbar',
  '!': 'excl',
}

/** What may stand between two characters: a broken line, also of quoted-printable or HTML, or something invisible. */
const broken = '(?:=?(?:\\r\\n|[ \\r\\n\\u00ad\\u200b-\\u200d\\u2060\\ufeff]|<w?br ?/?>)){0,2}'

/** A pattern for a text of which every character may be written in a way of its own, and broken anywhere. */
const anyForm = (text: string): string =>
  [...text].map(anyCharacter).join(text.length >= shortest && !/\s/.test(text) ? broken : '')

function anyCharacter(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
  const json = units.map((unit) => `(?:\\\\{1,8}|%)u${hex(unit, 4)}`).join('')
  const bytes = [...Buffer.from(character)]
  const code = character.codePointAt(0) ?? 0
  const escapes = bytes.map((byte) => `(?:\\\\{1,8}(?:x${hex(byte, 2)}|0{0,2}${byte.toString(8)})|=${hex(byte, 2)})`)
  const named = `(?:\\\\{1,8}U?|U\\+)0{0,7}${hex(code, 1)}`
  const wide = code > 0x20 && code < 0x7f ? `|${String.fromCharCode(code + 0xfee0)}` : ''
  const braces = `\\\\{1,8}u\\{0{0,5}${hex(code, 1)}\\}`
  const url = bytes.map((byte) => `%(?:25){0,3}${hex(byte, 2)}`).join('')
  const entity = entities[character] === undefined ? '' : `|${entities[character]}`
  const html = `&(?:amp;){0,3}(?:#0{0,20}${code}|#[xX]0{0,20}${hex(code, 1)}${entity});?`
  const space = character === ' ' ? '|\\+' : ''
  return `(?:\\\\{0,8}${escaped(character)}|${json}|${url}|${html}|${escapes.join('')}|${braces}|${named}${wide}${space})`
}

/** `6b33`, `6b:33`, `0x6b, 0x33`. */
const hexForm = (text: string): string =>
  [...Buffer.from(text)].map((byte) => hex(byte, 2)).join('[\\s:,-]{0,2}(?:0x)?')

/** `107, 51`, as programs print bytes and characters, also `"0": 107, "1": 51`. */
const codesForm = (text: string): string => [...Buffer.from(text)].join('[\\s,;]{1,12}(?:"\\d{1,4}": ?)?')

/** Base64 of the key at each of the three places where it may begin within a longer text, and of the key alone. */
function base64Forms(apiKey: string, login: string | undefined): string[] {
  const whole = [apiKey, ...(login === undefined ? [] : [`${login}:${apiKey}`])].map((text) => base64Form(base64(text)))
  const pieces = [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(apiKey)])
    const piece = bytes.toString('base64').replace(/=+$/, '')
    const inner = piece.slice(before === 0 ? 0 : before + 1, Math.floor((bytes.length * 8) / 6))
    return inner.length < shortest ? [] : [`[\\w+/-]{0,2}${base64Form(inner)}[\\w+/-]{0,2}={0,2}`]
  })
  return [...whole, ...pieces]
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** Base64 in its usual and its URL alphabet; its three signs may be escaped in turn. */
const base64Form = (text: string): string =>
  [...text.replace(/=+$/, '')]
    .map((sign) => (sign === '+' ? `(?:${anyForm('+')}|-)` : sign === '/' ? `(?:${anyForm('/')}|_)` : sign))
    // mails break its lines
    .join('(?:\\\\[rn]|\\s){0,2}')
    .concat('={0,2}')
