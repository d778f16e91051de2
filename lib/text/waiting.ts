import type { HoldWord } from '../sync/decisions/hold-answer.ts'
import type { LeftOutKind } from '../sync/plan/change.ts'
import { leftOutKinds, notTaken, resting, stillToSend } from '../sync/plan/left-out.ts'
import type { WaitingTexts } from './waiting-shape.ts'

export type { SaidAbout, WaitingTexts } from './waiting-shape.ts'

/** Orders by why something of them is left out, as it stands in heads and reports. */
export type Kinds = Readonly<Record<string, number>>

interface Told {
  /** what a person is needed for: edited in the shop, or not taken by it */
  readonly person: readonly string[]
  /** of what counts as still to be sent: why it has not left */
  readonly within: readonly string[]
  /** what rests until a person or another export moves it */
  readonly others: readonly string[]
}

/** What is left out, each kind by its own name and number, in one order wherever it is told. */
export function leftOutWords(kinds: Kinds, { leftOut }: WaitingTexts): Told {
  const told = leftOutKinds.flatMap((kind) => {
    const number = kinds[kind] ?? 0
    return number === 0 ? [] : [{ kind, text: leftOut[kind](number) }]
  })
  const of = (kinds: readonly LeftOutKind[]): string[] =>
    told.flatMap(({ kind, text }) => (kinds.includes(kind) ? [text] : []))
  return { person: of(['edited', ...notTaken]), within: of(stillToSend), others: of(resting) }
}

/** What people have said about a held plan, a sentence each. */
export const heldWords = (words: readonly HoldWord[], texts: WaitingTexts, time: (iso: string) => string): string[] => {
  const says = { approve: texts.approved, reject: texts.rejected }
  return words.map(({ kind, at, ...word }) => says[kind]({ ...word, at: time(at) }))
}
