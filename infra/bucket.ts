import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, type LifecycleRule } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { prefixOf } from '../lib/settings/deployed.ts'
import type { Settings } from '../lib/settings/settings.ts'
import { acknowledge } from './acknowledge.ts'

const oldVersionDays = 30

/** What a new bucket is to be. */
interface BucketWanted {
  readonly shops: readonly Settings[]
  readonly encryptionKey: IKey | undefined
  readonly removalPolicy: RemovalPolicy | undefined
}

/**
 * The bucket of a shop, or of a fleet. Its logical id is pinned: a renamed construct must not mean a new, empty bucket.
 * A deployment that is rolled back takes a bucket with it that it has made; no other thing does.
 * No rule expires anything under `state/`; only versions that were replaced long ago go.
 */
export function createBucket(scope: Construct, { shops, encryptionKey, removalPolicy }: BucketWanted): Bucket {
  const bucket = new Bucket(scope, 'Bucket', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    ...(encryptionKey === undefined
      ? { encryption: BucketEncryption.S3_MANAGED }
      : { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }),
    enforceSSL: true,
    versioned: true,
    removalPolicy: removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    lifecycleRules: [
      ...shops.flatMap(expiryOf),
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

function expiryOf(settings: Settings): LifecycleRule[] {
  const { archiveDays, exportDays } = settings.retention
  const prefix = prefixOf(settings)
  const id = prefix.replaceAll('/', '-')
  const expiring = (folder: string, days: number): LifecycleRule => ({
    id: `${id}${folder}-expire`,
    prefix: `${prefix}${folder}/`,
    expiration: Duration.days(days),
    noncurrentVersionExpiration: Duration.days(oldVersionDays),
  })
  return [
    expiring('exports', exportDays),
    expiring('archive', archiveDays),
    expiring('runs', archiveDays),
    {
      id: `${id}state-old-versions`,
      prefix: `${prefix}state/`,
      noncurrentVersionExpiration: Duration.days(oldVersionDays),
      expiredObjectDeleteMarker: true,
    },
  ]
}
