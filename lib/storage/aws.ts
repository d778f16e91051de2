import type { Clock, Random, Secrets } from '../effects.ts'
import { storeBelow } from './below.ts'
import { createS3Client, createS3Store } from './s3.ts'
import type { Store } from './store.ts'

/** A bucket, or a part of one. */
export interface BucketPlace {
  readonly bucket: string
  /** folders with a `/` at their end; empty: the whole bucket */
  readonly prefix: string
}

/** A bucket, and the key in SSM, on the credentials that the environment gives. SSM is loaded when the key is asked for: an idle run never does. */
export function openBucket(
  { bucket, prefix }: BucketPlace,
  apiKeyParameter: string,
  effects: { readonly clock: Pick<Clock, 'sleep'>; readonly random: Random },
): { store: Store; secrets: Secrets } {
  return {
    store: storeBelow(createS3Store({ bucket, client: createS3Client(), ...effects }), prefix),
    secrets: {
      async apiKey() {
        const { createSsmClient, createSsmSecrets } = await import('./ssm.ts')
        return createSsmSecrets(apiKeyParameter, createSsmClient()).apiKey()
      },
    },
  }
}
