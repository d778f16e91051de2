import { describe, expect, it } from 'vitest'
import { changedTexts, isTextAt, packTexts, readTexts, textAt, wantedText } from '../../../lib/sync/ledger/texts.ts'

const odd = ['a', '', 'žluťoučký', '😀', 'x'.repeat(1000), '\u0000', 'Ab', '\uffff']
const all = (bytes: Buffer): string[] => {
  const texts = readTexts(bytes)
  return Array.from({ length: texts.count }, (_, at) => textAt(texts, at))
}

describe('texts one after the other', () => {
  it.each([[odd], [[]], [['']], [['only one']]])('are read as they were packed: %j', (texts) => {
    expect(all(packTexts(texts))).toEqual(texts)
  })

  it('are read wherever they lie', () => {
    const packed = packTexts(odd)
    const moved = Buffer.concat([Buffer.from('123'), packed]).subarray(3)
    expect(all(moved)).toEqual(odd)
  })

  it.each<[string, Readonly<Record<number, string>>, readonly string[], readonly string[]]>([
    ['none', {}, [], ['a', 'bb', 'ccc']],
    ['the first', { 0: 'žž' }, [], ['žž', 'bb', 'ccc']],
    ['the last', { 2: '' }, [], ['a', 'bb', '']],
    ['some, whichever comes first', { 2: 'z', 0: 'yy' }, [], ['yy', 'bb', 'z']],
    ['all, with others behind', { 0: '1', 1: '22', 2: '333' }, ['ž', ''], ['1', '22', '333', 'ž', '']],
    ['none, with others behind', {}, ['d'], ['a', 'bb', 'ccc', 'd']],
  ])('are changed: %s', (_what, changed, more, after) => {
    const before = readTexts(packTexts(['a', 'bb', 'ccc']))
    const entries = Object.entries(changed).map(([at, text]) => [Number(at), text] as const)
    expect(all(changedTexts(before, new Map(entries.toReversed()), more))).toEqual(after)
    expect(changedTexts(before, new Map(entries), more)).toEqual(packTexts(after))
  })

  it.each([
    ['lengths that are cut off', (bytes: Buffer) => bytes.subarray(0, 9), 'cut off'],
    ['texts that are cut off', (bytes: Buffer) => bytes.subarray(0, -1), 'do not fit'],
    ['texts that are too long', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')]), 'do not fit'],
    ['nothing at all', () => Buffer.alloc(0), 'outside buffer bounds'],
  ])('are not read from %s', (_what, damage, message) => {
    expect(() => readTexts(damage(packTexts(['a', 'bb', 'ccc'])))).toThrow(message)
  })
})

describe('a text that is looked for', () => {
  const texts = readTexts(packTexts(['', 'O1', 'O11', '1O', 'ž', 'Ob', 'OÁ']))
  it.each([
    ['', [0]],
    ['O1', [1]],
    ['O11', [2]],
    ['1O', [3]],
    ['ž', [4]],
    ['OÁ', [6]],
    ['Oa', []],
    ['\u007e', []],
    ['1', []],
  ])('is found where it is, and nowhere else: %j', (text, places) => {
    const wanted = wantedText(text)
    expect(Array.from({ length: texts.count }, (_, at) => at).filter((at) => isTextAt(texts, at, wanted))).toEqual(
      places,
    )
  })

  it.each([
    ['O1', true],
    ['\u007f', true],
    ['\u0080', false],
    ['Ož', false],
    ['', true],
  ])('is plain where each of its letters is a byte: %j: %s', (text, isPlain) => {
    expect(wantedText(text)).toEqual({ text, isPlain })
  })
})
