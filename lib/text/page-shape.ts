import type { FieldName } from '../order.ts'
import type { RunOutcome } from '../sync/report.ts'
import type { HoldReason } from '../sync/state/head.ts'

type Count = (count: number) => string

/** What a plan comes to, in numbers. */
export interface PlanFigures {
  readonly orders: number
  /** customers who would get an e-mail */
  readonly mails: number
  /** orders that would be taken over without sending */
  readonly adopts: number
  readonly held: boolean
}

/** What a run came to, in numbers of orders. */
export interface RunFigures {
  readonly outcome: RunOutcome
  readonly planned: number
  readonly adopted: number
  readonly accepted: number
  readonly rejected: number
  readonly unknown: number
  readonly pending: number
  /** customers who got an e-mail */
  readonly mails: number
}

/** What became of one order in a run. */
export type Result = 'not sent' | 'accepted' | 'warned' | 'rejected' | 'unknown'

/** The texts of the page about a run or a plan. */
export interface PageTexts {
  readonly plan: string
  readonly run: string
  readonly planSentence: (figures: PlanFigures) => string
  readonly runSentence: (figures: RunFigures) => string
  /** done, but for some */
  readonly partly: string
  readonly outcomes: Readonly<Record<RunOutcome, string>>
  readonly orders: Count
  readonly requests: Count
  readonly customers: Count
  readonly records: Count
  readonly verdict: string
  readonly passes: string
  readonly holds: string
  readonly rules: Readonly<Record<HoldReason['rule'], (figure: string, limit: string) => string>>
  readonly approve: string
  readonly reject: string
  readonly mails: string
  readonly nobody: string
  readonly payment: string
  readonly problems: string
  readonly doThis: string
  readonly detail: string
  readonly more: (count: number) => string
  readonly changes: string
  readonly nothingToChange: string
  readonly order: string
  readonly change: string
  readonly why: string
  readonly source: string
  readonly mail: string
  readonly result: string
  readonly results: Readonly<Record<Result, string>>
  readonly approved: string
  readonly record: (number: number) => string
  readonly leftOut: string
  /** a status at its gate: what it waits for, until when, and what happens then */
  readonly waitsFor: (fields: readonly string[], until: string, end: 'send' | 'quiet' | 'hold' | undefined) => string
  readonly nothing: string
  readonly cleared: string
  readonly yes: string
  readonly no: string
  readonly search: string
  readonly onlyMails: string
  readonly shown: (shown: string, all: string) => string
  readonly sortBy: string
  readonly exports: string
  readonly file: string
  readonly invalid: string
  readonly refused: string
  readonly none: string
  readonly sending: string
  readonly asking: string
  readonly mailing: string
  readonly answer: string
  readonly noAnswer: string
  readonly sentAt: string
  readonly next: string
  readonly every: (minutes: number) => string
  readonly bySchedule: string
  /** in a folder: nobody here knows who starts runs */
  readonly byHand: string
  readonly wakeAt: (time: string) => string
  readonly notBefore: (time: string) => string
  readonly throughAt: (time: string) => string
  readonly zone: (zone: string) => string
  readonly asOf: (time: string) => string
  readonly fields: Readonly<Record<Exclude<FieldName, `metas.${string}`>, string>>
  readonly meta: (key: string) => string
  readonly fieldNames: string
}
