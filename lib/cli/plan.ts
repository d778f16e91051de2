import { planJson } from '../print/json.ts'
import { planText } from '../print/plan.ts'
import { problemsLines } from '../print/report.ts'
import { safe } from '../print/style.ts'
import { readsFirst } from '../settings/verify.ts'
import { holdAnswer } from '../sync/decisions/hold-answer.ts'
import { dryRun } from '../sync/dry-run.ts'
import { asksFirst } from '../sync/plan/asks.ts'
import { heldWords } from '../text/waiting.ts'
import type { Answer } from './command.ts'
import { isFaulty } from './exit-code-of.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { missingNow } from './missing.ts'
import { type PartOptions, partOf, withPart } from './part.ts'
import { progressOn } from './progress.ts'
import { saveFile } from './save.ts'
import { openWorkspace, type WorkspaceOptions, warningLines } from './workspace.ts'

/** A plan tells all that it has found. */
const mostProblems = Number.POSITIVE_INFINITY

interface PlanFlags extends WorkspaceOptions, PartOptions {
  /** file for the page of the plan */
  readonly html: string | undefined
  readonly all?: boolean
  readonly json?: boolean
  /** rows of the table at most */
  readonly rows?: number | undefined
}

/** `plan`: shows what a run would do; writes nothing and sends nothing. */
export async function plan({ html, all, rows, json, ...options }: PlanFlags, io: Io): Promise<Answer> {
  const { settings, effects, warnings, language, folder, voice } = await openWorkspace(options, io)
  const { watched } = progressOn(json ? undefined : io.progress, voice, effects.clock)
  const dry = await dryRun(settings, { ...effects, store: watched(effects.store) }, partOf(options))
  const problems = [...dry.problems, ...(await missingNow(settings, effects))]
  const refused = dry.exports.some(isFaulty)
  const looks = dry.plan.changes.filter((change) => asksFirst(change, readsFirst(settings))).length
  const answer = await holdAnswer(dry.seen.stored?.head.hold, dry.seen.decisions, effects.store)
  const said = heldWords(answer?.words ?? [], voice.texts.waiting, voice.time)
  const page = html === undefined ? undefined : all ? html.replace(/(\.\w+)?$/, `-${settings.shop}$1`) : html
  if (page !== undefined) {
    const { planPage } = await import('../page/plan-page.ts')
    const at = new Date(effects.clock.now()).toISOString()
    await saveFile(
      page,
      await planPage({ settings, language, dry: { ...dry, problems }, at, isFolder: folder !== undefined, said }),
      '--html',
    )
  }
  return {
    value: { ...planJson({ ...dry, problems }), warnings },
    text: () => withPart(planText(dry.plan, voice, { adopts: dry.adopts, looks, rows, said }), options),
    notes: [
      ...warningLines(warnings, voice),
      ...problemsLines(problems, voice, mostProblems).map((line) => withPart(line.replace(/^ {2}/, ''), options)),
      ...(page === undefined ? [] : [voice.texts.plan.page(safe(page))]),
    ],
    code: dry.plan.verdict.kind === 'hold' ? exitCodes.held : refused ? exitCodes.refused : exitCodes.done,
  }
}
