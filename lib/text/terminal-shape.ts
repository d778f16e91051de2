import type { RunOutcome } from '../sync/report.ts'
import type { InspectTexts } from './inspect-shape.ts'
import type { WaitingTexts } from './waiting-shape.ts'

type Count = (count: number) => string
type Line = (text: string) => string

/** What a run came to, in orders; `requests` and `mailed` are requests and customers. */
export interface PostedFigures {
  readonly planned: number
  readonly requests: number
  /** of these, requests that only asked the shop what it has */
  readonly reads: number
  readonly accepted: number
  readonly warned: number
  readonly rejected: number
  readonly unknown: number
  readonly mailed: number
}

/** What waits to be sent, in orders. */
interface Counts {
  readonly pending: number
  readonly held: number
  /** of those pending: why they have not left */
  readonly because: readonly string[]
}

/** What a person decided, as far as it is known. */
export interface DecidedParts {
  readonly at: string
  readonly kind: string
  readonly hash?: string | undefined
  readonly planned?: number | undefined
  readonly quiet?: boolean | undefined
  /** the key of an export, orders, or the id of another decision */
  readonly about: readonly string[]
  readonly undone?: number | undefined
  readonly pin?: boolean | undefined
  readonly adopted?: number | undefined
  readonly by?: string | undefined
  readonly became: 'waiting' | 'taken back' | 'void' | 'done'
  readonly run?: string | undefined
}

