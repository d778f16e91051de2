import { styleText } from 'node:util'
import { plainStyle, type Style } from '../print/text.ts'

/** Where a command prints, and what it knows of the world. */
export interface Io {
  out(text: string): void
  err(text: string): void
  /** a person looks at standard output */
  readonly terminal: boolean
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly style: Style
}

/** Exit codes of the command line. */
export const exitCodes = { done: 0, failed: 1, usage: 2, held: 3, refused: 4 } as const

/** The real terminal, pipe and environment. */
export function processIo(): Io {
  const { stdout, stderr, env } = process
  const styled = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    styleText(format, text, { stream: stdout })
  const terminal = stdout.isTTY === true
  return {
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    terminal,
    environment: env,
    style: terminal
      ? { bold: styled('bold'), dim: styled('dim'), good: styled('green'), bad: styled('red') }
      : plainStyle,
  }
}
