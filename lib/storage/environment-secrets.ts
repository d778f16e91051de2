import { createHash } from 'node:crypto'
import type { Secrets } from '../effects.ts'
import { OrderSyncError } from '../errors.ts'

/**
 * The API key from the environment variable UPGATES_API_KEY. Its version is a fingerprint, so that the same wrong key
 * is not tried twice and a new one resumes by itself.
 */
export function createEnvironmentSecrets(environment: Readonly<Record<string, string | undefined>>): Secrets {
  return {
    async apiKey() {
      const value = environment.UPGATES_API_KEY?.trim() ?? ''
      if (value === '') {
        throw new OrderSyncError({
          attempted: 'read the API key from',
          subject: 'the environment variable UPGATES_API_KEY',
          ended: 'it is not set',
          hint: "Set it with: export UPGATES_API_KEY='…' (bash), or: $env:UPGATES_API_KEY = '…' (PowerShell).",
        })
      }
      return { value, version: `fp-${createHash('sha256').update(value).digest('hex').slice(0, 16)}` }
    },
  }
}
