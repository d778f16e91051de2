/** One part of a date's pattern: a token of day, month or year, or text between them. */
export type DatePart = { readonly token: 'd' | 'dd' | 'M' | 'MM' | 'yy' | 'yyyy' } | { readonly text: string }

/** How dates are written: by a pattern, as seconds or milliseconds since 1970, or as `/Date(…)/` of .NET. */
export type DateForm =
  | { readonly kind: 'unix' | 'unix-ms' | 'net' }
  | { readonly kind: 'pattern'; readonly parts: readonly DatePart[] }

/** What a date form may be, for messages. */
export const dateForms =
  'a pattern of d or dd, M or MM, and yyyy or yy, as "d.M.yyyy" or "yyyyMMdd", or "unix", "unix-ms", "/Date()/"'

const named: Readonly<Record<string, DateForm>> = {
  unix: { kind: 'unix' },
  'unix-ms': { kind: 'unix-ms' },
  '/Date()/': { kind: 'net' },
}

const token = /^(?:dd?|MM?|yyyy|yy)$/

/** Reads a date form as settings name it. `undefined`: it is not one, or dates written so could be read in two ways. */
export function parseDateForm(form: string): DateForm | undefined {
  if (Object.hasOwn(named, form)) return named[form]
  if (!/^[dMy.\-/ ]+$/.test(form)) return undefined
  const parts = (form.match(/d+|M+|y+|[.\-/ ]+/g) ?? []).map((part): DatePart | undefined => {
    if (/^[.\-/ ]/.test(part)) return { text: part }
    return token.test(part) ? ({ token: part } as DatePart) : undefined
  })
  const sound = parts.filter((part) => part !== undefined)
  const letters = sound.flatMap((part) => ('token' in part ? [part.token.charAt(0)] : []))
  const isWhole = sound.length === parts.length && letters.toSorted().join('') === 'Mdy'
  return isWhole && !touches(sound) ? { kind: 'pattern', parts: sound } : undefined
}

/** Whether a number of one or two digits touches another one: 1112026 is 11 January and 1 November. */
const touches = (parts: readonly DatePart[]): boolean =>
  parts.some((part, index) => {
    const next = parts[index + 1]
    if (next === undefined || 'text' in part || 'text' in next) return false
    return part.token.length === 1 || next.token.length === 1
  })
