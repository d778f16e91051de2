import { OrderSyncError } from '../errors.ts'
import { presets } from '../settings/presets/index.ts'
import { helpTexts } from '../text/help.ts'
import type { Answer, Command } from './command.ts'
import { type HelpVoice, helpVoice } from './help.ts'
import type { Io } from './io.ts'
import { zoneHere } from './zone.ts'

/** A command as a shell completes it. */
interface Completed {
  readonly name: string
  readonly summary: string
  readonly options: readonly { readonly flag: string; readonly summary: string; readonly takesFile: boolean }[]
  /** words that may follow */
  readonly words: readonly string[]
}

/** Words that follow a command or an option, where they are known. */
const known: Readonly<Record<string, readonly string[]>> = {
  schedule: ['install', 'remove', 'show'],
  key: ['set'],
  completion: ['bash', 'zsh', 'fish', 'powershell'],
  '--preset': Object.keys(presets),
  '--language': ['cs', 'sk', 'en'],
  '--api': ['v2', 'state-update'],
  '--rows': ['all'],
}

const flagOf = (name: string): string => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

const completed = ({ name, summary, options }: Command, { say }: HelpVoice): Completed => ({
  name,
  summary: say(summary),
  options: Object.entries(options).map(([key, { value, summary: about }]) => ({
    flag: flagOf(key),
    summary: say(about),
    takesFile: value === '<file>' || value === '<dir>',
  })),
  words: known[name] ?? [],
})

/** `completion SHELL`: a script that a shell reads, so that it completes commands, options and their words. */
export const completion =
  (commands: readonly Command[]) =>
  async (_options: object, io: Io, [shell = '']: readonly string[]): Promise<Answer> => {
    const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined
    if (script === undefined)
      throw new OrderSyncError({
        kind: 'usage',
        attempted: 'make a completion for',
        subject: `"${shell}"`,
        ended: 'it is bash, zsh, fish or powershell',
      })
    const help = helpVoice(await helpTexts(zoneHere({}, io).language))
    const text = script(commands.map((one) => completed(one, help)))
    return { value: { shell, script: text }, text: () => text }
  }

const lists = Object.entries(known).filter(([name]) => name.startsWith('--'))
/** A text in single quotes of sh. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
const flags = ({ options }: Completed): string => options.map(({ flag }) => flag).join(' ')

const bash = (commands: readonly Completed[]): string => `# order-sync completion bash >> ~/.bashrc
_order_sync() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')} --help --version" -- "$word"))
    return
  fi
  case "$before" in
${lists.map(([flag, words]) => `    ${flag}) COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$word")); return ;;`).join('\n')}
  esac
  case "$command" in
${commands.map((one) => `    ${one.name}) words="${[...one.words, flags(one), '--help'].join(' ').trim()}" ;;`).join('\n')}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) COMPREPLY=($(compgen -W "\${words//--*/}" -- "$word") $(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _order_sync order-sync`

const zsh = (commands: readonly Completed[]): string => `#compdef order-sync
# order-sync completion zsh > "\${fpath[1]}/_order-sync"
_order_sync() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary.replaceAll(':', '\\:')}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case "$words[1]" in
${commands.map(zshCase).join('\n')}
  esac
}
if [ "$funcstack[1]" = "_order-sync" ]; then _order_sync; else compdef _order_sync order-sync; fi`

const zshCase = ({ name, options, words }: Completed): string => {
  const specs = options.map(({ flag, summary }) => {
    const list = known[flag]
    const action = list === undefined ? '_files' : `(${list.join(' ')})`
    return quoted(`${flag}[${summary.replaceAll(/[[\]:]/g, ' ')}]:value:${action}`)
  })
  const rest = words.length === 0 ? '_files' : `(${words.join(' ')})`
  return `    ${name}) _arguments ${[...specs, quoted(`*:word:${rest}`)].join(' ')} ;;`
}

const fish = (commands: readonly Completed[]): string =>
  [
    '# order-sync completion fish > ~/.config/fish/completions/order-sync.fish',
    ...commands.map(
      ({ name, summary }) => `complete -c order-sync -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ),
    ...commands.flatMap(({ name, options, words }) => [
      ...words.map((word) => `complete -c order-sync -n '__fish_seen_subcommand_from ${name}' -f -a ${word}`),
      ...options.map(({ flag, summary, takesFile }) => {
        const list = known[flag]
        const values = list === undefined ? (takesFile ? ' -r -F' : '') : ` -x -a ${quoted(list.join(' '))}`
        return `complete -c order-sync -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}${values} -d ${quoted(summary)}`
      }),
    ]),
  ].join('\n')

const powershell = (commands: readonly Completed[]): string => `# order-sync completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName order-sync -ScriptBlock {
  param($word, $ast, $position)
  $words = @{
${commands.map((one) => `    '${one.name}' = '${[...one.words, flags(one)].join(' ').trim()}'`).join('\n')}
  }
  $lists = @{
${lists.map(([flag, values]) => `    '${flag}' = '${values.join(' ')}'`).join('\n')}
  }
  $typed = @($ast.CommandElements | ForEach-Object { $_.ToString() })
  $before = if ($word -eq '') { $typed[-1] } elseif ($typed.Count -gt 1) { $typed[-2] } else { '' }
  $choices = if ($lists.ContainsKey($before)) { $lists[$before] }
    elseif ($typed.Count -gt 1 -and $words.ContainsKey($typed[1])) { $words[$typed[1]] + ' --help' }
    else { '${commands.map(({ name }) => name).join(' ')} --help --version' }
  $choices -split ' ' | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}`

const scripts: Readonly<Record<string, (commands: readonly Completed[]) => string>> = { bash, zsh, fish, powershell }
