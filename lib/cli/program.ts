import { Command as CommanderCommand, CommanderError, InvalidArgumentError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { OrderSyncError, reasonOf } from '../errors.ts'
import { visible } from '../printable.ts'
import type { HelpTexts } from '../text/help.ts'
import type { Zone } from '../text/time.ts'
import type { Answer, Command, Option } from './command.ts'
import { commands } from './commands.ts'
import { errorValue, exitCodes } from './exit-codes.ts'
import { type HelpVoice, helpVoice } from './help.ts'
import type { Io } from './io.ts'
import { type Given, withPlace } from './suggest.ts'

/**
 * Runs one command.
 * @returns the exit code: 0 done or nothing to do, 1 failed, 2 wrong usage or settings, 3 held, 4 done, but records or
 * orders were refused
 */
export async function main(args: readonly string[], terminal: Io): Promise<number> {
  let zone: Zone | undefined
  const remember = (spoken: Zone): void => {
    zone = spoken
  }
  const io = namingSafely({ ...terminal, spoken: remember }, args)
  let code: number = exitCodes.done
  let given: Given = {}
  let complaint = ''
  const help = helpVoice(await helpTextsFor(args, io))
  const program = new CommanderCommand('order-sync').exitOverride().configureOutput({
    writeOut: (text) => io.out(text.trimEnd()),
    writeErr: (text) => {
      complaint += text
    },
  })
  help.prepare(program, packageJson.version)
  for (const command of mayBeMeant(args)) {
    added(program, command, help).action(async (...parsed: unknown[]) => {
      // commander calls with the arguments, the options and itself
      const words = parsed
        .slice(0, -2)
        .flat()
        .filter((word) => word !== undefined)
        .map(String)
      given = parsed.at(-2) as Given
      const answer = await command.run(given, io, words)
      code = typeof answer === 'number' ? answer : print(answer, given, io)
    })
  }
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    const code = await failed(error, { given, zone, complaint }, io)
    if (code !== exitCodes.done && args.includes('--json')) io.out(JSON.stringify(errorValue(error, code), null, 2))
    return code
  }
}

/** The command that is named, or all of them, for help and for whoever names none that there is. */
function mayBeMeant([name]: readonly string[]): readonly Command[] {
  const named = commands.filter((command) => command.name === name)
  return named.length > 0 ? named : commands
}

/** Shows what was given on the command line, as names of files may be, without line breaks of its own. */
function namingSafely(io: Io, args: readonly string[]): Io {
  const odd = args.filter((arg) => visible(arg) !== arg)
  const shown = (text: string): string => odd.reduce((said, arg) => said.replaceAll(arg, () => visible(arg)), text)
  return odd.length === 0 ? io : { ...io, out: (text) => io.out(shown(text)), err: (text) => io.err(shown(text)) }
}

/** The one place where an answer is printed, as JSON or for people. */
function print({ value, text, notes = [], code = exitCodes.done, next = {} }: Answer, given: Given, io: Io): number {
  const placed = (said: string): string => withPlace(said, { ...given, ...next }, commands)
  if (given.json === true) io.out(JSON.stringify(value, null, 2))
  else {
    for (const note of notes) io.err(placed(note))
    io.out(placed(text()))
  }
  return code
}

/** In the language of the environment, where help is asked for: no settings are read yet, and nobody else needs it. */
async function helpTextsFor(args: readonly string[], io: Io): Promise<HelpTexts | undefined> {
  if (args.length > 0 && !args.some((arg) => ['-h', '--help', 'help'].includes(arg))) return undefined
  const [{ zoneHere }, { helpTexts }] = await Promise.all([import('./zone.ts'), import('../text/help.ts')])
  return helpTexts(zoneHere({}, io).language)
}

function added(program: CommanderCommand, data: Command, help: HelpVoice): CommanderCommand {
  const { name, words, summary, options, examples } = data
  const command = program
    .command(words === undefined ? name : `${name} ${words}`)
    .description(help.say(summary))
    .addHelpText('after', help.examples(examples))
  for (const [key, option] of Object.entries(options)) addOption(command, { key, option }, help)
  return command
}

interface Named {
  readonly key: string
  readonly option: Option<unknown>
}

function addOption(command: CommanderCommand, { key, option }: Named, { say }: HelpVoice): void {
  const { value, summary, parse, required } = option
  const name = `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  const flags = value === undefined ? name : `${name} ${value}`
  const made = command.createOption(flags, say(summary)).makeOptionMandatory(required === true)
  if (parse !== undefined) made.argParser((written: string) => checked(parse, written))
  // the default of a switch needs no words in --help
  if (value === undefined) command.setOptionValue(key, false)
  else if (option.default !== undefined) made.default(option.default)
  command.addOption(made)
}

function checked(parse: (text: string) => unknown, text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new InvalidArgumentError(reasonOf(error))
  }
}

interface Known {
  readonly given: Given
  /** absent: no settings were read yet */
  readonly zone: Zone | undefined
  /** what is wrong with how the command was written, or its help */
  readonly complaint: string
}

/** Tells what went wrong, in the language of the settings, or else of the environment. */
async function failed(error: unknown, { given, zone, complaint }: Known, io: Io): Promise<number> {
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done
  // nothing of it is loaded where nothing goes wrong
  const [{ terminalVoice }, { zoneHere }, { fileTroubleOf }] = await Promise.all([
    import('../print/voice.ts'),
    import('./zone.ts'),
    import('../file-troubles.ts'),
  ])
  const { sayAsIs: say, texts } = await terminalVoice(zone ?? zoneHere({}, io), io)
  if (error instanceof CommanderError) {
    io.err(complaint.trimEnd().split('\n').map(sayIndented(say)).join('\n'))
    return exitCodes.usage
  }
  const known = error instanceof OrderSyncError ? error : unusablePath(error, fileTroubleOf(error))
  if (known === undefined) {
    io.err(texts.unexpected(say(reasonOf(error))))
    return exitCodes.failed
  }
  // no name may make a line of its own; of settings, every problem has one
  const message = known.message.replace(known.subject, () => visible(known.subject))
  io.err(withPlace(message.split('\n').map(sayIndented(say)).join('\n'), given, commands))
  return known.kind === 'usage' ? exitCodes.usage : exitCodes.failed
}

const sayIndented =
  (say: (message: string) => string) =>
  (line: string): string =>
    `${/^ */.exec(line)?.[0] ?? ''}${say(line.trimStart())}`

/** What the system says of a path that somebody has named. */
function unusablePath(error: unknown, ended: string | undefined): OrderSyncError | undefined {
  if (ended === undefined || !(error instanceof Error) || !('path' in error)) return undefined
  return new OrderSyncError({ kind: 'usage', attempted: 'use', subject: String(error.path), ended, cause: error })
}
