import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

/** What a whole process took, from its start to its end, its own children included. */
export interface Taken {
  /** user and system time */
  readonly cpuSeconds: number
  readonly wallSeconds: number
  /** of resident memory */
  readonly peakMb: number
}

/** A command with its arguments, and what it may answer with. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** exit codes that are no failure; default 0 */
  readonly codes?: readonly number[]
}

const ticksPerSecond = 100
const pollMs = 2

/** CPU time of all children that have ended, in seconds; Linux tells it in hundredths. */
function childrenCpu(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond
}

function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

/** Runs a command to its end, and measures it. */
export async function measure({ file, args, environment = {}, codes = [0] }: Command): Promise<Taken> {
  const cpu = childrenCpu()
  const start = performance.now()
  const child = spawn(file, [...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  let peakMb = 0
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const state = { running: true }
  void ended.then(() => {
    state.running = false
  })
  while (state.running) {
    peakMb = Math.max(peakMb, peakOf(child.pid))
    await Promise.race([ended, setTimeout(pollMs)])
  }
  const wallSeconds = (performance.now() - start) / 1000
  const code = await ended
  if (code === null || !codes.includes(code)) throw new Error(`${file} ${args.join(' ')} ended with ${code}:\n${said}`)
  return { cpuSeconds: childrenCpu() - cpu, wallSeconds, peakMb }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** The medians of several rounds. */
const typical = (rounds: readonly Taken[]): Taken => ({
  cpuSeconds: median(rounds.map(({ cpuSeconds }) => cpuSeconds)),
  wallSeconds: median(rounds.map(({ wallSeconds }) => wallSeconds)),
  peakMb: median(rounds.map(({ peakMb }) => peakMb)),
})

/** One of those that are compared: what it does before each round, uncounted, and the command that counts. */
export interface Contender {
  readonly name: string
  readonly prepare?: () => Promise<void>
  readonly command: Command
}

/** Lets all of them run by turns, several rounds, so that whatever else the machine does hits all alike. */
export async function byTurns(contenders: readonly Contender[], rounds: number): Promise<ReadonlyMap<string, Taken>> {
  const taken = new Map<string, Taken[]>(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const { name, prepare, command } of contenders) {
      await prepare?.()
      taken.get(name)?.push(await measure(command))
    }
  return new Map([...taken].map(([name, all]) => [name, typical(all)]))
}
