import * as z from 'zod'
import { whenSchema } from './fields-schema.ts'
import { type Condition, normalWhen } from './mapping.ts'

/** Records that say nothing at all, as the settings file says them: any entry whose conditions all hold. */
export const skipSchema = z
  .array(z.strictObject({ when: whenSchema }))
  .describe(
    'Records that say nothing at all, as credit notes: those for which all conditions of an entry hold. They neither give a field nor withhold one.',
  )

/** Brings them into their one form: a list of conditions per entry. */
export const normalSkip = (skip: z.infer<typeof skipSchema> = []): readonly (readonly Condition[])[] =>
  skip.map(({ when }) => normalWhen(when))
