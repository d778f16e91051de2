import { RE2JS } from 're2js'

/**
 * Takes values out of a longer text: the first group of a pattern, or all that it matches; different ones, in their order.
 * @param most places of the text that are looked at: each may take time by the length of the text
 */
export function extractor(pattern: string, most: number): (text: string) => readonly string[] {
  const compiled = RE2JS.compile(pattern)
  return (text) => {
    const matcher = compiled.matcher(text)
    const found = new Set<string>()
    for (let place = 0; place < most && matcher.find(); place++)
      found.add(matcher.group(matcher.groupCount() > 0 ? 1 : 0) ?? '')
    found.delete('')
    return [...found]
  }
}
