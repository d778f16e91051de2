import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SaxesParser } from 'saxes'
import { beforeEach, describe, expect, it } from 'vitest'
import { cronTime } from '../../lib/schedule/cron.ts'
import type { Job, Machine, Ran } from '../../lib/schedule/job.ts'
import { thisMachine } from '../../lib/schedule/machine.ts'
import { schedulerOf } from '../../lib/schedule/scheduler.ts'
import { serviceUnit } from '../../lib/schedule/systemd.ts'
import { quoted } from '../../lib/schedule/windows.ts'
import { temporaryFolder } from '../support/folder.ts'

const job: Job = {
  name: 'order-sync-acme',
  description: 'Carries order states: 100 % & more',
  command: ['/opt/order-sync', 'run', '--folder', '/srv/it\'s 100 % "here"'],
  directory: '/srv/a b',
  everyMinutes: 5,
}

let home: string
let programs: string
beforeEach(() => {
  home = temporaryFolder()
  programs = join(home, 'bin')
  mkdirSync(programs)
})

/** A program of the machine, which notes how it was called. */
function program(name: string, script: string): void {
  writeFileSync(join(programs, name), `#!/bin/sh\necho "${name} $*" >> "${home}/calls"\n${script}\n`)
  chmodSync(join(programs, name), 0o755)
}
const calls = (): string[] => readFileSync(join(home, 'calls'), 'utf8').trimEnd().split('\n')
const machine = (): Machine => thisMachine({ PATH: `${programs}:/usr/bin:/bin`, HOME: home }, home)

/** A crontab as cron has it: whoever has none is told so. */
function cron(): void {
  program('systemctl', 'exit 1')
  program(
    'crontab',
    `if [ "$1" = -l ]; then [ -f "${home}/tab" ] && exec cat "${home}/tab"; echo "no crontab for user" >&2; exit 1; fi; cat > "${home}/tab"`,
  )
}
const tab = (): string => readFileSync(join(home, 'tab'), 'utf8')

describe('on cron', () => {
  beforeEach(cron)
  const scheduler = () => schedulerOf(machine(), 'linux')

  it('adds a line, replaces it, shows it, and removes it, and leaves the lines of others as they are', async () => {
    writeFileSync(join(home, 'tab'), '# mine\n0 1 * * * backup\n')
    const { install, show, remove } = await scheduler()
    await install(job)
    await install({ ...job, everyMinutes: 10 })
    const [, , mark, line = ''] = tab().trimEnd().split('\n')
    expect(tab().trimEnd().split('\n')).toHaveLength(4)
    expect(mark).toBe('# order-sync: order-sync-acme')
    expect(line).toMatch(/^\*\/10 \* \* \* \* cd '\/srv\/a b' && '\/opt\/order-sync' 'run' /)
    expect(await show(job.name)).toBe(line)
    expect(await remove(job.name)).toBe(true)
    expect(tab()).toBe('# mine\n0 1 * * * backup\n')
    expect([await remove(job.name), await show(job.name)]).toEqual([false, undefined])
  })

  it('begins a crontab where there is none, and its line means the command to cron and the shell', async () => {
    const directory = join(home, "it's 50 %")
    mkdirSync(directory)
    const args = ["it's", 'a "b" $HOME `x` \\', '100 %', 'ěšč']
    await (await scheduler()).install({
      ...job,
      directory,
      command: ['/bin/sh', '-c', 'printf "%s\\n" "$PWD" "$@" > out', 'sh', ...args],
    })
    const line = tab().trimEnd().split('\n').at(-1) ?? ''
    // cron: the sixth field to the end, a backslash before % taken away
    const command = line.split(' ').slice(5).join(' ')
    expect(command).not.toMatch(/(?<!\\)%/)
    execFileSync('/bin/sh', ['-c', command.replaceAll('\\%', '%')])
    expect(readFileSync(join(directory, 'out'), 'utf8').split('\n')).toEqual([directory, ...args, ''])
  })

  it('says so where there is no cron either', async () => {
    const bare = thisMachine({ PATH: join(home, 'none') }, home)
    await expect((await schedulerOf(bare, 'linux')).install(job)).rejects.toThrow(
      'Could not use crontab: there is no such program. There is neither systemd nor cron here',
    )
  })

  it('does not take a crontab that cannot be read for an empty one', async () => {
    program('crontab', 'echo "permission denied" >&2; exit 1')
    await expect((await scheduler()).install(job)).rejects.toThrow('Could not use crontab: permission denied')
    expect(calls().filter((call) => call.startsWith('crontab'))).toEqual(['crontab -l'])
  })

  it.each([
    [1, '*/1 * * * *'],
    [5, '*/5 * * * *'],
    [60, '0 */1 * * *'],
    [90, '0 */2 * * *'],
    [1440, '0 0 * * *'],
  ])('every %i minutes is %s', (minutes, time) => {
    expect(cronTime(minutes)).toBe(time)
  })
})

