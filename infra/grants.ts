import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam'
import type { IBucket } from 'aws-cdk-lib/aws-s3'

/** The part of a bucket that a shop has. */
export interface ShopPlace {
  readonly bucket: IBucket
  /** folders with a `/` at their end; empty: the whole bucket */
  readonly prefix: string
}

/** Lets somebody drop exports, and nothing else. */
export function grantUpload(grantee: IGrantable, { bucket, prefix }: ShopPlace, feed?: string): Grant {
  bucket.encryptionKey?.grant(grantee, 'kms:GenerateDataKey')
  const place = feed === undefined ? 'exports/*' : `exports/${feed}/*`
  return allow(grantee, ['s3:PutObject'], [bucket.arnForObjects(prefix + place)])
}

/** Lets somebody see everything and change nothing: `plan`, `status`, `history`. */
export function grantRead(grantee: IGrantable, { bucket, prefix }: ShopPlace): Grant {
  bucket.encryptionKey?.grant(grantee, 'kms:Decrypt')
  return allow(grantee, ['s3:ListBucket'], [bucket.bucketArn]).combine(
    allow(grantee, ['s3:GetObject'], [bucket.arnForObjects(`${prefix}*`)]),
  )
}

/** Lets somebody decide what waits, and see everything: a plan that is held is written out before it is approved. */
export function grantDecide(grantee: IGrantable, place: ShopPlace): Grant {
  const { bucket, prefix } = place
  bucket.encryptionKey?.grant(grantee, 'kms:GenerateDataKey')
  const written = ['state/decisions/*', 'state/holds/*'].map((key) => bucket.arnForObjects(prefix + key))
  return grantRead(grantee, place).combine(allow(grantee, ['s3:PutObject'], written))
}

const allow = (grantee: IGrantable, actions: string[], resourceArns: string[]): Grant =>
  Grant.addToPrincipal({ grantee, actions, resourceArns })
