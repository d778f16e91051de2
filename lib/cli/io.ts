import { styleText } from 'node:util'
import { plainStyle, type Style } from '../print/style.ts'
import { printable } from '../printable.ts'

/** Where a command prints, and what it knows of the world. Whatever is printed is made harmless for a terminal. */
export interface Io {
  out(text: string): void
  err(text: string): void
  /** a person looks at standard output */
  readonly terminal: boolean
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly style: Style
}

/** What a command line needs of its process. */
export interface Terminal {
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly stderr: NodeJS.WritableStream
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Prints on these streams: the one place where text leaves the program. */
export function createIo({ stdout, stderr, env }: Terminal): Io {
  const terminal = stdout.isTTY === true
  const styled = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    styleText(format, text, { stream: stdout })
  return {
    out: (text) => void stdout.write(`${printable(text, terminal)}\n`),
    err: (text) => void stderr.write(`${printable(text, terminal)}\n`),
    terminal,
    environment: env,
    style: terminal
      ? { bold: styled('bold'), dim: styled('dim'), good: styled('green'), bad: styled('red') }
      : plainStyle,
  }
}
