import type { HelpText } from '../text/help.ts'
import type { Io } from './io.ts'

/** An option of a command: what `--help` says about it, and how its text is read. */
export interface Option<Value> {
  /** its place holder, as `<file>`; absent: a switch */
  readonly value?: string
  readonly summary: HelpText
  readonly default?: Value
  readonly required?: true
  /** @throws Error saying what is expected instead */
  readonly parse?: (text: string) => Value
}

/** Options by name; `apiKey` is `--api-key`. */
// biome-ignore lint/complexity/noBannedTypes: a command without options
export type Options = Readonly<Record<string, Option<unknown>>> | {}

/** What a handler gets of its options. */
export type Values<O> = { readonly [Name in keyof O]: O[Name] extends Option<infer Value> ? Value : never }

/** What a command came to: printed in one place, as text or as JSON. */
export interface Answer {
  /** what `--json` prints */
  readonly value: object
  /** the same for people, on standard output */
  readonly text: () => string
  /** warnings and problems, for people, on standard error */
  readonly notes?: readonly string[]
  /** exit code; default 0 */
  readonly code?: number
  /** options that suggested commands are to have, in place of those that were given */
  readonly next?: Readonly<Record<string, string | boolean | undefined>>
}

/**
 * Does what a command is for. Commands that talk while they work print by themselves and answer with an exit code.
 * @throws OrderSyncError
 */
export type Handler<O> = (options: Values<O>, io: Io, words: readonly string[]) => Promise<Answer | number>

/** A command as data. */
export interface Definition<O> {
  readonly name: string
  /** what follows the name, as `<order>` or `[orders...]` */
  readonly words?: string
  readonly summary: HelpText
  readonly options: O
  /** what a user may type behind `order-sync` */
  readonly examples: readonly string[]
  /** loads the handler: nothing of a command's work is read before the command is asked for */
  readonly load: () => Promise<Handler<O>>
}

/** A command whose options' types are known to itself only. */
export interface Command extends Omit<Definition<Options>, 'load'> {
  readonly options: Readonly<Record<string, Option<unknown>>>
  /** @param values an entry per option, as its `parse` and `default` make it */
  run(values: Readonly<Record<string, unknown>>, io: Io, words: readonly string[]): Promise<Answer | number>
}

/** Makes a command of its data. */
export const command = <const O extends Options>({ load, ...data }: Definition<O>): Command => ({
  ...data,
  run: async (values, io, words) => (await load())(values as Values<O>, io, words),
})

/** `--name`: on or off. */
export const flag = (summary: HelpText): Option<boolean> => ({ summary, default: false })

/** `--name <value>`, or nothing. */
export const text = (value: string, summary: HelpText): Option<string | undefined> => ({ value, summary })

/** `--name <values...>`: one or more, or nothing. */
export const several = (value: string, summary: HelpText): Option<readonly string[] | undefined> => ({ value, summary })

/** `--name <number>`: a whole number from 1 on, or nothing. */
export const maybeNumber = (summary: HelpText): Option<number | undefined> => ({
  value: '<number>',
  summary,
  parse: (written) => {
    if (/^[1-9]\d{0,8}$/.test(written)) return Number(written)
    throw new Error('It must be a whole number from 1 on.')
  },
})

/** `--name <number>`: a whole number from 1 on, or `all`, or nothing. */
export const rows = (summary: HelpText): Option<number | undefined> => ({
  value: '<number>',
  summary,
  parse: (written) => {
    if (written === 'all') return Number.POSITIVE_INFINITY
    if (/^[1-9]\d{0,8}$/.test(written)) return Number(written)
    throw new Error('It must be a whole number from 1 on, or all.')
  },
})

/** `--name <value>` with a default. */
export const textOr = (value: string, usual: string, summary: HelpText): Option<string> => ({
  value,
  summary,
  default: usual,
})

/** `--name <value>`, which must be there. */
export const needed = (value: string, summary: HelpText): Option<string> => ({ value, summary, required: true })

/** `--name <number>`: a whole number within a range. */
export const wholeNumber = (
  { least = 1, most, usual }: { readonly least?: number; readonly most: number; readonly usual: number },
  summary: HelpText,
): Option<number> => ({
  value: '<number>',
  summary,
  default: usual,
  parse: (written) => {
    const number = Number(written)
    if (/^\d+$/.test(written) && number >= least && number <= most) return number
    throw new Error(`It must be a whole number from ${least} to ${most}.`)
  },
})
