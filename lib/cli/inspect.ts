import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Command } from 'commander'
import { OrderSyncError } from '../errors.ts'
import { inspectExport } from '../exports/inspect/inspect.ts'
import type { ExportSource } from '../exports/record.ts'
import { inspectionText } from '../print/inspection.ts'
import { presets } from '../settings/presets/index.ts'
import { nearest } from '../settings/problems.ts'
import { systemClock } from '../system.ts'
import { exitCodes, type Io } from './io.ts'

interface Flags {
  readonly preset?: string
  readonly json?: boolean
}

/** `inspect`: what a file is, and which mapping fits. How a new user begins. */
export function inspectCommand(program: Command, io: Io, exit: (code: number) => void): void {
  program
    .command('inspect <file>')
    .description('tell what an export is, which ready-made mapping fits, and settings to start from')
    .option('--preset <name>', `try this ready-made mapping: ${Object.keys(presets).join(', ')}`)
    .option('--json', 'print it as JSON')
    .action(async (file: string, flags: Flags) => {
      checkPreset(flags.preset)
      const source = fileSource(file, await sizeOf(file))
      const found = await inspectExport(source, {
        today: new Date(systemClock.now()).toISOString().slice(0, 10),
        ...(flags.preset === undefined ? {} : { preset: flags.preset }),
      })
      io.out(flags.json ? JSON.stringify(found, null, 2) : inspectionText(file, found, io.style))
      exit(found.refused !== null || found.invalid.length > 0 ? exitCodes.refused : exitCodes.done)
    })
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

const fileSource = (file: string, size: number): ExportSource => ({
  key: file,
  size,
  open: async (range) =>
    createReadStream(
      file,
      range === undefined ? {} : { start: range.start, end: Math.max(range.start, range.end - 1) },
    ),
})

async function sizeOf(file: string): Promise<number> {
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
  return found.size
}
