import type { Settings } from '../settings/settings.ts'
import type { DryRun } from '../sync/dry-run.ts'
import type { Language } from '../text/language.ts'
import { nextSentences } from './next.ts'
import { type PageContent, pageText } from './page.ts'
import { createVoice, type Voice } from './voice.ts'

/** What the page of a plan is made of. */
export interface PlanPageInput {
  readonly settings: Settings
  readonly language: Language
  readonly dry: DryRun
  /** when it was planned, ISO 8601 */
  readonly at: string
  readonly isFolder?: boolean
  /** what people have said about the held plan, and no run has acted on yet; default: nothing */
  readonly said?: readonly string[]
}

/** The page of what a run would do now. */
export async function planPage(input: PlanPageInput): Promise<string> {
  const voice = await createVoice({ language: input.language, timeZone: input.settings.timeZone })
  return pageText(contentOf(input, voice), voice)
}

function contentOf({ settings, dry, at, isFolder, said = [] }: PlanPageInput, voice: Voice): PageContent {
  const { plan, adopts, exports, problems } = dry
  const held = plan.verdict.kind === 'hold'
  const mails = plan.changes.filter((change) => change.mails.length > 0).length
  const { texts } = voice
  return {
    kind: 'plan',
    shop: settings.shop,
    at,
    sentence: texts.planSentence({ orders: plan.changes.length, mails, adopts, held }),
    badge: { text: held ? texts.outcomes.held : said.length > 0 ? texts.approved : texts.passes, good: !held },
    said,
    problems,
    exports,
    plan,
    next: nextSentences(settings, { isFolder }, voice),
  }
}
