import { createHash } from 'node:crypto'
import type { ReportedExport } from '../sync/import/import.ts'
import type { Plan } from '../sync/plan/change.ts'
import type { ArchivedRequest } from '../sync/post/archive.ts'
import type { SentOrder } from '../sync/post/send.ts'
import type { Problem } from '../sync/problems.ts'
import { changesTable, fieldNamesList, leftOutSections, mailsTable } from './changes.ts'
import { type Html, html, nothing, raw } from './html.ts'
import { script } from './script.ts'
import { exchangesTable, exportsTable, problemSections, verdictSection } from './sections.ts'
import { style } from './style.ts'
import type { Voice } from './voice.ts'

/** How something stands, in a few words. */
export interface Badge {
  readonly text: string
  readonly good: boolean
}

/** All that the page of a run or a plan shows. */
export interface PageContent {
  readonly kind: 'plan' | 'run'
  /** short name of the shop */
  readonly shop: string
  /** id of the run, where it is one */
  readonly run?: string
  /** ISO 8601 */
  readonly at: string
  /** what happened or would happen */
  readonly sentence: string
  readonly badge: Badge
  /** what people have said about it already */
  readonly said?: readonly string[]
  readonly problems: readonly Problem[]
  readonly exports: readonly ReportedExport[]
  /** what it planned; absent where it did not come so far */
  readonly plan?: Plan | undefined
  /** what became of each order, where it was tried */
  readonly results?: ReadonlyMap<string, SentOrder> | undefined
  /** requests, where there may have been some */
  readonly exchanges?: readonly ArchivedRequest[] | undefined
  /** what comes next, a sentence each */
  readonly next: readonly string[]
}

/** The page of a run or a plan: one HTML file that needs nothing from anywhere. */
export function pageText(content: PageContent, voice: Voice): string {
  const { shop, kind } = content
  const title = `${voice.texts[kind]} · ${shop}`
  return documentText({ title, body: bodyOf(content, voice), script }, voice)
}

/** What a document is made of beside its voice. */
export interface DocumentParts {
  readonly title: string
  readonly body: Html
  /** our own; absent: nothing runs */
  readonly script?: string
  /** our own, beside that of all pages */
  readonly style?: string
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** The policy of a page: nothing is loaded from anywhere, and only our own style and script count. */
export const policyOf = ({ script: runs, style: more = '' }: Pick<DocumentParts, 'script' | 'style'>): string =>
  `default-src 'none'; style-src ${hashOf(style + more)}; ${runs === undefined ? '' : `script-src ${hashOf(runs)}; `}base-uri 'none'`

/** A whole document in the shop's language. */
export function documentText(parts: DocumentParts, { language }: Pick<Voice, 'language'>): string {
  const { title, body, script: runs, style: more = '' } = parts
  const scripted = runs === undefined ? nothing : raw(`<script>${runs}</script>`)
  return `${
    html`<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policyOf(parts))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(style + more)}</style>
<body>
${body}
${scripted}
</html>`.markup
  }\n`
}

const section = (id: string, title: string, content: Html): Html =>
  html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${content}</section>\n`

function bodyOf(content: PageContent, voice: Voice): Html {
  const { texts } = voice
  const { plan, problems, exchanges, next } = content
  return html`${headOf(content, voice)}<main>
${problems.length > 0 && section('problems', texts.problems, problemSections(problems, voice))}${
  plan !== undefined && planSections(plan, content, voice)
}${section('exports', texts.exports, exportsTable(content.exports, voice))}${
  exchanges !== undefined && section('requests', texts.sending, exchangesTable(exchanges, content.results, voice))
}${next.length > 0 && section('next', texts.next, html`<ul>${next.map((said) => html`<li>${said}`)}</ul>`)}</main>
<footer><p class="dim">${texts.zone(voice.timeZone)}${plan !== undefined && fieldNamesList(plan.changes, voice)}</footer>`
}

function headOf({ kind, shop, run, at, sentence, badge, said = [] }: PageContent, { texts, time }: Voice): Html {
  return html`<header><p class="dim">${texts[kind]} · ${shop} · ${time(at)}${run !== undefined && html` · <code>${run}</code>`}</p>
<h1>${sentence}</h1>
<p><span class="badge ${badge.good ? 'good' : 'bad'}">${badge.text}</span></p>${said.map((one) => html`<p class="good">${one}</p>`)}</header>
`
}

function planSections(plan: Plan, { kind, results }: PageContent, voice: Voice): Html {
  const { texts } = voice
  const { changes, leftOut } = plan
  return html`${changes.length > 0 && (kind === 'plan' || plan.verdict.kind === 'hold') && section('verdict', texts.verdict, verdictSection(plan, voice))}${section(
    'mails',
    texts.mails,
    mailsTable({ changes, results }, voice),
  )}${section('changes', `${texts.changes} (${voice.number(changes.length)})`, html`${changes.length > 1 && tools(plan, results !== undefined, voice)}${changesTable({ changes, results }, voice)}`)}${
    leftOut.length > 0 && section('left', texts.leftOut, leftOutSections(leftOut, voice))
  }`
}

/** Search, filter and sorting: shown by the script, for without it they do nothing. */
function tools({ changes }: Plan, tried: boolean, { texts, number }: Voice): Html {
  const columns = [texts.order, texts.change, texts.source, texts.mail, ...(tried ? [texts.result] : [])]
  const options = columns.map((name, index) => html`<option value="${index}">${name}`)
  return html`<form id="tools" class="tools" role="search" hidden><label>${texts.search} <input type="search" name="q"></label><label><input type="checkbox" name="m"> ${texts.onlyMails}</label><label>${texts.sortBy} <select name="s"><option value="-1">–${options}</select></label><output name="n" data-of="${texts.shown('#', number(changes.length))}"></output></form>
`
}
