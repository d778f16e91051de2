import type { Context } from 'aws-lambda'
import type { Problem } from '../lib/sync/problems.ts'
import type { RunReport } from '../lib/sync/report.ts'

const nearShare = 0.8
const kilobyte = 1024

/** What is used of what there is. */
interface Use {
  readonly used: number
  readonly limit: number
}

const isNear = ({ used, limit }: Use): boolean => limit > 0 && used > nearShare * limit

/** A run that worked, with what it had nearly used up: a larger one would be killed. */
export function withLimits(report: RunReport, context: Pick<Context, 'getRemainingTimeInMillis'>): RunReport {
  if (report.onlyLooked || report.outcome === 'busy') return report
  const remainingMs = context.getRemainingTimeInMillis()
  const time = { used: report.durationMs, limit: report.durationMs + remainingMs }
  const memory = {
    used: process.resourceUsage().maxRSS / kilobyte,
    limit: Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 0),
  }
  const problems = limitProblems({ time, memory })
  return problems.length === 0 ? report : { ...report, problems: [...report.problems, ...problems] }
}

/** Time in milliseconds, memory in MB. */
function limitProblems({ time, memory }: { readonly time: Use; readonly memory: Use }): Problem[] {
  const kind = 'near a limit'
  const seconds = (ms: number): string => `${Math.round(ms / 1000)} seconds`
  return [
    ...(isNear(time)
      ? [
          {
            kind,
            subject: 'time',
            message: `A run took ${seconds(time.used)} of its ${seconds(time.limit)}: a large export, a slow shop, or a backlog. An export that takes longer to read is never taken in: let the ERP export less at a time, or raise "memoryMb", which is more speed, too.`,
          } as const,
        ]
      : []),
    ...(isNear(memory)
      ? [
          {
            kind,
            subject: 'memory',
            message: `A run used ${Math.round(memory.used)} of its ${memory.limit} MB. One that needs more is killed: raise "memoryMb", or let the ERP export less at a time.`,
          } as const,
        ]
      : []),
  ]
}
