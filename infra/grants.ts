import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam'
import type { IBucket } from 'aws-cdk-lib/aws-s3'

/** Lets somebody drop exports, and nothing else. */
export function grantUpload(grantee: IGrantable, bucket: IBucket, feed?: string): Grant {
  bucket.encryptionKey?.grant(grantee, 'kms:GenerateDataKey')
  const place = feed === undefined ? 'exports/*' : `exports/${feed}/*`
  return allow(grantee, ['s3:PutObject'], [bucket.arnForObjects(place)])
}

/** Lets somebody see everything and change nothing: `plan`, `status`, `history`. */
export function grantRead(grantee: IGrantable, bucket: IBucket): Grant {
  bucket.encryptionKey?.grant(grantee, 'kms:Decrypt')
  return allow(grantee, ['s3:ListBucket'], [bucket.bucketArn]).combine(
    allow(grantee, ['s3:GetObject'], [bucket.arnForObjects('*')]),
  )
}

/** Lets somebody decide what waits: `approve`, `reject`, `retry`, `unblock`, `dismiss`, and see everything. */
export function grantDecide(grantee: IGrantable, bucket: IBucket): Grant {
  bucket.encryptionKey?.grant(grantee, 'kms:GenerateDataKey')
  const decisions = bucket.arnForObjects('state/decisions/*')
  return grantRead(grantee, bucket).combine(allow(grantee, ['s3:PutObject'], [decisions]))
}

const allow = (grantee: IGrantable, actions: string[], resourceArns: string[]): Grant =>
  Grant.addToPrincipal({ grantee, actions, resourceArns })
