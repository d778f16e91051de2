import { type Language, languages } from '../settings/languages.ts'

export type { Language } from '../settings/languages.ts'

const isLanguage = (text: string): text is Language => languages.some((one) => one === text)

/** The language that a locale names, as `cs_CZ.UTF-8` or `sk-SK`; `undefined` for any other. */
export function languageOfLocale(locale: string | undefined): Language | undefined {
  const [code = ''] = (locale ?? '').toLowerCase().split(/[-_.@]/)
  return isLanguage(code) ? code : undefined
}

/**
 * The language of what an owner reads at this machine: what the settings say, else that of the system, else English.
 * @param environment of the process; LC_ALL counts before LC_MESSAGES before LANG, as POSIX has it
 * @param system locale of the system, for machines whose environment names none
 */
export function languageHere(
  settings: { readonly language?: Language | undefined },
  environment: Readonly<Record<string, string | undefined>>,
  system?: string,
): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = environment
  const named = [LC_ALL, LC_MESSAGES, LANG].find((one) => one !== undefined && one !== '')
  return settings.language ?? languageOfLocale(named ?? system) ?? 'en'
}

/** A word by its number, as `Intl.PluralRules` has it for whole numbers; `#` stands for the number. */
interface Forms {
  readonly en: { readonly one: string; readonly other: string }
  /** `few`: 2, 3, 4, and parts of a whole, as 1.5; `other`: 0 and 5 and more */
  readonly cs: { readonly one: string; readonly few: string; readonly other: string }
  readonly sk: Forms['cs']
}

/** Makes counted words of a language: `orders(2)` is "2 objednávky". A form that is missing does not compile. */
export function createCounter<L extends Language>(language: L): (forms: Forms[L]) => (count: number) => string {
  let numbers: Intl.NumberFormat | undefined
  const numberText = (count: number): string => {
    // a plan of a few orders is over before Intl has been loaded
    if (Number.isInteger(count) && Math.abs(count) < 1000) return String(count)
    numbers ??= new Intl.NumberFormat(language)
    return numbers.format(count)
  }
  return (forms) => {
    const known = new Map(Object.entries(forms))
    return (count) => (known.get(formOf(count, language)) ?? forms.other).replace('#', numberText(count))
  }
}

function formOf(count: number, language: Language): keyof Forms['cs'] {
  const size = Math.abs(count)
  if (size === 1) return 'one'
  return language !== 'en' && (!Number.isInteger(size) || (size >= 2 && size <= 4)) ? 'few' : 'other'
}

/** A number that stands in a text, with the comma that Czech and Slovak have. */
export const decimal = (written: string): string => written.replace(/^(-?\d+)\.(\d+)$/, '$1,$2')

/** The same for numbers that stand in a text already, as `1 234`; what is not a number stays as it is. */
export function createForms<L extends Language>(language: L): (written: string, forms: Forms[L]) => string {
  const count = createCounter(language)
  return (written, forms) => {
    const number = Number(written.replaceAll(/\s/g, ''))
    return Number.isNaN(number) ? forms.other.replace('#', written) : count(forms)(number)
  }
}
