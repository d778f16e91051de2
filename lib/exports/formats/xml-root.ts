import type { SaxesTagPlain } from 'saxes'
import { UnexpectedExport } from '../record.ts'
import type { ReaderOptions } from './format.ts'

/** Attributes of the root element in which ERPs say whose data it is: Pohoda, Money S3. */
export const companyAttributes: readonly string[] = ['ico', 'ICAgendy']

/** A name without its prefix. */
export const localName = (name: string): string => {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}

/** An attribute by its local name. */
export const attribute = ({ attributes }: SaxesTagPlain, name: string): string | undefined =>
  Object.entries(attributes).find(([full]) => localName(full) === name)?.[1]

/**
 * Looks at the root element: whether it is the one that is expected, and whose data it holds.
 * @throws UnexpectedExport
 */
export function checkRoot(
  tag: SaxesTagPlain,
  name: string,
  expected: string,
  { key, feed, suspect }: ReaderOptions,
): void {
  if (name !== expected)
    throw new UnexpectedExport(
      key,
      `its root element is "${name.slice(0, 100)}", expected "${expected}"`,
      'Is it an export for another feed?',
    )
  const company = companyAttributes
    .map((attributeName) => attribute(tag, attributeName))
    .find((ico) => ico !== undefined)
  if (feed.ico !== undefined && company !== undefined && company.trim() !== feed.ico)
    suspect(`it is of the company with the IČO ${company.trim().slice(0, 100)}; the feed expects ${feed.ico}`)
}
