import type { Cause, FieldName, FieldValue } from '../order.ts'
import { type Html, html } from './html.ts'
import type { Voice } from './voice.ts'

/** What a field is called by people. */
export const fieldLabel = (name: string, { texts }: Voice): string => {
  const labels: Readonly<Record<string, string>> = texts.fields
  const label = Object.hasOwn(labels, name) ? labels[name] : undefined
  return label ?? (name.startsWith('metas.') ? texts.meta(name.slice('metas.'.length)) : name)
}

/** A value as people read it. What was sent to clear a field is said so. */
export function valueText(value: unknown, { texts }: Voice): string {
  if (value === undefined || value === null) return texts.nothing
  if (value === '') return texts.cleared
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return String(value)
  const languages = Object.entries(value)
  return languages.map(([code, text]) => `${code}: ${String(text)}`).join(', ')
}

interface Differing {
  readonly before?: FieldValue
  readonly after: FieldValue
}

/** `Status: new → sent`. An empty value before is nothing. */
export const differenceOf = (name: FieldName, { before, after }: Differing, voice: Voice): Html =>
  html`<p><b>${fieldLabel(name, voice)}</b> <del>${before === '' ? voice.texts.nothing : valueText(before, voice)}</del> → <ins>${valueText(after, voice)}</ins>`

/** The file's own name and the number of the record in it. */
export const sourceText = ({ key, record }: Pick<Cause, 'key' | 'record'>, { texts }: Voice): string =>
  `${key.slice(key.lastIndexOf('/') + 1)} ${texts.record(record)}`

/** A message of the program in the reader's language; marked as English where it has no other words. */
export function saidPart(message: string, { say, language }: Voice): Html {
  const said = say(message)
  return said === message && language !== 'en' ? html`<span lang="en">${said}</span>` : html`${said}`
}
