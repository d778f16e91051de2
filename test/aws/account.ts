import { randomUUID } from 'node:crypto'
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { inject } from 'vitest'
import { createS3Store } from '../../lib/storage/s3.ts'
import type { Store } from '../../lib/storage/store.ts'
import { type AwsProxy, startProxy } from './proxy.ts'

/** Where the tests' AWS answers; the tests are skipped where it does not. */
export const awsUrl = inject('awsUrl')

/** What a process needs to reach the tests' AWS. */
export const awsEnvironment = (url: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: url,
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
})

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

/** An account with a bucket of its own. */
export interface Account {
  readonly bucket: string
  readonly proxy: AwsProxy
  /** the client that tests use to look and to prepare, past the proxy */
  readonly s3: S3Client
  /** the bucket as tests look at it, past the proxy */
  readonly store: Store
  drop(key: string, body: string | Uint8Array): Promise<void>
  storeKey(parameter: string, value: string): Promise<void>
  deleteKey(parameter: string): Promise<void>
  /** Makes a topic to which these addresses are subscribed; returns its ARN. */
  makeTopic(...emails: readonly string[]): Promise<string>
  close(): Promise<void>
}

export async function openAccount(): Promise<Account> {
  if (awsUrl === undefined) throw new Error('there is no AWS')
  const common = { endpoint: awsUrl, region: 'eu-central-1', credentials }
  const s3 = new S3Client({ ...common, forcePathStyle: true })
  const [ssm, sns] = [new SSMClient(common), new SNSClient(common)]
  const bucket = `order-sync-${randomUUID()}`
  await s3.send(
    new CreateBucketCommand({
      Bucket: bucket,
      CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
    }),
  )
  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  const proxy = await startProxy(awsUrl)
  return {
    bucket,
    proxy,
    s3,
    store: createS3Store({ bucket, client: s3, clock: { sleep: async () => undefined }, random: Math.random }),
    drop: async (key, body) => void (await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }))),
    storeKey: async (Name, Value) =>
      void (await ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString', Overwrite: true }))),
    deleteKey: async (Name) => void (await ssm.send(new DeleteParameterCommand({ Name }))),
    makeTopic: async (...emails) => {
      const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: `t-${randomUUID()}` }))
      for (const Endpoint of emails) await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint }))
      return TopicArn
    },
    close: async () => {
      s3.destroy()
      sns.destroy()
      ssm.destroy()
      await proxy.close()
    },
  }
}
