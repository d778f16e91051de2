import type { Batch, Outcome, ShopResponse } from './shop.ts'

/** The answers to one batch, each of which is read once. */
export interface Reading {
  outcomesIn(response: ShopResponse): readonly Outcome[]
  /** whether an answer says what became of at least one of the orders that were sent */
  isReadable(response: ShopResponse): boolean
}

/** @param read reads an answer as its API gives it */
export function readingOf(batch: Batch, read: (batch: Batch, response: ShopResponse) => readonly Outcome[]): Reading {
  let last: { readonly response: ShopResponse; readonly outcomes: readonly Outcome[] } | undefined
  const outcomesIn = (response: ShopResponse): readonly Outcome[] => {
    if (last?.response !== response) last = { response, outcomes: read(batch, response) }
    return last.outcomes
  }
  return { outcomesIn, isReadable: (response) => outcomesIn(response).some(({ kind }) => kind !== 'unknown') }
}
