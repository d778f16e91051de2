import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { Secrets } from '../effects.ts'
import { OrderSyncError, reasonOf } from '../errors.ts'
import { clientConfig } from './s3.ts'

/** What the secrets need of the SDK's client. */
export type SsmSlice = Pick<SSMClient, 'send'>

/** A client of SSM as the environment says. */
export function createSsmClient(): SSMClient {
  const { maxAttempts, requestHandler } = clientConfig()
  return new SSMClient({ ...(maxAttempts && { maxAttempts }), ...(requestHandler && { requestHandler }) })
}

/** The command that stores the key. */
export const storeKeyCommand = (parameter: string): string =>
  `aws ssm put-parameter --type SecureString --overwrite --name ${parameter} --value file://api-key.txt`

/** Stores the API key; returns the version that it is. */
export async function storeKey(parameter: string, value: string): Promise<number> {
  const command = new PutParameterCommand({ Name: parameter, Value: value, Type: 'SecureString', Overwrite: true })
  const { Version = 1 } = await createSsmClient()
    .send(command)
    .catch((cause: unknown) => {
      throw new OrderSyncError({
        attempted: 'store the API key in',
        subject: `the parameter ${parameter}`,
        ended: `${cause instanceof Error ? cause.name : ''}, ${reasonOf(cause)}`.replace(/\.$/, ''),
        hint: 'Are these the right AWS credentials, and may they ssm:PutParameter?',
        cause,
      })
    })
  return Version
}

/**
 * A secret from a SecureString parameter, with the parameter's version.
 * @param what what it is, for messages
 */
export function createSsmSecrets(parameter: string, client: SsmSlice, what = 'the API key'): Secrets {
  const trouble = (ended: string, cause?: unknown) =>
    new OrderSyncError({
      attempted: `read ${what} from`,
      subject: `the parameter ${parameter}`,
      ended,
      hint:
        cause instanceof Error && cause.name === 'AccessDeniedException'
          ? 'These credentials lack ssm:GetParameter for it: of the policies of the stack, OperatorPolicyArn has it.'
          : `Store it with: ${storeKeyCommand(parameter)}`,
      ...(cause === undefined ? {} : { cause }),
    })
  return {
    async apiKey() {
      const answer = await client
        .send(new GetParameterCommand({ Name: parameter, WithDecryption: true }))
        .catch((error: unknown) => {
          const name = error instanceof Error ? error.name : ''
          throw trouble(
            name === 'ParameterNotFound' ? 'there is no such parameter' : `${name}, ${reasonOf(error)}`,
            error,
          )
        })
      const value = answer.Parameter?.Value?.trim() ?? ''
      if (value === '') throw trouble('it is empty')
      return { value, version: String(answer.Parameter?.Version ?? 0) }
    },
  }
}
