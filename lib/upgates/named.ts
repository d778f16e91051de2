import { type FieldName, type Fields, fieldNames } from '../order.ts'

/** The fields of an update that a message of the shop is about: named by it, or quoted in its text. */
export function namedFields(
  sent: Fields,
  message: string,
  ...names: readonly (string | null | undefined)[]
): FieldName[] {
  return fieldNames(sent).filter((field) => {
    const name = field.startsWith('metas.') ? field.slice('metas.'.length) : field
    if (names.includes(name) || names.includes(field)) return true
    return (
      message.includes(`'${name}'`) ||
      message.includes(`"${name}"`) ||
      (name === field && new RegExp(`\\b${name}\\b`).test(message))
    )
  })
}

/** JSON of an answer's body, or `undefined` where it is none. */
export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
