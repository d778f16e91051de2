import { failure } from './failure.ts'
import type { Job, Machine, Scheduler } from './job.ts'

const mark = (name: string): string => `# order-sync: ${name}`

/** A line of the user's crontab, below a comment that says whose it is. Other lines are left as they are. */
export const cronLines = (machine: Machine): Scheduler => ({
  describe: (name) => `cron (the line below "${mark(name)}")`,
  async install(job) {
    const others = without(await crontab(machine), job.name)
    await write(machine, `${others}${mark(job.name)}\n${cronLine(job)}\n`)
    return []
  },
  async remove(name) {
    const before = await crontab(machine)
    const after = without(before, name)
    if (after === before) return false
    await write(machine, after)
    return true
  },
  async show(name) {
    const lines = (await crontab(machine)).split('\n')
    const at = lines.indexOf(mark(name))
    return at === -1 ? undefined : lines[at + 1]
  },
})

async function crontab(machine: Machine): Promise<string> {
  const ran = await machine.run('crontab', ['-l'])
  if (ran.code === 0) return ran.out === '' || ran.out.endsWith('\n') ? ran.out : `${ran.out}\n`
  // whoever has none yet is told so by an exit code, too
  if (ran.code !== null && /no crontab/i.test(ran.err)) return ''
  throw failure('crontab', ran, 'There is neither systemd nor cron here: let another scheduler run "order-sync run".')
}

async function write(machine: Machine, lines: string): Promise<void> {
  const ran = await machine.run('crontab', ['-'], lines)
  if (ran.code !== 0) throw failure('crontab', ran)
}

function without(lines: string, name: string): string {
  const all = lines.split('\n')
  const at = all.indexOf(mark(name))
  return at === -1 ? lines : all.toSpliced(at, 2).join('\n')
}

/** The line of a job. What it prints is thrown away, or cron would mail it every few minutes: `runs/` and `status` have it. */
const cronLine = ({ command, directory, everyMinutes }: Job): string =>
  `${cronTime(everyMinutes)} cd ${word(directory)} && ${command.map(word).join(' ')} >/dev/null 2>&1`

/** Every so many minutes, as far as cron can say it: within the hour by minutes that divide it, else by whole hours. */
export function cronTime(everyMinutes: number): string {
  if (everyMinutes < 60) return `*/${everyMinutes} * * * *`
  const hours = Math.round(everyMinutes / 60)
  return hours >= 24 ? '0 0 * * *' : `0 */${hours} * * *`
}

/** A word as the shell reads it; `%` means a line end to cron. */
const word = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`.replaceAll('%', '\\%')
