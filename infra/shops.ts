import type { App } from 'aws-cdk-lib'
import { OrderSyncError } from '../lib/errors.ts'
import { functionOf } from '../lib/settings/deployed.ts'
import type { Settings } from '../lib/settings/settings.ts'
import { settingsFiles } from '../lib/settings/shops.ts'
import { readSettings } from './settings.ts'
import { OrderSyncFleetStack, OrderSyncStack } from './stack.ts'

interface Shop {
  readonly file: string
  readonly settings: Settings
}

/**
 * One stack per settings file, or per `fleet` that they name: `order-sync.d/*.json`, or `order-sync.json`, or those that
 * the context names, as `-c settings=one.json,two.json`.
 */
export function addStacks(app: App, directory?: string): void {
  const named: unknown = app.node.tryGetContext('settings')
  const files = named === undefined ? settingsFiles(directory) : String(named).split(',')
  const shops = files.map((file) => ({ file, settings: readSettings(file) }))
  refuseTwins(shops)
  const env = environment()
  for (const [name, together] of Map.groupBy(shops, ({ settings }) => functionOf(settings).name)) {
    const [first] = together
    const fleet = first?.settings.aws.fleet
    if (fleet !== undefined)
      new OrderSyncFleetStack(app, name, { fleet, settings: together.map(({ file }) => file), env })
    else if (first !== undefined) new OrderSyncStack(app, name, { settings: first.file, env })
  }
}

/** @throws OrderSyncError where two files say that they are the same shop, or a shop is called as a fleet is */
function refuseTwins(shops: readonly Shop[]): void {
  const taken = new Map<string, Shop>()
  for (const shop of shops) {
    const { name, alias = '' } = functionOf(shop.settings)
    const sameShop = shops.find((other) => other !== shop && other.settings.shop === shop.settings.shop)
    const before = taken.get(name)
    const sameStack =
      before !== undefined && (alias === '' || before.settings.aws.fleet === undefined) ? before : undefined
    taken.set(name, shop)
    if (sameStack !== undefined || (sameShop !== undefined && shops.indexOf(sameShop) < shops.indexOf(shop)))
      throw twins(shop, sameShop ?? sameStack)
  }
}

const twins = ({ file, settings }: Shop, other: Shop | undefined): OrderSyncError =>
  new OrderSyncError({
    attempted: 'make a stack of',
    subject: file,
    ended:
      other?.settings.shop === settings.shop
        ? `its shop "${settings.shop}" is that of ${other.file} already`
        : `its stack would be that of ${other?.file}`,
    hint: 'Every settings file needs a "shop" of its own, and no fleet may be called like one.',
  })

/** The account and region that the CDK's command line found; none when there are no credentials, as in an offline synth. */
function environment() {
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env
  return { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) }
}
