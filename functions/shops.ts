import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { prefixOf } from '../lib/settings/deployed.ts'
import type { Settings } from '../lib/settings/settings.ts'
import { type BucketPlace, openBucket } from '../lib/storage/aws.ts'
import type { RunEffects } from '../lib/sync/options.ts'
import type { RunReport } from '../lib/sync/report.ts'
import { systemClock as clock, systemRandom as random } from '../lib/system.ts'
import { createTelemetry, type Telemetry } from './telemetry.ts'

/** A shop that the function works for, with everything that its runs need. */
export interface OpenShop {
  readonly settings: Settings
  readonly place: BucketPlace
  readonly effects: RunEffects
  readonly telemetry: Telemetry
  /** tells people what is new; a look that found nothing costs nothing */
  notify(report: RunReport): Promise<void>
}

/** The checked settings lie beside the bundle: of one shop, or of a fleet a file per shop. */
const fileOf = (name: string) => new URL(name, import.meta.url)
const fleet = fileOf('settings/')

/** Opens the shop that an invocation is for, once a process. */
export function createShops(bucket: string): (functionArn: string | undefined) => OpenShop {
  const open = new Map<string, OpenShop>()
  return (functionArn) => {
    const name = existsSync(fleet) ? shopOf(functionArn) : ''
    const found = open.get(name) ?? openShop(fileOf(name === '' ? 'settings.json' : `settings/${name}.json`), bucket)
    open.set(name, found)
    return found
  }
}

/** The alias that a function of several shops was invoked by is its shop's name. */
function shopOf(functionArn = ''): string {
  const alias = functionArn.split(':')[7] ?? ''
  const shops = readdirSync(fleet).map((file) => file.replace(/\.json$/, ''))
  if (shops.includes(alias)) return alias
  const which = alias === '' ? 'no shop was named' : `"${alias}" is no shop of this function`
  throw new Error(`${which}: invoke it with one of these as its qualifier: ${shops.join(', ')}.`)
}

function openShop(file: URL, bucket: string): OpenShop {
  const settings: Settings = JSON.parse(readFileSync(file, 'utf8'))
  const place = { bucket, prefix: prefixOf(settings) }
  const telemetry = createTelemetry(settings.shop)
  /** loaded when something may be posted: an idle run never does */
  const shop = async () => (await import('../lib/upgates/create.ts')).openShop(settings, { clock, random })
  const opened = openBucket(place, settings.upgates.apiKeyParameter, { clock, random })
  const effects = { ...opened, shop, clock, random, log: telemetry.log }
  return { settings, place, telemetry, effects, notify: createNotify(settings, effects) }
}

/** Whether something lasting is open is known to this process alone: a new one learns it from the next run that works. */
function createNotify({ shop, language = 'en' }: Settings, effects: RunEffects): OpenShop['notify'] {
  const topic = process.env.ORDER_SYNC_TOPIC ?? ''
  let open = false
  return async (report) => {
    if (topic === '' || (report.onlyLooked && !open && report.problems.length === 0)) return
    const [{ tellNews }, { publishTo }, { textsIn }] = await Promise.all([
      import('../lib/sync/notices/tell.ts'),
      import('../lib/storage/sns.ts'),
      import('../lib/text/texts.ts'),
    ])
    const { problems: words } = await textsIn(language)
    const publish = (subject: string, text: string) => publishTo(topic, subject, text)
    open = await tellNews(shop, report, { ...effects, publish, words })
  }
}
