import { createCounter } from '../language.ts'
import type { MessageTexts } from '../message-shape.ts'

const count = createCounter('en')

export const message: MessageTexts = {
  still: (title, lasts) => `still, for ${lasts}: ${title}`,
  wellAgain: (title) => `well again: ${title}`,
  lasted: (lasts) => `It lasted ${lasts}. Nothing was lost.`,
  more: (more) => `and ${more} more`,
  minutes: count({ one: '# minute', other: '# minutes' }),
  hours: count({ one: '# hour', other: '# hours' }),
  days: count({ one: '# day', other: '# days' }),
}
