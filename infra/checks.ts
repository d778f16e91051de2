import { Annotations, Stack, Token } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { OrderSyncError } from '../lib/errors.ts'
import type { Settings } from '../lib/settings/settings.ts'
import { settingsWarnings } from '../lib/settings/warnings.ts'
import type { SharedProps } from './props.ts'

/** A construct of ours, and the shops that it works for. */
export interface Working extends Construct {
  readonly shopNames: readonly string[]
}

const isWorking = (construct: object): construct is Working => 'shopNames' in construct

/** What AWS names functions, alarms and dashboards; the longest name of a function has 64 letters. */
const names = /^[A-Za-z0-9_-]{1,64}$/
/** A stack has 500 resources, of which a shop needs nine. */
const mostShops = 50

/** What is checked of a construct that is being made. */
export interface Checked {
  readonly shops: readonly Settings[]
  readonly props: SharedProps
  readonly name: string
}

/**
 * Refuses what AWS would refuse, and what would work on another shop's state.
 * @throws OrderSyncError naming the construct
 */
export function checkParts(scope: Working, { shops, props, name }: Checked): void {
  const refuse = (ended: string, hint: string): never => {
    throw new OrderSyncError({ kind: 'usage', attempted: 'make', subject: `"${scope.node.path}"`, ended, hint })
  }
  const twin = twinOf(scope, shops)
  if (twin !== undefined)
    refuse(`its shop "${twin.shop}" is that of ${twin.of} already`, 'Give each settings file a "shop" of its own.')
  if (!Token.isUnresolved(name) && !names.test(name))
    refuse(`AWS takes no function of the name "${name}"`, 'Letters, digits, dashes and underscores, 64 at most.')
  const existing = props.bucket !== undefined || shops[0]?.aws.bucket !== undefined
  if (props.bucket !== undefined && props.encryptionKey !== undefined)
    refuse('it has both "bucket" and "encryptionKey"', 'A bucket that exists has its own key already.')
  if (existing && props.removalPolicy !== undefined)
    refuse('it has both "bucket" and "removalPolicy"', 'A bucket that exists is left alone.')
  if (shops.length === 0 || shops.length > mostShops)
    refuse(`a fleet has 1 to ${mostShops} shops, not ${shops.length}`, 'Make two fleets of it.')
  for (const settings of shops) annotate(scope, settings, props)
}

/** Another construct of the stack, or of this one, that works for the same shop. */
function twinOf(
  scope: Working,
  shops: readonly Settings[],
): { readonly shop: string; readonly of: string } | undefined {
  const taken = new Map(
    Stack.of(scope)
      .node.findAll()
      .flatMap((other) =>
        isWorking(other) && other !== scope ? other.shopNames.map((shop) => [shop, `"${other.node.path}"`]) : [],
      ),
  )
  for (const { shop } of shops) {
    const of = taken.get(shop)
    if (of !== undefined) return { shop, of }
    taken.set(shop, 'another of its settings')
  }
  return undefined
}

function annotate(scope: Construct, settings: Settings, props: SharedProps): void {
  const { shop, upgates, alerts, aws } = settings
  for (const [index, warning] of settingsWarnings(settings).entries())
    Annotations.of(scope).addWarningV2(`order-sync:settings-${shop}-${index + 1}`, warning)
  if (alerts.emails.length === 0 && props.topic === undefined && aws.topic === undefined)
    Annotations.of(scope).addWarningV2(
      `order-sync:nobody-${shop}`,
      `Nobody is told when something is wrong with the shop ${shop}: name somebody in "alerts": { "emails": [] }.`,
    )
  if (upgates.url !== undefined && !upgates.url.startsWith('https:'))
    Annotations.of(scope).addError(`The function cannot reach ${upgates.url}: set "project" and "server" of "upgates".`)
}
