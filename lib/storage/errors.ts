import { type ErrorParts, OrderSyncError } from '../errors.ts'

/** How an earlier version of an object is put back: a bucket keeps them, a folder has a backup or none. */
export function wayBack(key: string, place: string): string {
  const bucket = /^bucket (\S+)$/.exec(place)?.[1]
  if (bucket === undefined) return 'Put it back from a backup'
  return (
    'Put an older version back, which the bucket keeps: ' +
    `aws s3api list-object-versions --bucket ${bucket} --prefix ${key} shows them; then ` +
    `aws s3api copy-object --bucket ${bucket} --key ${key} --copy-source '${bucket}/${key}?versionId=VERSION'`
  )
}

/** An object of the state is gone. State never vanishes by itself: stop, and never recreate it. */
export class StateVanished extends OrderSyncError {
  override name = 'StateVanished'
  /** @param beside what is still there although the object is gone */
  constructor(key: string, store: string, beside?: string) {
    super({
      attempted: beside === undefined ? 'replace' : 'read',
      subject: `${key} in the ${store}`,
      ended:
        beside === undefined ? 'it has vanished since it was read' : `it has vanished, while ${beside} is still there`,
      hint:
        `${beside === undefined ? 'Nothing' : 'Nothing was posted and nothing'} was recreated. ${wayBack(key, store)}; ` +
        'docs/runbook.md, "Vanished state", says how to go on.',
    })
  }
}

/** The store does not give one object, however often it is asked; others it may give. */
export class ObjectRefused extends OrderSyncError {
  /** how it ended, for whoever tells it in other words */
  readonly ended: string

  constructor(parts: ErrorParts) {
    super(parts)
    this.ended = parts.ended
  }
}

/** What takes the place of bytes that are not text. */
const notText = '\ufffd'

/** Refuses keys that could leave the store: absolute ones, empty, `.` or `..` segments, and names that are not text. */
export function checkKey(key: string): void {
  const segments = key.split('/')
  const bad = segments.some((segment) => segment === '' || segment === '.' || segment === '..')
  if (!bad && !key.includes('\\') && !key.includes('\0') && !key.includes(notText)) return
  throw new ObjectRefused({
    attempted: 'use the key',
    subject: JSON.stringify(key),
    ended: key.includes(notText) ? 'its name is not text' : 'it is not a plain relative path',
    hint: 'Upload it again under a name without empty parts, backslashes and broken characters.',
  })
}

/** Whether an object's key comes behind another key. */
export const comesAfter =
  (after: string | undefined) =>
  (object: { readonly key: string }): boolean =>
    after === undefined || byKey(object, { key: after }) > 0

/** Orders keys as S3 does: by their UTF-8 bytes. */
export const byKey = (left: { readonly key: string }, right: { readonly key: string }): number =>
  Buffer.compare(Buffer.from(left.key), Buffer.from(right.key))
