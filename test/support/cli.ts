import { join } from 'node:path'
import { createIo } from '../../lib/cli/io.ts'
import { main } from '../../lib/cli/program.ts'
import type { Clock } from '../../lib/effects.ts'
import { systemClock } from '../../lib/system.ts'
import { runNode } from './node.ts'

/** The program that `order-sync` starts. */
export const mainFile = join(import.meta.dirname, '../../lib/cli/main.ts')

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Tells the time as this machine does, and waits a hundredth as long. */
const hurried: Clock = { now: systemClock.now, sleep: (ms) => systemClock.sleep(ms / 100) }

/** Runs the command line within this process, as if in a pipe: for what is not about processes. */
export async function orderSync(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []]
  const stdout = { write: (written: string) => out.push(written) }
  const stderr = { write: (written: string) => err.push(written) }
  const code = await main(args, { ...createIo({ stdout, stderr, env: environment }), clock: hurried })
  return { code, out: out.join(''), err: err.join('') }
}

/** Runs the command line as its own process, in a pipe. */
export async function orderSyncProcess(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ended> {
  const { code, out, err } = await runNode([mainFile, ...args], environment)
  return { code, out, err }
}
