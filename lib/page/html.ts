import { markupText } from '../printable.ts'

/** Markup that may stand in a page as it is: whatever came from outside has been escaped. */
export interface Html {
  readonly markup: string
}

/** What may stand in a template: texts and numbers are escaped, lists are joined, nothing leaves nothing. */
export type Part = string | number | Html | undefined | false | readonly Part[]

const markupOf = (part: Part): string => {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string') return markupText(part)
  if (typeof part === 'number') return String(part)
  return 'markup' in part ? part.markup : part.map(markupOf).join('')
}

/** Markup by a template. Attributes must be quoted where a value from outside stands in them. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let markup = texts[0] ?? ''
  for (let at = 0; at < parts.length; at++) markup += markupOf(parts[at]) + (texts[at + 1] ?? '')
  return { markup }
}

/** Our own constant text, as a style or a script. Never for anything from outside. */
export const raw = (markup: string): Html => ({ markup })

export const nothing: Html = raw('')
