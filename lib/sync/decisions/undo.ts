import { type FieldName, fieldEntries } from '../../order.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { undoFeed, type Wanted } from '../ledger/line.ts'
import { undo } from '../ledger/undone.ts'
import { reportKey } from '../state/keys.ts'
import type { UndoDecision } from './decisions.ts'

type Undoing = Pick<UndoDecision, 'of' | 'notify' | 'pin' | 'undone' | 'at'>

/** Wants what was there before a run, where nothing has changed since. Returns how many orders that moved. */
export function applyUndo({ of, notify, pin, undone, at }: Undoing, ledger: Ledger): number {
  let moved = 0
  for (const [index, { order_number, fields }] of undone.entries()) {
    const before = ledger.get(order_number)
    if (before === undefined) continue
    ledger.update(order_number, (line) =>
      fieldEntries(fields as { readonly [name in FieldName]?: (typeof fields)[string] }).reduce(
        (after, [name, field]) => {
          const cause = { feed: undoFeed, key: reportKey(of), record: index + 1 }
          const mark = notify === true ? { run: of, notify } : { run: of }
          const back: Wanted = { value: field.back, since: at, cause, because: `undo of ${of}`, undo: mark }
          return undo(after, { name, set: field.set, back, pin: pin === true })
        },
        line,
      ),
    )
    if (ledger.get(order_number) !== before) moved++
  }
  return moved
}
