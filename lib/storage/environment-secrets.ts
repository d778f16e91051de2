import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Secrets } from '../effects.ts'
import { OrderSyncError } from '../errors.ts'
import { fileReasonOf } from '../file-troubles.ts'

/**
 * The API key from the environment variable UPGATES_API_KEY, or from the file that UPGATES_API_KEY_FILE names. Its version is a fingerprint, so that the same wrong key
 * is not tried twice and a new one resumes by itself.
 */
export function createEnvironmentSecrets(environment: Readonly<Record<string, string | undefined>>): Secrets {
  return {
    async apiKey() {
      const file = environment.UPGATES_API_KEY_FILE ?? ''
      const value = file === '' ? (environment.UPGATES_API_KEY?.trim() ?? '') : await keyIn(file)
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

async function keyIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'read the API key from',
      subject: file,
      ended: fileReasonOf(cause),
      hint: 'The file holds the key and nothing else, and its user alone may read it.',
      cause,
    })
  })
  const value = text.trim()
  if (value !== '') return value
  throw new OrderSyncError({ attempted: 'read the API key from', subject: file, ended: 'the file is empty' })
}
