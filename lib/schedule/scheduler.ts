import { cronLines } from './cron.ts'
import type { Machine, Scheduler } from './job.ts'
import { hasSystemd, systemdTimers } from './systemd.ts'
import { windowsTasks } from './windows.ts'

/** The scheduler that a machine has: the one of Windows, else systemd where the user has one, else cron. */
export async function schedulerOf(machine: Machine, platform: NodeJS.Platform): Promise<Scheduler> {
  if (platform === 'win32') return windowsTasks(machine)
  if (platform === 'linux' && (await hasSystemd(machine))) return systemdTimers(machine)
  return cronLines(machine)
}