/** What the command line says to people. Names of commands, options and settings stay as they are typed. */
export interface TerminalTexts {
  readonly orders: Count
  /** what a field is called here; it is also what the settings call it */
  readonly field: Line
  readonly yes: string
  readonly no: string
  readonly cleared: string
  readonly warning: string
  /** that a list goes on, which `--json` shows in full */
  readonly more: Count
  readonly nextRunActs: string
  readonly functionActs: string
  readonly nothingDecided: string
  /** behind a question: how to answer it */
  readonly yesOrNo: string
  readonly plan: {
    readonly adopts: Count
    readonly nothing: string
    readonly unasked: Count
    readonly looks: Count
    readonly mail: string
    readonly columns: {
      readonly order: string
      readonly field: string
      readonly before: string
      readonly after: string
      readonly why: string
    }
    readonly approved: string
    readonly moreRows: Count
    readonly sums: string
    readonly set: string
    readonly changed: string
    readonly leftOut: string
    /** a status at its gate: what it waits for, until when, and what happens then */
    readonly waitsFor: (fields: readonly string[], until: string, end: 'send' | 'quiet' | 'hold' | undefined) => string
    readonly inRequests: (orders: number, requests: number) => string
    readonly mailsNobody: string
    readonly mails: Line
    readonly passes: string
    readonly holds: string
    readonly hash: Line
    readonly decideWith: Line
    readonly page: Line
  }
  readonly run: {
    readonly outcomes: Readonly<Record<RunOutcome, string>>
    readonly read: (file: string, records: number, invalid: number) => string
    readonly refused: Line
    readonly readMore: Count
    readonly adopted: Count
    readonly nothingToAdopt: string
    readonly posted: (figures: PostedFigures) => { readonly sent: string; readonly results: readonly string[] }
    readonly stillWaits: (orders: number, until: string | undefined) => string
    readonly gate: (changes: number, fields: readonly string[], first: { order: string; until: string }) => string
    readonly archive: Line
    readonly several: (orders: number, named: readonly string[]) => string
    readonly reading: (file: string, percent: string, left: string | undefined) => string
    readonly readingMany: (read: number, of: number) => string
    readonly sending: (done: number, of: number, pace: { perSecond: number; left: string } | undefined) => string
  }
  readonly status: {
    readonly noRun: Line
    readonly vanished: Line
    readonly head: (shop: string, orders: number, last: { run: string; at: string }) => string
    readonly counts: (counts: Counts) => string
    readonly allowance: (at: string, hour: string, of: string, day: string) => string
    readonly notBefore: Line
    readonly blocked: (since: string, status: number, message: string) => string
    /** @param about the orders that it names, each after a blank; empty where it names none */
    readonly decided: (at: string, kind: string, by: string | undefined, about: string) => string
    readonly parked: string
    readonly parkedOrder: (shopSays: string, attempts: number, next: string) => string
    readonly alerts: string
    readonly alert: (kind: string, since: string, what: string) => string
    readonly waits: Count
    readonly edited: string
    readonly pinned: string
    readonly lastRun: Line
    readonly lastExports: Line
    readonly runs: string
    readonly unreadable: Line
    /** how a run ended, in a word or two */
    readonly outcome: (outcome: RunOutcome) => string
    readonly inRun: (figures: PostedFigures & { readonly problems: number; readonly adopted: number }) => string
    readonly held: (since: string, orders: number, mails: number) => string
    readonly feed: (name: string, last: { file: string; at: string; records: number } | undefined) => string
    readonly newest: Line
    readonly backlog: (read: number, of: number) => string
    readonly refused: (reason: string, key: string) => string
    readonly looksWrong: Line
  }
  readonly history: {
    readonly unsent: (order: string, days: number) => string
    readonly unknown: (order: string, days: number) => string
    readonly mailing: string
    readonly outcomes: Readonly<
      Record<'accepted' | 'accepted with warnings' | 'rejected' | 'unknown' | 'not taken', string>
    >
    readonly sent: Line
    readonly shopSays: Line
    readonly because: (file: string, record: number | undefined) => string
    readonly about: Line
  }
  readonly decisions: {
    readonly none: Count
    readonly takenBackWith: string
    readonly kind: Line
    readonly one: (decided: DecidedParts) => string
  }
  readonly drift: {
    readonly asked: (changed: number, since: string, requests: number) => string
    readonly same: string
    readonly differ: Count
    /** a value that was taken over without sending */
    readonly notSent: Line
    readonly columns: readonly [order: string, field: string, known: string, shown: string, wanted: string]
    readonly end: string
  }
  readonly check: {
    readonly logins: Readonly<Record<'taken' | 'refused' | 'not asked' | 'unreachable', string>>
    readonly mayUse: Line
    readonly columns: readonly [kind: string, name: string, inShop: string, byItself: string]
    readonly kinds: Line
    readonly notKnown: string
    readonly there: string
    readonly missing: string
    readonly does: Line
    readonly allowance: (hour: string, ofHour: string, day: string, ofDay: string) => string
    readonly feed: (
      feed: string,
      newest: { file: string; at: string; bytes: number },
      state: 'none' | 'read' | 'refused' | 'new',
    ) => string
    readonly state: (orders: number, last: { run: string; at: string }, counts: Counts) => string
    readonly missingOne: string
    readonly good: Count
    readonly bad: Count
  }
  readonly undo: {
    readonly nothing: Line
    readonly notTakenBack: Count
    /** said once, where exports still say what is not taken back */
    readonly pin: string
    readonly mailedNobody: string
    readonly mailed: Count
    readonly perhaps: string
    readonly file: Line
    readonly question: Count
    readonly sayYes: string
    readonly held: string
    readonly done: (orders: number, run: string, id: string) => string
  }
  readonly ledger: {
    readonly sums: (month: string, values: number, of: { orders: number; runs: number; mailed: number }) => string
    readonly same: string
    readonly unreported: (runs: readonly string[], orders: number, mailed: number) => string
    readonly differs: (
      run: string,
      report: { orders: number; mailed: number },
      archive: { orders: number; mailed: number },
    ) => string
    readonly written: Line
  }
  readonly decide: {
    readonly approveQuestion: (hash: string, orders: number | undefined, mails: number | undefined) => string
    /** `mails`: of a quiet approval, customers who are mailed all the same */
    readonly approved: (plan: DecidedPlan & { readonly mails?: number | undefined }) => string
    readonly rejectQuestion: Line
    readonly rejected: (plan: DecidedPlan) => string
    readonly noneParked: string
    readonly retried: Count
    readonly accepted: Count
    readonly overruleQuestion: Count
    readonly overruled: Count
    readonly unblocked: string
    readonly passOver: Line
    readonly passedOver: Line
    readonly alsoPassedOver: (key: string, reason: string) => string
    readonly feedGoesOn: Line
    readonly feedReads: (feed: string, key: string, at: string) => string
    readonly cannotEither: Line
    readonly takeBackQuestion: Line
    readonly takenBack: (id: string, values: number | undefined) => string
    readonly adoptQuestion: string
  }
  readonly past: {
    readonly unknown: Line
    readonly found: (
      order: string,
      found: { exchanges: number; reports: number; holds: number; decisions: number },
    ) => string
    readonly forgetQuestion: string
    readonly forgotten: string
    readonly exportsStay: string
    readonly notForgotten: string
    readonly nothingOld: string
    readonly old: (found: { exchanges: number; reports: number; exports: number }) => string
    readonly deleteQuestion: string
    readonly deleted: string
  }
  readonly serve: {
    readonly console: (shops: string, address: string) => string
    readonly consoleSafe: string
    readonly schedule: (minutes: number, scheduler: string) => string
    readonly scheduleHow: string
    readonly unscheduled: Line
    readonly nothingScheduled: string
    readonly scheduleIt: string
    readonly keyStored: (version: number, parameter: string) => string
    readonly typeKey: string
    readonly inItsBucket: string
  }
  readonly upload: {
    readonly watching: (folder: string, place: string) => string
    readonly nothing: string
    readonly link: (hours: number, place: string) => string
  }
  readonly demo: {
    readonly shop: (orders: number, address: string) => string
    /** two days of a shop, and the second one once more */
    readonly days: readonly [first: string, second: string, again: string]
    readonly drops: Line
    readonly saw: (requests: number, reads: number, mails: number) => string
    readonly look: string
    readonly holds: Line
    readonly settings: string
    readonly page: string
  }
  readonly simulate: {
    readonly listens: (orders: number, address: string) => string
    readonly anOrder: string
    readonly shows: Line
    readonly setUrl: string
    readonly ended: (requests: number, mails: number) => string
  }
  readonly inspect: InspectTexts
  readonly waiting: WaitingTexts
  readonly unexpected: Line
}

/** A plan that was decided: how many of its values are still wanted. */
export interface DecidedPlan {
  readonly hash: string
  readonly stillWanted: number
  readonly values: number
  /** where the plan is the one that is held now */
  readonly orders: number | undefined
}
