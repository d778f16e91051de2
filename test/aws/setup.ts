import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { installed } from '../kit/python.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** address of an AWS that is none, or `undefined` where there is none */
    readonly awsUrl: string | undefined
  }
}

/**
 * Gives the tests an AWS that is none: the one of AWS_ENDPOINT_URL, or moto in a virtual environment of its own.
 * Without either they are skipped, which is a failure in CI.
 */
export default async function setup(project: TestProject): Promise<(() => void) | undefined> {
  const given = process.env.AWS_ENDPOINT_URL
  if (given !== undefined) return void project.provide('awsUrl', given)
  const python = motoOf()
  const server = python === undefined ? undefined : await start(python)
  project.provide('awsUrl', server?.url)
  if (server !== undefined) return () => void server.child.kill('SIGKILL')
  const message = 'The tests against AWS are skipped: they need python3 with pip, or AWS_ENDPOINT_URL.'
  if (process.env.CI === 'true') throw new Error(message)
  process.stderr.write(`\n${message}\n\n`)
}

/** The python that has moto; `undefined` where it cannot be had. */
function motoOf(): string | undefined {
  try {
    return join(installed('moto'), 'python')
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    return undefined
  }
}

async function start(python: string): Promise<{ readonly url: string; readonly child: ChildProcess } | undefined> {
  const port = await freePort()
  const child = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  process.on('exit', () => child.kill('SIGKILL'))
  const url = `http://127.0.0.1:${port}`
  for (let attempt = 0; attempt < 300 && child.exitCode === null; attempt++) {
    if (await answers(url)) return { url, child }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  child.kill('SIGKILL')
  return undefined
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/moto-api/`).then(
    ({ ok }) => ok,
    () => false,
  )

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
