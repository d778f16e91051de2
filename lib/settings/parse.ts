import { isObject } from '../json.ts'
import { normalConditions, normalFields } from './mapping.ts'
import { presets as knownPresets } from './presets/index.ts'
import { type FeedPreset, withPreset } from './presets/with-preset.ts'
import { nearest, problemsOf, SettingsError, type SettingsProblem, shown } from './problems.ts'
import { knownNamesAt, type RawSettings, settingsSchema } from './schema.ts'
import type { Feed, Format, Settings } from './settings.ts'

export { SettingsError, type SettingsProblem } from './problems.ts'

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
  const { value, problems } = resolvePresets(input, presets)
  const parsed = settingsSchema.safeParse(value)
  const issues = parsed.error?.issues ?? []
  const found = problemsOf(issues, { input: value, knownAt: knownNamesAt })
  const all = [...problems, ...found.filter((problem) => !followsFrom(problem, problems))]
  if (!parsed.success || all.length > 0) throw new SettingsError(file, all)
  return normal(parsed.data)
}

/** What a feed lacks because its ready-made mapping is unknown is no mistake of its own. */
const followsFrom = ({ path, found }: SettingsProblem, presets: readonly SettingsProblem[]): boolean =>
  found === 'nothing' && presets.some((preset) => path.startsWith(preset.path.replace(/preset$/, '')))

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

function normal({ $schema: _, feeds, upgates, ...rest }: RawSettings): Settings {
  return {
    ...rest,
    upgates: { ...upgates, apiKeyParameter: upgates.apiKeyParameter ?? `/order-sync/${rest.shop}/api-key` },
    feeds: Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, normalFeed(feed, rest.timeZone)])),
  }
}

function normalFeed({ fields, format, skip, ...feed }: RawSettings['feeds'][string], timeZone: string): Feed {
  const [first] = Array.isArray(format) ? format : [format]
  return {
    ...feed,
    // a list of formats has at least one
    format: first as Format,
    ...(Array.isArray(format) ? { formats: format } : {}),
    fields: normalFields(fields),
    skip: skip.map(({ when }) => normalConditions(when)),
    timeZone,
  }
}
