import { historyText, statusText } from '../print/status.ts'
import { historyOf, statusOf } from '../sync/status.ts'
import type { Answer } from './command.ts'
import type { Io } from './io.ts'
import { openWorkspace, type WorkspaceOptions } from './workspace.ts'

type Flags = WorkspaceOptions & { readonly days: number }

const mostRuns = 10

/** `status`: what happened lately and what waits. */
export async function status({ days, ...options }: Flags, io: Io): Promise<Answer> {
  const { settings, effects } = await openWorkspace(options, io)
  const value = await statusOf(settings, effects, { days, runs: mostRuns })
  return { value, text: () => statusText(value, settings.shop, io.style) }
}

/** `history`: everything that was sent about one order. */
export async function history({ days, ...options }: Flags, io: Io, [order = '']: readonly string[]): Promise<Answer> {
  const { effects } = await openWorkspace(options, io)
  const value = await historyOf(effects, order, days)
  return { value, text: () => historyText(order, value, io.style) }
}
