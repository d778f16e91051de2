import { join } from 'node:path'
import { failure } from './failure.ts'
import type { Job, Machine, Ran, Scheduler } from './job.ts'

const systemctl = (machine: Machine, ...args: string[]): Promise<Ran> => machine.run('systemctl', ['--user', ...args])

/** Whether the user has a systemd of their own. */
export const hasSystemd = async (machine: Machine): Promise<boolean> =>
  (await systemctl(machine, 'show-environment')).code === 0

const files = ({ home }: Machine, name: string) => {
  const folder = join(home, '.config/systemd/user')
  return { service: join(folder, `${name}.service`), timer: join(folder, `${name}.timer`) }
}

/** A timer of the user's systemd. */
export const systemdTimers = (machine: Machine): Scheduler => ({
  describe: (name) => `systemd (${name}.timer)`,
  async install(job) {
    const { service, timer } = files(machine, job.name)
    await machine.write(service, serviceUnit(job))
    await machine.write(timer, timerUnit(job))
    for (const args of [['daemon-reload'], ['enable', `${job.name}.timer`], ['restart', `${job.name}.timer`]]) {
      const ran = await systemctl(machine, ...args)
      if (ran.code !== 0) throw failure(`systemctl --user ${args.join(' ')}`, ran)
    }
    const lingers = await machine.run('loginctl', ['enable-linger'])
    return lingers.code === 0
      ? []
      : ['It runs while you are logged in. For runs at any time: sudo loginctl enable-linger "$USER"']
  },
  async remove(name) {
    const { service, timer } = files(machine, name)
    if ((await machine.read(timer)) === undefined) return false
    const ran = await systemctl(machine, 'disable', '--now', `${name}.timer`)
    if (ran.code !== 0) throw failure(`systemctl --user disable --now ${name}.timer`, ran)
    await machine.remove(timer)
    await machine.remove(service)
    await systemctl(machine, 'daemon-reload')
    return true
  },
  async show(name) {
    const { service, timer } = files(machine, name)
    if ((await machine.read(timer)) === undefined) return undefined
    const { out } = await systemctl(machine, 'list-timers', '--all', '--no-pager', `${name}.timer`)
    return `${out.trim()}\n\n${await machine.read(service)}`.trim()
  },
})

/** What the timer starts. Exit codes 3 and 4 say that something waits for a person, not that the run failed. */
export const serviceUnit = ({ description, command, directory }: Job): string => `[Unit]
Description=${literal(description)}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory=${literal(directory)}
ExecStart=${command.map(word).join(' ')}
SuccessExitStatus=3 4
TimeoutStartSec=1h
`

const timerUnit = ({ description, everyMinutes }: Job): string => `[Unit]
Description=${literal(description)}

[Timer]
OnActiveSec=1min
OnUnitActiveSec=${everyMinutes}min
AccuracySec=15s

[Install]
WantedBy=timers.target
`

const literal = (text: string): string => text.replaceAll('%', '%%').replaceAll('\n', ' ')

/** A word of a command line as systemd reads it. */
const word = (text: string): string =>
  `"${literal(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('$', '$$$$')}"`
