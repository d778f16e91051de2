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

/** Where text goes. */
export interface Output {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** What a command line needs of its process. */
export interface Terminal {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Prints on these streams: the one place where text leaves the program. Heeds NO_COLOR and FORCE_COLOR. */
export function createIo({ stdout, stderr, env }: Terminal): Io {
  const terminal = stdout.isTTY === true
  const coloured = !env.NO_COLOR && (env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : terminal && env.TERM !== 'dumb')
  const styled = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    styleText(format, text, { validateStream: false })
  return {
    out: (text) => void stdout.write(`${printable(text, coloured)}\n`),
    err: (text) => void stderr.write(`${printable(text, coloured)}\n`),
    terminal,
    environment: env,
    style: coloured
      ? { bold: styled('bold'), dim: styled('dim'), good: styled('green'), bad: styled('red') }
      : plainStyle,
  }
}
