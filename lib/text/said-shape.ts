import type { attempts } from './en/attempts.ts'

/** The names of the places in a pattern: of `Order {order}: {words}`, `order` and `words`. */
type Names<Pattern extends string> = Pattern extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never

/** A sentence in another language: a text, or made of what stands in the places of the English one. */
type Translation<Pattern extends string> = [Names<Pattern>] extends [never]
  ? string
  : (values: Readonly<Record<Names<Pattern>, string>>) => string

/** The sentences of a catalogue in another language. One that is missing, or names what is not there, does not compile. */
export type Said<English extends Readonly<Record<string, string>>> = {
  readonly [Id in keyof English]: Translation<English[Id]>
}

/** What errors say was attempted. */
export type Attempts = Readonly<Record<(typeof attempts)[number], string>>
