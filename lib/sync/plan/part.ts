import type { Part } from '../options.ts'
import { byUrgency } from './batches.ts'
import type { Change, LeftOut } from './change.ts'

/** What is weighed, shown and posted of a plan where only a part of it is asked for. */
export function restricted<T extends { readonly changes: readonly Change[]; readonly leftOut: readonly LeftOut[] }>(
  { changes, leftOut, ...rest }: T,
  { only, limit }: Part,
): Pick<T, 'changes' | 'leftOut'> & Omit<T, 'changes' | 'leftOut'> {
  const chosen = new Set(only)
  const isChosen = ({ order_number }: { readonly order_number: string }): boolean =>
    only === undefined || chosen.has(order_number)
  const mine = changes.filter(isChosen)
  const first = new Set(byUrgency(mine).slice(0, limit))
  return {
    ...rest,
    changes: mine.filter((change) => first.has(change)),
    leftOut: leftOut.filter(isChosen),
  }
}

/** Orders that were asked for, and about which the plan has nothing to say. */
export function notPlanned(
  { only = [] }: Part,
  { changes, leftOut }: { readonly changes: readonly Change[]; readonly leftOut: readonly LeftOut[] },
): string[] {
  const known = new Set([...changes, ...leftOut].map(({ order_number }) => order_number))
  return [...new Set(only)].filter((order) => !known.has(order))
}
