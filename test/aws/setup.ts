import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

const moto = 'moto[server]==5.2.5'
const home = join(import.meta.dirname, '../../node_modules/.cache/moto')
const installed = join(home, '.installed')
const python = join(home, 'bin/python')

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
  const server = install() ? await start() : undefined
  project.provide('awsUrl', server?.url)
  if (server !== undefined) return () => void server.child.kill('SIGKILL')
  const message = 'The tests against AWS are skipped: they need python3 with pip, or AWS_ENDPOINT_URL.'
  if (process.env.CI === 'true') throw new Error(message)
  process.stderr.write(`\n${message}\n\n`)
}

function install(): boolean {
  if (existsSync(installed)) return true
  try {
    rmSync(home, { recursive: true, force: true })
    mkdirSync(home, { recursive: true })
    execFileSync('python3', ['-m', 'venv', home], { stdio: 'pipe' })
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', moto], { stdio: 'pipe' })
    writeFileSync(installed, moto)
    return true
  } catch (error) {
    process.stderr.write(`${moto} could not be installed: ${error instanceof Error ? error.message : String(error)}\n`)
    return false
  }
}

async function start(): Promise<{ readonly url: string; readonly child: ChildProcess } | undefined> {
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
