import { textOf } from '../storage/read.ts'
import type { Store } from '../storage/store.ts'
import { toldKey } from './tell.ts'
import { toldSchema } from './told.ts'

/** Something that the owner was told of and that is not over, for `status`. */
export interface OpenTrouble {
  readonly kind: string
  /** ISO 8601 */
  readonly since: string
  /** the most that any run has counted */
  readonly count: number
  readonly subjects: readonly string[]
  readonly text?: string | undefined
  /** channels that know it */
  readonly channels: readonly string[]
}

/** What is wrong and told, oldest first. What cannot be read says nothing. */
export async function openTroubles(store: Pick<Store, 'get'>): Promise<readonly OpenTrouble[]> {
  const content = await store.get(toldKey)
  const parsed = toldSchema.safeParse(content === undefined ? undefined : jsonOf(await textOf(content.body)))
  return Object.values(parsed.data?.troubles ?? {})
    .filter(({ over }) => over === undefined)
    .map(({ kind, since, count, subjects, text, told }) => ({
      kind,
      since,
      count,
      subjects,
      text,
      channels: Object.keys(told),
    }))
    .toSorted((left, right) => (left.since < right.since ? -1 : 1))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
