import { type FieldName, type Fields, type FieldValue, fieldEntries, sameValue } from '../../order.ts'

type Languages = Readonly<Record<string, string>>

const isLanguages = (value: FieldValue | undefined): value is Languages => typeof value === 'object'

/**
 * Whether what an export says is what is known already. Nothing known and a blank are the same; of texts per language,
 * only the languages that the export names count.
 */
export function saysSame(known: FieldValue | undefined, said: FieldValue): boolean {
  if (!isLanguages(said)) return sameValue(known ?? '', said)
  if (!isLanguages(known)) return (known ?? '') === '' && Object.values(said).every((text) => text === '')
  return Object.entries(said).every(([code, text]) => (known[code] ?? '') === text)
}

/** Whether the shop shows what was sent. One text for all languages and the same text in each are the same. */
export function shows(shown: FieldValue | undefined, sent: FieldValue | undefined): boolean {
  if (sent === undefined) return false
  if (isLanguages(sent))
    return isLanguages(shown) ? saysSame(shown, sent) : Object.values(sent).every((text) => text === (shown ?? ''))
  if (isLanguages(shown)) return Object.values(shown).every((text) => text === sent)
  return sameValue(shown ?? '', sent)
}

/**
 * What is wanted where an export names some languages of a custom field: those it names, laid over the acknowledged
 * ones, so that no language is lost. A blank clears a language only where this sync has set it.
 * @returns `undefined` where nothing is left to say
 */
export function wantedValue(
  known: FieldValue | undefined,
  said: FieldValue,
  mayClear: (code: string) => boolean,
): FieldValue | undefined {
  if (!isLanguages(said)) return said
  const texts = Object.entries(said).filter(([code, text]) => text !== '' || mayClear(code))
  if (texts.length === 0) return undefined
  return { ...(isLanguages(known) ? known : {}), ...Object.fromEntries(texts) }
}

/** The names under which a line remembers what this sync has set: the field, or each language that was another before. */
export const setNames = (fields: Fields, before: Fields): string[] =>
  fieldEntries(fields).flatMap(([name, value]) => {
    if (!isLanguages(value)) return [name]
    const known = before[name]
    const others = Object.keys(value).filter((code) => !isLanguages(known) || known[code] !== value[code])
    return others.map((code) => languageName(name, code))
  })

/** Name of one language of a custom field: `metas.note[cs]`. */
export const languageName = (name: FieldName, code: string): string => `${name}[${code}]`

/** Whether this sync has set the field, or any language of it. */
export const isSetByUs = (setByUs: readonly string[] | undefined, name: FieldName): boolean =>
  setByUs?.some((one) => one === name || one.startsWith(`${name}[`)) ?? false
