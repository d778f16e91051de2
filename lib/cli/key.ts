import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { OrderSyncError, reasonOf } from '../errors.ts'
import { loadSettings } from '../settings/load.ts'
import type { Answer } from './command.ts'
import type { Io } from './io.ts'

interface Flags {
  readonly settings: string
  readonly value: string | undefined
}

/** `key set`: stores the API key where the deployed function reads it, without a trace in the shell's history. */
export async function key({ settings: file, value }: Flags, io: Io, [what]: readonly string[]): Promise<Answer> {
  if (what !== 'set') throw wrong(`key ${what}`, 'it is "key set"')
  const { upgates } = await loadSettings(file)
  const secret = await secretFrom(value, io)
  const { storeKey } = await import('../storage/ssm.ts')
  const version = await storeKey(upgates.apiKeyParameter, secret)
  return {
    value: { parameter: upgates.apiKeyParameter, version },
    text: () =>
      `Stored as version ${version} of ${upgates.apiKeyParameter}. The next run uses it; now: order-sync invoke`,
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
async function secretFrom(value: string | undefined, io: Io): Promise<string> {
  const written = value === undefined ? await typed(io) : await fromFile(value)
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
    throw wrong(`--value ${value}`, reasonOf(cause), undefined, cause)
  }
}

async function typed(io: Io): Promise<string> {
  if (process.stdin.isTTY !== true) return text(process.stdin)
  io.err('The API key of the shop (it is not shown):')
  const nowhere = new Writable({ write: (_, __, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    return await lines.question('')
  } finally {
    lines.close()
  }
}
