import { type Html, html, nothing } from '../page/html.ts'
import { outcomeBadge } from '../page/run-page.ts'
import { saidPart } from '../page/values.ts'
import type { Head } from '../sync/state/head.ts'
import { decisionForm } from './decide.ts'
import { addressOf, type Place, runAddress, type View } from './frame.ts'
import { waitingOf } from './overview.ts'
import { daysUntil, type FoundReport, type RunsOfDay, readReport, runsOfDays } from './runs.ts'
import { type ConsoleShop, stateOf } from './shop.ts'
import type { ConsoleVoice } from './voice.ts'

const daysOfChart = 14
const latestRuns = 10
const runsOfView = 50

/** A shop: what waits with the way on, its exports, its runs. Reads the head, lists, and a few reports. */
export async function stateView(shop: ConsoleShop, place: Place, voice: ConsoleVoice): Promise<View> {
  const { store, clock } = shop.effects
  const [state, days] = await Promise.all([stateOf(shop), runsOfDays(store, daysUntil(clock.now(), daysOfChart))])
  const { urgent, calm } = waitingOf(state, place, voice)
  const { words } = voice
  const runs = days.flatMap(({ runs }) => [...runs].reverse()).slice(-latestRuns)
  const items = [...urgent, ...calm]
  const { head } = state
  return {
    title: words.whatWaits,
    active: 'state',
    body: html`${items.length === 0 ? html`<p>${words.nothingWaits}` : html`<ul>${items.map((item) => html`<li>${item}`)}</ul>`}
${shop.runWith !== undefined && html`<p class="dim">${words.runsStart} <code>${shop.runWith}</code></p>`}
${head !== undefined && html`${blockedPart(head, place, voice)}${feedsPart(head, place, voice)}${figures(head, voice)}`}
<h2>${words.runsByDay}</h2>${chart(days, place)}
<h2>${words.runs}</h2>${await runsList(runs.reverse(), shop, { place, voice })}`,
  }
}

function figures(head: Head, { words }: ConsoleVoice): Html {
  const { hourRemaining, hourLimit } = head.allowance ?? {}
  return html`<p class="dim">${words.known(head.orders)}${hourRemaining !== undefined && html`. ${words.allowance(String(hourRemaining), String(hourLimit ?? '?'))}`}</p>`
}

function blockedPart({ blocked }: Head, place: Place, voice: ConsoleVoice): Html {
  if (blocked === undefined) return nothing
  const { means, next } = voice.problems.blocked
  return html`<div class="decide"><p>${means} ${next}</p><p><small>${saidPart(blocked.message, voice)}</small></p><p>${voice.words.means.unblock}</p>${decisionForm({ kind: 'unblock', back: 'state' }, place, voice)}</div>`
}

function feedsPart({ feeds }: Head, place: Place, voice: ConsoleVoice): Html {
  const { words, texts, time } = voice
  const rows = Object.entries(feeds).map(([name, { last, refused, suspicions = [] }]) => {
    const told =
      last === undefined
        ? words.noExport
        : words.lastExport(last.key, time(last.lastModified), texts.records(last.records))
    const dismiss =
      refused !== undefined &&
      html`<div class="decide"><p class="bad">${voice.problems['refused export'].title}: <code>${refused.key}</code></p><p><small>${saidPart(refused.reason, voice)}</small></p><p>${words.means.dismiss}</p>${decisionForm({ kind: 'dismiss', values: { key: refused.key }, back: 'state' }, place, voice)}</div>`
    return html`<dt>${name}<dd>${told}${suspicions.map(({ message }) => html`<p class="bad">${voice.problems['suspicious export'].title} <small>${saidPart(message, voice)}</small>`)}${dismiss}`
  })
  return html`<h2>${words.feeds}</h2><dl>${rows}</dl>`
}

const tallest = 48

/** Runs by day as bars; each is a link with the day and its number, so that nobody needs to see the bar. */
function chart(days: readonly RunsOfDay[], place: Place): Html {
  const most = Math.max(1, ...days.map(({ runs }) => runs.length))
  return html`<ul class="days">${days.map(({ day, runs }) => {
    const height = Math.ceil((tallest * runs.length) / most)
    return html`<li><a href="${addressOf(place, 'runs', { day })}"><svg width="18" height="${tallest}" aria-hidden="true"><rect width="18" y="${tallest - height}" height="${height}"/></svg><b>${runs.length}</b><br>${Number(day.slice(8))}. ${Number(day.slice(5, 7))}.</a>`
  })}</ul>`
}

/** The runs of a day. */
export async function runsView(shop: ConsoleShop, day: string | undefined, how: Shown): Promise<View> {
  const { store, clock } = shop.effects
  const { place, voice } = how
  const { words } = voice
  const lastMs = day !== undefined && /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : clock.now()
  const shownMs = Number.isNaN(lastMs) ? clock.now() : lastMs
  const days = await runsOfDays(store, daysUntil(shownMs, daysOfChart))
  const { day: shown = '', runs = [] } = days.at(-1) ?? {}
  const list = await runsList(runs.slice(0, runsOfView), shop, how)
  const others = runs.slice(runsOfView)
  const more =
    others.length > 0 &&
    html`<details><summary>${voice.texts.more(others.length)}</summary><ul>${others.map((run) => html`<li><a href="${runAddress(place, run)}">${run}</a>`)}</ul></details>`
  const earlier = daysUntil(shownMs, daysOfChart + 1)[0] ?? ''
  return {
    title: words.runsOn(shown),
    active: 'runs',
    body: html`${chart(days, place)}<p><a href="${addressOf(place, 'runs', { day: earlier })}">← ${words.earlier}</a></p>${list}${more}`,
  }
}

/** How a part of a view is shown. */
export interface Shown {
  readonly place: Place
  readonly voice: ConsoleVoice
}

async function runsList(runs: readonly string[], shop: ConsoleShop, { place, voice }: Shown): Promise<Html> {
  if (runs.length === 0) return html`<p>${voice.words.noRuns}`
  const reports = await Promise.all(runs.map((run) => readReport(shop.effects.store, run)))
  return html`<ul>${runs.map((run, index) => html`<li><a href="${runAddress(place, run)}">${runTime(run, voice)}</a>: ${runInShort(reports[index], voice)}`)}</ul>`
}

/** When a run began, as its id says. */
export const runTime = (run: string, { time }: ConsoleVoice): string =>
  time(run.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/, '$1-$2-$3T$4:$5:$6.000Z'))

/** What a run came to, in a sentence. */
function runInShort(report: FoundReport | undefined, voice: ConsoleVoice): Html {
  if (report === undefined || report === 'unreadable') return html`<span class="bad">${voice.words.unreadable}</span>`
  const { text, good } = outcomeBadge(report, voice)
  return html`<b class="${good ? 'good' : 'bad'}">${text}</b> ${runSentenceOf(report, voice)}`
}

/** What happened in a run, as its page says it. */
export const runSentenceOf = (report: Exclude<FoundReport, 'unreadable'>, { texts }: ConsoleVoice): string =>
  texts.runSentence({ ...report, accepted: report.accepted + report.warned, mails: report.notified })
