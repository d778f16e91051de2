import { createCounter } from '../language.ts'
import type { MessageTexts } from '../message-shape.ts'

const count = createCounter('sk')

export const message: MessageTexts = {
  still: (title, lasts) => `trvá už ${lasts}: ${title}`,
  wellAgain: (title) => `opäť v poriadku: ${title}`,
  lasted: (lasts) => `Trvalo to ${lasts}. Nič sa nestratilo.`,
  more: (more) => `a ďalšie: ${more}`,
  minutes: count({ one: '# minútu', few: '# minúty', other: '# minút' }),
  hours: count({ one: '# hodinu', few: '# hodiny', other: '# hodín' }),
  days: count({ one: '# deň', few: '# dni', other: '# dní' }),
}
