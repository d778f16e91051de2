import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { OrderSyncError, reasonOf } from '../errors.ts'
import { clientConfig } from './s3.ts'

/**
 * Who uses these credentials, as AWS says: `arn:aws:sts::123456789012:assumed-role/Deciders/jana`. Everybody may ask
 * that; nobody can be refused it by a policy.
 */
export async function callerIdentity(): Promise<string> {
  const { maxAttempts, requestHandler } = clientConfig()
  const client = new STSClient({ ...(maxAttempts && { maxAttempts }), ...(requestHandler && { requestHandler }) })
  const { Arn } = await client.send(new GetCallerIdentityCommand({})).catch((cause: unknown) => {
    throw new OrderSyncError({
      attempted: 'find out',
      subject: 'who decides',
      ended: `${cause instanceof Error ? cause.name : ''}, ${reasonOf(cause)}`.replace(/\.$/, ''),
      hint: 'Are these the right AWS credentials?',
      cause,
    })
  })
  return Arn ?? 'unknown'
}
