import type { Condition } from '../../settings/settings.ts'
import { amountHolds } from './amounts.ts'
import { meant, readText } from './values.ts'

/** The values of one record, one per path; `undefined` where the record does not have it. */
export type Values = readonly (string | undefined)[]

/**
 * A condition, made ready for speed. It throws {@link InvalidValue} on a value that cannot be read: a text in the wrong
 * encoding must not decide by not being equal.
 */
export function compileCondition(
  condition: Condition,
  { index, fieldLength }: { readonly index: (path: string) => number; readonly fieldLength: number },
): (values: Values) => boolean {
  const at = index(condition.path)
  const textAt = (values: Values): string => readText(condition.path, meant(values[at] ?? ''), fieldLength)
  if (condition.test === 'equals') {
    const expected = meant(condition.value)
    return (values) => textAt(values) === expected
  }
  if ('amount' in condition) return (values) => amountHolds(condition, textAt(values))
  const present = condition.test === 'present'
  return (values) => (textAt(values) !== '') === present
}

/** A condition in words, as a plan tells it. */
export function toldCondition(condition: Condition): string {
  if ('amount' in condition)
    return `${condition.path} ${condition.test === 'amount' ? '=' : `is ${condition.test}`} ${condition.amount}`
  return condition.test === 'equals'
    ? `${condition.path} = ${condition.value}`
    : `${condition.path} is ${condition.test}`
}
