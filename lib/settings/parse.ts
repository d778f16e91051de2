import type { FieldName } from '../order.ts'
import { feedChecks } from './feed-checks.ts'
import { type Mapping, normalMapping } from './mapping.ts'
import { presets as knownPresets } from './presets/index.ts'
import { type FeedPreset, withPreset } from './presets/with-preset.ts'
import { nearest, problemsOf, SettingsError, type SettingsProblem, shown } from './problems.ts'
import { knownNamesAt, type RawSettings, settingsSchema } from './schema.ts'
import type { Feed, Settings } from './settings.ts'

export { SettingsError, type SettingsProblem } from './problems.ts'

type RawFeed = RawSettings['feeds'][string]

/**
 * Checks settings and brings them into the one form that the rest of the project works with.
 * @param file for messages
 * @throws SettingsError with all problems at once
 */
export function parseSettings(
  input: unknown,
  file = 'order-sync.json',
  presets: Readonly<Record<string, FeedPreset>> = knownPresets,
): Settings {
  const resolved = resolvePresets(input, presets)
  const parsed = settingsSchema.safeParse(resolved.value)
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) =>
      issue.code === 'unrecognized_keys' ? { ...issue, known: knownNamesAt(issue.path) } : issue,
    )
    throw new SettingsError(file, [
      ...resolved.problems,
      ...problemsOf(issues, resolved.value),
      ...crossChecks(resolved.value),
    ])
  }
  const problems = [...resolved.problems, ...crossChecks(parsed.data)]
  if (problems.length > 0) throw new SettingsError(file, problems)
  return normal(parsed.data)
}

function resolvePresets(input: unknown, presets: Readonly<Record<string, FeedPreset>>) {
  const problems: SettingsProblem[] = []
  const feeds = isObject(input) ? input.feeds : undefined
  if (!isObject(input) || !isObject(feeds)) return { value: input, problems }
  const resolved = Object.entries(feeds).map(([name, feed]) => {
    if (!isObject(feed) || typeof feed.preset !== 'string') return [name, feed]
    const preset = Object.hasOwn(presets, feed.preset) ? presets[feed.preset] : undefined
    if (preset !== undefined) return [name, withPreset(preset, feed)]
    problems.push({
      path: `feeds.${name}.preset`,
      expected: `one of ${Object.keys(presets).join(', ') || '(there are none)'}${meant(nearest(feed.preset, Object.keys(presets)))}`,
      found: shown(feed.preset),
    })
    return [name, feed]
  })
  return { value: { ...input, feeds: Object.fromEntries(resolved) }, problems }
}

const meant = (near: string | undefined): string => (near === undefined ? '' : `; did you mean "${near}"?`)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Rules that concern more than one setting. They look at whatever has the right shape, so that all problems come at once. */
function crossChecks(value: unknown): SettingsProblem[] {
  if (!isObject(value)) return []
  return [
    ...(isObject(value.upgates) ? upgatesChecks(value.upgates) : []),
    ...(isObject(value.feeds) ? ownerChecks(value.feeds) : []),
    ...(isObject(value.feeds) ? Object.entries(value.feeds).flatMap(([name, feed]) => feedChecks(name, feed)) : []),
    ...['finalStatuses', 'statusOrder'].flatMap((name) => repeated(name, value[name])),
    ...(isObject(value.upgates) ? repeated('upgates.notify', value.upgates.notify) : []),
  ]
}

function upgatesChecks(upgates: Record<string, unknown>): SettingsProblem[] {
  const { api, login, reservedRequests, invoice, project, server, url } = upgates
  const problems: SettingsProblem[] = []
  const problem = (name: string, expected: string): void =>
    void problems.push({ path: `upgates.${name}`, expected, found: shown(upgates[name], [name]) })
  if (api === 'v2' && login === undefined) problem('login', 'the login of the API v2, as the administration shows it')
  if (api === 'state-update' && login !== undefined)
    problem('login', 'no login with "api": "state-update" (only v2 has one)')
  if (api === 'state-update' && reservedRequests !== undefined) {
    problem('reservedRequests', 'nothing with "api": "state-update" (only v2 tells its allowance)')
  }
  if (api === 'state-update' && invoice !== undefined)
    problem('invoice', 'nothing with "api": "state-update" (only v2 can leave an invoice out)')
  if (url === undefined) {
    if (project === undefined) problem('project', 'the project in https://PROJECT.admin.SERVER.upgates.com, or "url"')
    if (server === undefined) problem('server', 'the server in https://PROJECT.admin.SERVER.upgates.com, or "url"')
  } else {
    if (project !== undefined || server !== undefined)
      problem('url', 'either "project" with "server", or "url", not both')
    if (!isSafeUrl(url)) problem('url', 'an https address, or http to this machine (127.0.0.1, localhost)')
  }
  return problems
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

function isSafeUrl(url: unknown): boolean {
  if (typeof url !== 'string' || !URL.canParse(url)) return false
  const { protocol, hostname, username, password } = new URL(url)
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname))
}

function ownerChecks(feeds: Record<string, unknown>): SettingsProblem[] {
  const owners = new Map<string, string>()
  return Object.entries(feeds).flatMap(([feed, value]) =>
    fieldPaths(value).flatMap((field) => {
      const owner = owners.get(field)
      owners.set(field, owner ?? feed)
      if (owner === undefined) return []
      const path = `feeds.${feed}.fields.${field}`
      return [{ path, expected: `one feed for each field; the feed "${owner}" has it already`, found: 'a second one' }]
    }),
  )
}

function fieldPaths(feed: unknown): string[] {
  if (!isObject(feed) || !isObject(feed.fields)) return []
  const { order_number: _, metas, ...fields } = feed.fields
  const keys = isObject(metas) ? Object.keys(metas) : []
  return [...Object.keys(fields), ...keys.map((key) => `metas.${key}`)]
}

function repeated(path: string, list: unknown): SettingsProblem[] {
  if (!Array.isArray(list)) return []
  const twice = list.find((entry, index) => list.indexOf(entry) !== index)
  return twice === undefined ? [] : [{ path, expected: 'each status once', found: `${shown(twice)} twice` }]
}

function normal({ $schema: _, feeds, upgates, ...rest }: RawSettings): Settings {
  return {
    ...rest,
    upgates: {
      ...upgates,
      apiKeyParameter: upgates.apiKeyParameter ?? `/order-sync/${rest.shop}/api-key`,
      reservedRequests: upgates.reservedRequests ?? 2,
    },
    feeds: Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, normalFeed(feed)])),
  }
}

function normalFeed({ fields, ...feed }: RawFeed): Feed {
  const { order_number, metas, ...plain } = fields
  const mappings: { [name in FieldName]?: Mapping } = {}
  for (const [name, mapping] of Object.entries(plain)) {
    if (mapping !== undefined) mappings[name as FieldName] = normalMapping(mapping)
  }
  for (const [key, mapping] of Object.entries(metas ?? {})) mappings[`metas.${key}`] = normalMapping(mapping)
  return {
    ...feed,
    fields: { order_number: typeof order_number === 'string' ? order_number : order_number.from, mappings },
  }
}
