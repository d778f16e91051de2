import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createIo } from '../../lib/cli/io.ts'
import { main } from '../../lib/cli/program.ts'

/** The program that `npx order-sync` starts. */
export const mainFile = join(import.meta.dirname, '../../lib/cli/main.ts')

/** Where started processes keep their compiled code. */
const cache = join(import.meta.dirname, '../../node_modules/.cache/order-sync')

/** The environment of a process that a test starts. */
export const childEnvironment = (more: Record<string, string> = {}): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  NODE_COMPILE_CACHE: cache,
  ...more,
})

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the command line within this process, as if in a pipe: for what is not about processes. */
export async function orderSync(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []]
  const stdout = { write: (written: string) => out.push(written) }
  const stderr = { write: (written: string) => err.push(written) }
  const code = await main(args, createIo({ stdout, stderr, env: environment }))
  return { code, out: out.join(''), err: err.join('') }
}

/** Runs the command line as its own process, in a pipe. */
export async function orderSyncProcess(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [mainFile, ...args], {
    env: childEnvironment(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { code, out, err }
}
