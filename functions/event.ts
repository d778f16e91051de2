import * as z from 'zod/mini'

const dropped = z.object({
  'detail-type': z.literal('Object Created'),
  detail: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
})
const byHand = z.object({ report: z.literal(true) })
const scheduled = z.object({ trigger: z.literal('schedule') })

/** What woke the function. Whatever it is, it is only a hint to look. */
export type Trigger =
  | { readonly kind: 'schedule' }
  /** somebody at a keyboard, who may want the whole report back instead of its counts */
  | { readonly kind: 'hand'; readonly report: boolean }
  | { readonly kind: 'drop'; readonly key: string }
  /** a drop into another bucket: nothing of ours */
  | { readonly kind: 'ignored'; readonly bucket: string }

/** Reads an event: the schedule's input, an S3 "Object Created" event, or anything made by hand, as `{}`. */
export function triggerOf(event: unknown, bucket: string): Trigger {
  if (scheduled.safeParse(event).success) return { kind: 'schedule' }
  const drop = dropped.safeParse(event)
  if (!drop.success) return { kind: 'hand', report: byHand.safeParse(event).success }
  const { name } = drop.data.detail.bucket
  return name === bucket ? { kind: 'drop', key: drop.data.detail.object.key } : { kind: 'ignored', bucket: name }
}
