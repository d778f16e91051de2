import type { WaitingTexts } from './waiting-shape.ts'

type Count = (count: number) => string

/** What a person may decide in the console. */
export type DecisionKind =
  | 'approve'
  | 'reject'
  | 'retry'
  | 'accept'
  | 'overrule'
  | 'unblock'
  | 'dismiss'
  | 'undo'
  | 'undo-decision'

/** The texts of the console that the page does not have. */
export interface ConsoleTexts {
  readonly console: string
  readonly shops: string
  readonly state: string
  readonly plan: string
  readonly runs: string
  readonly order: string
  readonly decided: string
  readonly check: string
  readonly skip: string
  readonly whatWaits: string
  readonly nothingWaits: string
  readonly noRunYet: string
  readonly lastRun: string
  readonly known: Count
  readonly pending: Count
  readonly heldPlan: (orders: number, mails: number) => string
  /** what waits, kind by kind; what was said about a held plan */
  readonly waiting: WaitingTexts
  readonly newExports: Count
  readonly openDecisions: Count
  readonly blocked: (since: string) => string
  readonly allowance: (left: string, of: string) => string
  readonly feeds: string
  readonly lastExport: (file: string, time: string, rows: string) => string
  readonly noExport: string
  readonly runsByDay: string
  readonly runsOn: (day: string) => string
  readonly noRuns: string
  readonly unreadable: string
  readonly noSuchRun: string
  readonly noSuchPage: string
  readonly noPage: string
  readonly openPage: string
  readonly undoRun: string
  readonly undoMailed: Count
  readonly undoNothing: string
  readonly undoHeld: string
  readonly notUndone: string
  readonly cannotRead: string
  readonly wrong: string
  readonly back: string
  readonly find: string
  readonly orderNumber: string
  readonly acknowledged: string
  readonly wanted: string
  readonly history: string
  readonly neverSent: string
  readonly unknownOrder: string
  readonly lookedBack: (time: string) => string
  readonly lookFurther: string
  readonly lookAll: string
  readonly mailed: string
  readonly notTaken: string
  readonly decide: string
  readonly decisions: Readonly<Record<DecisionKind, string>>
  /** what such a decision is called once it was made; the others by their buttons */
  readonly made: Readonly<Record<string, string>>
  /** what follows of a decision, before it is made */
  readonly means: Readonly<Record<DecisionKind, string>>
  readonly quietly: string
  readonly sure: string
  readonly retryAll: Count
  /** that it was decided */
  readonly done: Readonly<Record<DecisionKind, string>>
  readonly nextRunActs: string
  /** before a command: how it is done at once */
  readonly now: string
  /** before a command: who starts runs */
  readonly runsStart: string
  readonly nothingDecided: string
  readonly by: (name: string) => string
  /** what became of a decision */
  readonly became: Readonly<Record<'waiting' | 'done' | 'void' | 'taken back', string>>
  readonly page: (page: number, of: number) => string
  readonly earlier: string
  readonly later: string
  readonly checkAsks: string
  readonly checkGood: string
  readonly checkMissing: string
  readonly checkNotes: string
  readonly login: Readonly<Record<'taken' | 'refused' | 'not asked' | 'unreachable', string>>
}
