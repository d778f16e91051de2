import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { OrderSyncError } from '../errors.ts'
import { fileReasonOf } from '../file-troubles.ts'
import { loadSettings } from '../settings/load.ts'
import type { Answer } from './command.ts'
import type { Io } from './io.ts'
import { voiceHere } from './language.ts'

interface Flags {
  readonly settings: string
  readonly value: string | undefined
}

/** `key set`: stores the API key where the deployed function reads it, without a trace in the shell's history. */
export async function key({ settings: file, value }: Flags, io: Io, [what]: readonly string[]): Promise<Answer> {
  if (what !== 'set') throw wrong(`key ${what}`, 'it is "key set"')
  const settings = await loadSettings(file)
  const { upgates } = settings
  const { serve } = (await voiceHere(settings, io)).texts
  const secret = await secretFrom(value, () => io.err(serve.typeKey))
  const { storeKey } = await import('../storage/ssm.ts')
  const version = await storeKey(upgates.apiKeyParameter, secret)
  return {
    value: { parameter: upgates.apiKeyParameter, version },
    text: () => serve.keyStored(version, upgates.apiKeyParameter),
  }
}

const wrong = (subject: string, ended: string, hint?: string, cause?: unknown): OrderSyncError =>
  new OrderSyncError({
    kind: 'usage',
    attempted: 'use',
    subject,
    ended,
    ...(hint === undefined ? {} : { hint }),
    ...(cause === undefined ? {} : { cause }),
  })

/** From a file, from a pipe, or typed where nobody sees it. Never from the command line, which the shell remembers. */
async function secretFrom(value: string | undefined, ask: () => void): Promise<string> {
  const written = value === undefined ? await typed(ask) : await fromFile(value)
  const secret = written.trim()
  if (secret === '' || /\s/.test(secret)) throw wrong('the key', 'it is empty, or has a blank inside')
  return secret
}

async function fromFile(value: string): Promise<string> {
  const [, file] = /^file:\/\/(.+)$/.exec(value) ?? []
  if (file === undefined)
    throw wrong(
      '--value with the key itself',
      'the shell would remember it',
      'Say --value file://PATH, or leave it out.',
    )
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw wrong(`--value ${value}`, fileReasonOf(cause), undefined, cause)
  }
}

async function typed(ask: () => void): Promise<string> {
  if (process.stdin.isTTY !== true) return text(process.stdin)
  ask()
  const nowhere = new Writable({ write: (_, __, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    return await lines.question('')
  } finally {
    lines.close()
  }
}
