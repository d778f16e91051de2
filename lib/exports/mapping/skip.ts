import type { Feed } from '../../settings/settings.ts'
import type { RawRecord } from '../formats/format.ts'
import { type CellsOf, compileCondition } from './conditions.ts'
import { InvalidValue } from './invalid-value.ts'

/** Whether a record says nothing at all; an {@link InvalidValue} where its conditions cannot be read. */
export type Skips = (raw: RawRecord) => boolean | InvalidValue

interface SkipContext {
  readonly cellsOf: (path: string) => CellsOf
  readonly fieldLength: number
}

/** The records that a feed passes over, made ready for speed. */
export function compileSkip(skip: Feed['skip'], { cellsOf, fieldLength }: SkipContext): Skips {
  const entries = skip.map((when) =>
    when.map((condition) => compileCondition(condition, { cellsOf: cellsOf(condition.path), fieldLength })),
  )
  return (raw) => {
    try {
      return entries.some((tests) => tests.every((test) => test(raw, () => undefined)))
    } catch (error) {
      if (error instanceof InvalidValue) return error
      throw error
    }
  }
}
