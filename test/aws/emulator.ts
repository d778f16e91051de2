import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { childEnvironment } from '../support/node.ts'

const source =
  'github.com/aws/aws-lambda-runtime-interface-emulator/cmd/aws-lambda-rie@v0.0.0-20261030222936-bef5c4ba774d'
const home = join(import.meta.dirname, '../../node_modules/.cache/rie')
const program = join(home, 'aws-lambda-rie')
const runtime = join(import.meta.dirname, 'runtime-child.ts')

/** AWS's runtime interface emulator, built by Go once and kept; `false` where it cannot be had, which is told. */
export function hasEmulator(): boolean {
  if (existsSync(program)) return true
  try {
    mkdirSync(home, { recursive: true })
    execFileSync('go', ['install', source], {
      stdio: 'pipe',
      env: { ...process.env, GOBIN: home, GOFLAGS: '-mod=mod' },
    })
    return true
  } catch (error) {
    const message = `${source} cannot be built: ${error instanceof Error ? error.message : String(error)}`
    if (process.env.CI === 'true') throw new Error(message)
    process.stderr.write(`\n${message}\nIts tests are skipped.\n`)
    return false
  }
}

/** A function under the emulator. */
export interface EmulatedFunction {
  /** What the function answers to an event, or what Lambda says of it. */
  invoke(event: object): Promise<Record<string, unknown>>
  close(): Promise<void>
}

/** Starts the bundle of a function as Lambda does, with a time-out in seconds after which it is killed. */
export async function startEmulated(
  bundle: string,
  timeoutSeconds: number,
  environment: Record<string, string>,
): Promise<EmulatedFunction> {
  const [port, api] = [await freePort(), await freePort()]
  const addresses = [
    '--runtime-interface-emulator-address',
    `127.0.0.1:${port}`,
    '--runtime-api-address',
    `127.0.0.1:${api}`,
  ]
  const child: ChildProcess = spawn(program, [...addresses, process.execPath, runtime, bundle], {
    env: childEnvironment({
      ...environment,
      AWS_LAMBDA_FUNCTION_TIMEOUT: String(timeoutSeconds),
      AWS_LAMBDA_FUNCTION_NAME: 'order-sync-test',
    }),
    stdio: 'ignore',
    detached: true,
  })
  await answering(port)
  return {
    async invoke(event) {
      const answer = await fetch(`http://127.0.0.1:${port}/2015-03-31/functions/function/invocations`, {
        method: 'POST',
        body: JSON.stringify(event),
      })
      const said = await answer.text()
      return said.startsWith('{') ? (JSON.parse(said) as Record<string, unknown>) : { said }
    },
    close: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        // the emulator and the runtime that it has started
        process.kill(-(child.pid ?? 0), 'SIGKILL')
      }),
  }
}

async function answering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answers = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    )
    if (answers) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the emulator does not answer')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
