import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** Where started processes keep their compiled code: starting them is what slow tests spend their time on. */
const cache = join(import.meta.dirname, '../../node_modules/.cache/order-sync')

/** The environment of a process that a test starts: nothing of ours but the path. */
export const childEnvironment = (more: Record<string, string> = {}): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  NODE_COMPILE_CACHE: cache,
  ...more,
})

/** How a process ended. */
export interface EndedProcess {
  readonly code: number | null
  readonly signal: string | null
  readonly out: string
  readonly err: string
}

/** Starts a program of this project in a process of its own. */
export const startNode = (
  [file, ...args]: readonly [string, ...string[]],
  environment: Record<string, string> = {},
): ChildProcess =>
  spawn(process.execPath, [file, ...args], {
    env: childEnvironment(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** Runs a program of this project to its end, in a process of its own. */
export async function runNode(
  program: readonly [string, ...string[]],
  environment: Record<string, string> = {},
): Promise<EndedProcess> {
  const child = startNode(program, environment)
  const closed = new Promise<readonly [number | null, string | null]>((resolve) =>
    child.on('close', (code, signal) => resolve([code, signal])),
  )
  const read = async (stream: ChildProcess['stdout']) => (stream === null ? '' : text(stream))
  const [out, err, [code, signal]] = await Promise.all([read(child.stdout), read(child.stderr), closed])
  return { code, signal, out, err }
}
