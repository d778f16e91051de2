import type { Option } from './command.ts'

type Commands = readonly {
  readonly name: string
  readonly options: Readonly<Record<string, Pick<Option<unknown>, 'default'>>>
}[]

/** The options that say what a command works on. */
const placeOptions = ['settings', 'folder', 'bucket', 'deployed', 'ownSettings'] as const

/** What the user gave, by option. */
export type Given = Readonly<Record<string, unknown>>

/**
 * Makes every command that a text suggests one that works on the same settings, folder or bucket as the command that
 * prints it: `order-sync plan` becomes `order-sync plan --folder /srv/one`. What is the default is not repeated.
 */
export function withPlace(text: string, given: Given, commands: Commands): string {
  return text.replaceAll(
    /\border-sync ([a-z]+(?:-[a-z]+)*)(?: (?:[0-9a-f]{12}|\d{8}T\d{6}Z-[a-z0-9]+))?(?![\w.-])/g,
    (suggested, name: string) => {
      const command = commands.find((one) => one.name === name)
      if (command === undefined) return suggested
      const options = placeOptions.flatMap((option) => written(option, given[option], command.options[option]))
      return [suggested, ...options].join(' ')
    },
  )
}

function written(name: string, value: unknown, option: Pick<Option<unknown>, 'default'> | undefined): string[] {
  if (option === undefined || value === undefined || value === false || value === option.default) return []
  const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  return value === true ? [flag] : [flag, quoted(String(value))]
}

/** A text as one word of a command line. */
function quoted(text: string): string {
  if (/^[\p{L}\p{N}_./:\\@=+,~-]+$/u.test(text) && (process.platform === 'win32' || !text.includes('\\'))) return text
  return process.platform === 'win32' ? `"${text}"` : `'${text.replaceAll("'", "'\\''")}'`
}
