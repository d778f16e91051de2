import type { PageTexts } from '../text/page-shape.ts'
import { type Texts, textsIn } from '../text/texts.ts'
import { createTimes, withTimes, type Zone } from '../text/time.ts'

/** How a page speaks: its texts, and how it writes times and numbers. */
export interface Voice extends Zone, Pick<Texts, 'problems' | 'leftOut'> {
  readonly texts: PageTexts
  readonly time: (iso: string) => string
  readonly number: (value: number) => string
  /** a message of the program, its times in the shop's zone */
  readonly say: (message: string) => string
}

/** The voice of a shop. */
export async function createVoice(zone: Zone): Promise<Voice> {
  const { page, problems, leftOut, say } = await textsIn(zone.language)
  const numbers = new Intl.NumberFormat(zone.language, { maximumFractionDigits: 1 })
  const number = (value: number): string => numbers.format(value)
  const time = createTimes(zone)
  return { ...zone, texts: page, problems, leftOut, time, number, say: (message) => withTimes(say(message), time) }
}
