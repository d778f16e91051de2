import { reasonOf } from '../errors.ts'
import { expectShortLives } from '../system.ts'
import { exitCodes } from './exit-codes.ts'
import { createIo } from './io.ts'
import { main } from './program.ts'

/**
 * Runs the command line as this process. Whoever reads the output may close the pipe at any time: the command goes on
 * to its end, and its exit code tells how it ended.
 */
export async function runProcess(process: NodeJS.Process): Promise<void> {
  await expectShortLives()
  let broken: string | undefined
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || broken !== undefined) return
      broken = reasonOf(error)
      process.stderr.write(`Could not write the output: ${broken}\n`)
      process.exitCode = exitCodes.failed
    })
  }
  const code = await main(process.argv.slice(2), createIo(process))
  process.exitCode = broken === undefined ? code : exitCodes.failed
}
