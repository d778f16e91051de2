import type { RanFacts } from '../sync/page-of.ts'
import { problemKinds } from '../sync/problems.ts'
import type { RunReport } from '../sync/report.ts'
import { nextSentences, type ToCome } from './next.ts'
import { type Badge, type PageContent, pageText } from './page.ts'
import { createVoice, type Voice } from './voice.ts'

/** What the page of a run must be told besides. */
export type PlacedRun = RanFacts & Pick<ToCome, 'isFolder'>

/** The page of a run, in the language of the settings. */
export async function runPage(ran: PlacedRun): Promise<string> {
  const { language = 'en', timeZone } = ran.settings
  const voice = await createVoice({ language, timeZone })
  return pageText(contentOf(ran, voice), voice)
}

function contentOf({ settings, report, facts, head, isFolder }: PlacedRun, voice: Voice): PageContent {
  const { run, outcome, startedAt, planned, adopted, rejected, unknown, pending, problems, exports } = report
  const accepted = report.accepted + report.warned
  const figures = { outcome, planned, adopted, accepted, rejected, unknown, pending, mails: report.notified }
  const { texts } = voice
  return {
    kind: 'run',
    shop: settings.shop,
    run,
    at: startedAt,
    sentence: texts.runSentence(figures),
    badge: outcomeBadge(report, voice),
    problems,
    exports,
    plan: facts && { ...facts.plan, leftOut: facts.left.leftOut },
    results: facts?.posted.orders,
    exchanges: facts?.told.exchanges ?? [],
    next: nextSentences(settings, { ...head, throughAt: report.throughAt, isFolder }, voice),
  }
}

/** How a run ended, in a few words; done is not well where something was refused. */
export function outcomeBadge({ outcome, problems }: Pick<RunReport, 'outcome' | 'problems'>, { texts }: Voice): Badge {
  const refuses = problems.some(({ kind }) => problemKinds[kind].refuses)
  if (outcome === 'done' && refuses) return { text: texts.partly, good: false }
  return { text: texts.outcomes[outcome], good: ['done', 'idle', 'busy'].includes(outcome) }
}
