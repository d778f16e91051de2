import type { RemovalPolicy } from 'aws-cdk-lib'
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2'
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import type { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { OrderSyncSettings } from '../lib/settings/input.ts'

/** What an {@link OrderSync} is made of. Only `settings` is required. */
export interface OrderSyncProps extends SharedProps {
  /**
   * Settings of the shop, or the path of its settings file, which may hold comments.
   * A relative path starts at the working directory, as CDK's asset paths do.
   */
  readonly settings: OrderSyncSettings | string

  /**
   * When the function looks for exports, instead of the settings' `schedule`. The alarm on missing runs follows it, or
   * `alerts.noRunForMinutes` says how long is too long.
   * @default `schedule` of the settings: every five minutes
   */
  readonly schedule?: ScheduleExpression
}

/** What an {@link OrderSyncFleet} is made of. */
export interface OrderSyncFleetProps extends SharedProps {
  /** Name of the fleet: lower-case letters, digits and dashes. Function, alarms and dashboard bear it. */
  readonly fleet: string

  /** Settings of each shop, or the paths of their settings files. */
  readonly settings: readonly (OrderSyncSettings | string)[]
}

/** What does not depend on how many shops there are. */
export interface SharedProps {
  /**
   * Bucket for exports, state, archive and reports; shared with nobody below the shop's prefix. It must send its events
   * to EventBridge (`eventBridgeEnabled: true`) and should be versioned. What `retention` says is not applied to it.
   * @default `aws.bucket` of the settings, or a new one: private, versioned, encrypted, kept when the stack goes
   */
  readonly bucket?: IBucket

  /**
   * Key that encrypts the new bucket. Not together with `bucket`, whose own key is used.
   * @default `aws.encryptionKey` of the settings, or the bucket is encrypted by S3
   */
  readonly encryptionKey?: IKey

  /**
   * What becomes of the new bucket when the construct goes. `DESTROY` fails while anything is in it.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE: kept, but for a first deployment that fails
   */
  readonly removalPolicy?: RemovalPolicy

  /**
   * Topic that the alarms and the function tell. CloudWatch must be allowed to publish to it. `alerts.emails` are subscribed to it, too.
   * @default `aws.topic` of the settings, or a new one
   */
  readonly topic?: ITopic

  /**
   * How long the function's log is kept.
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays

  /**
   * Memory of the function in MB, at least 512.
   * @default `memoryMb` of the settings
   */
  readonly memorySize?: number

  /**
   * Network of the function. From there it must reach the shop, S3 and SSM.
   * @default the function is in no network of yours
   */
  readonly vpc?: IVpc

  /**
   * Subnets of `vpc`.
   * @default the private ones
   */
  readonly vpcSubnets?: SubnetSelection

  /**
   * Security groups of the function in `vpc`.
   * @default a new one, which lets everything out
   */
  readonly securityGroups?: ISecurityGroup[]

  /**
   * Permissions boundary of every role that is made.
   * @default none
   */
  readonly permissionsBoundary?: IManagedPolicy

  /**
   * Beginning of the names of function, alarms and dashboard; the shop's name follows. `order-sync invoke` wants
   * `--function NAME` when it is another.
   * @default 'order-sync-'
   */
  readonly namePrefix?: string
}
