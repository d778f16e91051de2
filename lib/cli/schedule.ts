import { homedir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { isSea } from 'node:sea'
import { OrderSyncError } from '../errors.ts'
import type { TerminalVoice } from '../print/voice.ts'
import type { Job, Machine, Scheduler } from '../schedule/job.ts'
import { thisMachine } from '../schedule/machine.ts'
import { schedulerOf } from '../schedule/scheduler.ts'
import { loadSettings } from '../settings/load.ts'
import { createEnvironmentSecrets } from '../storage/environment-secrets.ts'
import type { TerminalTexts } from '../text/terminal.ts'
import type { Answer } from './command.ts'
import type { Io } from './io.ts'
import { voiceHere } from './language.ts'

interface Flags {
  readonly settings: string
  readonly folder: string | undefined
  readonly bucket: string | undefined
  readonly every: number
}

/** `schedule install | remove | show`: has this machine run the sync every few minutes, for this user. */
export async function schedule(flags: Flags, io: Io, [what]: readonly string[]): Promise<Answer> {
  const settings = await loadSettings(flags.settings)
  const { shop } = settings
  const voice = await voiceHere(settings, io)
  const name = `order-sync-${shop}`
  const machine = thisMachine(io.environment, homedir())
  const scheduler = await schedulerOf(machine, process.platform)
  if (what === 'install') return install(await jobOf(name, flags, { io, machine }), scheduler, voice)
  if (what === 'remove') return remove(name, { scheduler, machine }, voice)
  if (what === 'show') return show(name, scheduler, voice.texts.serve)
  throw new OrderSyncError({
    kind: 'usage',
    attempted: 'do',
    subject: `schedule ${what}`,
    ended: 'it is install, remove or show',
  })
}

type Said = TerminalTexts['serve']

async function install(job: Job, scheduler: Scheduler, { texts, say }: TerminalVoice): Promise<Answer> {
  const notes = await scheduler.install(job)
  const { name, everyMinutes, command } = job
  return {
    value: { name, everyMinutes, command, scheduler: scheduler.describe(name), notes },
    text: () =>
      [
        texts.serve.schedule(everyMinutes, say(scheduler.describe(name))),
        `  ${command.join(' ')}`,
        ...notes.map(say),
        texts.serve.scheduleHow,
      ].join('\n'),
  }
}

async function remove(
  name: string,
  { scheduler, machine }: { readonly scheduler: Scheduler; readonly machine: Machine },
  { texts: { serve }, say }: TerminalVoice,
): Promise<Answer> {
  const removed = await scheduler.remove(name)
  await machine.remove(keyFile(machine, name))
  return {
    value: { name, removed },
    text: () => (removed ? serve.unscheduled(say(scheduler.describe(name))) : serve.nothingScheduled),
  }
}

async function show(name: string, scheduler: Scheduler, texts: Said): Promise<Answer> {
  const said = await scheduler.show(name)
  return {
    value: { name, scheduled: said !== undefined, said: said ?? null },
    text: () => (said === undefined ? texts.scheduleIt : said),
  }
}

/** Where the key of a scheduled shop is kept: in a file that its user alone may read. */
const keyFile = ({ home }: Machine, name: string): string =>
  process.platform === 'win32'
    ? join(home, 'AppData', 'Local', 'order-sync', `${name}.key`)
    : join(home, '.config/order-sync', `${name}.key`)

/** This program, as it was started: the executable itself, or Node with its script. */
const thisProgram = (): [string, ...string[]] =>
  isSea() ? [process.execPath] : [process.execPath, resolve(process.argv[1] ?? '')]

async function jobOf(
  name: string,
  flags: Flags,
  { io, machine }: { readonly io: Io; readonly machine: Machine },
): Promise<Job> {
  const place =
    flags.bucket === undefined
      ? ['--folder', resolve(flags.folder ?? './data'), '--key-file', await keepKey(name, io, machine)]
      : ['--bucket', flags.bucket]
  return {
    name,
    description: 'Carries order states from ERP exports into an Upgates shop.',
    command: [...thisProgram(), 'run', '--settings', resolve(flags.settings), ...place],
    directory: process.cwd(),
    everyMinutes: flags.every,
  }
}

/** Keeps the key of the environment for the scheduled runs, which have none. Returns where. */
async function keepKey(name: string, { environment }: Io, machine: Machine): Promise<string> {
  const { value } = await createEnvironmentSecrets(environment).apiKey()
  const file = keyFile(machine, name)
  await machine.write(file, `${value}\n`)
  if (process.platform === 'win32')
    await machine.run('icacls.exe', [file, '/inheritance:r', '/grant:r', `${userInfo().username}:F`])
  return file
}
