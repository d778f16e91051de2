let collator: Intl.Collator | undefined

/** Compares names as people do: `day-9` comes before `day-10`. Made when it is needed first, for that takes some milliseconds. */
export function compareNaturally(left: string, right: string): number {
  collator ??= new Intl.Collator('en', { numeric: true })
  return collator.compare(left, right)
}
