import type { FeedFields } from '../../settings/mapping.ts'
import type { RawRecord } from '../formats/format.ts'
import type { InvalidRecord } from '../record.ts'
import { cleanCell, withoutMarks } from './clean.ts'
import { checkNumberCode, isPlainCode, readOrderNumber } from './codes.ts'
import { type Context, textTaker } from './columns.ts'
import { InvalidValue } from './invalid-value.ts'

/** An order number that is missing, or is none of the shop's. */
export class NoOrderNumber extends InvalidValue {
  override name = 'NoOrderNumber'
  readonly stranger: NonNullable<InvalidRecord['stranger']>

  constructor(column: string, value: string, stranger: NonNullable<InvalidRecord['stranger']>, reason: string) {
    super(column, value, reason)
    this.stranger = stranger
  }
}

/** Makes ready the reading of the order number; it throws {@link InvalidValue}. */
export function numberReader(
  { from, match }: FeedFields['order_number'],
  context: Context,
): (raw: RawRecord) => string {
  const cellsOf = context.cellsOf(from)
  const take = textTaker({ from, ...(match === undefined ? {} : { match }) }, context)
  return (raw) => {
    const cells = cellsOf(raw)
    const [only] = cells
    // most records: one plain code, as it stands
    if (only !== undefined && cells.length === 1 && match === undefined && isPlainCode(only, context.fieldLength)) {
      if (!context.isNothing(only, 'code') && !raw.isNumber(from)) return only
    }
    if (raw.isNumber(from)) for (const cell of cells) checkNumberCode(from, cell)
    const texts = [...new Set(cells.map((cell) => withoutMarks(cleanCell(cell))))].filter(
      (text) => !context.isNothing(text, 'code'),
    )
    const [text, other] = texts
    if (text === undefined) throw new NoOrderNumber(from, '', 'no number', 'expected an order number')
    if (other !== undefined)
      throw new InvalidValue(from, texts.join(' | '), 'expected one order number; there are several different ones')
    const numbers = match === undefined ? [text] : [...new Set(take(text).map(withoutMarks))]
    const [number = ''] = numbers
    if (numbers.length > 1)
      throw new InvalidValue(
        from,
        text,
        `expected one order number; "match" finds several: ${numbers.slice(0, 5).join(' and ')}`,
      )
    if (number === '' || context.isNothing(number, 'code'))
      throw new NoOrderNumber(from, text, 'no match', `expected an order number of the shop, which matches "${match}"`)
    return readOrderNumber(from, number, context.fieldLength)
  }
}
