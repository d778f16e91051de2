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
  /** Asks a person to answer yes or no; absent where nobody sits at a terminal. */
  readonly ask?: (question: string) => Promise<boolean>
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
  /** where a person types; absent: nobody does */
  readonly stdin?: NodeJS.ReadStream
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Prints on these streams: the one place where text leaves the program. Heeds NO_COLOR and FORCE_COLOR. */
export function createIo({ stdout, stderr, stdin, env }: Terminal): Io {
  const terminal = stdout.isTTY === true
  const coloured = !env.NO_COLOR && (env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : terminal && env.TERM !== 'dumb')
  const styled = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    styleText(format, text, { validateStream: false })
  return {
    out: (text) => void stdout.write(`${printable(text, coloured)}\n`),
    err: (text) => void stderr.write(`${printable(text, coloured)}\n`),
    terminal,
    environment: env,
    ...(terminal && stdin?.isTTY === true ? { ask: asking(stdin, stderr) } : {}),
    style: coloured
      ? { bold: styled('bold'), dim: styled('dim'), good: styled('green'), bad: styled('red') }
      : plainStyle,
  }
}

/** Whatever does not begin with a yes is a no; so is the end of the input. */
const asking = (stdin: NodeJS.ReadStream, stderr: Output) => async (question: string) => {
  const { createInterface } = await import('node:readline/promises')
  stderr.write(`${printable(question)} [y/N] `)
  const lines = createInterface({ input: stdin })
  try {
    for await (const line of lines) return /^\s*(y|yes|j|ja|a|ano)\s*$/i.test(line)
    return false
  } finally {
    lines.close()
  }
}
