import { spawn } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Machine, Ran } from './job.ts'

/** This machine, for its user. */
export const thisMachine = (environment: Readonly<Record<string, string | undefined>>, home: string): Machine => ({
  home,
  run: (program, args, input) => run([program, ...args], environment, input),
  async write(file, content) {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await rm(file, { force: true })
    await writeFile(file, content, { mode: 0o600 })
  },
  read: (file) => readFile(file, 'utf8').catch(() => undefined),
  remove: (file) => rm(file, { force: true }),
})

async function run(
  [program, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string | undefined>>,
  input = '',
): Promise<Ran> {
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true })
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null))
    child.on('close', resolve)
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, out, err }
}
