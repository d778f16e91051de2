import { readFileSync } from 'node:fs'
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { OrderSyncError } from '../lib/errors.ts'
import { parseJsonc } from '../lib/settings/load.ts'
import { parseSettings } from '../lib/settings/parse.ts'
import { OrderSyncStack } from './stack.ts'

/** One stack per settings file: `order-sync.json`, or those that the context names, as `-c settings=one.json,two.json`. */
function build(app: App): void {
  const files = String(app.node.tryGetContext('settings') ?? 'order-sync.json').split(',')
  const shops = new Map<string, string>()
  for (const file of files) {
    const raw = parseJsonc(readSettings(file), file)
    const { shop } = parseSettings(raw, file)
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
    new OrderSyncStack(app, `order-sync-${shop}`, { settings: raw, env: environment() })
  }
}

function readSettings(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new OrderSyncError({
      attempted: 'read the settings',
      subject: file,
      ended: 'there is no such file, or it cannot be read',
      hint: 'Name others with: -c settings=FILE[,FILE…]',
      cause,
    })
  }
}

/** The account and region that the CDK's command line found; none when there are no credentials, as in an offline synth. */
function environment() {
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env
  return { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) }
}

const app = new App()
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
try {
  build(app)
} catch (error) {
  if (!(error instanceof OrderSyncError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(2)
}
