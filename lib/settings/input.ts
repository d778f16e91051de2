import type * as z from 'zod'
import type { feedSchema } from './feed-schema.ts'
import type { settingsSchema } from './schema.ts'

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T

type FeedInput = z.input<typeof feedSchema>
type FieldsInput = FeedInput['fields']

/** What may stand beside a preset's field: another mapping, a translation of what the preset reads, or `null` for: not at all. */
type OverPreset<T> =
  | T
  | null
  | { readonly [option in 'map' | 'otherwise' | 'date' | 'blank' | 'true' | 'false']?: unknown }

type PresetFields = {
  [K in keyof FieldsInput]?: K extends 'metas' ? { [key: string]: OverPreset<unknown> } : OverPreset<FieldsInput[K]>
}

/** A feed on a ready-made mapping: whatever is not said is the preset's. */
type PresetFeedInput = Partial<Omit<FeedInput, 'preset' | 'fields'>> & { preset: string; fields?: PresetFields }

type Input = Omit<z.input<typeof settingsSchema>, 'feeds'> & { feeds: { [feed: string]: FeedInput | PresetFeedInput } }

/** The settings of a shop as `order-sync.json` says them, for those who write them in TypeScript. */
export interface OrderSyncSettings extends DeepReadonly<Input> {}
