import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import * as z from 'zod'
import { OrderSyncError, reasonOf } from '../errors.ts'
import type { DeployedFunction } from '../settings/deployed.ts'
import { hintOf } from '../storage/s3.ts'
import type { RunReport } from '../sync/report.ts'

/** The function may run for five minutes; nothing is repeated, since a run is under way then. */
const longestMs = 330_000
const failure = z.object({ errorMessage: z.string() })

/** What a deployed function works on, and whom it tells. */
export interface FunctionPlace {
  readonly bucket: string
  /** ARN of a topic; absent: it was deployed before it told anybody by itself */
  readonly topic?: string
}

/**
 * What a deployed function works on, and whom it tells.
 * @throws OrderSyncError if there is no such function
 */
export async function placeOfFunction(name: string): Promise<FunctionPlace> {
  const answer = await new LambdaClient({})
    .send(new GetFunctionConfigurationCommand({ FunctionName: name }))
    .catch((error: unknown) => {
      throw refused('find the bucket of', name, error)
    })
  const { ORDER_SYNC_BUCKET: bucket, ORDER_SYNC_TOPIC: topic } = answer.Environment?.Variables ?? {}
  if (bucket !== undefined) return { bucket, ...(topic === undefined ? {} : { topic }) }
  throw new OrderSyncError({
    attempted: 'find the bucket of',
    subject: `the function ${name}`,
    ended: 'it names none: it is not a function of order-sync',
    hint: 'Name the bucket with --bucket.',
  })
}

function refused(attempted: string, name: string, cause: unknown): OrderSyncError {
  const known = cause instanceof Error ? cause.name : ''
  const missing = known === 'ResourceNotFoundException'
  return new OrderSyncError({
    attempted,
    subject: `the function ${name}`,
    ended: missing
      ? 'there is no such function in this account and region'
      : `${known}, ${reasonOf(cause)}`.replace(/\.$/, ''),
    hint: missing
      ? 'Deploy it with: npx cdk deploy. Or name another with --function or --bucket.'
      : (hintOf(cause) ?? 'Are these the right AWS credentials?'),
    cause,
  })
}

/**
 * Invokes the deployed function and waits for its report.
 * @throws OrderSyncError if it cannot be invoked or the run failed
 */
export async function invokeFunction({ name, alias }: DeployedFunction): Promise<RunReport> {
  const client = new LambdaClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: longestMs, throwOnRequestTimeout: true },
  })
  const answer = await client
    .send(new InvokeCommand({ FunctionName: name, Qualifier: alias, Payload: JSON.stringify({ report: true }) }))
    .catch((error: unknown) => {
      throw refused('invoke', name, error)
    })
  const text = Buffer.from(answer.Payload ?? []).toString()
  if (answer.FunctionError === undefined) return JSON.parse(text) as RunReport
  const said = failure.safeParse(JSON.parse(text)).data?.errorMessage ?? text
  throw new OrderSyncError({
    attempted: 'invoke',
    subject: `the function ${name}`,
    ended: `it failed: ${said}`.replace(/\.$/, ''),
    hint: 'Its log says more. See docs/runbook.md.',
  })
}
