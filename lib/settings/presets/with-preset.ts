import { isObject } from '../../json.ts'

/** Plain JSON. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A ready-made mapping: any part of a feed as the settings file would say it. */
export type FeedPreset = { readonly [key: string]: Json }

/**
 * Lays a feed's own settings over a preset's. Objects merge, records to skip add up, anything else replaces; a field that says where it comes
 * from (`from`, a column name, rules) replaces the preset's as a whole, while one that says only `map` keeps its source.
 */
export function withPreset(preset: FeedPreset, feed: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...preset, ...feed }
  for (const part of ['format', 'limits']) merged[part] = overlay(preset[part], feed[part])
  if (merged.format === undefined) delete merged.format
  if (merged.limits === undefined) delete merged.limits
  if (Array.isArray(preset.skip) && Array.isArray(feed.skip)) merged.skip = [...preset.skip, ...feed.skip]
  merged.fields = withPresetFields(preset.fields, feed.fields)
  return merged
}

function overlay(under: unknown, over: unknown): unknown {
  if (!isObject(under) || !isObject(over)) return over ?? under
  return 'type' in over && over.type !== under.type ? over : { ...under, ...over }
}

function withPresetFields(under: unknown, over: unknown): unknown {
  if (!isObject(under) || !isObject(over)) return over ?? under
  const names = new Set([...Object.keys(under), ...Object.keys(over)])
  const fields = [...names].map((name) => {
    const merge = name === 'metas' ? withPresetFields : withPresetField
    return [name, merge(under[name], over[name])]
  })
  return Object.fromEntries(fields.filter(([, value]) => value !== null))
}

function withPresetField(under: unknown, over: unknown): unknown {
  if (!isObject(over) || 'from' in over || 'rules' in over || 'values' in over) return over === undefined ? under : over
  if (typeof under === 'string') return { from: under, ...over }
  if (Array.isArray(under)) return { rules: under, ...over }
  return isObject(under) ? { ...under, ...over } : over
}
