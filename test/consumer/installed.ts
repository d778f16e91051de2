import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Ended } from '../support/cli.ts'

export const top = join(import.meta.dirname, '../..')
const cache = join(top, 'node_modules/.cache')
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

/** Packs the package into a folder, and returns the tarball. */
export function pack(folder: string): string {
  execFileSync(npm, ['pack', '--silent', '--pack-destination', folder], { cwd: top, stdio: 'pipe' })
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '')
}

/** Installs packages into an empty folder, as a user does. */
export function install(folder: string, ...packages: string[]): void {
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "allowScripts": { "node": true } }\n')
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  execFileSync(npm, ['install', ...quiet, '--prefix', folder, ...packages], { cwd: folder, stdio: 'pipe' })
}

/** The program of a released Node, installed once and kept. */
export function nodeOf(version: string): string {
  const folder = join(cache, `node-${version}`)
  const program = join(folder, 'node_modules/node/bin/node')
  if (existsSync(program)) return program
  mkdirSync(folder, { recursive: true })
  install(folder, `node@${version}`)
  return program
}

/** Lends an installed folder packages of this project, as if they had been installed there. */
export function lend(folder: string, ...names: string[]): void {
  for (const name of names) {
    const link = join(folder, 'node_modules', name)
    mkdirSync(join(link, '..'), { recursive: true })
    symlinkSync(join(top, 'node_modules', name), link, 'junction')
  }
}

/** Starts a program with nothing of this project in its environment. */
export async function start(
  program: string,
  args: readonly string[],
  cwd: string,
  environment: Record<string, string> = {},
): Promise<Ended> {
  const child = spawn(program, args, { cwd, env: { HOME: cwd, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { code, out, err }
}

/** Starts a program that goes on, and returns the line of its output that answers, once it is there; then ends it. */
export async function startUntil(answer: RegExp, program: string, args: readonly string[], cwd: string) {
  const child = spawn(program, args, { cwd, env: { HOME: cwd }, stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve))
  let out = ''
  for await (const chunk of child.stdout) {
    out += String(chunk)
    const found = answer.exec(out)
    if (found === null) continue
    return {
      found: found[1] ?? '',
      end: () => {
        child.kill('SIGTERM')
        return closed
      },
    }
  }
  throw new Error(`it ended with ${await closed}: ${out}`)
}

/** How long a program works: other than the time that passes, this does not depend on who else works on this machine. */
export function cpuSecondsOf(
  command: readonly string[],
  cwd: string,
  environment: Record<string, string> = {},
): number {
  const script = '"$0" "$@" >/dev/null 2>&1; times'
  const env = { HOME: cwd, ...environment }
  const times = execFileSync('/bin/sh', ['-c', script, ...command], { cwd, env, encoding: 'utf8' })
  // two lines, of the shell and of its children, each as "0m0.010s 0m0.020s"
  const seconds = [...times.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  )
  return (seconds[2] ?? Number.NaN) + (seconds[3] ?? Number.NaN)
}
