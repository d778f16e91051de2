import { describe, expect, it } from 'vitest'
import {
  missingSentence,
  missingWords,
  statusWords,
  wordProblems,
  wordsToSend,
} from '../../../lib/sync/words/missing.ts'
import { changeOf } from '../../support/changes.ts'
import { iso } from '../../support/lines.ts'
import { settingsOf, simpleFeed } from '../../support/world.ts'

const word = (kind: 'status' | 'status id' | 'field', name: string, ...places: readonly string[]) => ({
  kind,
  name,
  places,
})

it('of the statuses of a shop their names are kept once, in all languages, and their numbers', () => {
  const statuses = [
    { id: '1', names: ['Nová', 'New'], type: 'Received', marks: [] },
    { id: '2', names: ['Odeslaná', 'New'], type: 'Sent', marks: [] },
  ]
  expect(statusWords(statuses)).toEqual({
    statuses: ['Nová', 'New', 'Odeslaná'],
    statusIds: ['1', '2'],
    sameStatuses: [
      ['Nová', 'New'],
      ['Odeslaná', 'New'],
    ],
  })
  const oneLanguage = [{ id: '1', names: ['Nová', 'Nová'], type: 'Received', marks: [] }]
  expect(statusWords(oneLanguage)).toEqual({ statuses: ['Nová'], statusIds: ['1'] })
})

describe('a word is missing', () => {
  const known = { statuses: ['Nová', 'Odeslaná'], statusIds: ['1', '12'], fields: ['note'] }
  it.each([
    ['not where the shop has it', word('status', 'Nová'), known, undefined],
    ['where it does not', word('status', 'Storno'), known, {}],
    ['with the one that is meant', word('status', 'odeslana'), known, { near: 'Odeslaná' }],
    ['among words of its own kind', word('field', 'Odeslaná'), known, {}],
    ['a custom field with the one that is meant', word('field', 'notes'), known, { near: 'note' }],
    ['a number, with none that is meant', word('status id', '13'), known, {}],
    ['not a number that the shop has', word('status id', '12'), known, undefined],
    ['not where the shop did not say', word('field', 'note2'), { statuses: [] }, undefined],
    ['where the shop has none at all', word('status', 'Nová'), { statuses: [] }, {}],
  ])('%s', (_what, used, has, found) => {
    expect(missingWords([used], has)).toStrictEqual(found === undefined ? [] : [{ ...used, ...found }])
  })
})

describe('the words that are sent', () => {
  const settings = settingsOf({
    upgates: { notify: ['sent'] },
    finalStatuses: ['done'],
    feeds: { orders: { ...simpleFeed, fields: { order_number: 'n', status: 'status', metas: { note: 'note' } } } },
  })
  const named = [
    word('status', 'sent', 'upgates.notify'),
    word('status', 'done', 'finalStatuses'),
    word('field', 'note', 'feeds.orders.fields.metas'),
  ]
  const places = ['exports/orders/1.csv']

  it('are those of the settings, and the statuses of a plan that these do not name, each once', () => {
    const changes = [
      changeOf('A', { status: 'lost', tracking_code: 'T' }),
      changeOf('B', { status: 'sent' }),
      changeOf('C', { status: 'lost', resolved_yn: true }),
    ]
    expect(wordsToSend(settings, changes)).toEqual([...named, word('status', 'lost', ...places)])
    expect(wordsToSend(settings, [])).toEqual(named)
  })

  it('are numbers where the plan has numbers, and no name for it', () => {
    const sent = wordsToSend(settings, [changeOf('A', { status_id: 'sent' }), changeOf('B', { status_id: '3' })])
    expect(sent.slice(named.length)).toEqual([word('status id', 'sent', ...places), word('status id', '3', ...places)])
  })
})

describe('what follows from a missing word is said', () => {
  it.each([
    [
      word('status', 'X', 'a', 'b'),
      'The shop has no status "X" (a, b). Orders that change to it are refused until it exists there, or the settings name another.',
    ],
    [
      { ...word('status', 'X', 'a'), near: 'Y' },
      'The shop has no status "X" (a); did you mean "Y"? Orders that change to it are refused until it exists there, or the settings name another.',
    ],
    [
      word('status id', '3', 'a'),
      'The shop has no status with the id "3" (a). Orders that change to it are refused until it exists there, or the settings name another.',
    ],
    [
      word('field', 'n', 'a'),
      'The shop has no custom field "n" (a). The shop skips it until it exists there, or the settings name another.',
    ],
    [
      word('status', 'X', 'finalStatuses', 'statusOrder'),
      'The shop has no status "X" (finalStatuses, statusOrder). What is said of it there never applies.',
    ],
    [
      { ...word('status', 'X', 'statusOrder'), near: 'Y' },
      'The shop has no status "X" (statusOrder); did you mean "Y"? What is said of it there never applies.',
    ],
    [
      word('status', 'X', 'finalStatuses', 'upgates.notify'),
      'The shop has no status "X" (finalStatuses, upgates.notify). Orders that change to it are refused until it exists there, or the settings name another.',
    ],
  ])('%j', (missing, sentence) => {
    expect(missingSentence(missing)).toBe(sentence)
  })
})

it('a run tells every missing word, once the shop was asked', () => {
  const changes = [changeOf('A', { status: 'lost' })]
  const known = { at: iso(), statuses: ['new'], fields: ['note'] }
  expect(wordProblems(settingsOf(), known, changes)).toEqual([
    { kind: 'not in the shop', subject: 'shop', message: expect.stringContaining('no status "lost"') },
  ])
  expect(wordProblems(settingsOf(), undefined, changes)).toEqual([])
})
