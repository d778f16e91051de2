import type { HelpText } from './en/help.ts'

export type { HelpText } from './en/help.ts'

/** What `--help` says in another language than English, in which the commands speak themselves. */
export interface HelpTexts {
  readonly description: string
  /** of the parts that a help has, by their English ones */
  readonly titles: Readonly<Record<'Usage:' | 'Arguments:' | 'Options:' | 'Commands:', string>>
  /** what stands for a value, as `file` of `<file>` */
  readonly values: Readonly<Record<string, string>>
  /** before a default */
  readonly usual: string
  readonly version: string
  readonly help: string
  readonly examples: string
  /** what the first commands do */
  readonly first: Readonly<Record<'demo' | 'init' | 'plan' | 'run' | 'status' | 'console' | 'plan --help', string>>
  readonly exitCodes: string
  readonly sentences: Readonly<Record<HelpText, string>>
}
