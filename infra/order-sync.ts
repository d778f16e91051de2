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
import { prefixOf } from '../lib/settings/deployed.ts'
import { checkParts, type Working } from './checks.ts'
import { grantDecide, grantRead, grantUpload, type ShopPlace } from './grants.ts'
import { metricOf, type RunMetric } from './metrics.ts'
import { outputsOf } from './outputs.ts'
import { createParts, telling } from './parts.ts'
import type { OrderSyncProps } from './props.ts'
import { settingsOf } from './settings.ts'

/**
 * Everything that one shop's sync needs, for any stack of yours: bucket, function, schedule, drops, alarms.
 *
 * ```ts
 * const sync = new OrderSync(this, 'OrderSync', { settings: 'order-sync.json' })
 * sync.grantUpload(erpUser)
 * ```
 */
export class OrderSync extends Construct implements Working {
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
  /** may see everything and change nothing: `plan`, `status`, `history`, `check` */
  readonly viewerPolicy: IManagedPolicy
  /** may see everything, decide what waits, and start a run */
  readonly deciderPolicy: IManagedPolicy
  /** may do whatever the function may, ask the shop, store its key, and delete: for who runs it by hand */
  readonly operatorPolicy: IManagedPolicy
  /** what a stack should tell as its outputs: names, places, and the command that stores the key */
  readonly outputs: Readonly<Record<string, string>>
  /** the one shop, for who looks for twins */
  readonly shopNames: readonly string[]
  /** lets the function tell its numbers */
  readonly #tell: () => void
  readonly #place: ShopPlace

  /** @throws SettingsError with all problems of the settings at once */
  constructor(scope: Construct, id: string, props: OrderSyncProps) {
    super(scope, id)
    const settings = settingsOf(this, props.settings)
    const name = `${props.namePrefix ?? 'order-sync-'}${settings.shop}`
    this.shop = settings.shop
    this.shopNames = [settings.shop]
    checkParts(this, { shops: [settings], props, name })
    const parts = createParts(this, { shops: [settings], props, name })
    this.bucket = parts.bucket
    this.topic = parts.topic
    this.alarms = parts.alarms
    this.function = parts.fn
    this.logGroup = parts.log
    this.deadLetterQueue = parts.queue
    this.#place = { bucket: parts.bucket, prefix: prefixOf(settings) }
    this.#tell = () => void telling(parts.fn)
    const policy = (id: string, ref = '') => ManagedPolicy.fromManagedPolicyArn(this, id, ref)
    this.uploaderPolicy = policy('Uploader', parts.shops[0]?.uploader.ref)
    this.viewerPolicy = policy('Viewer', parts.policies.viewer.ref)
    this.deciderPolicy = policy('Decider', parts.policies.decider.ref)
    this.operatorPolicy = policy('Operator', parts.policies.operator.ref)
    this.outputs = outputsOf(parts)
    if (props.permissionsBoundary !== undefined) PermissionsBoundary.of(this).apply(props.permissionsBoundary)
  }

  /** Lets somebody drop exports of one feed, or of all. */
  grantUpload(grantee: IGrantable, feed?: string): Grant {
    return grantUpload(grantee, this.#place, feed)
  }

  /** Lets somebody see everything and change nothing: `plan`, `status` and `history` of the command line. */
  grantRead(grantee: IGrantable): Grant {
    return grantRead(grantee, this.#place)
  }

  /** Lets somebody see everything and decide what waits: `approve`, `reject`, `retry`, `unblock`, `dismiss`. */
  grantDecide(grantee: IGrantable): Grant {
    return grantDecide(grantee, this.#place)
  }

  /** Lets somebody run the function: `invoke` of the command line. */
  grantInvoke(grantee: IGrantable): Grant {
    return this.function.grantInvoke(grantee)
  }

  /** One of the numbers that runs tell, from now on: by default its sum over five minutes. Each costs $0.30 a month. */
  metric(name: RunMetric, options?: MetricOptions): Metric {
    this.#tell()
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
