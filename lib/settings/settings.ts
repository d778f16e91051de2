import { createHash } from 'node:crypto'
import { type FieldName, fieldEntries } from '../order.ts'
import { type Condition, columnsOf, type FeedFields } from './mapping.ts'
import type { RawSettings } from './schema.ts'

export type { ColumnMapping, Condition, LanguagesMapping, Mapping, Rule, RulesMapping, Several } from './mapping.ts'

type RawFeed = RawSettings['feeds'][string]

/** One kind of export. */
export type Feed = Omit<RawFeed, 'fields' | 'format' | 'skip'> & {
  readonly format: Format
  /** all formats in which its files come, where they are several; a file's own content tells which */
  readonly formats?: readonly TextFormat[]
  readonly fields: FeedFields
  /** records that say nothing at all: those for which all conditions of an entry hold */
  readonly skip: readonly (readonly Condition[])[]
  /** whose day a time in UTC belongs to */
  readonly timeZone: string
}

/** What a feed's files look like. */
export type Format = Exclude<RawFeed['format'], readonly unknown[]>

/** A format that is text, and not a workbook. */
export type TextFormat = Exclude<Format, { type: 'xlsx' }>

/** Settings of one shop, checked, with all defaults filled in. */
export type Settings = Omit<RawSettings, 'feeds' | '$schema' | 'upgates'> & {
  readonly feeds: Readonly<Record<string, Feed>>
  readonly upgates: RawSettings['upgates'] & { readonly apiKeyParameter: string }
}

/** Names of the fields that a feed owns. */
export const ownedFields = (feed: Pick<Feed, 'fields'>): FieldName[] => Object.keys(feed.fields.mappings) as FieldName[]

/** Whether a feed takes values out of longer texts, which needs an engine for that. */
export const usesMatch = ({ fields: { order_number, mappings } }: Pick<Feed, 'fields'>): boolean =>
  order_number.match !== undefined ||
  fieldEntries(mappings).some(([, mapping]) => columnsOf(mapping).some(({ match }) => match !== undefined))

/** Hash of any part of the settings; the order of its keys does not matter. */
export const settingsHash = (part: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(ordered(part)) ?? '')
    .digest('hex')
    .slice(0, 32)

/** Hash of the settings of a feed: what it was called before does not change how its exports are read. */
export const feedHash = ({ was: _, ...feed }: Feed): string => settingsHash(feed)

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, inner]) => [key, ordered(inner)])
}

/** What shapes a plan: the fields of the exports and their order, what is never done, and whom it mails. */
function planSettings(settings: Settings) {
  const { feeds, finalStatuses, statusOrder, waitFor, silentAfterHours, guard, firstRun, upgates } = settings
  const { api, notify, notifyPaid, invoice, project, server, url } = upgates
  return {
    ...{ feeds, finalStatuses, statusOrder, waitFor, silentAfterHours, guard, firstRun },
    upgates: { api, notify, notifyPaid, invoice, project, server, url },
  }
}

/** Hash of the settings that shape a plan; where it changed, a run plans anew. */
export const planSettingsHash = (settings: Settings): string => settingsHash(planSettings(settings))

const paths = { v2: '/api/v2', 'state-update': '/api/orders/state/update' } as const

/** Address of the shop's API: the base of v2, or the one address of state-update. A `url` without a path gets the usual one. */
export function apiBase({ upgates }: Pick<Settings, 'upgates'>): string {
  const path = paths[upgates.api]
  if (upgates.url === undefined) return `https://${upgates.project}.admin.${upgates.server}.upgates.com${path}`
  const url = new URL(upgates.url)
  return url.pathname === '/' ? `${url.origin}${path}` : upgates.url.replace(/\/+$/, '')
}

interface ShopPlace {
  readonly project?: string | undefined
  readonly url?: string | undefined
}

/** What tells a shop from all others, whichever server and API it is asked at: `demo-shop.upgates.com`, or an origin. */
export function shopAddress({ upgates }: { readonly upgates: ShopPlace }): string {
  if (upgates.url === undefined) return `${upgates.project}.upgates.com`
  const { hostname, origin } = new URL(upgates.url)
  const [, project] = /^([^.]+)\.admin\.[^.]+\.upgates\.com$/.exec(hostname) ?? []
  return project === undefined ? origin : `${project}.upgates.com`
}
