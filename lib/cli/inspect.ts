import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { OrderSyncError } from '../errors.ts'
import { inspectExport } from '../exports/inspect/inspect.ts'
import { inspectionText } from '../print/inspection.ts'
import { presets } from '../settings/presets/index.ts'
import { nearest } from '../settings/problems.ts'
import { systemClock } from '../system.ts'
import type { Answer } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'

interface Flags {
  readonly preset: string | undefined
}

/** `inspect`: what a file is, and which mapping fits. How a new user begins. */
export async function inspect({ preset }: Flags, io: Io, [file = '']: readonly string[]): Promise<Answer> {
  checkPreset(preset)
  await checkFile(file)
  const source = { key: file, open: async () => createReadStream(file) }
  const found = await inspectExport(source, {
    today: new Date(systemClock.now()).toISOString().slice(0, 10),
    ...(preset === undefined ? {} : { preset }),
  })
  return {
    value: found,
    text: () => inspectionText(file, found, io.style),
    code: found.refused !== null || found.invalid.length > 0 ? exitCodes.refused : exitCodes.done,
  }
}

function checkPreset(name: string | undefined): void {
  if (name === undefined || Object.hasOwn(presets, name)) return
  const near = nearest(name, Object.keys(presets))
  throw new OrderSyncError({
    kind: 'usage',
    attempted: 'use the ready-made mapping',
    subject: `"${name}"`,
    ended: 'there is none of this name',
    hint: near === undefined ? `There are: ${Object.keys(presets).join(', ')}.` : `Did you mean "${near}"?`,
  })
}

async function checkFile(file: string): Promise<void> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'inspect',
      subject: file,
      ended: 'there is no such file',
      cause,
    })
  })
  if (!found.isFile())
    throw new OrderSyncError({ kind: 'usage', attempted: 'inspect', subject: file, ended: 'it is not a file' })
}
