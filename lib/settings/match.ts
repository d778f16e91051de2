import { RE2JS } from 're2js'

/**
 * Why a text cannot be used as a `match`; `undefined` where it can. Patterns are those of RE2, whose time grows with the
 * length of a value and with nothing else: no settings file can hang a run.
 */
export function matchProblem(pattern: string): string | undefined {
  if (/^\/.*\/[a-z]*$/.test(pattern)) return 'a regular expression without slashes around it'
  try {
    RE2JS.compile(pattern)
    return undefined
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error)
    return `a regular expression of RE2, without looking ahead, looking behind and back references (${said})`
  }
}
