import type { ReportedExport } from '../sync/import/import.ts'
import type { Plan, Verdict } from '../sync/plan/change.ts'
import type { ArchivedRequest } from '../sync/post/archive.ts'
import type { SentOrder } from '../sync/post/send.ts'
import { type Problem, problemKinds } from '../sync/problems.ts'
import type { Words } from '../text/shape.ts'
import { moreThan } from './changes.ts'
import { type Html, html, raw } from './html.ts'
import { saidPart } from './values.ts'
import type { Voice } from './voice.ts'

/** How many problems of a kind are listed. */
const mostProblems = 500
/** How many orders with the shop's words are listed of one request. */
const mostWords = 100

/** Kinds that wait for a person come first, then those that leave something undone. */
function urgency(kind: Problem['kind']): number {
  if (!Object.hasOwn(problemKinds, kind)) return 2
  return problemKinds[kind].waitsForPerson ? 0 : problemKinds[kind].refuses ? 1 : 2
}

/** A report of another version may tell of kinds that this one has no words for. */
const wordsOf = (kind: Problem['kind'], { problems }: Voice): Words =>
  Object.hasOwn(problems, kind) ? problems[kind] : { title: kind, means: '', next: '' }

/** What an owner should know, by kind: what it means, what to do, and each in the words of the program. */
export function problemSections(problems: readonly Problem[], voice: Voice): Html {
  const { texts } = voice
  const kinds = [...Map.groupBy(problems, ({ kind }) => kind)].sort(([one], [other]) => urgency(one) - urgency(other))
  return html`${kinds.map(([kind, found]) => {
    const { title, means, next } = wordsOf(kind, voice)
    const open = raw(found.length > 3 ? '' : ' open')
    return html`<section class="kind${urgency(kind) < 2 && ' urgent'}"><h3>${title} <span class="count">${voice.number(found.length)}</span></h3>${means !== '' && html`<p>${means}</p><p><b>${texts.doThis}:</b> ${next}</p>`}<details${open}><summary>${texts.detail}</summary><ul>${found
      .slice(0, mostProblems)
      .map(
        ({ message }) => html`<li>${saidPart(message, voice)}`,
      )}</ul>${moreThan(mostProblems, found.length, voice)}</details></section>`
  })}`
}

/** Whether it may go out, with every broken limit and its figure; of a held plan its hash and the commands. */
export function verdictSection({ verdict, hash }: Pick<Plan, 'verdict' | 'hash'>, voice: Voice): Html {
  const { texts } = voice
  const short = hash.slice(0, 12)
  if (verdict.kind === 'pass') return html`<p class="good">${texts.passes} <code>${short}</code></p>`
  return html`${reasonsList(verdict.reasons, voice)}
<p>${texts.approve}: <code>order-sync approve ${short}</code><br>${texts.reject}: <code>order-sync reject ${short}</code></p>`
}

/** The setting whose limit is broken: what its sentence says beside that stands before it already. */
const settingOf = (message: string): string | undefined => /\bguard\.[A-Za-z.]*[A-Za-z]/.exec(message)?.[0]

/** Why a plan is held: each rule with its figure, its limit and its setting; of an export that looks wrong, what is wrong. */
export function reasonsList(reasons: Extract<Verdict, { kind: 'hold' }>['reasons'], voice: Voice): Html {
  const { texts, number } = voice
  return html`<p class="bad">${texts.holds}</p><ul>${reasons.map(
    ({ rule, figure, limit, message }) =>
      html`<li>${texts.rules[rule](number(figure), number(limit))} <small>${rule === 'export' ? saidPart(message, voice) : (settingOf(message) ?? saidPart(message, voice))}</small>`,
  )}</ul>`
}

/** The exports that were read. */
export function exportsTable(exports: readonly ReportedExport[], voice: Voice): Html {
  const { texts, number } = voice
  if (exports.length === 0) return html`<p>${texts.none}</p>`
  return html`<ul>${exports.map(({ key, records, invalid, refused }) =>
    refused === null
      ? html`<li><code>${key}</code>: ${texts.records(records)}${invalid > 0 && `, ${texts.invalid}: ${number(invalid)}`}`
      : html`<li><code>${key}</code>: <b class="bad">${texts.refused}</b> <small>${saidPart(refused, voice)}</small>`,
  )}</ul>`
}

/** Every request: when, about how many orders, how it was answered, and the shop's words about each that it did not take as sent. */
export function exchangesTable(
  exchanges: readonly ArchivedRequest[],
  results: ReadonlyMap<string, SentOrder> | undefined,
  voice: Voice,
): Html {
  const { texts, number, time } = voice
  if (exchanges.length === 0) return html`<p>${texts.none}</p>`
  const rows = exchanges.map((one) => {
    const words = one.reads ? [] : shopWords(one, results, voice)
    const list =
      words.length > 0 &&
      html`<ul>${words.slice(0, mostWords).map(([order, said]) => html`<li><b>${order}</b>: ${said}`)}</ul>${moreThan(mostWords, words.length, voice)}`
    const what = one.reads ? texts.asking : one.mayNotify && texts.mailing
    return html`<li><b>${one.sequence}.</b> ${time(one.sentAt)}: ${texts.orders(one.orders.length)}${what && html` (${what})`}, <span class="${one.status !== null && one.status < 300 ? 'good' : 'bad'}">${one.status ?? texts.noAnswer}</span>${one.durationMs !== undefined && `, ${number(one.durationMs)} ms`}${list}`
  })
  return html`<ul class="exchanges">${rows}</ul>`
}

const shopWords = ({ orders }: ArchivedRequest, results: ReadonlyMap<string, SentOrder> | undefined, { say }: Voice) =>
  orders.flatMap((order) => {
    const sent = results?.get(order)
    return sent !== undefined && 'messages' in sent ? [[order, sent.messages.map(say).join('; ')] as const] : []
  })
