/** A shop may answer with a number of its own spelling: `o-12` for `O-12`, or `12` for `0012`. */
const loose = (orderNumber: string): string =>
  orderNumber
    .trim()
    .toLowerCase()
    .replace(/^0+(?=.)/, '')

/**
 * Finds what was sent by an order number of the answer: the very same, or else the only one that differs from it in
 * letter case or leading zeros alone.
 */
export function matcher<T>(sent: readonly T[], numberOf: (item: T) => string): (orderNumber: string) => T | undefined {
  const exact = new Map(sent.map((item) => [numberOf(item), item]))
  let similar: ReadonlyMap<string, readonly T[]> | undefined
  return (orderNumber) => {
    const found = exact.get(orderNumber)
    if (found !== undefined) return found
    similar ??= Map.groupBy(exact.values(), (item) => loose(numberOf(item)))
    const [only, ...others] = similar.get(loose(orderNumber)) ?? []
    return others.length === 0 ? only : undefined
  }
}
