import { shopCheckText } from '../print/shop-check.ts'
import { checkShop } from '../sync/shop-check.ts'
import type { Answer } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { openWorkspace, type WorkspaceOptions, warningLines } from './workspace.ts'

/** `check`: is everything there that a run needs? Reads only. */
export async function check(options: WorkspaceOptions, io: Io): Promise<Answer> {
  const { settings, effects, warnings } = await openWorkspace(options, io)
  const checked = await checkShop(settings, effects)
  return {
    value: { ...checked, warnings },
    text: () => shopCheckText(checked, io.style),
    notes: warningLines(warnings, io.style),
    code: checked.missing.length > 0 ? exitCodes.refused : exitCodes.done,
  }
}
