import {
  type FieldName,
  type Fields,
  type FieldValue,
  fieldEntries,
  isStatus,
  sameStatus,
  sameText,
  sameValue,
} from '../../order.ts'

type Languages = Readonly<Record<string, string>>

/** Whether a value is texts per language. */
export const isLanguages = (value: FieldValue | undefined): value is Languages => typeof value === 'object'

/**
 * Whether what an export says is what is known already. Nothing known and a blank are the same; of texts per language,
 * only the languages that the export names count.
 */
export function saysSame(known: FieldValue | undefined, said: FieldValue): boolean {
  if (!isLanguages(said)) return sameValue(known ?? '', said)
  if (!isLanguages(known)) return (known ?? '') === '' && Object.values(said).every((text) => text === '')
  return Object.entries(said).every(([code, text]) => (known[code] ?? '') === text)
}

/**
 * Whether the shop shows what was sent of a field. One text for all languages and the same text in each are the same; a shop
 * may trim texts, compose their letters anew, and spell a status in its own way. What is not there is not set, either.
 */
export function shows(shown: FieldValue | undefined, sent: FieldValue | undefined, name: FieldName): boolean {
  if (sent === undefined) return false
  const same = (one: FieldValue, other: FieldValue): boolean =>
    typeof one !== 'string' || typeof other !== 'string'
      ? sameValue(one, other)
      : (isStatus(name) ? sameStatus : sameText)(one, other)
  if (isLanguages(sent))
    return Object.entries(sent).every(([code, text]) =>
      same(isLanguages(shown) ? (shown[code] ?? '') : (shown ?? ''), text),
    )
  if (isLanguages(shown)) return Object.values(shown).every((text) => same(text, sent))
  return same(shown ?? '', sent) || (sent === '' && shown === false)
}

/** Whether a value tells the customer anything: of texts per language, in all of them. */
export const isThere = (value: FieldValue | undefined): boolean =>
  isLanguages(value)
    ? Object.keys(value).length > 0 && Object.values(value).every((text) => text !== '')
    : value !== undefined && value !== '' && value !== false

/** What the shop shows of a field, in the languages that are known of it; of one text for all, what any of them says. */
export function shownOf(known: FieldValue, shown: FieldValue | undefined): FieldValue {
  if (!isLanguages(shown)) return shown ?? ''
  if (!isLanguages(known)) return Object.values(shown).find((text) => text !== '') ?? ''
  return Object.fromEntries(Object.keys(known).map((code) => [code, shown[code] ?? '']))
}

/**
 * What is wanted where an export names some languages of a custom field: those it names, laid over what is wanted or
 * acknowledged of the others, so that no language is lost. A blank clears a language only where it may be cleared;
 * elsewhere it ends the wish for another text.
 */
export function wantedValue(
  { known, wish }: { readonly known: FieldValue | undefined; readonly wish: FieldValue | undefined },
  said: FieldValue,
  mayClear: (code: string) => boolean,
): FieldValue {
  if (!isLanguages(said)) return said
  const acknowledged = isLanguages(known) ? known : {}
  const texts: Record<string, string> = { ...acknowledged, ...(isLanguages(wish) ? wish : {}) }
  for (const [code, text] of Object.entries(said)) {
    const before = acknowledged[code]
    if (text !== '' || mayClear(code)) texts[code] = text
    else if (before === undefined) delete texts[code]
    else texts[code] = before
  }
  return Object.keys(texts).length === 0 ? (known ?? '') : texts
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

/** Whether a text that was sent says something in a language. */
export const namesLanguage = (value: FieldValue | undefined, code: string): boolean =>
  isLanguages(value) && code in value

/** Whether this sync has set the field, or any language of it. */
export const isSetByUs = (setByUs: readonly string[] | undefined, name: FieldName): boolean =>
  setByUs?.some((one) => one === name || one.startsWith(`${name}[`)) ?? false
