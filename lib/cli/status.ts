import { openTroubles } from '../alerts/open.ts'
import { historyText, unsentText } from '../print/history.ts'
import { statusText } from '../print/status.ts'
import { decisionsAbout } from '../sync/decisions/undo-decision.ts'
import { historyOf } from '../sync/history.ts'
import { statusOf } from '../sync/status.ts'
import { dayMs } from '../units.ts'
import type { Answer } from './command.ts'
import type { Io } from './io.ts'
import { isKnownOrder } from './known.ts'
import { missingNow } from './missing.ts'
import { orderNumber } from './part.ts'
import { openWorkspace, type WorkspaceOptions, warningLines } from './workspace.ts'

type Flags = WorkspaceOptions & { readonly days: number }

const mostRuns = 10

/** `status`: what happened lately and what waits. */
export async function status({ days, ...options }: Flags, io: Io): Promise<Answer> {
  const { settings, effects, warnings, voice } = await openWorkspace(options, io)
  const found = await statusOf(settings, effects, { days, runs: mostRuns })
  const [problems, notices] = [await missingNow(settings, effects), await openTroubles(effects.store)]
  const value = { ...found, problems, notices }
  return { value, text: () => statusText(value, settings.shop, voice), notes: warningLines(warnings, voice) }
}

/** `history`: everything that was sent about one order, and what people decided about it. */
export async function history({ days, ...options }: Flags, io: Io, [given = '']: readonly string[]): Promise<Answer> {
  const { settings, effects, voice } = await openWorkspace(options, io)
  const order = orderNumber(given)
  const since = new Date(effects.clock.now() - days * dayMs).toISOString()
  const sendings = await historyOf(effects, order, days)
  const value = [...sendings, ...(await decisionsAbout(order, since, effects))].sort((left, right) =>
    left.time < right.time ? 1 : -1,
  )
  if (value.length > 0) return { value, text: () => historyText(value, voice) }
  const isKnown = await isKnownOrder(order, { settings, effects })
  return { value, text: () => unsentText(order, { days, isKnown }, voice) }
}
