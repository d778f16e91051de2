import { readFileSync, readlinkSync } from 'node:fs'
import { hostname, uptime } from 'node:os'
import * as z from 'zod/mini'
import { systemClock } from '../system.ts'

/** Who holds a lease. On AWS the host is the function's log stream. */
export const holderSchema = z.object({
  host: z.string(),
  pid: z.int(),
  /** boot and start of the process, where the system tells */
  startedAt: z.optional(z.string()),
  /** the namespace that `pid` counts in, where the system tells: two containers may share a host name */
  pidNamespace: z.optional(z.string()),
})

export type Holder = z.infer<typeof holderSchema>

/** This process, as the holder of a lease. */
export function thisProcess(): Holder {
  const startedAt = startOf(process.pid)
  const pidNamespace = namespaceOfPids()
  return {
    host: hostname(),
    pid: process.pid,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(pidNamespace === undefined ? {} : { pidNamespace }),
  }
}

/**
 * Whether the holder was a process of this machine, boot and container which is surely gone. A reused process id is told
 * apart where the system tells; where in doubt, it is not gone, and its lease runs out.
 */
export function isProcessGone(holder: Holder): boolean {
  if (holder.host !== hostname() || holder.pidNamespace !== namespaceOfPids()) return false
  if (!isSameBoot(bootOf(holder.startedAt), bootOf(startOf(process.pid)))) return false
  if (!isAlive(holder.pid)) return true
  const startedAt = startOf(holder.pid)
  // without /proc, nobody can tell when another process began
  return process.platform === 'linux' && startedAt !== undefined && startedAt !== holder.startedAt
}

/** Another boot is another machine of the same name as likely as this one before. */
const bootOf = (startedAt: string | undefined): string | undefined => startedAt?.split('/')[0]

/** Two looks at when a machine was booted differ by so much, in seconds. */
const bootSkew = 5
const bootTime = /^booted-(\d+)$/

function isSameBoot(theirs: string | undefined, ours: string | undefined): boolean {
  if (theirs === undefined || ours === undefined) return false
  const [then, now] = [bootTime.exec(theirs)?.[1], bootTime.exec(ours)?.[1]]
  return then === undefined || now === undefined ? theirs === ours : Math.abs(Number(then) - Number(now)) <= bootSkew
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Start of a process in clock ticks since boot, with the boot's id, as Linux tells it; elsewhere when the machine was
 * booted.
 */
function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return `booted-${Math.round(systemClock.now() / 1000 - uptime())}/`
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(/\s+/)
    const state = fields[0] === 'Z' ? 'gone' : fields[19]
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${state}`
  } catch {
    return undefined
  }
}

function namespaceOfPids(): string | undefined {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return undefined
  }
}
