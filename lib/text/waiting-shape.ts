import type { LeftOutKind } from '../sync/plan/change.ts'

type Count = (count: number) => string

/** A person's word about a held plan: how many orders it is about, and how many customers are mailed of it. */
export interface SaidAbout {
  /** when, as people read it */
  readonly at: string
  /** who; absent: nobody knows */
  readonly by?: string | undefined
  readonly orders: number
  readonly mails: number
}

/** What waits, and why: said by the command line and the console alike. */
export interface WaitingTexts {
  /** orders by why something of them is left out, each kind by its own name */
  readonly leftOut: Readonly<Record<LeftOutKind, Count>>
  /** a plan was approved, and no run has acted on that yet */
  readonly approved: (said: SaidAbout) => string
  readonly rejected: (said: SaidAbout) => string
}
