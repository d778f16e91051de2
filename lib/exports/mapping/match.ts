import { RE2JS } from 're2js'

/** More matches of one text than are compared. */
const mostMatches = 100

/** Digits and letters alike, so that two codes of one kind look the same. */
const shapeOf = (text: string): string => text.replaceAll(/\d/g, '9').replaceAll(/\p{L}/gu, 'A')

/**
 * Takes a value out of a longer text: the first group of a pattern, or all that it matches; none where it does not match.
 * What matches further on counts only where it looks like the first, as a second parcel does: `DR1` and `DR2`.
 */
export function extractor(pattern: string): (text: string) => string[] {
  const compiled = RE2JS.compile(pattern)
  return (text) => {
    const matcher = compiled.matcher(text)
    const found: string[] = []
    for (let count = 0; count < mostMatches && matcher.find(); count++) {
      const value = matcher.group(matcher.groupCount() > 0 ? 1 : 0) ?? ''
      if (count === 0) found.push(value)
      else if (!found.includes(value) && shapeOf(value) === shapeOf(found[0] ?? '')) found.push(value)
    }
    return found
  }
}
