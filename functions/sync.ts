import type { Context } from 'aws-lambda'
import { runAndTell } from '../lib/alerts/run-and-tell.ts'
import type { RunReport } from '../lib/sync/report.ts'
import { runSync } from '../lib/sync/sync.ts'
import { systemClock as clock } from '../lib/system.ts'
import { type Trigger, triggerOf } from './event.ts'
import { withLimits } from './limits.ts'
import { createShops, type OpenShop } from './shops.ts'
import { countsOf, RunFailed } from './telemetry.ts'

const commitMs = 20_000
/** The clocks of two machines of Lambda differ by less. */
const skewMs = 2_000
const shopFor = createShops(process.env.ORDER_SYNC_BUCKET ?? '')

type Invocation = Pick<Context, 'getRemainingTimeInMillis' | 'logStreamName' | 'invokedFunctionArn' | 'awsRequestId'>

/** One run of the sync. The event only says that there may be something to do. Throws when the run failed. */
export async function handler(event: unknown, context: Invocation): Promise<object> {
  const shop = shopFor(context.invokedFunctionArn)
  const { place, telemetry } = shop
  telemetry.begin(context.awsRequestId)
  const trigger = triggerOf(event, place)
  if (trigger.kind === 'ignored') {
    telemetry.log.warn('an event of another place is ignored', { bucket: trigger.bucket, key: trigger.key })
    return { outcome: 'ignored' }
  }
  telemetry.log.info('woken', { ...trigger })
  const report = await runOf(shop, trigger, context)
  await telemetry.tell(report)
  if (report.outcome === 'failed') throw new RunFailed(report)
  return trigger.kind === 'hand' && trigger.report ? report : countsOf(report)
}

/** Loaded where the settings have a channel. */
const channelsOf = async ({ shop }: OpenShop['settings']) =>
  (await import('../lib/alerts/places.ts')).channelsOnAws(shop, process.env.ORDER_SYNC_TOPIC)

/** Lambda ends the function at a time that is known: nobody has to wait for its lease any longer. */
function runOf(shop: OpenShop, trigger: Trigger, context: Invocation): Promise<RunReport> {
  const { settings, effects, place, mayBeNews } = shop
  const endsMs = clock.now() + context.getRemainingTimeInMillis()
  const run = async () => {
    const report = await runSync(settings, effects, {
      ...(trigger.kind === 'drop' && { dropped: trigger.key.slice(place.prefix.length) }),
      page: async (ran) => (await import('../lib/page/run-page.ts')).runPage(ran),
      asksWords: true,
      looksAround: true,
      looksForDecisions: trigger.kind !== 'schedule',
      deployed: true,
      deadlineMs: endsMs - commitMs,
      endsMs: endsMs + skewMs,
      holder: { host: context.logStreamName, pid: process.pid },
      isGone: ({ host }) => host === context.logStreamName,
    })
    return withLimits(report, context)
  }
  return runAndTell(run, settings, { ...effects, mayBeNews, channels: () => channelsOf(settings) })
}
