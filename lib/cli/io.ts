import { styleText } from 'node:util'
import type { Clock } from '../effects.ts'
import { plainStyle, type Style } from '../print/style.ts'
import { printable } from '../printable.ts'
import type { Zone } from '../text/time.ts'

/** Where a command prints, and what it knows of the world. Whatever is printed is made harmless for a terminal. */
export interface Io {
  out(text: string): void
  err(text: string): void
  /** a person looks at standard output */
  readonly terminal: boolean
  readonly environment: Readonly<Record<string, string | undefined>>
  /** what it waits by between attempts; default: the clock of this machine */
  readonly clock?: Clock
  readonly style: Style
  /** columns of the terminal; absent in a pipe */
  readonly width?: number | undefined
  /** Asks a person to answer yes or no; absent where nobody sits at a terminal. */
  readonly ask?: (question: string) => Promise<boolean>
  /** Shows how far something is, in a line that the next one takes the place of; absent where nobody looks. */
  readonly progress?: (text: string) => void
  /** told in which language and zone a command speaks, as soon as that is known */
  readonly spoken?: (zone: Zone) => void
}

/** Where text goes. */
export interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
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

/** What FORCE_COLOR means, as Node has it; `undefined`: nothing is forced. */
const forced = ({ FORCE_COLOR: said }: Terminal['env']): boolean | undefined =>
  said === undefined ? undefined : ['', '1', '2', '3', 'true'].includes(said)

/** Prints on these streams: the one place where text leaves the program. Heeds NO_COLOR and FORCE_COLOR. */
export function createIo(from: Terminal): Io {
  const { stdout, stderr, env } = from
  const terminal = stdout.isTTY === true
  const coloured = !env.NO_COLOR && (forced(env) ?? (terminal && env.TERM !== 'dumb'))
  const styled = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    styleText(format, text, { validateStream: false })
  const line = createProgress(stderr)
  const written = (stream: Output) => (text: string) => {
    line.clear()
    stream.write(`${printable(text, coloured)}\n`)
  }
  return {
    out: written(stdout),
    err: written(stderr),
    terminal,
    environment: env,
    ...(terminal && { width: widthOf(stdout) }),
    ...(terminal && asks(from)),
    ...(terminal && stderr.isTTY === true && env.TERM !== 'dumb' && { progress: line.show }),
    style: coloured
      ? { bold: styled('bold'), dim: styled('dim'), good: styled('green'), bad: styled('red') }
      : plainStyle,
  }
}

/** A terminal that does not know its width, as one that a program plays, says 0. */
const widthOf = ({ columns }: Output): number => (columns === undefined || columns < 1 ? 80 : columns)

/** Opening the standard input takes its time: nobody looks at it before it is known that somebody reads the output. */
const asks = ({ stdin, stderr }: Terminal): Pick<Io, 'ask'> =>
  stdin?.isTTY === true ? { ask: asking(stdin, stderr) } : {}

/** One line of a terminal that is written over; whatever else is printed takes it away. */
function createProgress(stderr: Output) {
  let shown = false
  return {
    show(text: string): void {
      const most = Math.max(10, widthOf(stderr) - 1)
      stderr.write(`\r\u001b[K${printable(text).slice(0, most)}`)
      shown = true
    },
    clear(): void {
      if (shown) stderr.write('\r\u001b[K')
      shown = false
    },
  }
}

/** Whatever does not begin with a yes is a no; so is the end of the input. */
const asking = (stdin: NodeJS.ReadStream, stderr: Output) => async (question: string) => {
  const { createInterface } = await import('node:readline/promises')
  stderr.write(`${printable(question)} `)
  const lines = createInterface({ input: stdin })
  try {
    for await (const line of lines) return /^\s*(y|yes|j|ja|a|ano|áno)\s*$/i.test(line)
    return false
  } finally {
    lines.close()
  }
}
