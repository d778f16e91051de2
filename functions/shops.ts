import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { prefixOf } from '../lib/settings/deployed.ts'
import type { Settings } from '../lib/settings/settings.ts'
import { type BucketPlace, openBucket } from '../lib/storage/aws.ts'
import type { RunEffects } from '../lib/sync/options.ts'
import type { RunReport } from '../lib/sync/report.ts'
import { systemClock as clock, expectShortLives, systemRandom as random } from '../lib/system.ts'
import { createTelemetry, type Telemetry } from './telemetry.ts'

/** A shop that the function works for, with everything that its runs need. */
export interface OpenShop {
  readonly settings: Settings
  readonly place: BucketPlace
  readonly effects: RunEffects
  readonly telemetry: Telemetry
  /** whether a report may be news to anybody */
  readonly mayBeNews: (report: RunReport) => boolean
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
  const shop = async () => {
    await expectShortLives()
    return (await import('../lib/upgates/create.ts')).openShop(settings, { clock, random })
  }
  const opened = openBucket(place, settings.upgates.apiKeyParameter, { clock, random })
  const effects = { ...opened, shop, clock, random, log: telemetry.log }
  return { settings: withEmail(settings), place, telemetry, effects, mayBeNews: createNews() }
}

/** Whoever the alarms mail is mailed by the runs, too. */
function withEmail(settings: Settings): Settings {
  const { emails, channels } = settings.alerts
  if (emails.length === 0 || channels.some(({ type }) => type === 'email')) return settings
  return {
    ...settings,
    alerts: { ...settings.alerts, channels: [...channels, { type: 'email', name: 'email', to: [] }] },
  }
}

/**
 * A look that finds nothing wrong after one that found nothing wrong is no news, and reads no more than it did. A new
 * process learns of what others have told with the next run that works.
 */
function createNews(): OpenShop['mayBeNews'] {
  let wasWrong = false
  return ({ onlyLooked, problems }) => {
    const isNews = onlyLooked !== true || problems.length > 0 || wasWrong
    wasWrong = problems.length > 0
    return isNews
  }
}
