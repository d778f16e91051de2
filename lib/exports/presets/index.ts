import type { FeedPreset } from '../../settings/presets.ts'

/** The ready-made mappings by name. */
export const presets: Readonly<Record<string, FeedPreset>> = {}
