import { Annotations, Stack } from 'aws-cdk-lib'
import type { Alarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch'
import {
  type Grant,
  type IGrantable,
  type IManagedPolicy,
  ManagedPolicy,
  PermissionsBoundary,
} from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { ILogGroup } from 'aws-cdk-lib/aws-logs'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { OrderSyncError } from '../lib/errors.ts'
import type { Settings } from '../lib/settings/settings.ts'
import { settingsWarnings } from '../lib/settings/warnings.ts'
import { storeKeyCommand } from '../lib/storage/ssm.ts'
import { createAlarms, createTopic } from './alarms.ts'
import { createBucket, createUploaderPolicy } from './bucket.ts'
import { createDashboard } from './dashboard.ts'
import { createFunction } from './function.ts'
import { grantDecide, grantRead, grantUpload } from './grants.ts'
import { metricOf, type RunMetric } from './metrics.ts'
import type { OrderSyncProps } from './props.ts'
import { settingsOf } from './settings.ts'
import { createTriggers } from './triggers.ts'

/**
 * Everything that one shop's sync needs, for any stack of yours: bucket, function, schedule, drops, alarms.
 *
 * ```ts
 * const sync = new OrderSync(this, 'OrderSync', { settings: 'order-sync.json' })
 * sync.grantUpload(erpUser)
 * ```
 */
export class OrderSync extends Construct {
  /** short name of the shop, as its settings say it */
  readonly shop: string
  /** holds exports, state, archive and reports */
  readonly bucket: IBucket
  /** does the runs; `{}` as its event is a run by hand */
  readonly function: IFunction
  /** the function's log */
  readonly logGroup: ILogGroup
  /** triggers that could not be delivered and runs that failed, for a day; they carry no data */
  readonly deadLetterQueue: IQueue
  /** told by the alarms */
  readonly topic: ITopic
  readonly alarms: readonly Alarm[]
  /** may drop exports, and nothing else: for the ERP's user */
  readonly uploaderPolicy: IManagedPolicy
  /** what a stack should tell as its outputs: names, places, and the command that stores the key */
  readonly outputs: Readonly<Record<string, string>>

  /** @throws SettingsError with all problems of the settings at once */
  constructor(scope: Construct, id: string, props: OrderSyncProps) {
    super(scope, id)
    const settings = settingsOf(this, props.settings)
    const name = `${props.namePrefix ?? 'order-sync-'}${settings.shop}`
    checkProps(this, settings, props)
    this.shop = settings.shop
    this.bucket = props.bucket ?? createBucket(this, settings, props)
    const uploader = createUploaderPolicy(this, this.bucket)
    const wanted = { settings, props, name, bucket: this.bucket }
    const sync = createFunction(this, wanted)
    createTriggers(this, wanted, sync)
    this.topic = createTopic(this, wanted)
    const { alarms, metrics } = createAlarms(this, wanted, { ...sync, topic: this.topic })
    this.alarms = alarms
    this.function = sync.fn
    this.logGroup = sync.log
    this.deadLetterQueue = sync.queue
    this.uploaderPolicy = ManagedPolicy.fromManagedPolicyArn(this, 'Uploader', uploader.ref)
    this.outputs = {
      ...outputsOf(settings, this.bucket, uploader.ref),
      ...(settings.dashboard ? { DashboardUrl: createDashboard(this, name, metrics) } : {}),
    }
    if (props.permissionsBoundary !== undefined) PermissionsBoundary.of(this).apply(props.permissionsBoundary)
  }

  /** Lets somebody drop exports of one feed, or of all. */
  grantUpload(grantee: IGrantable, feed?: string): Grant {
    return grantUpload(grantee, this.bucket, feed)
  }

  /** Lets somebody see everything and change nothing: `plan`, `status` and `history` of the command line. */
  grantRead(grantee: IGrantable): Grant {
    return grantRead(grantee, this.bucket)
  }

  /** Lets somebody see everything and decide what waits: `approve`, `reject`, `retry`, `unblock`, `dismiss`. */
  grantDecide(grantee: IGrantable): Grant {
    return grantDecide(grantee, this.bucket)
  }

  /** Lets somebody run the function: `invoke` of the command line. */
  grantInvoke(grantee: IGrantable): Grant {
    return this.function.grantInvoke(grantee)
  }

  /** One of the numbers that runs tell: by default its sum over five minutes. */
  metric(name: RunMetric, options?: MetricOptions): Metric {
    return metricOf(this.shop, name, options)
  }

  /** Runs that did what they should, idle and held ones included. */
  metricSuccessfulRuns(options?: MetricOptions): Metric {
    return this.metric('SuccessfulRuns', options)
  }

  /** Exports that were taken in. */
  metricFreshExports(options?: MetricOptions): Metric {
    return this.metric('FreshExports', options)
  }

  /** Orders that the shop accepted, with or without a warning. */
  metricAcceptedOrders(options?: MetricOptions): Metric {
    return this.metric('AcceptedOrders', options)
  }

  /** Orders that the shop refused, and records that could not be mapped. */
  metricRefusedOrders(options?: MetricOptions): Metric {
    return this.metric('RefusedOrders', options)
  }

  /** 1 for a run that waits for a decision: take its maximum. */
  metricWaitingForPerson(options?: MetricOptions): Metric {
    return this.metric('WaitingForPerson', { statistic: 'Maximum', ...options })
  }
}

function outputsOf({ upgates, feeds }: Settings, { bucketName }: IBucket, uploaderPolicyArn: string) {
  const uploads = Object.keys(feeds).map((feed) => [`Upload${pascal(feed)}`, `s3://${bucketName}/exports/${feed}/`])
  return {
    BucketName: bucketName,
    UploaderPolicyArn: uploaderPolicyArn,
    ApiKeyParameter: upgates.apiKeyParameter,
    StoreKeyCommand: storeKeyCommand(upgates.apiKeyParameter),
    ...(Object.fromEntries(uploads) as Record<string, string>),
  }
}

const pascal = (name: string): string =>
  name.replaceAll(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase())

function checkProps(scope: OrderSync, settings: Settings, props: OrderSyncProps): void {
  const { shop, upgates } = settings
  const wrong = (ended: string, hint: string) =>
    new OrderSyncError({ kind: 'usage', attempted: 'make', subject: `OrderSync "${scope.node.path}"`, ended, hint })
  const twin = Stack.of(scope)
    .node.findAll()
    .find((other) => other instanceof OrderSync && other !== scope && other.shop === shop)
  if (twin !== undefined)
    throw wrong(
      `its shop "${shop}" is that of "${twin.node.path}" already`,
      'Give each settings file a "shop" of its own.',
    )
  if (props.bucket !== undefined && props.encryptionKey !== undefined)
    throw wrong('it has both "bucket" and "encryptionKey"', 'A bucket that exists has its own key already.')
  for (const [index, warning] of settingsWarnings(settings).entries())
    Annotations.of(scope).addWarningV2(`order-sync:settings-${index + 1}`, warning)
  if (upgates.url !== undefined && !upgates.url.startsWith('https:')) {
    Annotations.of(scope).addError(`The function cannot reach ${upgates.url}: set "project" and "server" of "upgates".`)
  }
}
