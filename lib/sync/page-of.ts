import type { Effects } from '../effects.ts'
import { reasonOf } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import type { RunFacts } from './facts.ts'
import type { RunOptions } from './options.ts'
import type { RunReport } from './report.ts'
import type { Head } from './state/head.ts'
import { pageKey } from './state/keys.ts'

/** What the page of a run is made of. */
export interface RanFacts {
  readonly settings: Settings
  readonly report: RunReport
  /** absent where the run failed before it had committed */
  readonly facts?: RunFacts | undefined
  /** as it was committed */
  readonly head?: Head | undefined
}

/** Makes the page of a run, a whole HTML file. Loaded only where a run has done something. */
export type PageOf = (ran: RanFacts) => Promise<string>

/** How a run goes, and how its page is made. */
export interface SyncOptions extends RunOptions {
  /** makes the page that is written beside the report of a run that did something; absent: none */
  readonly page?: PageOf | undefined
}

/** Writes the page of a run beside its report. Whatever happens to it, the run has done its work. */
export async function writePage(
  pageOf: PageOf | undefined,
  ran: RanFacts,
  { store, log }: Pick<Effects, 'store' | 'log'>,
): Promise<void> {
  if (pageOf === undefined) return
  try {
    await store.put(pageKey(ran.report.run), await pageOf(ran), { ifAbsent: true })
  } catch (error) {
    log.warn(`the page of the run was not written: ${reasonOf(error)}`)
  }
}
