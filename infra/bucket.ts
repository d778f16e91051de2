import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type IBucket,
  type LifecycleRule,
} from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import type { Settings } from '../lib/settings/settings.ts'
import { acknowledge, acknowledgePrefixes } from './acknowledge.ts'
import type { OrderSyncProps } from './props.ts'

const oldVersionDays = 30

/**
 * The bucket of a shop. Its logical id is pinned: a renamed construct must not mean a new, empty bucket.
 * No rule expires anything under `state/`; only versions that were replaced long ago go.
 */
export function createBucket(
  scope: Construct,
  { retention }: Settings,
  { encryptionKey, removalPolicy = RemovalPolicy.RETAIN }: Pick<OrderSyncProps, 'encryptionKey' | 'removalPolicy'>,
): Bucket {
  const bucket = new Bucket(scope, 'Bucket', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    ...(encryptionKey === undefined
      ? { encryption: BucketEncryption.S3_MANAGED }
      : { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }),
    enforceSSL: true,
    versioned: true,
    removalPolicy,
    lifecycleRules: [
      expiring('exports/', retention.exportDays),
      expiring('archive/', retention.archiveDays),
      expiring('runs/', retention.archiveDays),
      {
        id: 'state-old-versions',
        prefix: 'state/',
        noncurrentVersionExpiration: Duration.days(oldVersionDays),
        expiredObjectDeleteMarker: true,
      },
      { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
  })
  const resource = bucket.node.defaultChild as CfnBucket
  resource.overrideLogicalId(`${pathInStack(scope)}Bucket`)
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } }
  acknowledge(bucket, {
    'AwsSolutions-S1': 'Server access logs would cost more than the sync and say less than its own archive.',
  })
  return bucket
}

/** Where a construct stands in its stack, as a logical id may be written. */
function pathInStack(scope: Construct): string {
  const above = Stack.of(scope).node.scopes.length
  return scope.node.scopes
    .slice(above)
    .map(({ node }) => node.id)
    .join('')
    .replaceAll(/[^A-Za-z0-9]/g, '')
}

const expiring = (prefix: string, days: number): LifecycleRule => ({
  id: `${prefix.slice(0, -1)}-expire`,
  prefix,
  expiration: Duration.days(days),
  noncurrentVersionExpiration: Duration.days(oldVersionDays),
})

/** A policy for the ERP's uploader: it may put exports, and nothing else. */
export function createUploaderPolicy(scope: Construct, bucket: IBucket): CfnManagedPolicy {
  const key = bucket.encryptionKey
  const policy = new CfnManagedPolicy(scope, 'UploaderPolicy', {
    description: 'Lets an ERP drop its exports.',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:PutObject', Resource: bucket.arnForObjects('exports/*') },
        ...(key === undefined ? [] : [{ Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: key.keyArn }]),
      ],
    },
  })
  acknowledgePrefixes(policy, bucket, ['exports'])
  return policy
}
