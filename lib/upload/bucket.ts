import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { reasonOf } from '../errors.ts'
import type { BucketPlace } from '../storage/aws.ts'
import { clientConfig } from '../storage/s3.ts'
import { UploadError } from './upload.ts'

/** What no repetition mends. */
const lasting: ReadonlySet<string> = new Set([
  'NoSuchBucket',
  'AccessDenied',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'CredentialsProviderError',
])

/** Puts objects into a bucket, with the credentials of the environment; no more permission than s3:PutObject is needed. */
export function bucketPut({ bucket, prefix }: BucketPlace): (key: string, body: Uint8Array) => Promise<void> {
  // one attempt, since the caller repeats it; and no limit but on silence: a slow line may need minutes
  const requestHandler = { connectionTimeout: 5_000, socketTimeout: 60_000 }
  const client = new S3Client({ ...clientConfig(), maxAttempts: 1, requestHandler })
  return async (key, body) => {
    try {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: prefix + key, Body: body }))
    } catch (error) {
      const name = error instanceof Error ? error.name : ''
      throw new UploadError(
        `s3://${bucket} refused it: ${name}, ${reasonOf(error).replace(/\.$/, '')}.`,
        lasting.has(name),
        error,
      )
    }
  }
}