describe('on systemd', () => {
  beforeEach(() => {
    program('systemctl', '[ "$2" = list-timers ] && echo "NEXT LEFT"; exit 0')
    program('loginctl', 'exit 0')
  })
  const unit = (ending: string) => join(home, '.config/systemd/user', `order-sync-acme.${ending}`)

  it('installs a timer, shows it, and removes it', async () => {
    const { install, show, remove } = await schedulerOf(machine(), 'linux')
    expect(await install(job)).toEqual([])
    expect(readFileSync(unit('timer'), 'utf8')).toContain('\nOnUnitActiveSec=5min\n')
    expect(readFileSync(unit('service'), 'utf8')).toContain(
      `ExecStart="/opt/order-sync" "run" "--folder" "/srv/it's 100 %% \\"here\\""\n`,
    )
    expect(statSync(unit('service')).mode & 0o077).toBe(0)
    expect(await show(job.name)).toMatch(/^NEXT LEFT\n\n\[Unit\]/)
    expect(await remove(job.name)).toBe(true)
    expect([existsSync(unit('timer')), existsSync(unit('service'))]).toEqual([false, false])
    expect([await remove(job.name), await show(job.name)]).toEqual([false, undefined])
    expect(calls().filter((call) => !call.includes('show-environment'))).toEqual([
      'systemctl --user daemon-reload',
      'systemctl --user enable order-sync-acme.timer',
      'systemctl --user restart order-sync-acme.timer',
      'loginctl enable-linger',
      'systemctl --user list-timers --all --no-pager order-sync-acme.timer',
      'systemctl --user disable --now order-sync-acme.timer',
      'systemctl --user daemon-reload',
    ])
  })

  it('says what to do where its user may not linger', async () => {
    program('loginctl', 'exit 1')
    expect(await (await schedulerOf(machine(), 'linux')).install(job)).toEqual([
      expect.stringContaining('sudo loginctl enable-linger'),
    ])
  })

  it('doubles what systemd would replace', () => {
    expect(serviceUnit({ ...job, command: ['/a', '$HOME', '%h', 'a\\b'] })).toContain('"/a" "$$HOME" "%%h" "a\\\\b"')
  })
})

describe('on Windows', () => {
  const answered = (code: number, out = ''): Ran => ({ code, out, err: '' })
  function windows(answer: (args: readonly string[]) => Ran) {
    const ran: string[][] = []
    const files = new Map<string, string>()
    const machine: Machine = {
      home: 'C:\\Users\\erp',
      run: async (name, args) => {
        ran.push([name, ...args])
        return answer(args)
      },
      write: async (file, content) => void files.set(file, Buffer.from(content).toString('utf16le')),
      read: async (file) => files.get(file),
      remove: async (file) => void files.delete(file),
    }
    return { machine, ran, files }
  }
  const command = ['C:\\Program Files\\order-sync.exe', 'run', '--folder', 'D:\\data & "co"\\'] as const

  it('makes a hidden task of XML that Windows reads, without a password and without the key', async () => {
    let xml = ''
    const { machine, ran, files } = windows(() => {
      xml = [...files.values()][0] ?? ''
      return answered(0)
    })
    await (await schedulerOf(machine, 'win32')).install({ ...job, command })
    expect(ran[0]?.slice(0, 5)).toEqual(['schtasks.exe', '/Create', '/TN', '\\order-sync\\order-sync-acme', '/XML'])
    expect(xml.startsWith('\uFEFF<?xml version="1.0" encoding="UTF-16"?>')).toBe(true)
    const texts = new Map<string, string>()
    let open = ''
    const parser = new SaxesParser()
    parser.on('error', (error) => {
      throw error
    })
    parser.on('opentag', ({ name }) => {
      open = name
    })
    parser.on('text', (text) => void (text.trim() !== '' && texts.set(open, text)))
    parser.write(xml.slice(1)).close()
    expect(Object.fromEntries(texts)).toMatchObject({
      Interval: 'PT5M',
      LogonType: 'S4U',
      Hidden: 'true',
      MultipleInstancesPolicy: 'IgnoreNew',
      Command: command[0],
      Arguments: 'run --folder "D:\\data & \\"co\\"\\\\"',
      WorkingDirectory: job.directory,
      Description: job.description,
    })
    expect(files.size).toBe(0)
  })

  it('says to start as administrator where Windows refuses', async () => {
    const { machine } = windows(() => ({ code: 1, out: '', err: 'ERROR: Access is denied.\r\n' }))
    await expect((await schedulerOf(machine, 'win32')).install(job)).rejects.toThrow(
      'Could not use schtasks.exe: ERROR: Access is denied. Open the terminal with "Run as administrator"',
    )
  })

  it('removes and shows what is there', async () => {
    const there = windows((args) => answered(0, args.includes('/V') ? 'Task To Run: x\r\n' : ''))
    const scheduler = await schedulerOf(there.machine, 'win32')
    expect([await scheduler.show(job.name), await scheduler.remove(job.name)]).toEqual(['Task To Run: x', true])
    const none = await schedulerOf(windows(() => answered(1)).machine, 'win32')
    expect([await none.show(job.name), await none.remove(job.name)]).toEqual([undefined, false])
  })

  it.each([
    ['plain', 'plain'],
    ['', '""'],
    ['a b', '"a b"'],
    ['a"b', '"a\\"b"'],
    ['a\\b', 'a\\b'],
    ['a b\\', '"a b\\\\"'],
    ['a\\" b', '"a\\\\\\" b"'],
  ])('writes the argument %j as %s', (argument, written) => {
    expect(quoted(argument)).toBe(written)
  })
})
