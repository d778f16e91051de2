import * as z from 'zod/mini'
import type { BucketPlace } from '../lib/storage/aws.ts'

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
  /** somebody has decided something: a tick that finds nothing to wait for a person does not look for that */
  | { readonly kind: 'decision'; readonly key: string }
  /** a drop into another bucket, or elsewhere in this one: nothing of ours */
  | { readonly kind: 'ignored'; readonly bucket: string; readonly key: string }

/** Reads an event: the schedule's input, an S3 "Object Created" event, or anything made by hand, as `{}`. */
export function triggerOf(event: unknown, { bucket, prefix }: BucketPlace): Trigger {
  if (scheduled.safeParse(event).success) return { kind: 'schedule' }
  const drop = dropped.safeParse(event)
  if (!drop.success) return { kind: 'hand', report: byHand.safeParse(event).success }
  const { bucket: dropBucket, object } = drop.data.detail
  const { key } = object
  const isBelow = (folder: string): boolean => dropBucket.name === bucket && key.startsWith(prefix + folder)
  if (isBelow('exports/')) return { kind: 'drop', key }
  return isBelow('state/decisions/') ? { kind: 'decision', key } : { kind: 'ignored', bucket: dropBucket.name, key }
}
