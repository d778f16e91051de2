import type { LeftOut } from '../sync/plan/change.ts'
import type { ProblemKind } from '../sync/problems.ts'

/** Something that an owner should know, in an owner's words. */
export interface Words {
  /** a few words, as a heading */
  readonly title: string
  /** what it means for orders and customers, a sentence or two */
  readonly means: string
  /** what to do about it, a sentence */
  readonly next: string
}

/** The words of an owner for every kind of problem. A kind without words does not compile. */
export type ProblemWords = Readonly<Record<ProblemKind, Words>>

/** The words of an owner for every reason why a value is left out. */
export type LeftOutWords = Readonly<Record<LeftOut['kind'], Words>>
