import { OrderSyncError } from '../errors.ts'

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
        `${beside === undefined ? 'Nothing' : 'Nothing was posted and nothing'} was recreated. Put it back from a backup or an older version; ` +
        'docs/runbook.md, "Vanished state", says how to go on.',
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
