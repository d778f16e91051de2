import { createCounter } from '../language.ts'
import type { MessageTexts } from '../message-shape.ts'

const count = createCounter('cs')

export const message: MessageTexts = {
  still: (title, lasts) => `trvá už ${lasts}: ${title}`,
  wellAgain: (title) => `zase v pořádku: ${title}`,
  lasted: (lasts) => `Trvalo to ${lasts}. Nic se neztratilo.`,
  more: (more) => `a další: ${more}`,
  minutes: count({ one: '# minutu', few: '# minuty', other: '# minut' }),
  hours: count({ one: '# hodinu', few: '# hodiny', other: '# hodin' }),
  days: count({ one: '# den', few: '# dny', other: '# dní' }),
}
