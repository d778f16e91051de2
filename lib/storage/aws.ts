import type { Secrets } from '../effects.ts'
import { OrderSyncError } from '../errors.ts'
import type { Store } from './store.ts'

/** A bucket and the key in SSM. */
export function openBucket(bucket: string, _apiKeyParameter: string): { store: Store; secrets: Secrets } {
  throw new OrderSyncError({
    kind: 'usage',
    attempted: 'open the bucket',
    subject: bucket,
    ended: 'buckets are not supported yet',
    hint: 'Use --folder DIR.',
  })
}
