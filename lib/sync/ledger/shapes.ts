import type { FieldName, Fields } from '../../order.ts'

/** The fields of lines, in their order: each of these lists is kept once, so that a line is kept by its values. */
export interface Shapes {
  /** the number of the list of these fields; -1: there are too many different ones */
  numberOf(fields: Fields): number
  at(number: number): readonly FieldName[] | undefined
  all(): readonly (readonly FieldName[])[]
}

/** A shop has a handful; more than these would take the time that they save. */
const mostShapes = 1000

/** @param known those that there are already, by their numbers */
export function createShapes(known: readonly (readonly FieldName[])[] = []): Shapes {
  const shapes = [...known]
  const numbers = new Map(shapes.map((names, number) => [names.join('\n'), number]))
  let last = 0
  const isLast = (fields: Fields): boolean => {
    const names = shapes[last]
    if (names === undefined) return false
    let at = 0
    for (const name in fields) if (names[at++] !== name) return false
    return at === names.length
  }
  return {
    at: (number) => shapes[number],
    all: () => shapes,
    numberOf(fields) {
      if (isLast(fields)) return last
      const names = Object.keys(fields) as FieldName[]
      const number = numbers.get(names.join('\n')) ?? shapes.length
      if (number === mostShapes) return -1
      if (number === shapes.length) {
        shapes.push(names)
        numbers.set(names.join('\n'), number)
      }
      last = number
      return number
    },
  }
}
