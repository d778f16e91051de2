import type { BucketPlace } from '../lib/storage/aws.ts'

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
  if (partOf(event, 'trigger') === 'schedule') return { kind: 'schedule' }
  const detail = partOf(event, 'detail')
  const [name, key] = [partOf(partOf(detail, 'bucket'), 'name'), partOf(partOf(detail, 'object'), 'key')]
  if (partOf(event, 'detail-type') !== 'Object Created' || typeof name !== 'string' || typeof key !== 'string')
    return { kind: 'hand', report: partOf(event, 'report') === true }
  const isBelow = (folder: string): boolean => name === bucket && key.startsWith(prefix + folder)
  if (isBelow('exports/')) return { kind: 'drop', key }
  return isBelow('state/decisions/') ? { kind: 'decision', key } : { kind: 'ignored', bucket: name, key }
}

/** What stands under a name, where there is an object at all. */
const partOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined
