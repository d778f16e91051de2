import { Annotations } from 'aws-cdk-lib'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { parseSettings } from '../lib/settings/parse.ts'
import type { Settings } from '../lib/settings/settings.ts'
import { settingsWarnings } from '../lib/settings/warnings.ts'
import { storeKeyCommand } from '../lib/storage/ssm.ts'
import { createAlarms } from './alarms.ts'
import { createBucket, createUploaderPolicy } from './bucket.ts'
import { createDashboard } from './dashboard.ts'
import { createFunction } from './function.ts'
import { createTriggers } from './triggers.ts'

/** What {@link OrderSync} needs to know. */
export interface OrderSyncProps {
  /** the settings file as parsed JSON; a wrong value throws a SettingsError with all problems at once */
  readonly settings: unknown
}

/** Everything that one shop's sync needs: bucket, function, schedule, drops, alarms. For any stack of yours. */
export class OrderSync extends Construct {
  /** holds exports, state, archive and reports; stays when the stack goes */
  readonly bucket: Bucket
  /** what a stack should tell as its outputs: names, places, and the command that stores the key */
  readonly outputs: Readonly<Record<string, string>>

  constructor(scope: Construct, id: string, props: OrderSyncProps) {
    super(scope, id)
    const settings = parseSettings(props.settings)
    warn(this, settings)
    this.bucket = createBucket(this, settings)
    const uploader = createUploaderPolicy(this, this.bucket)
    const sync = createFunction(this, settings, this.bucket)
    createTriggers(this, settings, sync.fn, sync.queue, this.bucket)
    const metrics = createAlarms(this, settings, sync, this.bucket)
    this.outputs = {
      BucketName: this.bucket.bucketName,
      UploaderPolicyArn: uploader.ref,
      ApiKeyParameter: settings.upgates.apiKeyParameter,
      StoreKeyCommand: storeKeyCommand(settings.upgates.apiKeyParameter),
      ...Object.fromEntries(
        Object.keys(settings.feeds).map((feed) => [
          `Upload${pascal(feed)}`,
          `s3://${this.bucket.bucketName}/exports/${feed}/`,
        ]),
      ),
      ...(settings.dashboard ? { DashboardUrl: createDashboard(this, settings, metrics) } : {}),
    }
  }
}

const pascal = (name: string): string =>
  name.replaceAll(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase())

function warn(scope: Construct, settings: Settings): void {
  const { upgates } = settings
  for (const [index, warning] of settingsWarnings(settings).entries())
    Annotations.of(scope).addWarningV2(`order-sync:settings-${index + 1}`, warning)
  if (upgates.url !== undefined && !upgates.url.startsWith('https:')) {
    Annotations.of(scope).addError(`The function cannot reach ${upgates.url}: set "project" and "server" of "upgates".`)
  }
}
