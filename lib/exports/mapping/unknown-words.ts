import type { MappedRecord, UnknownWord } from '../record.ts'

/** A word that no map knows, and how many records say it. */
export interface CountedWord extends UnknownWord {
  readonly count: number
}

/** Counts the words that no map knows, over the records of an export. */
export interface WordCounter {
  add(record: MappedRecord): void
  /** the most frequent first */
  list(): readonly CountedWord[]
  /** records with further words, beyond those that are counted one by one */
  others(): number
}

/** @param most different words that are counted one by one */
export function countUnknownWords(most = 50): WordCounter {
  const words = new Map<string, { readonly word: UnknownWord; count: number }>()
  let others = 0
  const count = (word: UnknownWord): void => {
    const key = JSON.stringify([word.field, word.path, word.word])
    const known = words.get(key)
    if (known !== undefined) known.count++
    else if (words.size < most) words.set(key, { word, count: 1 })
    else others++
  }
  return {
    add: (record) => record.unknownWords?.forEach(count),
    list: () =>
      [...words.values()].map(({ word, count }) => ({ ...word, count })).toSorted((a, b) => b.count - a.count),
    others: () => others,
  }
}

/** Counted words in plain sentences, one per field and source: what is in no map, and what follows. */
export function toldWords(words: readonly CountedWord[]): string[] {
  const places = Map.groupBy(words, ({ field, path, otherwise }) => JSON.stringify([field, path, otherwise]))
  return [...places.values()].flatMap((list) => {
    const [first] = list
    if (first === undefined) return []
    const said = list.map(({ count, word }) => `${count} × ${word}`).join(', ')
    const [is, leaves, makes] =
      list.length === 1 ? ['is', 'leaves', 'makes its record'] : ['are', 'leave', 'make their records']
    const what = first.otherwise === 'keep' ? `${leaves} the field ${first.field} alone` : `${makes} invalid`
    const where = first.field === 'resolved_yn' ? 'neither among the words for yes nor for no' : 'in no map'
    return [`${first.path}: ${said} ${is} ${where} and ${what}`]
  })
}
