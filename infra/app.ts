#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { OrderSyncError } from '../lib/errors.ts'
import { addStacks } from './shops.ts'

/** The feature flags that this project is tested with; a `cdk.json` of one's own wins. */
function flags(): Record<string, unknown> {
  const cdk: { context: Record<string, unknown> } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../cdk.json'), 'utf8'),
  )
  return cdk.context
}

/** AWS's rules are checked where cdk-nag is installed. */
async function addRules(app: App): Promise<void> {
  const nag = await import('cdk-nag').catch(() => undefined)
  if (nag !== undefined) Validations.of(app).addPlugins(new nag.AwsSolutionsChecks(app))
}

/** Whether the rules found something: CDK has printed what, so its stack trace says nothing more. */
const isValidation = (error: unknown): boolean => error instanceof Error && error.name === 'ValidationFailed'

const app = new App({ context: flags() })
await addRules(app)
try {
  addStacks(app)
  app.synth()
} catch (error) {
  if (isValidation(error)) process.exit(1)
  if (!(error instanceof OrderSyncError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(2)
}
