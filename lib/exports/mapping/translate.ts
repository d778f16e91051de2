import { folded, tidyWord } from '../../settings/words.ts'

/** A word of the shop, or `null` where the word is known and leaves the field alone. */
export interface Translation {
  readonly word: string | null
  /** it fitted without regard to case and diacritics only */
  readonly folded: boolean
}

/** Translates words of the export into words of the shop; `undefined` for a word that the map does not know. */
export type Translate = (word: string) => Translation | undefined

/** A translation by a map: exact first, then without case and diacritics if that is unambiguous. */
export function translator(map: Readonly<Record<string, string | null>>): Translate {
  const exact = new Map(Object.entries(map).map(([from, to]) => [tidyWord(from), to]))
  const loose = new Map<string, string | null | undefined>()
  for (const [from, to] of exact) {
    const key = folded(from)
    loose.set(key, loose.has(key) && loose.get(key) !== to ? undefined : to)
  }
  return (value) => {
    const word = exact.get(tidyWord(value))
    if (word !== undefined) return { word, folded: false }
    const near = loose.get(folded(value))
    return near === undefined ? undefined : { word: near, folded: true }
  }
}
