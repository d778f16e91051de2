import type { Settings } from '../settings/settings.ts'
import type { Seen } from './check.ts'
import type { Applied } from './decisions/apply.ts'
import type { Imported } from './import/import.ts'
import type { Drifted } from './ledger/drift.ts'
import type { Part } from './options.ts'
import type { Plan } from './plan/change.ts'
import type { Told } from './post/connection.ts'
import type { Untold } from './post/events.ts'
import type { LookedAround } from './post/look-around.ts'
import type { Posted } from './post/post.ts'
import type { Recovered } from './post/recover.ts'
import type { Head, KnownWords } from './state/head.ts'

/** All that one run came to, as values: the next head and the report are functions of it. */
export interface RunFacts {
  readonly run: string
  /** runs whose archives the ledger knows by now, this one included */
  readonly closedRuns: readonly string[]
  /** a run that did not give its lease back */
  readonly died?: string | undefined
  readonly settings: Settings
  readonly seen: Seen
  /** the head as it was loaded under the lease */
  readonly head: Head
  readonly recovered: Recovered
  readonly imported: Imported
  readonly decided: Applied
  /** orders of which the shop did not say what it shows, before anything was planned; default: none */
  readonly untold?: readonly Untold[]
  /** orders whose values were taken as acknowledged without posting */
  readonly adopted: number
  /** what the shop showed otherwise than it had acknowledged, right before posting */
  readonly drifted: readonly Drifted[]
  /** what the daily look at the shop came to; default: there was none */
  readonly around?: LookedAround
  /** the part of what differs that was asked for; absent: all */
  readonly part?: Part | undefined
  /** as it was before anything was posted */
  readonly plan: Plan
  readonly posted: Posted
  /** what the shop said beside that */
  readonly told: Told
  /** what the shop said of its statuses and custom fields, where it was asked */
  readonly words?: KnownWords | undefined
  /** what is left of the plan afterwards */
  readonly left: Plan
  /** it is held only for what the passes before have sent: the next run may post it; default: it is not */
  readonly endsHere?: boolean
}
