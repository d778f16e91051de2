import { shopCheckText } from '../print/shop-check.ts'
import { checkShop } from '../sync/shop-check.ts'
import type { Answer } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { channelsChecked, whoIsTold } from './told.ts'
import { openWorkspace, type WorkspaceOptions, warningLines } from './workspace.ts'

/** `check`: is everything there that a run needs? Reads only. */
export async function check(options: WorkspaceOptions, io: Io): Promise<Answer> {
  const { settings, effects, warnings, channels, voice } = await openWorkspace(options, io)
  const shop = await checkShop(settings, effects)
  const onAws = options.bucket !== undefined || options.deployed === true
  const told = [
    ...(onAws ? [await whoIsTold(settings)] : []),
    ...(settings.alerts.channels.length === 0
      ? []
      : [await channelsChecked(settings, { effects: await channels(), onAws })]),
  ]
  const checked = {
    ...shop,
    notes: [...shop.notes, ...told.flatMap(({ notes }) => notes)],
    missing: [...shop.missing, ...told.flatMap(({ missing }) => missing)],
  }
  return {
    value: { ...checked, warnings },
    text: () => shopCheckText(checked, voice),
    notes: warningLines(warnings, voice),
    code: checked.missing.length > 0 ? exitCodes.refused : exitCodes.done,
  }
}
