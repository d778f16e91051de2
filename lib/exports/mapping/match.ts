import { RE2JS } from 're2js'

/** Takes a value out of a longer text: the first group of a pattern, or all that it matches; `''` where it does not match. */
export function extractor(pattern: string): (text: string) => string {
  const compiled = RE2JS.compile(pattern)
  return (text) => {
    const matcher = compiled.matcher(text)
    return matcher.find() ? (matcher.group(matcher.groupCount() > 0 ? 1 : 0) ?? '') : ''
  }
}
