import { readFileSync } from 'node:fs'
import type { Context } from 'aws-lambda'
import type { Settings } from '../lib/settings/settings.ts'
import { openBucket } from '../lib/storage/aws.ts'
import { runSync } from '../lib/sync/sync.ts'
import { systemClock as clock, systemRandom as random } from '../lib/system.ts'
import { triggerOf } from './event.ts'
import { countsOf, createTelemetry, failureOf } from './telemetry.ts'

const commitMs = 20_000
/** The checked settings, which lie beside the bundle. */
const settings: Settings = JSON.parse(readFileSync(new URL('settings.json', import.meta.url), 'utf8'))
const bucket = process.env.ORDER_SYNC_BUCKET ?? ''
/** Loaded when something may be posted: an idle run never does. */
const shop = async () => (await import('../lib/upgates/create.ts')).openShop(settings, { clock, random })
const { log, tell } = createTelemetry(settings.shop)
const effects = { ...openBucket(bucket, settings.upgates.apiKeyParameter, { clock, random }), shop, clock, random, log }

type Remaining = Pick<Context, 'getRemainingTimeInMillis' | 'logStreamName'>

/** One run of the sync. The event only says that there may be something to do. Throws when the run failed. */
export async function handler(event: unknown, context: Remaining): Promise<object> {
  const trigger = triggerOf(event, bucket)
  if (trigger.kind === 'ignored') {
    log.warn('an event of another bucket is ignored', { bucket: trigger.bucket })
    return { outcome: 'ignored' }
  }
  log.info('woken', { ...trigger })
  const report = await runSync(settings, effects, {
    trigger: trigger.kind,
    page: async (ran) => (await import('../lib/page/run-page.ts')).runPage(ran),
    asksWords: true,
    deadlineMs: clock.now() + context.getRemainingTimeInMillis() - commitMs,
    holder: { host: context.logStreamName, pid: process.pid },
    isGone: ({ host }) => host === context.logStreamName,
  })
  tell(report)
  if (report.outcome === 'failed') throw new Error(failureOf(report))
  return trigger.kind === 'hand' && trigger.report ? report : countsOf(report)
}
