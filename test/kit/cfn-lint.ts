/**
 * Checks the templates as CloudFormation would, with AWS's own linter: cfn-lint, in a virtual environment of its own.
 * `node test/kit/cfn-lint.ts`; ends with 1 where a template is wrong, or the linter cannot be had.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { OrderSyncFleetStack, type OrderSyncSettings, OrderSyncStack } from '../../infra/index.ts'
import { installed } from './python.ts'

const top = join(import.meta.dirname, '../..')

/** Settings of a shop that uses everything that a stack can have. */
const settingsOf = (shop: string): OrderSyncSettings => ({
  shop,
  upgates: { api: 'v2', project: shop, server: 's7', login: '1', notify: false },
  feeds: { orders: { contents: 'full', format: { type: 'csv' }, fields: { order_number: 'n', status: 's' } } },
  schedule: { cron: '0/10 6-20 ? * MON-FRI *', timeZone: 'Europe/Prague' },
  alerts: { emails: ['ops@example.cz'] },
  aws: { tags: { client: shop } },
  dashboard: true,
})

/** Synthesises a stack of each kind, and returns their templates. */
function templates(folder: string): string[] {
  const app = new App({ outdir: folder, context: { 'aws:cdk:bundling-stacks': [] } })
  new OrderSyncStack(app, 'order-sync-acme', { settings: settingsOf('acme') })
  const settings = ['one', 'two'].map(settingsOf)
  new OrderSyncFleetStack(app, 'order-sync-agency', { fleet: 'agency', settings })
  app.synth()
  return readdirSync(folder).flatMap((name) => (name.endsWith('.template.json') ? [join(folder, name)] : []))
}

const folder = mkdtempSync(join(tmpdir(), 'order-sync-lint-'))
try {
  const program = join(installed('cfn-lint'), 'cfn-lint')
  const sample = join(top, 'examples/deploy/github-role.json')
  // W3005: a dependency that CDK writes twice; harmless
  const args = ['--regions', 'eu-central-1', '--ignore-checks', 'W3005', '--template', ...templates(folder), sample]
  const { status } = spawnSync(program, args, { stdio: 'inherit' })
  if (status === 0) process.stdout.write('The templates are as CloudFormation takes them.\n')
  process.exitCode = status ?? 1
} catch (error) {
  process.stderr.write(`cfn-lint could not be run: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
