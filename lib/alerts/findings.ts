import { type Problem, type ProblemKind, problemKinds } from '../sync/problems.ts'
import type { RunReport } from '../sync/report.ts'

/** Something that is wrong, as its owner is told of it: a hundred invalid records are one finding. */
export interface Finding {
  /** the same for the same trouble in every run: its kind, and the feed where it is about one */
  readonly id: string
  readonly kind: ProblemKind
  /** orders or files that it is about, at most {@link mostSubjects} */
  readonly subjects: readonly string[]
  /** how many problems it stands for */
  readonly count: number
  /** what the run says, where that repeats nothing from outside but names */
  readonly text: string | undefined
}

/** What one run tells about what is wrong. */
export interface Look {
  readonly findings: readonly Finding[]
  /** whether the run would have told it if it still were: a run that failed early knows nothing */
  knows(id: string): boolean
}

const mostSubjects = 10

/** Kinds that are no refusal and wait for nobody, and that an owner wants to know all the same. */
const alsoTold: ReadonlySet<ProblemKind> = new Set([
  'failing',
  'failed',
  'no export',
  'time ahead',
  'new address',
  'unknown words',
])
/** Told of orders that wait in the state: as long as any is parked, it is not over. */
const parkedKinds: ReadonlySet<string> = new Set<ProblemKind>(['rejected', 'unanswered', 'edited'])
/** Told only by the run that reads the export. */
const readingKinds: ReadonlySet<string> = new Set<ProblemKind>([
  'invalid record',
  'conflicting records',
  'unknown words',
])

const isTold = ({ kind }: Problem): boolean =>
  problemKinds[kind].waitsForPerson || problemKinds[kind].refuses || alsoTold.has(kind)

/** Found again by every look, also by one that finds nothing to do. */
const standingKinds: ReadonlySet<string> = new Set<ProblemKind>([
  'held',
  'blocked',
  'failing',
  'refused export',
  'no export',
  'late export',
  'stray export',
  'time ahead',
  'stuck',
])

/** What a run says, gathered by what is wrong. */
export function lookAt(
  report: Pick<RunReport, 'outcome' | 'exports' | 'parked' | 'edited' | 'problems' | 'onlyLooked'>,
): Look {
  const { outcome, exports, parked, edited = 0, problems, onlyLooked } = report
  const isFailing = problems.some(({ kind }) => kind === 'failing')
  // that orders have no answer says the same as that the shop fails
  const byId = Map.groupBy(
    problems.filter((problem) => isTold(problem) && !(isFailing && problem.kind === 'unanswered')),
    idOf,
  )
  const readFeeds = new Set(exports.filter(({ refused }) => refused === null).map(({ feed }) => feed))
  // whoever could not look, or failed before everything was known, does not say that anything is over
  const knowsAll = outcome !== 'busy' && !problems.some(({ kind }) => kind === 'failed')
  return {
    findings: outcome === 'busy' ? [] : [...byId].map(([id, found]) => findingOf(id, found)),
    knows(id) {
      const [kind = '', feed] = id.split(' in ')
      if (!knowsAll || (onlyLooked && !standingKinds.has(kind))) return false
      if (parkedKinds.has(kind)) return (kind === 'edited' ? edited : parked) === 0
      return readingKinds.has(kind) ? feed === undefined || readFeeds.has(feed) : true
    },
  }
}

const feedOf = (text: string): string | undefined => /^exports\/([^/]+)\//.exec(text)?.[1]

/** Problems of one feed are one finding; where none is named, those of a kind are. */
function idOf({ kind, subject, message }: Problem): string {
  const feed = feedOf(subject) ?? feedOf(message)
  return feed === undefined ? kind : `${kind} in ${feed}`
}

function findingOf(id: string, problems: readonly Problem[]): Finding {
  const [first] = problems
  const kind = first?.kind ?? 'failed'
  const isSafe = ['export', 'run'].includes(problemKinds[kind].about)
  const subjects = [...new Set(problems.map(({ subject }) => subject))]
  return {
    id,
    kind,
    subjects: subjects.slice(0, mostSubjects),
    count: problems.length,
    text: isSafe && problems.length === 1 ? first?.message : undefined,
  }
}
