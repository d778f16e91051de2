import type { LeftOut, LeftOutKind } from './change.ts'

/** Kinds that count as still to be sent. */
export const stillToSend = ['waits', 'mailed', 'unconfirmed', 'unread', 'doubtful', 'unasked'] as const
/** Kinds that the shop has not taken, and that are tried again. */
export const notTaken = ['parked', 'skipped', 'unanswered'] as const
/** Kinds that nothing but a person or another export moves. */
export const resting = ['rejected', 'accepted', 'pinned', 'shop', 'final', 'regress', 'clear'] as const

/** Why values are left out: what waits for a person first, then what goes on by itself, then what rests. */
export const leftOutKinds: readonly LeftOutKind[] = ['edited', ...notTaken, ...stillToSend, ...resting]

/** Orders by why something of them is left out; a kind without any is absent. */
export type LeftOutCounts = { readonly [kind in LeftOutKind]?: number }

/** How many orders of these kinds there are, each once. */
export const ordersOf = (leftOut: readonly LeftOut[], kinds: readonly LeftOutKind[] = leftOutKinds): number =>
  new Set(leftOut.flatMap(({ kind, order_number }) => (kinds.includes(kind) ? [order_number] : []))).size

/** What is left out for one reason, order by order. */
export const ofKind = (leftOut: readonly LeftOut[], kind: LeftOutKind): LeftOut[][] => [
  ...Map.groupBy(
    leftOut.filter((one) => one.kind === kind),
    ({ order_number }) => order_number,
  ).values(),
]

/** Counts orders by kind, in the order of `leftOutKinds`: the same numbers wherever they are told. */
export const countLeftOut = (leftOut: readonly LeftOut[]): LeftOutCounts =>
  Object.fromEntries(
    leftOutKinds.flatMap((kind) => {
      const number = ordersOf(leftOut, [kind])
      return number === 0 ? [] : [[kind, number]]
    }),
  )
