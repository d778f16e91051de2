/** Something a person should know: what kind, of which export, order or setting, and a complete sentence. */
export interface Problem {
  readonly kind: ProblemKind
  /** key of an export, number of an order, or what else it is about */
  readonly subject: string
  readonly message: string
}

/** What every kind of problem means for who is told of it. */
interface KindOfProblem {
  /**
   * what it is about. An order's text repeats values of an export, the shop's text repeats its words: both may hold a
   * person's data, so that only their subjects are ever logged
   */
  readonly about: 'order' | 'shop' | 'export' | 'run'
  /** nothing goes on with its subject before a person does something */
  readonly waitsForPerson: boolean
  /** the run is not done without fault because of it: exit code 4 */
  readonly refuses: boolean
}

/** All kinds of problem. Log, exit code, alarm and printing read this table. */
export const problemKinds = {
  'invalid record': { about: 'order', waitsForPerson: false, refuses: true },
  'not an order': { about: 'export', waitsForPerson: false, refuses: false },
  'conflicting records': { about: 'order', waitsForPerson: false, refuses: true },
  'odd value': { about: 'order', waitsForPerson: false, refuses: false },
  'withheld value': { about: 'order', waitsForPerson: false, refuses: false },
  'unknown words': { about: 'order', waitsForPerson: false, refuses: false },
  'refused export': { about: 'export', waitsForPerson: true, refuses: true },
  'suspicious export': { about: 'export', waitsForPerson: true, refuses: false },
  'no export': { about: 'export', waitsForPerson: false, refuses: false },
  'late export': { about: 'export', waitsForPerson: true, refuses: false },
  'stray export': { about: 'export', waitsForPerson: true, refuses: false },
  backlog: { about: 'export', waitsForPerson: false, refuses: false },
  'time ahead': { about: 'export', waitsForPerson: false, refuses: false },
  rejected: { about: 'order', waitsForPerson: false, refuses: true },
  warned: { about: 'order', waitsForPerson: false, refuses: false },
  'mailed too often': { about: 'order', waitsForPerson: false, refuses: false },
  drifted: { about: 'order', waitsForPerson: false, refuses: false },
  edited: { about: 'order', waitsForPerson: true, refuses: true },
  'unreadable export': { about: 'export', waitsForPerson: false, refuses: true },
  unanswered: { about: 'order', waitsForPerson: false, refuses: true },
  stuck: { about: 'run', waitsForPerson: true, refuses: false },
  killed: { about: 'run', waitsForPerson: true, refuses: false },
  'near a limit': { about: 'run', waitsForPerson: true, refuses: false },
  decision: { about: 'run', waitsForPerson: false, refuses: false },
  held: { about: 'run', waitsForPerson: true, refuses: false },
  blocked: { about: 'shop', waitsForPerson: true, refuses: false },
  denied: { about: 'shop', waitsForPerson: true, refuses: false },
  limited: { about: 'run', waitsForPerson: false, refuses: false },
  misdirected: { about: 'run', waitsForPerson: true, refuses: false },
  failing: { about: 'shop', waitsForPerson: false, refuses: false },
  'out of time': { about: 'run', waitsForPerson: false, refuses: false },
  key: { about: 'run', waitsForPerson: true, refuses: false },
  'vanished lease': { about: 'run', waitsForPerson: false, refuses: false },
  'not in the shop': { about: 'shop', waitsForPerson: true, refuses: false },
  'new address': { about: 'run', waitsForPerson: false, refuses: false },
  sieve: { about: 'run', waitsForPerson: false, refuses: true },
  failed: { about: 'run', waitsForPerson: false, refuses: false },
  'alert not delivered': { about: 'run', waitsForPerson: false, refuses: false },
} as const satisfies Readonly<Record<string, KindOfProblem>>

/** Name of a kind of problem. */
export type ProblemKind = keyof typeof problemKinds

/** Whether the text of a problem may be logged: only where it repeats nothing from outside. */
export const mayLogText = ({ kind }: Problem): boolean => ['export', 'run'].includes(problemKinds[kind].about)
