import type { Feed } from '../../settings/settings.ts'
import { compileCondition, type Values } from './conditions.ts'
import { InvalidValue } from './values.ts'

/** Whether a record says nothing at all; an {@link InvalidValue} where its conditions cannot be read. */
export type Skips = (values: Values) => boolean | InvalidValue

/** The records that a feed passes over, made ready for speed. */
export function compileSkip(skip: Feed['skip'], context: Parameters<typeof compileCondition>[1]): Skips {
  const entries = skip.map((when) => when.map((condition) => compileCondition(condition, context)))
  return (values) => {
    try {
      return entries.some((tests) => tests.every((test) => test(values)))
    } catch (error) {
      if (error instanceof InvalidValue) return error
      throw error
    }
  }
}
