import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Holder } from '../sync/state/lease.ts'

/** This process, as the holder of a lease. */
export function thisProcess(): Holder {
  const startedAt = startOf(process.pid)
  return { host: hostname(), pid: process.pid, ...(startedAt === undefined ? {} : { startedAt }) }
}

/** Whether the holder was a process of this machine which is surely gone; a reused process id is told apart where the system tells. */
export function isProcessGone(holder: Holder): boolean {
  if (holder.host !== hostname()) return false
  if (!isAlive(holder.pid)) return true
  const startedAt = startOf(holder.pid)
  return holder.startedAt !== undefined && startedAt !== undefined && startedAt !== holder.startedAt
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Start of a process in clock ticks since boot, with the boot's id, as Linux tells it. */
function startOf(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(/\s+/)
    if (fields[0] === 'Z') return 'gone'
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`
  } catch {
    return undefined
  }
}
