import { shopCheckText } from '../print/shop-check.ts'
import { checkShop } from '../sync/shop-check.ts'
import type { Answer } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { whoIsTold } from './told.ts'
import { openWorkspace, type WorkspaceOptions, warningLines } from './workspace.ts'

/** `check`: is everything there that a run needs? Reads only. */
export async function check(options: WorkspaceOptions, io: Io): Promise<Answer> {
  const { settings, effects, warnings, voice } = await openWorkspace(options, io)
  const shop = await checkShop(settings, effects)
  const told = isOnAws(options) ? await whoIsTold(settings) : { notes: [], missing: [] }
  const checked = { ...shop, notes: [...shop.notes, ...told.notes], missing: [...shop.missing, ...told.missing] }
  return {
    value: { ...checked, warnings },
    text: () => shopCheckText(checked, voice),
    notes: warningLines(warnings, voice),
    code: checked.missing.length > 0 ? exitCodes.refused : exitCodes.done,
  }
}

const isOnAws = ({ bucket, deployed }: WorkspaceOptions): boolean => bucket !== undefined || deployed === true
