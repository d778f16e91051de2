import * as z from 'zod'

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
})

/** How many tests and checks passed and failed. */
export interface Tally {
  readonly passed: number
  readonly failed: number
}

/**
 * The figures of a test run, from what it reported and how its process ended.
 * @param report vitest's JSON report; anything else counts as one failure
 */
export function tallyOf(report: unknown, exitCode: number | null): Tally {
  const read = reportSchema.safeParse(report)
  if (!read.success) return { passed: 0, failed: 1 }
  const { numPassedTests: passed, numFailedTests, testResults } = read.data
  const unread = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const failed = numFailedTests + unread.length
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed }
}
