import { type FieldName, type FieldValue, fieldEntries } from '../../lib/order.ts'
import type { Change, FieldChange } from '../../lib/sync/plan/change.ts'
import { cause, iso } from './lines.ts'

/** One field of a change, as an export has wanted it for an hour. */
export const fieldChange = (after: FieldValue, more: Partial<FieldChange> = {}): FieldChange => ({
  after,
  since: iso(-3_600_000),
  cause,
  approved: false,
  ...more,
})

/** The change of one order to these values. */
export const changeOf = (
  order_number: string,
  values: { readonly [name in FieldName]?: FieldValue },
  { since = iso(-3_600_000), approved = false, ...more }: Partial<Change & FieldChange> = {},
): Change => ({
  order_number,
  mails: [],
  mayNotify: false,
  failedBatches: 0,
  fields: Object.fromEntries(
    fieldEntries(values).map(([name, after]) => [name, fieldChange(after, { since, approved })]),
  ),
  ...more,
})

/** So many orders whose status changes. */
export const changesOf = (count: number, more: Partial<Change & FieldChange> = {}): Change[] =>
  Array.from({ length: count }, (_, index) => changeOf(`O${index}`, { status: 'sent' }, more))
