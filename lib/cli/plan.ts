import { planJson } from '../print/json.ts'
import { planText, safe } from '../print/text.ts'
import { dryRun } from '../sync/dry-run.ts'
import type { Answer } from './command.ts'
import { isFaulty } from './exit-code-of.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { missingNow } from './missing.ts'
import { openWorkspace, type WorkspaceOptions, warningLines } from './workspace.ts'

/** `plan`: shows what a run would do; writes nothing and sends nothing. */
export async function plan(options: WorkspaceOptions, io: Io): Promise<Answer> {
  const { settings, effects, warnings } = await openWorkspace(options, io)
  const dry = await dryRun(settings, effects)
  const problems = [...dry.problems, ...(await missingNow(settings, effects))]
  const refused = dry.exports.some(isFaulty)
  return {
    value: { ...planJson({ ...dry, problems }), warnings },
    text: () => planText(dry.plan, io.style, dry.adopts),
    notes: [
      ...warningLines(warnings, io.style),
      ...problems.map(({ kind, message }) => `${io.style.bad(kind)}: ${safe(message)}`),
    ],
    code: dry.plan.verdict.kind === 'hold' ? exitCodes.held : refused ? exitCodes.refused : exitCodes.done,
  }
}
