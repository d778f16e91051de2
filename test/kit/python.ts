/**
 * Tools that are written in Python, each in a virtual environment of its own under `node_modules/.cache`.
 * `node test/kit/python.ts NAME` installs one, so that nobody has to wait for it later.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const tools = { moto: 'moto[server]==5.2.5', 'cfn-lint': 'cfn-lint==1.58.0' } as const

/** The name of a tool, as its folder has it. */
export type Tool = keyof typeof tools

/**
 * Installs a tool where it is not there yet.
 * @returns the folder of its programs
 * @throws Error that names it, where it cannot be had
 */
export function installed(tool: Tool): string {
  const home = join(import.meta.dirname, '../../node_modules/.cache', tool)
  const programs = join(home, 'bin')
  const done = join(home, '.installed')
  if (existsSync(done)) return programs
  try {
    rmSync(home, { recursive: true, force: true })
    mkdirSync(home, { recursive: true })
    execFileSync('python3', ['-m', 'venv', home], { stdio: 'pipe' })
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', tools[tool]]
    execFileSync(join(programs, 'python'), pip, { stdio: 'pipe' })
    writeFileSync(done, tools[tool])
    return programs
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${tools[tool]} could not be installed: ${reason}`, { cause })
  }
}

const isTool = (name: string): name is Tool => Object.hasOwn(tools, name)

if (import.meta.main) for (const name of process.argv.slice(2)) if (isTool(name)) installed(name)
