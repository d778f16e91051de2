import { Logger } from '@aws-lambda-powertools/logger'
import type { Log } from '../lib/effects.ts'
import { mayLogText, problemKinds } from '../lib/sync/problems.ts'
import type { RunReport } from '../lib/sync/report.ts'

const service = 'order-sync'
/** The counts of a report: what the function returns and logs. */
export function countsOf({ problems, exports, hold, ...report }: RunReport) {
  return { ...report, exports: exports.length, problems: problems.length, ...(hold && { hold: hold.hash }) }
}

/** Fails the invocation of a run that failed, without texts that may hold a person's data: the report has them. */
export class RunFailed extends Error {
  override name = 'RunFailed'
  constructor(report: RunReport) {
    super(failureOf(report))
  }
}

const failureOf = ({ problems, run }: RunReport): string =>
  problems
    .flatMap((problem) => {
      if (mayLogText(problem)) return [problem.message]
      return problemKinds[problem.kind].about === 'shop' ? [`${problem.kind}: see the report of the run ${run}.`] : []
    })
    .join(' ')

/** What the function says of its runs. */
export interface Telemetry {
  readonly log: Log
  /** every line that follows carries the id of this invocation */
  begin(requestId: string | undefined): void
  tell(report: RunReport): Promise<void>
}

/** Tells CloudWatch what happened. No order's data beyond its number is said. */
export function createTelemetry(shop: string): Telemetry {
  const logger = new Logger({ serviceName: service, persistentKeys: { shop } })
  const log: Log = {
    info: (message, data) => logger.info(message, { ...data }),
    warn: (message, data) => logger.warn(message, { ...data }),
  }
  const tell = async (report: RunReport): Promise<void> => {
    if (process.env.ORDER_SYNC_METRICS === 'true') (await import('./numbers.ts')).tellNumbers(shop, report)
    logger.info('run', { report: countsOf(report) })
    for (const problem of report.problems) {
      const { kind, subject, message } = problem
      logger.warn(kind, mayLogText(problem) ? { subject, text: message } : { subject })
    }
  }
  const begin = (requestId: string | undefined): void => {
    if (requestId !== undefined) logger.appendKeys({ request_id: requestId })
  }
  return { log, begin, tell }
}
