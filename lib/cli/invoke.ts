import { reportText } from '../print/text.ts'
import { functionOf } from '../settings/deployed.ts'
import { loadSettings } from '../settings/load.ts'
import type { Answer } from './command.ts'
import { exitCodeOf } from './exit-code-of.ts'
import type { Io } from './io.ts'
import { invokeFunction } from './lambda.ts'

interface Flags {
  readonly settings: string
  readonly function: string | undefined
}

/** `invoke`: one run of the deployed function, now. */
export async function invoke(flags: Flags, io: Io): Promise<Answer> {
  const deployed = functionOf(await loadSettings(flags.settings))
  const report = await invokeFunction({ ...deployed, name: flags.function ?? deployed.name })
  return {
    value: report,
    text: () => reportText(report, io.style, 'archive/ in its bucket'),
    code: exitCodeOf(report),
    next: { deployed: true },
  }
}
