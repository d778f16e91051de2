import * as z from 'zod/mini'
import { textOf } from '../storage/read.ts'
import type { Store } from '../storage/store.ts'
import type { RunReport } from './report.ts'

const count = z.number()

/** What readers need of a report, whichever version wrote it. */
const reportSchema = z.looseObject({
  run: z.string(),
  outcome: z.enum(['done', 'idle', 'busy', 'held', 'blocked', 'failed']),
  exports: z.array(
    z.looseObject({
      feed: z.string(),
      key: z.string(),
      records: count,
      invalid: count,
      refused: z.nullable(z.string()),
    }),
  ),
  planned: count,
  adopted: count,
  requests: count,
  accepted: count,
  warned: count,
  rejected: count,
  unknown: count,
  pending: count,
  notified: count,
  problems: z.array(z.looseObject({ kind: z.string(), subject: z.string(), message: z.string() })),
  startedAt: z.string(),
})

/** A report as it was written; `unreadable`: it is there, but damaged or half-written. */
export type KeptReport = RunReport | 'unreadable'

/** Reads a report by its key; `undefined` where there is none. */
export async function keptReport(store: Pick<Store, 'get'>, key: string): Promise<KeptReport | undefined> {
  const content = await store.get(key)
  if (content === undefined) return undefined
  const parsed = reportSchema.safeParse(jsonOf(await textOf(content.body)))
  return parsed.success ? (parsed.data as unknown as RunReport) : 'unreadable'
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
