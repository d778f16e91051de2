import { describe, expect, it } from 'vitest'
import { countUnknownWords, toldWords } from '../../lib/exports/mapping/unknown-words.ts'
import { fieldsOf, mapOne } from '../support/mapping.ts'

describe('words', () => {
  const status = { from: 's', map: { Vyřízena: 'Vyřízená', 'Čeká na díl': 'Čeká' } }
  it.each([
    ['Vyřízena\u200b', 'Vyřízená'],
    ['\u200eVyřízena', 'Vyřízená'],
    ['Vy\u00adřízena', 'Vyřízená'],
    ['Vyřízena'.normalize('NFD'), 'Vyřízená'],
    ['Čeká\u00a0na díl', 'Čeká'],
    ['Čeká  na\u2009díl', 'Čeká'],
    ['="Vyřízena"', 'Vyřízená'],
  ])('are compared as people read them, without a remark: %j', async (s, word) => {
    const record = await mapOne({ status }, { s })
    expect(record).toMatchObject({ fields: { status: word } })
    expect(record).not.toHaveProperty('notes')
  })
  it('of the settings are cleaned alike', async () => {
    const map = { 'Čeká\u00a0na díl\u200b': 'Čeká' }
    expect(await fieldsOf({ status: { from: 's', map } }, { s: 'Čeká na díl' })).toEqual({ status: 'Čeká' })
    const resolved_yn = { from: 's', true: ['hotovo\u200b'], false: ['ne'] }
    expect(await fieldsOf({ resolved_yn }, { s: 'hotovo' })).toEqual({ resolved_yn: true })
    expect(await fieldsOf({ status: [{ when: { s: 'A\u00a0B' }, then: 'x' }] }, { s: '\ufeffA B' })).toEqual({
      status: 'x',
    })
  })
  it('without a map are sent as people read them', async () => {
    expect(await fieldsOf({ status: 's' }, { s: '\u200bČeká\u00a0na díl ' })).toEqual({ status: 'Čeká na díl' })
  })
  it('that a map knows as nothing leave the field alone, untold', async () => {
    const map = { A: 'Odeslaná', B: null }
    const record = await mapOne({ status: { from: 's', map } }, { s: 'B' })
    expect(record).toMatchObject({ valid: true, fields: {} })
    expect(record).not.toHaveProperty('unknownWords')
    const rules = { rules: [{ when: { s: 'B' }, then: 'b' }], map: { b: null } }
    expect(await fieldsOf({ status: rules }, { s: 'B' })).toEqual({})
  })
  it.each([
    ['12', {}, { status_id: '12' }],
    ['Odeslaná', { map: { Odeslaná: '12' } }, { status_id: '12' }],
    ['012', {}, 'expected the number of a status in the shop, as 12'],
    ['12.0', {}, 'expected the number of a status in the shop, as 12'],
    ['Odeslaná', {}, 'expected the number of a status in the shop, as 12'],
  ])('name a status by its id: %s', async (s, mapping, expected) => {
    expect(await fieldsOf({ status_id: { from: 's', ...mapping } }, { s })).toEqual(expected)
  })
})

describe('a word that no map knows', () => {
  const keep = { status: { from: 'stavUzivK', map: { a: 'A' }, otherwise: 'keep' } }
  it('is on its record, whether it leaves the field alone or makes the record invalid', async () => {
    expect(await mapOne(keep, { stavUzivK: ' b\u200b' })).toMatchObject({
      valid: true,
      fields: {},
      unknownWords: [{ field: 'status', path: 'stavUzivK', word: 'b', otherwise: 'keep' }],
    })
    expect(await mapOne({ status: { from: 's', map: { a: 'A' } } }, { s: 'b' })).toMatchObject({
      valid: false,
      unknownWords: [{ field: 'status', path: 's', word: 'b', otherwise: 'invalid' }],
    })
  })
  it('is on it where rules, languages and several values say it', async () => {
    const rules = { rules: [{ when: { done: 'true' }, then: 'executed' }], map: {}, otherwise: 'keep' }
    expect(await mapOne({ status: rules }, { done: 'true' })).toMatchObject({
      unknownWords: [{ field: 'status', path: 'done = true', word: 'executed', otherwise: 'keep' }],
    })
    const cs = { from: 'm', map: { a: 'A' }, otherwise: 'keep' }
    expect(await mapOne({ metas: { m: { values: { cs } } } }, { m: 'b' })).toMatchObject({
      unknownWords: [{ field: 'metas.m', word: 'b' }],
    })
    expect(await mapOne(keep, { stavUzivK: ['a', 'b', 'c'] })).toMatchObject({
      fields: { status: 'A' },
      unknownWords: [{ word: 'b' }, { word: 'c' }],
    })
  })
  it('is counted, the most frequent first, in bounded room', async () => {
    const counter = countUnknownWords(3)
    for (const [word, count] of [
      ['x', 2],
      ['stavDoklObch.vydano', 120],
      ['y', 1],
      ['z', 5],
      ['w', 1],
    ] as const)
      for (let i = 0; i < count; i++) counter.add((await mapOne(keep, { stavUzivK: word }))!)
    expect(counter.list().map(({ word, count }) => [word, count])).toEqual([
      ['stavDoklObch.vydano', 120],
      ['x', 2],
      ['y', 1],
    ])
    expect(counter.others()).toBe(6)
    expect(toldWords(counter.list().slice(0, 1))).toEqual([
      'stavUzivK: 120 × stavDoklObch.vydano is in no map and leaves the field status alone',
    ])
    expect(toldWords(counter.list())).toEqual([
      'stavUzivK: 120 × stavDoklObch.vydano, 2 × x, 1 × y are in no map and leave the field status alone',
    ])
  })
})

describe('a custom field in languages', () => {
  const values = (en: object) => ({ metas: { note: { values: { cs: 'a', en: { from: 'b', ...en } } } } })
  it('does not name a language that goes blank, but where that clears it', async () => {
    expect(await fieldsOf(values({}), { a: 'ahoj', b: '' })).toEqual({ 'metas.note': { cs: 'ahoj' } })
    expect(await fieldsOf(values({ blank: 'clear' }), { a: 'ahoj', b: 'null' })).toEqual({
      'metas.note': { cs: 'ahoj', en: '' },
    })
    expect(await fieldsOf(values({ blank: 'clear' }), { a: '', b: '' })).toEqual({ 'metas.note': { en: '' } })
    expect(await fieldsOf(values({ blank: 'clear' }), { a: '', b: undefined })).toEqual({})
  })
  it('keeps what was odd about a language', async () => {
    expect(await mapOne(values({ date: 'd.M.yyyy' }), { a: 'x', b: '1.12.2026' })).toMatchObject({
      fields: { 'metas.note': { cs: 'x', en: '2026-12-01' } },
      notes: ['b = "1.12.2026" lies in the future'],
    })
  })
})
