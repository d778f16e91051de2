import { join } from 'node:path'
import { failure } from './failure.ts'
import type { Job, Machine, Scheduler } from './job.ts'

const program = 'schtasks.exe'
const pathOf = (name: string): string => `\\order-sync\\${name}`

/** Windows' task scheduler: a hidden task that runs whether or not its user is logged on, without a window. */
export const windowsTasks = (machine: Machine): Scheduler => ({
  describe: (name) => `Windows' task scheduler (${pathOf(name)})`,
  async install(job) {
    const file = join(machine.home, 'AppData', 'Local', 'order-sync', `${job.name}.xml`)
    // schtasks wants UTF-16 with its mark
    await machine.write(file, Buffer.from(`\uFEFF${taskXml(job)}`, 'utf16le'))
    const ran = await machine.run(program, ['/Create', '/TN', pathOf(job.name), '/XML', file, '/F'])
    if (ran.code !== 0) throw failure(program, ran, 'Open the terminal with "Run as administrator", and try again.')
    await machine.remove(file)
    return []
  },
  async remove(name) {
    if (!(await exists(machine, name))) return false
    const ran = await machine.run(program, ['/Delete', '/TN', pathOf(name), '/F'])
    if (ran.code !== 0) throw failure(program, ran, 'Open the terminal with "Run as administrator", and try again.')
    return true
  },
  async show(name) {
    const ran = await machine.run(program, ['/Query', '/TN', pathOf(name), '/V', '/FO', 'LIST'])
    return ran.code === 0 ? ran.out.trim() : undefined
  },
})

const exists = async (machine: Machine, name: string): Promise<boolean> =>
  (await machine.run(program, ['/Query', '/TN', pathOf(name)])).code === 0

/**
 * The task, as schtasks /XML reads it. S4U: nobody has to be logged on, no password is stored, and no window opens.
 * A run that is still going is not started again.
 */
function taskXml({ description, command: [file, ...args], directory, everyMinutes }: Job): string {
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>${xml(description)}</Description></RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <StartBoundary>2020-01-01T00:00:00</StartBoundary>
      <Repetition><Interval>PT${everyMinutes}M</Interval></Repetition>
    </TimeTrigger>
  </Triggers>
  <Principals><Principal id="Author"><LogonType>S4U</LogonType><RunLevel>LeastPrivilege</RunLevel></Principal></Principals>
  <Settings>
    <Hidden>true</Hidden>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <StartWhenAvailable>true</StartWhenAvailable>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT1H</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${xml(file)}</Command>
      <Arguments>${xml(args.map(quoted).join(' '))}</Arguments>
      <WorkingDirectory>${xml(directory)}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
`
}

/** An argument as Windows' programs take their command line apart. */
export const quoted = (arg: string): string =>
  /^[^\s"]+$/.test(arg) ? arg : `"${arg.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const xml = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character)
