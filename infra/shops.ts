import type { App } from 'aws-cdk-lib'
import { OrderSyncError } from '../lib/errors.ts'
import { settingsFiles } from '../lib/settings/shops.ts'
import { readSettings } from './settings.ts'
import { OrderSyncStack } from './stack.ts'

/**
 * One stack per settings file: `order-sync.d/*.json`, or `order-sync.json`, or those that the context names, as
 * `-c settings=one.json,two.json`.
 */
export function addStacks(app: App, directory?: string): void {
  const named: unknown = app.node.tryGetContext('settings')
  const shops = new Map<string, string>()
  for (const file of named === undefined ? settingsFiles(directory) : String(named).split(',')) {
    const { shop } = readSettings(file)
    const other = shops.get(shop)
    shops.set(shop, file)
    if (other !== undefined) {
      throw new OrderSyncError({
        attempted: 'make a stack of',
        subject: file,
        ended: `its shop "${shop}" is that of ${other} already`,
        hint: 'Every settings file needs a "shop" of its own.',
      })
    }
    new OrderSyncStack(app, `order-sync-${shop}`, { settings: file, env: environment() })
  }
}

/** The account and region that the CDK's command line found; none when there are no credentials, as in an offline synth. */
function environment() {
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env
  return { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) }
}
