import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch'
import { type Grant, type IGrantable, PermissionsBoundary } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { ILogGroup } from 'aws-cdk-lib/aws-logs'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { OrderSyncError } from '../lib/errors.ts'
import type { Settings } from '../lib/settings/settings.ts'
import { checkParts, type Working } from './checks.ts'
import { grantDecide, grantRead, grantUpload } from './grants.ts'
import { outputsOf } from './outputs.ts'
import { createParts, type ShopParts } from './parts.ts'
import type { OrderSyncFleetProps } from './props.ts'
import { settingsOf } from './settings.ts'

/**
 * Many shops on one function: a schedule, a rule, alarms and a folder of the bucket for each.
 *
 * ```ts
 * const fleet = new OrderSyncFleet(this, 'Shops', { fleet: 'agency', settings: ['order-sync.d/one.json', 'order-sync.d/two.json'] })
 * fleet.grantUpload('one', erpUser)
 * ```
 */
export class OrderSyncFleet extends Construct implements Working {
  /** short names of the shops */
  readonly shopNames: readonly string[]
  /** holds exports, state, archive and reports of every shop, each in a folder of its name */
  readonly bucket: IBucket
  /** does the runs; its alias of a shop's name does those of that shop */
  readonly function: IFunction
  /** the function's log */
  readonly logGroup: ILogGroup
  /** triggers that could not be delivered, for a day; they carry no data */
  readonly deadLetterQueue: IQueue
  /** told by the alarms and the function */
  readonly topic: ITopic
  readonly alarms: readonly Alarm[]
  /** what a stack should tell as its outputs: names, places, and the commands that store the keys */
  readonly outputs: Readonly<Record<string, string>>
  readonly #shops: ReadonlyMap<string, ShopParts>

  /** @throws SettingsError with all problems of the settings at once */
  constructor(scope: Construct, id: string, props: OrderSyncFleetProps) {
    super(scope, id)
    const shops = props.settings.map((given) => inFleet(settingsOf(this, given), props.fleet))
    const name = `${props.namePrefix ?? 'order-sync-'}${props.fleet}`
    this.shopNames = shops.map(({ shop }) => shop)
    checkParts(this, { shops, props, name })
    checkAgreement(this, shops)
    const parts = createParts(this, { shops, fleet: props.fleet, props, name })
    this.bucket = parts.bucket
    this.topic = parts.topic
    this.alarms = parts.alarms
    this.function = parts.fn
    this.logGroup = parts.log
    this.deadLetterQueue = parts.queue
    this.#shops = new Map(parts.shops.map((one) => [one.settings.shop, one]))
    this.outputs = outputsOf(parts)
    if (props.permissionsBoundary !== undefined) PermissionsBoundary.of(this).apply(props.permissionsBoundary)
  }

  /** Lets somebody drop exports of a shop: of one feed, or of all. */
  grantUpload(shop: string, grantee: IGrantable, feed?: string): Grant {
    return grantUpload(grantee, this.#placeOf(shop), feed)
  }

  /** Lets somebody see everything of a shop and change nothing. */
  grantRead(shop: string, grantee: IGrantable): Grant {
    return grantRead(grantee, this.#placeOf(shop))
  }

  /** Lets somebody see everything of a shop and decide what waits. */
  grantDecide(shop: string, grantee: IGrantable): Grant {
    return grantDecide(grantee, this.#placeOf(shop))
  }

  /** Lets somebody run the function for a shop: `invoke` of the command line. */
  grantInvoke(shop: string, grantee: IGrantable): Grant {
    return this.#partsOf(shop).fn.grantInvoke(grantee)
  }

  #placeOf(shop: string) {
    return { bucket: this.bucket, prefix: this.#partsOf(shop).prefix }
  }

  #partsOf(shop: string): ShopParts {
    const found = this.#shops.get(shop)
    if (found !== undefined) return found
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'find',
      subject: `the shop "${shop}"`,
      ended: `it is none of "${this.node.path}"`,
      hint: `These are: ${this.shopNames.join(', ')}.`,
    })
  }
}

const inFleet = (settings: Settings, fleet: string): Settings => ({ ...settings, aws: { ...settings.aws, fleet } })

/** What is of the whole stack, all of its shops have to say alike. */
const alike = ['bucket', 'topic', 'encryptionKey'] as const

function checkAgreement(scope: Construct, shops: readonly Settings[]): void {
  for (const name of alike) {
    const other = shops.find(({ aws }) => aws[name] !== shops[0]?.aws[name])
    if (other === undefined) continue
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'make',
      subject: `"${scope.node.path}"`,
      ended: `its shops "${shops[0]?.shop}" and "${other.shop}" name another "aws.${name}" each`,
      hint: 'A fleet has one: say the same in all of its settings files.',
    })
  }
}
