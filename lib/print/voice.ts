import { oneLine } from '../printable.ts'
import { sayAllIn } from '../text/said-all.ts'
import { type TerminalTexts, terminalTexts } from '../text/terminal.ts'
import { textsIn } from '../text/texts.ts'
import { createTimes, withTimes, type Zone } from '../text/time.ts'
import type { Style } from './style.ts'

/** How the command line speaks to a person: in which language, of which times, on how wide a terminal. */
export interface TerminalVoice extends Zone {
  readonly texts: TerminalTexts
  readonly style: Style
  /** columns of the terminal; absent in a pipe, where nothing is cut */
  readonly width?: number | undefined
  /** a message of the program on one line, its times in the shop's zone */
  readonly say: (message: string) => string
  /** the same with all of its blanks, as names of files may have several */
  readonly sayAsIs: (message: string) => string
  /** a time of ISO 8601, in the shop's zone, which is named */
  readonly time: (iso: string) => string
  /** what a kind of problem is called */
  readonly kind: (kind: string) => string
}

/** Where a voice is heard. */
export interface Screen {
  readonly style: Style
  readonly width?: number | undefined
}

/** The voice of a shop on a terminal, or in a pipe. Of the languages only its own is loaded. */
export async function terminalVoice(zone: Zone, { style, width }: Screen): Promise<TerminalVoice> {
  const { language } = zone
  const texts = await terminalTexts(language)
  const [say, { problems }] = await Promise.all([sayAllIn(language), language === 'en' ? english : textsIn(language)])
  const titles = new Map(Object.entries(problems).map(([kind, { title }]) => [kind, title]))
  const time = createTimes(zone)
  const sayAsIs = (message: string): string => withTimes(say(message), time)
  return {
    ...zone,
    texts,
    style,
    width,
    time,
    say: (message) => oneLine(sayAsIs(message)),
    sayAsIs,
    kind: (kind) => titles.get(kind) ?? kind,
  }
}

/** The kinds have English names already. */
const english = { problems: {} }
