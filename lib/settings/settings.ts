import { createHash } from 'node:crypto'
import type { FieldName } from '../order.ts'
import type { Condition, Mapping } from './mapping.ts'
import type { RawSettings } from './schema.ts'

export type { ColumnMapping, Condition, LanguagesMapping, Mapping, Rule, RulesMapping } from './mapping.ts'

type RawFeed = RawSettings['feeds'][string]

/** One kind of export. */
export type Feed = Omit<RawFeed, 'fields' | 'format' | 'skip'> & {
  readonly format: Format
  /** all formats in which its files come, where they are several; a file's own content tells which */
  readonly formats?: readonly TextFormat[]
  /** records that say nothing at all: those for which all conditions of an entry hold */
  readonly skip: readonly (readonly Condition[])[]
  readonly fields: {
    readonly order_number: string
    readonly mappings: { readonly [name in FieldName]?: Mapping }
  }
}

/** What a feed's files look like. */
export type Format = Exclude<RawFeed['format'], readonly unknown[]>

/** A format that is text, and no workbook. */
export type TextFormat = Exclude<Format, { type: 'xlsx' }>

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
