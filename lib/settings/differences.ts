import { isObject } from '../json.ts'

/** One place where two settings differ, each value as JSON. */
export interface Difference {
  /** as `feeds.orders.fields.status` */
  readonly path: string
  readonly here: string
  readonly there: string
}

/** Where two parts of settings differ, by path; values that only one of them has read `nothing`. */
export function differences(here: unknown, there: unknown, path = ''): Difference[] {
  if (isObject(here) && isObject(there))
    return [...new Set([...Object.keys(here), ...Object.keys(there)])].flatMap((name) =>
      differences(here[name], there[name], path === '' ? name : `${path}.${name}`),
    )
  const [one, other] = [written(here), written(there)]
  return one === other ? [] : [{ path, here: one, there: other }]
}

const written = (value: unknown): string => JSON.stringify(value) ?? 'nothing'

const mostTold = 10
const longestTold = 80
const shortened = (text: string): string => (text.length > longestTold ? `${text.slice(0, longestTold)}…` : text)

/** Differences as a part of a sentence. */
export function differencesText(found: readonly Difference[]): string {
  const told = found
    .slice(0, mostTold)
    .map(({ path, here, there }) => `${path} is ${shortened(there)} there and ${shortened(here)} here`)
  return [...told, ...(found.length > mostTold ? [`${found.length - mostTold} more`] : [])].join('; ')
}
