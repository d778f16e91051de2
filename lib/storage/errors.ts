import { OrderSyncError } from '../errors.ts'

/** The object that a write wanted to replace is gone. State never vanishes by itself: stop, and never recreate it. */
export class StateVanished extends OrderSyncError {
  constructor(key: string, store: string) {
    super({
      attempted: 'replace',
      subject: `${key} in the ${store}`,
      ended: 'it has vanished since it was read',
      hint: 'Nothing was recreated. Find out who deleted it and put it back from a backup or an older version.',
    })
  }
}

/** Refuses keys that could leave the store: absolute ones, and empty, `.` or `..` segments. */
export function checkKey(key: string): void {
  const segments = key.split('/')
  const bad = segments.some((segment) => segment === '' || segment === '.' || segment === '..')
  if (bad || key.includes('\\') || key.includes('\0')) {
    throw new OrderSyncError({
      attempted: 'use the key',
      subject: JSON.stringify(key),
      ended: 'it is not a plain relative path',
    })
  }
}

/** Orders keys as S3 does: by their UTF-8 bytes. */
export const byKey = (left: { readonly key: string }, right: { readonly key: string }): number =>
  Buffer.compare(Buffer.from(left.key), Buffer.from(right.key))
