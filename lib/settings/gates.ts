import * as z from 'zod'
import { isObject } from '../json.ts'
import { givenFields } from './owners.ts'
import { nearest } from './problems.ts'

/** The longest that a status may wait for fields, in hours: two weeks. */
const mostHours = 336

const gate = z.strictObject({
  fields: z
    .array(z.string().min(1))
    .min(1)
    .describe('The fields it waits for, as "tracking_code", "paid_date", "metas.carrier"; of any feed.'),
  hours: z
    .number()
    .positive()
    .max(mostHours)
    .default(24)
    .describe('How long it waits, from the time of the export that first said it. Default: 24.'),
  // biome-ignore lint/suspicious/noThenProperty: a word of the settings file, never awaited
  then: z
    .enum(['send', 'quiet', 'hold'])
    .default('send')
    .describe(
      'What becomes of it then: "send" it all the same, with its e-mail (default), "quiet" without one, or "hold" it until a person approves it.',
    ),
})

/** What a status waits for. */
export type Gate = z.infer<typeof gate>

/** Which statuses wait for which fields. */
export const gatesSchema = z
  .record(z.string().min(1), gate)
  .default({})
  .describe(
    'Statuses that wait for fields, so that their e-mail leaves complete: { "Odeslaná": { "fields": ["tracking_code"], "hours": 24, "then": "send" } }. With "status_id", the numbers of statuses.',
  )

/** A status can only wait for what a feed gives. */
export function gatesOfFields(
  settings: { readonly waitFor?: unknown; readonly feeds?: unknown },
  ctx: z.RefinementCtx,
): void {
  if (!isObject(settings.waitFor)) return
  const given = givenFields(settings).map(({ field }) => field)
  const mayWait = given.filter((field) => field !== 'status' && field !== 'status_id')
  for (const [status, one] of Object.entries(settings.waitFor)) {
    const fields = isObject(one) && Array.isArray(one.fields) ? one.fields : []
    fields.forEach((field: unknown, index) => {
      if (typeof field !== 'string' || mayWait.includes(field)) return
      const near = nearest(field, mayWait)
      const list = mayWait.length === 0 ? '(there are none)' : mayWait.join(', ')
      const message = `a field that a feed gives: ${list}${near === undefined ? '' : `; did you mean "${near}"?`}`
      ctx.addIssue({ code: 'custom', path: ['waitFor', status, 'fields', index], message })
    })
  }
}
