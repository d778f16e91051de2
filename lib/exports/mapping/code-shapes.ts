const months = [
  ...['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  ...['led', 'úno', 'bře', 'dub', 'kvě', 'čvn', 'čvc', 'srp', 'zář', 'říj', 'lis', 'pro'],
  ...['máj', 'jún', 'júl', 'okt', 'mär', 'mai', 'dez'],
].join('|')
const roman = '(?:I{1,3}|IV|VI{0,3}|IX|XI{0,2})'

/** 3.úno, Mar-24, 1-Mar-24, 3.III: what spreadsheets show of a code that looked like a date to them. */
const madeDate = [
  new RegExp(`^\\d{1,2}[-./ ]{1,2}(?:${months})\\p{Ll}{0,6}\\.?(?:[-./ ]\\d{2,4})?$`, 'iu'),
  new RegExp(`^(?:${months})\\p{Ll}{0,6}\\.?[-./ ]\\d{2,4}$`, 'iu'),
  new RegExp(`^\\d{1,2}\\.${roman}$`),
]
const isRoman = madeDate.at(-1)

/** Whether a spreadsheet has made a date of a code. In capitals alone, MAR-24 is a code. */
export const isMadeDate = (value: string): boolean =>
  madeDate.some((pattern) => pattern.test(value) && (pattern === isRoman || /\p{Ll}/u.test(value)))

/** 12:30 and 12:30:00 */
export const isTime = (value: string): boolean => /^\d{1,2}:\d{2}(?::\d{2})?$/.test(value)

const latin = /\p{Script=Latin}/u
const looksLatin = /[\p{Script=Cyrillic}\p{Script=Greek}]/u
const otherDigit = /(?![0-9])\p{Nd}/u

/** A letter that only looks like one of ours among ours, or a digit of another script: no carrier and no shop knows such a code. */
export function foreignSign(value: string): string | undefined {
  const digit = otherDigit.exec(value)?.[0]
  return digit ?? (latin.test(value) ? looksLatin.exec(value)?.[0] : undefined)
}

/** Of a web page, or of a mailbox. */
export const isAddress = (value: string): boolean => /:\/\/|^www\.|^[^@\s]+@[^@\s]+\.\p{L}{2,}$/iu.test(value)

const edge = /^[*.,:;’‘`´"„“”]|[*.,:;’‘`´"„“”]$/
const carrier = /^(?:PPL|DPD|GLS|DHL|UPS|TNT|FEDEX|SPS|GEIS|PACKETA|TOPTRANS)$/i
const wordOfPeople = /^(?:\p{L}*\p{Ll}{3}\p{L}*|č|no|nr|ks|x|\d+x)[.,]?$/u

/** What people write around a code: `č.`, `PPL`, `(2 ks)`, a full stop; `undefined`: it stands alone. */
export function wordsAround(value: string): string | undefined {
  const parts = value.split(/:?[\s()]+/).filter((part) => part !== '')
  const word =
    parts.length === 1
      ? undefined
      : parts.find((part, at) => wordOfPeople.test(part) || (at === 0 && carrier.test(part)))
  return word ?? edge.exec(value)?.[0]
}
