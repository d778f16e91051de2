import type { UnknownWord } from '../record.ts'

/** Thrown by the reading of one value; the record becomes an invalid record. */
export class InvalidValue extends Error {
  override name = 'InvalidValue'
  readonly column: string
  readonly value: string
  readonly unknown: UnknownWord | undefined

  /**
   * @param reason what was expected, in plain words
   * @param unknown a word that no map knows
   */
  constructor(column: string, value: string, reason: string, unknown?: UnknownWord) {
    super(reason)
    this.unknown = unknown
    this.column = column
    this.value = value
  }
}
