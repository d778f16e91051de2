import { Command, CommanderError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { OrderSyncError, reasonOf } from '../errors.ts'
import { decisionCommands } from './decide.ts'
import { demoCommand } from './demo.ts'
import { inspectCommand } from './inspect.ts'
import { invokeCommand } from './invoke.ts'
import { exitCodes, type Io } from './io.ts'
import { planCommand } from './plan.ts'
import { runCommand } from './run.ts'
import { simulateCommand } from './simulate.ts'
import { statusCommands } from './status.ts'

/**
 * Runs one command.
 * @returns the exit code: 0 done or nothing to do, 1 failed, 2 wrong usage or settings, 3 held, 4 done, but records or
 * orders were refused
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  let code: number = exitCodes.done
  const exit = (wanted: number): void => {
    code = wanted
  }
  const program = new Command('order-sync')
    .description('Carries order states from ERP exports into an Upgates shop: only what changed, never twice.')
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) })
    .addHelpText(
      'after',
      '\nExit codes: 0 done or nothing to do, 1 failed, 2 wrong usage or settings, 3 held, 4 done, but something was refused',
    )
  inspectCommand(program, io, exit)
  planCommand(program, io, exit)
  runCommand(program, io, exit)
  statusCommands(program, io)
  decisionCommands(program, io, exit)
  invokeCommand(program, io, exit)
  simulateCommand(program, io)
  demoCommand(program, io, exit)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    return failed(error, io)
  }
}

function failed(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  io.err(
    error instanceof OrderSyncError ? error.message : `Something went wrong that should not have: ${reasonOf(error)}`,
  )
  return error instanceof OrderSyncError && error.kind === 'usage' ? exitCodes.usage : exitCodes.failed
}
