import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch'
import type { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Alias, type IFunction, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3'
import type { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns'
import { CfnParameter } from 'aws-cdk-lib/aws-ssm'
import { Construct } from 'constructs'
import { prefixOf } from '../lib/settings/deployed.ts'
import { type Settings, shopAddress } from '../lib/settings/settings.ts'
import { createQueueAlarm, createShopAlarms, createSilences, type ShopAlarms } from './alarms.ts'
import { createBucket } from './bucket.ts'
import { createDashboard } from './dashboard.ts'
import {
  createFunction,
  createInvokerRole,
  everyShop,
  type SyncFunction,
  secretsOf,
  withoutRetries,
} from './function.ts'
import { createPolicies, createUploaderPolicy, type Policies } from './policies.ts'
import type { SharedProps } from './props.ts'
import { rhythmOfShop } from './rhythm.ts'
import { createTopic } from './topic.ts'
import { createTriggers } from './triggers.ts'

/** What is to be built: for one shop, or for the shops of a fleet. */
export interface PartsWanted {
  readonly shops: readonly Settings[]
  readonly fleet?: string
  readonly props: SharedProps & { readonly schedule?: ScheduleExpression }
  /** name of the function, and beginning of the alarms' names */
  readonly name: string
}

/** What one shop has for itself. */
export interface ShopParts {
  readonly settings: Settings
  /** folders of the bucket with a `/` at their end; empty: the whole bucket */
  readonly prefix: string
  /** the function, or the alias that stands for the shop */
  readonly fn: IFunction
  readonly uploader: CfnManagedPolicy
  readonly watch: ShopAlarms
}

/** Everything that the shops of one function need. */
export interface Parts extends SyncFunction {
  readonly bucket: IBucket
  readonly topic: ITopic
  readonly shops: readonly ShopParts[]
  readonly policies: Policies
  readonly alarms: readonly Alarm[]
  readonly dashboardUrl?: string
}

/** Builds bucket, function, topic, and for every shop its triggers, alarms and policies. */
export function createParts(scope: Construct, wanted: PartsWanted): Parts {
  const { shops, fleet, name } = wanted
  const bucket = bucketOf(scope, wanted)
  const topic = topicOf(scope, wanted)
  const sync = createFunction(scope, { ...wanted, bucket, topic })
  if (fleet === undefined) withoutRetries(scope, sync.fn.functionName)
  const built = createShops(scope, { wanted, bucket, topic, sync })
  createSilences(
    scope,
    built.flatMap(({ watch }) => watch.silences),
  )
  const invoked = built.map(({ fn }) => fn.functionArn)
  const prefix = fleet === undefined ? (built[0]?.prefix ?? '') : everyShop
  const undelivered = createQueueAlarm(scope, sync.queue, { name, topic, ...onlyShop(wanted) })
  return {
    ...sync,
    bucket,
    topic,
    shops: built,
    policies: createPolicies(scope, {
      ...{ bucket, prefix, fn: sync.fn, invoked, topic },
      ...(fleet === undefined ? { secrets: secretsOf(scope, shops) } : {}),
    }),
    alarms: [...built.flatMap(({ watch }) => watch.alarms), undelivered],
    ...(shops.some(({ dashboard }) => dashboard)
      ? { dashboardUrl: createDashboard(scope, name, { fn: telling(sync.fn), shops: shops.map(({ shop }) => shop) }) }
      : {}),
  }
}

/** Lets the function tell its numbers, each of which costs something: only where somebody looks at them. */
export function telling(fn: LambdaFunction): LambdaFunction {
  return fn.addEnvironment('ORDER_SYNC_METRICS', 'true')
}

const onlyShop = ({ shops: [first], fleet }: PartsWanted): { readonly shop?: string } =>
  fleet === undefined && first !== undefined ? { shop: first.shop } : {}

function bucketOf(scope: Construct, { shops, props }: PartsWanted): IBucket {
  const { bucket: bucketName, encryptionKey: keyArn } = shops[0]?.aws ?? {}
  const encryptionKey =
    props.encryptionKey ?? (keyArn === undefined ? undefined : Key.fromKeyArn(scope, 'GivenKey', keyArn))
  if (props.bucket !== undefined) return props.bucket
  if (bucketName === undefined) return createBucket(scope, { shops, encryptionKey, removalPolicy: props.removalPolicy })
  return Bucket.fromBucketAttributes(scope, 'GivenBucket', {
    bucketName,
    ...(encryptionKey === undefined ? {} : { encryptionKey }),
  })
}

function topicOf(scope: Construct, { shops, fleet, props }: PartsWanted): ITopic {
  const arn = shops[0]?.aws.topic
  const given = props.topic ?? (arn === undefined ? undefined : Topic.fromTopicArn(scope, 'GivenTopic', arn))
  const emails = [...new Set(shops.flatMap(({ alerts }) => alerts.emails))]
  return createTopic(scope, given, { displayName: `order-sync ${fleet ?? shops[0]?.shop}`, emails })
}

/** What the parts of one shop share with those of others. */
interface Shared {
  readonly wanted: PartsWanted
  readonly bucket: IBucket
  readonly topic: ITopic
  readonly sync: SyncFunction
}

/** The parts of the only shop stand beside everything else, those of a fleet's shop under its name. */
function createShops(above: Construct, shared: Shared): ShopParts[] {
  const { wanted, bucket, topic, sync } = shared
  const { shops, fleet, props, name } = wanted
  const places = shops.map((settings) => {
    const { shop } = settings
    const scope = fleet === undefined ? above : new Construct(above, shop)
    return { settings, scope, fn: fleet === undefined ? sync.fn : aliasOf(scope, shop, sync.fn) }
  })
  const arns = places.map(({ fn }) => fn.functionArn)
  const role = createInvokerRole(above, { id: 'ScheduleRole', service: 'scheduler.amazonaws.com' }, { arns, ...sync })
  return places.map(({ settings, scope, fn }) => {
    claim(scope, settings)
    createTriggers(scope, { settings, schedule: props.schedule, bucket, fn, queue: sync.queue, role })
    const alarmName = fleet === undefined ? name : `${name}-${settings.shop}`
    const beat = rhythmOfShop(settings, props.schedule)
    const prefix = prefixOf(settings)
    return {
      settings,
      prefix,
      fn,
      uploader: createUploaderPolicy(scope, { bucket, prefix }),
      watch: createShopAlarms(scope, { settings, name: alarmName, fn, topic, beat }),
    }
  })
}

/**
 * Two stacks for one shop at Upgates would post against each other, as after a renaming: both claim the same name, which
 * AWS gives once in an account and region.
 */
function claim(scope: Construct, settings: Settings): void {
  new CfnParameter(scope, 'Claim', {
    name: `/order-sync/claim/${shopAddress(settings).replaceAll(/[^\w.-]+/g, '-')}`,
    type: 'String',
    value: settings.shop,
    description:
      'Whose stack works for this shop at Upgates. While it is there, no other stack can be deployed for it.',
  })
}

/** Stands for one shop of the function: AWS then counts its runs and errors by themselves. */
function aliasOf(scope: Construct, shop: string, fn: LambdaFunction): Alias {
  const alias = new Alias(scope, 'Alias', { aliasName: shop, version: fn.latestVersion })
  withoutRetries(scope, fn.functionName, shop).node.addDependency(alias)
  return alias
}
