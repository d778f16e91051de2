/** A test of one path, as the settings say it. */
export type Test =
  | string
  | { readonly present: true }
  | { readonly absent: true }
  | { readonly above: number }
  | { readonly below: number }
  | { readonly equals: number }

/** Conditions that must all hold, by path. */
export type When = { readonly [path: string]: Test }

/** Every combination of one test per path: conditions know "and" only, a list of them is "or". */
export const combinations = (tests: Readonly<Record<string, readonly Test[]>>): When[] =>
  Object.entries(tests).reduce<When[]>(
    (whens, [path, alternatives]) => whens.flatMap((when) => alternatives.map((test) => ({ ...when, [path]: test }))),
    [{}],
  )

export const absent = { absent: true } as const
export const present = { present: true } as const

/** Less than a hundredth remains to be paid, or the document does not say what does. */
export const nothingLeft = [absent, { below: 0.01 }] as const

/** Nothing was to be paid, or the document does not say what was. */
export const nothingToPay = [absent, { equals: 0 }] as const

/** How programs write a boolean that is true. */
export const yes = ['true', 'True', 'TRUE', '1', '-1', 'Ano', 'A'] as const
/** How they write one that is false. */
export const no = ['false', 'False', 'FALSE', '0', 'Ne', 'N'] as const
