import { describe, expect, it } from 'vitest'
import { type Language, languageHere, languageOfLocale } from '../../lib/text/language.ts'
import { textsIn } from '../../lib/text/texts.ts'
import { createTimes } from '../../lib/text/time.ts'

const languages: readonly Language[] = ['cs', 'sk', 'en']

describe('the language of an owner', () => {
  it.each([
    ['cs_CZ.UTF-8', 'cs'],
    ['sk-SK', 'sk'],
    ['en_US', 'en'],
    ['de_DE', undefined],
    ['C', undefined],
    [undefined, undefined],
  ])('of the locale %s is %s', (locale, language) => expect(languageOfLocale(locale)).toBe(language))

  it.each([
    ['the settings before all', { language: 'sk' } as const, { LC_ALL: 'cs_CZ' }, undefined, 'sk'],
    ['LC_ALL before LANG', {}, { LC_ALL: 'cs_CZ', LANG: 'sk_SK' }, undefined, 'cs'],
    ['an empty LC_ALL is none', {}, { LC_ALL: '', LANG: 'sk_SK' }, undefined, 'sk'],
    ['the system where the environment is silent', {}, {}, 'cs-CZ', 'cs'],
    ['the environment before the system', {}, { LANG: 'C.UTF-8' }, 'cs-CZ', 'en'],
    ['English else', {}, {}, undefined, 'en'],
  ])('%s', (_, settings, environment, system, language) =>
    expect(languageHere(settings, environment, system)).toBe(language),
  )
})

it.each([
  ['cs', 1, '1 objednávka'],
  ['cs', 2, '2 objednávky'],
  ['cs', 5, '5 objednávek'],
  ['cs', 0, '0 objednávek'],
  ['cs', 22, '22 objednávek'],
  ['sk', 1, '1 objednávka'],
  ['sk', 4, '4 objednávky'],
  ['sk', 5, '5 objednávok'],
  ['en', 1, '1 order'],
  ['en', 0, '0 orders'],
  ['en', 12_000, '12,000 orders'],
] as const)('in %s, %i are "%s"', async (language, number, text) => {
  const { page } = await textsIn(language)
  expect(page.orders(number)).toBe(text)
})

const figures = { planned: 5, adopted: 0, accepted: 3, rejected: 1, unknown: 1, pending: 2, mails: 1 }

it.each([
  [
    'cs',
    'E-shop přijal 3 objednávky, odmítl 1 objednávku a u 1 objednávky neodpověděl jasně; e-mail dostal 1 zákazník. Ještě čekají 2 objednávky.',
  ],
  [
    'sk',
    'E-shop prijal 3 objednávky, odmietol 1 objednávku a pri 1 objednávke neodpovedal jasne; e-mail dostal 1 zákazník. Ešte čakajú 2 objednávky.',
  ],
  [
    'en',
    'The shop took 3 orders, refused 1 order, and said nothing clear about 1 order; 1 customer got an e-mail. 2 orders still wait.',
  ],
] as const)('in %s, a run is one sentence', async (language, sentence) => {
  const { page } = await textsIn(language)
  expect(page.runSentence({ outcome: 'done', ...figures })).toBe(sentence)
})

it.each(languages)('in %s, every sentence is complete for every number', async (language) => {
  const { planSentence, runSentence } = (await textsIn(language)).page
  for (const orders of [0, 1, 2, 5])
    for (const held of [true, false]) {
      const counts = { planned: orders, accepted: orders, pending: orders, rejected: orders, unknown: orders }
      const outcome = held ? 'held' : 'failed'
      const said = [
        planSentence({ orders, mails: orders, adopts: orders, held }),
        runSentence({ outcome, adopted: orders, mails: orders, ...counts }),
        runSentence({ ...figures, outcome, planned: 0, accepted: 0, rejected: 0, unknown: 0, pending: 0 }),
      ]
      for (const sentence of said) expect(sentence).toMatch(/^[\p{Lu}\d].*\.$/u)
      expect(said.join()).not.toMatch(/undefined|#|NaN/)
    }
})

it.each(languages)('in %s, every problem and every reason has a title, its meaning and a way on', async (language) => {
  const { problems, leftOut } = await textsIn(language)
  for (const { title, means, next } of [...Object.values(problems), ...Object.values(leftOut)]) {
    expect(title).toMatch(/^\p{Lu}.*[^.]$/u)
    for (const sentence of [means, next]) expect(sentence).toMatch(/^\p{Lu}.*\.$/u)
  }
})

it.each([
  ['cs', '26. 11. 2026 1:32 SEČ'],
  ['sk', '26. 11. 2026 1:32 SEČ'],
  ['en', '26 Nov 2026, 01:32 CET'],
] as const)('in %s, a time is that of the zone, which is named', (language, text) => {
  const time = createTimes({ language, timeZone: 'Europe/Prague' })
  expect(time('2026-11-26T00:32:00.000Z').replaceAll(/\s/g, ' ')).toMatch(
    new RegExp(text.replaceAll('.', '\\.').replace('1:32', '0?1:32')),
  )
  expect(time('never')).toBe('never')
})
