import { driftText } from '../print/drift.ts'
import { shopDrift } from '../sync/shop-drift.ts'
import type { Answer } from './command.ts'
import type { Io } from './io.ts'
import { openWorkspace, type WorkspaceOptions } from './workspace.ts'

/** `drift`: what was changed in the shop since the last look. Changes nothing. */
export async function drift(
  { hours, ...options }: WorkspaceOptions & { readonly hours: number },
  io: Io,
): Promise<Answer> {
  const { settings, effects, voice } = await openWorkspace(options, io)
  const value = await shopDrift(settings, effects, hours === 0 ? undefined : hours)
  return { value, text: () => driftText(value, voice) }
}
