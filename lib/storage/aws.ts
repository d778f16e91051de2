import type { Clock, Random, Secrets } from '../effects.ts'
import { createS3Client, createS3Store } from './s3.ts'
import type { Store } from './store.ts'

/** A bucket, and the key in SSM, on the credentials that the environment gives. SSM is loaded when the key is asked for: an idle run never does. */
export function openBucket(
  bucket: string,
  apiKeyParameter: string,
  effects: { readonly clock: Pick<Clock, 'sleep'>; readonly random: Random },
): { store: Store; secrets: Secrets } {
  return {
    store: createS3Store({ bucket, client: createS3Client(), ...effects }),
    secrets: {
      async apiKey() {
        const { createSsmClient, createSsmSecrets } = await import('./ssm.ts')
        return createSsmSecrets(apiKeyParameter, createSsmClient()).apiKey()
      },
    },
  }
}
