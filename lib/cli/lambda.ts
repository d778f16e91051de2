import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import * as z from 'zod'
import { OrderSyncError, reasonOf } from '../errors.ts'
import type { RunReport } from '../sync/report.ts'

/** The function may run for five minutes; nothing is repeated, since a run is under way then. */
const longestMs = 330_000
const failure = z.object({ errorMessage: z.string() })

/**
 * Invokes the deployed function and waits for its report.
 * @throws OrderSyncError if it cannot be invoked or the run failed
 */
export async function invokeFunction(name: string): Promise<RunReport> {
  const client = new LambdaClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: longestMs, throwOnRequestTimeout: true },
  })
  const trouble = (ended: string, hint: string, cause?: unknown) =>
    new OrderSyncError({ attempted: 'invoke', subject: `the function ${name}`, ended, hint, cause })
  const answer = await client
    .send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify({ report: true }) }))
    .catch((error: unknown) => {
      const known = error instanceof Error ? error.name : ''
      const missing = known === 'ResourceNotFoundException'
      throw trouble(
        missing ? 'there is no such function in this account and region' : `${known}, ${reasonOf(error)}`,
        missing
          ? 'Deploy it with: npm run deploy. Or name it with --function.'
          : 'Are these the right AWS credentials?',
        error,
      )
    })
  const text = Buffer.from(answer.Payload ?? []).toString()
  if (answer.FunctionError === undefined) return JSON.parse(text) as RunReport
  const said = failure.safeParse(JSON.parse(text)).data?.errorMessage ?? text
  throw trouble(`it failed: ${said}`.replace(/\.$/, ''), 'Its log says more. See docs/runbook.md.')
}
