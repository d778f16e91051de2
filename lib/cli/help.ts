import { type Command as CommanderCommand, Help } from 'commander'
import type { HelpText, HelpTexts } from '../text/help.ts'

/** What a user types first, and what it does. */
const first: Readonly<Record<keyof HelpTexts['first'], string>> = {
  demo: 'two days of a shop, against a simulated one',
  init: 'set a shop up from one export of the ERP',
  plan: 'what a run would change; writes and sends nothing',
  run: 'post what changed',
  status: 'what happened, and what waits for you',
  console: 'all of it in a browser, with the buttons to decide',
  'plan --help': 'more about one command, with examples',
}

/** What `--help` says beside the commands, in English. */
const english = {
  description: 'Carries order states from ERP exports into an Upgates shop: only what changed, never twice.',
  examples: 'Examples:',
  version: 'output the version number',
  help: 'display help for command',
  first,
  exitCodes:
    'Exit codes: 0 done or nothing to do, 1 failed, 2 wrong usage or settings, 3 held, 4 done, but something was refused',
} as const

/** How `--help` speaks. */
export interface HelpVoice {
  /** a sentence about a command or an option */
  readonly say: (sentence: HelpText) => string
  /** a list of commands to type, each as it stands behind `order-sync` */
  readonly examples: (commands: readonly string[]) => string
  /** sets up what the program says of itself; comes before its commands are added */
  prepare(program: CommanderCommand, version: string): void
}

/** @param texts of another language; absent: English */
export function helpVoice(texts: HelpTexts | undefined): HelpVoice {
  const said = texts ?? english
  return {
    say: (sentence) => texts?.sentences[sentence] ?? sentence,
    examples: (commands) => [`\n${said.examples}`, ...commands.map((one) => `  order-sync ${one}`)].join('\n'),
    prepare: (program, version) => {
      program
        .description(said.description)
        .version(version, '-V, --version', said.version)
        .helpOption('-h, --help', said.help)
        .helpCommand('help [command]', said.help)
        .addHelpText('after', `${firstCommands(said)}\n\n${said.exitCodes}`)
      if (texts !== undefined) program.configureHelp(inLanguage(texts))
    },
  }
}

const firstCommands = ({ examples, first: commands }: Pick<HelpTexts, 'examples' | 'first'>): string =>
  [
    `\n${examples}`,
    ...Object.entries(commands).map(([name, what]) => {
      const typed = name === 'init' ? 'init orders.xml' : name
      return `  order-sync ${typed.padEnd(27)} ${what}`
    }),
  ].join('\n')

/** What commander writes by itself, in another language. */
function inLanguage({ titles, values, usual }: HelpTexts): Partial<Help> {
  const usually = new Help()
  const known = new Map<string, string>(Object.entries(titles))
  const valued = (term: string): string =>
    term.replaceAll(/([<[])([a-z]+)(\.{3})?([>\]])/g, (_, open: string, name: string, more = '', end: string) =>
      [open, values[name] ?? name, more, end].join(''),
    )
  return {
    styleTitle: (title) => known.get(title) ?? title,
    commandUsage: (command) => valued(usually.commandUsage(command)),
    subcommandTerm: (command) => valued(usually.subcommandTerm(command)),
    optionTerm: (option) => valued(usually.optionTerm(option)),
    argumentTerm: (argument) => valued(usually.argumentTerm(argument)),
    optionDescription: (option) => usually.optionDescription(option).replace(/\(default: /, `(${usual} `),
  }
}
