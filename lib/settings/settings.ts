import { createHash } from 'node:crypto'
import type { FieldName } from '../order.ts'
import type { Mapping } from './mapping.ts'
import type { RawSettings } from './schema.ts'

export type { ColumnMapping, Condition, LanguagesMapping, Mapping, Rule, RulesMapping } from './mapping.ts'

type RawFeed = RawSettings['feeds'][string]

/** One kind of export. */
export type Feed = Omit<RawFeed, 'fields'> & {
  readonly fields: {
    readonly order_number: string
    readonly mappings: { readonly [name in FieldName]?: Mapping }
  }
}

/** What a feed's files look like. */
export type Format = RawFeed['format']

/** Settings of one shop, checked, with all defaults filled in. */
export type Settings = Omit<RawSettings, 'feeds' | '$schema' | 'upgates'> & {
  readonly feeds: Readonly<Record<string, Feed>>
  readonly upgates: RawSettings['upgates'] & { readonly apiKeyParameter: string; readonly reservedRequests: number }
}

/** Names of the fields that a feed owns. */
export const ownedFields = (feed: Pick<Feed, 'fields'>): FieldName[] => Object.keys(feed.fields.mappings) as FieldName[]

/** Hash of any part of the settings; the order of its keys does not matter. */
export const settingsHash = (part: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(ordered(part)) ?? '')
    .digest('hex')
    .slice(0, 32)

/** Hash of the settings that a plan depends on; where it changed, a run plans anew. */
export const planSettingsHash = (settings: Settings): string => {
  const { feeds, finalStatuses, statusOrder, silentAfterHours, guard, firstRun, upgates } = settings
  const { api, notify, project, server, url } = upgates
  const shop = { api, notify, project, server, url }
  return settingsHash({ feeds, finalStatuses, statusOrder, silentAfterHours, guard, firstRun, upgates: shop })
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, inner]) => [key, ordered(inner)])
}

const paths = { v2: '/api/v2', 'state-update': '/api/orders/state/update' } as const

/** Address of the shop's API: the base of v2, or the one address of state-update. A `url` without a path gets the usual one. */
export function apiBase({ upgates }: Pick<Settings, 'upgates'>): string {
  const path = paths[upgates.api]
  if (upgates.url === undefined) return `https://${upgates.project}.admin.${upgates.server}.upgates.com${path}`
  const url = new URL(upgates.url)
  return url.pathname === '/' ? `${url.origin}${path}` : upgates.url.replace(/\/+$/, '')
}

/** What tells a shop from all others, whichever server and API it is asked at: `demo-shop.upgates.com`, or an origin. */
export function shopAddress({
  upgates,
}: {
  readonly upgates: { readonly project?: string | undefined; readonly url?: string | undefined }
}): string {
  if (upgates.url === undefined) return `${upgates.project}.upgates.com`
  const { hostname, origin } = new URL(upgates.url)
  const [, project] = /^([^.]+)\.admin\.[^.]+\.upgates\.com$/.exec(hostname) ?? []
  return project === undefined ? origin : `${project}.upgates.com`
}
