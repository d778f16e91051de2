import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createEnvironmentSecrets } from '../../lib/storage/environment-secrets.ts'
import { temporaryFolder } from '../support/folder.ts'

const keyOf = (environment: Record<string, string>) => createEnvironmentSecrets(environment).apiKey()

function fileWith(text: string): string {
  const file = join(temporaryFolder(), 'key')
  writeFileSync(file, text)
  return file
}

describe('the API key of the environment', () => {
  it('is that of the file before that of the variable, without the line end, and has the same version in both', async () => {
    const ofFile = await keyOf({ UPGATES_API_KEY_FILE: fileWith('key-1\r\n'), UPGATES_API_KEY: 'other' })
    expect(ofFile).toEqual(await keyOf({ UPGATES_API_KEY: ' key-1 ', UPGATES_API_KEY_FILE: '' }))
    expect(ofFile.value).toBe('key-1')
  })

  it.each([
    ['neither is set', () => ({}), /UPGATES_API_KEY: it is not set\. Set it with/],
    [
      'the file is missing',
      () => ({ UPGATES_API_KEY_FILE: '/none/key' }),
      /Could not read the API key from \/none\/key: there is no such file or folder/,
    ],
    ['the file is empty', () => ({ UPGATES_API_KEY_FILE: fileWith('\n'), UPGATES_API_KEY: 'x' }), /the file is empty/],
  ])('is an error where %s', async (_, environment, message) => {
    await expect(keyOf(environment())).rejects.toThrow(message)
  })
})
