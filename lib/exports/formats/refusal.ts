/** Names under which programs say that they have failed, and those under which they say why. */
const failures = new Set(['error', 'errors', 'exception', 'faultstring', 'fault', 'chyba'])
const reasons = new Set(['message', 'errormessage', 'error_description', 'detail', 'reason', 'note'])
const no = new Set(['false', '0', 'no', 'ne', 'error', 'failed'])
/** in place of a reason where there was no failure */
const fine = new Set(['', '0', 'false', 'no', 'none', 'null', 'ok'])

/** Finds out whether a file without records is a refusal, as `<success>false</success><message>…`. */
export function createRefusalWords() {
  let hasFailed = false
  let why = ''
  return {
    wants: (name: string): boolean => {
      const plain = name.toLowerCase()
      return plain === 'success' || failures.has(plain) || reasons.has(plain)
    },
    /** A value that stands outside of records. */
    said(name: string, text: string): void {
      const [plain, value] = [name.toLowerCase(), text.trim()]
      if (plain === 'success') hasFailed ||= no.has(value.toLowerCase())
      else if (failures.has(plain) && !fine.has(value.toLowerCase())) [hasFailed, why] = [true, value]
      else if (reasons.has(plain) && why === '') why = value
    },
    /** in the program's own words; `undefined`: it did not refuse */
    told: (): string | undefined => (hasFailed ? why : undefined),
  }
}

/** A refusal in a sentence, with the program's own words. */
export function toldRefusal(words: string): string {
  const why = words.trim()
  return `the ERP refused to export: ${why === '' ? 'it does not say why' : why.slice(0, 300)}`
}
