import { type FieldName, type Fields, fieldNames } from '../order.ts'

/** Quotes of English, Czech, German and French texts, also as HTML writes them. */
const opened = /(?:['"`‘’‚‛“”„‟‹›«»]|&quot;|&#0?39;|&apos;)\s?$/
const closed = /^\s?(?:['"`‘’‚‛“”„‟‹›«»]|&quot;|&#0?39;|&apos;)/

/** The fields of an update that a message of the shop is about: named by `names`, or quoted in its text. */
export function namedFields(
  sent: Fields,
  message: string,
  ...names: readonly (string | null | undefined)[]
): FieldName[] {
  return fieldNames(sent).filter((field) => {
    const words = wordsFor(field)
    return words.some((word) => names.includes(word) || quotes(message, word)) || mentions(field, message)
  })
}

/** What the shop may call a field; a status that was sent by its id is still a status. */
function wordsFor(field: FieldName): string[] {
  if (field.startsWith('metas.')) return [field.slice('metas.'.length), field]
  return field === 'status_id' ? [field, 'status'] : [field]
}

function quotes(message: string, word: string): boolean {
  for (let at = message.indexOf(word); at !== -1 && word !== ''; at = message.indexOf(word, at + 1)) {
    const end = at + word.length
    if (opened.test(message.slice(Math.max(0, at - 8), at)) && closed.test(message.slice(end, end + 8))) return true
  }
  return false
}

/** A custom field may be called like any word; only quotes tell it from one. */
const mentions = (field: FieldName, message: string): boolean =>
  !field.startsWith('metas.') && wordsFor(field).some((word) => new RegExp(`\\b${word}\\b`).test(message))

/** JSON of an answer's body, or `undefined` where it is not JSON. */
export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
