import { type Html, html } from '../page/html.ts'
import { outcomeBadge } from '../page/run-page.ts'
import { exchangesTable, exportsTable, problemSections } from '../page/sections.ts'
import type { ArchiveEntry } from '../sync/post/archive.ts'
import { runAddress, type View } from './frame.ts'
import { archivedRun, hasPage, readPage, readReport } from './runs.ts'
import type { ConsoleShop } from './shop.ts'
import { runSentenceOf, runTime, type Shown } from './state-view.ts'

/** A run: what it came to, what to know, its exports, and each request with the shop's words. */
export async function runView(shop: ConsoleShop, run: string, { place, voice }: Shown): Promise<View> {
  const { words, texts } = voice
  const report = await readReport(shop.effects.store, run)
  if (report === undefined) return { title: words.noSuchRun, active: 'runs', status: 404, body: html`` }
  const archived = await archivedRun(run, shop.effects)
  const requests = exchangesTable(archived.entries.map(inShort), archived.results, voice)
  const more = archived.requests - archived.entries.length - archived.damaged
  const sent = html`<h2>${texts.sending}</h2>${requests}${more > 0 && html`<p>… ${texts.more(more)}`}${archived.damaged > 0 && html`<p class="bad">${words.unreadable} (${archived.damaged})`}`
  const page =
    (await hasPage(shop.effects.store, run)) && html`<p><a href="${runAddress(place, run)}/page">${words.openPage}</a>`
  const hasPosted = archived.entries.some(({ changes }) => changes !== undefined)
  const undo = hasPosted && html`<p><a href="${runAddress(place, run)}/undo">${words.undoRun}</a>`
  const id = html`<p class="dim">${texts.run} <code>${run}</code> · ${runTime(run, voice)}`
  if (report === 'unreadable') {
    return { title: words.unreadable, active: 'runs', body: html`${id}${page}${sent}` }
  }
  const badge = outcomeBadge(report, voice)
  return {
    title: runSentenceOf(report, voice),
    active: 'runs',
    body: html`${id}<p><span class="badge ${badge.good ? 'good' : 'bad'}">${badge.text}</span></p>${page}${undo}${
      report.problems.length > 0 && html`<h2>${texts.problems}</h2>${problemSections(report.problems, voice)}`
    }<h2>${texts.exports}</h2>${exportsTable(report.exports, voice)}${sent}`,
  }
}

const inShort = ({ sequence, orders, changes, mayNotify = false, request, response }: ArchiveEntry) => ({
  sequence,
  orders,
  reads: changes === undefined,
  mayNotify,
  sentAt: request.sentAt,
  status: response?.status ?? null,
  ...(response === null ? {} : { durationMs: response.durationMs }),
})

/** The page that a run has left, as it is; or a view that says there is none. */
export async function runPageOf(shop: ConsoleShop, run: string, { voice }: Shown): Promise<string | View> {
  const page = await readPage(shop.effects.store, run)
  const none: View = { title: voice.words.noPage, active: 'runs', status: 404, body: nothingMore }
  return page ?? none
}

const nothingMore: Html = html``
