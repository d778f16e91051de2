import type { PageTexts } from '../text/page-shape.ts'
import { type Texts, textsIn } from '../text/texts.ts'
import { createTimes, type Zone } from '../text/time.ts'

/** How a page speaks: its texts, and how it writes times and numbers. */
export interface Voice extends Zone, Pick<Texts, 'problems' | 'leftOut'> {
  readonly texts: PageTexts
  readonly time: (iso: string) => string
  readonly number: (value: number) => string
}

/** The voice of a shop. */
export async function createVoice(zone: Zone): Promise<Voice> {
  const { page, problems, leftOut } = await textsIn(zone.language)
  const numbers = new Intl.NumberFormat(zone.language, { maximumFractionDigits: 1 })
  const number = (value: number): string => numbers.format(value)
  return { ...zone, texts: page, problems, leftOut, time: createTimes(zone), number }
}
