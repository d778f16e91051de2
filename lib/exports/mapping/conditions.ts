import type { Condition } from '../../settings/settings.ts'
import { folded, tidyWord } from '../../settings/words.ts'
import type { RawRecord } from '../formats/format.ts'
import { parseAmount } from './amounts.ts'
import { cleanCell, isNothing, isNothingDated } from './clean.ts'
import { checkText } from './codes.ts'
import { InvalidValue } from './invalid-value.ts'

/** The cells of a place in a record, in the order of the file: none where the record does not have it. */
export type CellsOf = (raw: RawRecord) => readonly string[]

/** Whether a condition holds. `tell` hears of what could not be compared. */
export type Holds = (raw: RawRecord, tell: (note: string) => void) => boolean

/**
 * A condition, made ready for speed. It throws {@link InvalidValue} on a value that cannot be read: a text in the wrong
 * encoding, or one of several different ones, must not decide by not being equal.
 */
export function compileCondition(
  condition: Condition,
  { cellsOf, fieldLength, words }: { readonly cellsOf: CellsOf; readonly fieldLength: number; readonly words: Words },
): Holds {
  const { path } = condition
  const textsAt = (raw: RawRecord): string[] =>
    cellsOf(raw).map((cell) => tidyWord(cleanCell(checkText(path, cell, fieldLength))))
  const textAt = (raw: RawRecord): string => onlyOne(path, textsAt(raw))
  switch (condition.test) {
    case 'equals': {
      const expected = tidyWord(cleanCell(condition.value))
      const isAlike = alike(expected, words.get(path))
      return (raw, tell) => {
        const text = textAt(raw)
        if (text === expected) return true
        if (expected === '') return isNothing(text, 'text')
        if (!isAlike(text)) return false
        tell(`${path} = "${text.slice(0, 100)}" was read as "${expected}" without regard to diacritics`)
        return true
      }
    }
    case 'amount':
      return (raw, tell) => isWithin(condition, textAt(raw), tell)
    default: {
      const present = condition.test === 'present'
      return (raw) => textsAt(raw).some((text) => !isNothingDated(text)) === present
    }
  }
}

/** By path, the texts for which conditions beside each other ask. */
export type Words = ReadonlyMap<string, ReadonlySet<string>>

/** What conditions ask for, of which the first that holds decides. */
export function wordsOf(whens: readonly (readonly Condition[])[]): Words {
  const words = new Map<string, Set<string>>()
  for (const condition of whens.flat())
    if (condition.test === 'equals')
      words.set(condition.path, (words.get(condition.path) ?? new Set()).add(tidyWord(cleanCell(condition.value))))
  return words
}

/** Whether a text is a word but for case and diacritics, and none of the others that conditions ask for. */
function alike(word: string, words: ReadonlySet<string> | undefined): (text: string) => boolean {
  const [loose, lower, isPlain] = [folded(word), word.toLowerCase(), !beyondAscii.test(word)]
  return (text) => {
    if (text.length !== word.length || words?.has(text) === true) return false
    if (text.toLowerCase() === lower) return true
    return !(isPlain && !beyondAscii.test(text)) && folded(text) === loose
  }
}

const beyondAscii = /[^ -~]/

function onlyOne(path: string, texts: readonly string[]): string {
  const [first = '', ...others] = new Set(texts.filter((text) => text !== ''))
  if (others.length === 0) return first
  throw new InvalidValue(
    path,
    [first, ...others].join(' | '),
    'a condition wants one value; there are several different ones',
  )
}

type Amount = Condition & { readonly test: 'amount' }

function isWithin({ path, above, below, equals }: Amount, text: string, tell: (note: string) => void): boolean {
  if (isNothing(text, 'status')) return false
  const amount = parseAmount(text)
  if (amount === undefined) {
    tell(`${path} = "${text.slice(0, 100)}" is not an amount, so that no condition on it holds`)
    return false
  }
  return (
    (above === undefined || amount > above) &&
    (below === undefined || amount < below) &&
    (equals === undefined || amount === equals)
  )
}

/** A condition in words, as a plan tells it. */
export function toldCondition(condition: Condition): string {
  const { path } = condition
  if (condition.test === 'equals') return `${path} = ${condition.value}`
  if (condition.test !== 'amount') return `${path} is ${condition.test}`
  const tests = (['above', 'below', 'equals'] as const).flatMap((test) =>
    condition[test] === undefined ? [] : [`${test} ${condition[test]}`],
  )
  return `${path} is ${tests.join(' and ')}`
}
