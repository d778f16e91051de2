import { fieldEntries } from '../order.ts'
import { changesTable, leftOutSections, mailsTable } from '../page/changes.ts'
import { type Html, html } from '../page/html.ts'
import { exportsTable, problemSections, reasonsList } from '../page/sections.ts'
import { valueText } from '../page/values.ts'
import type { Change, LeftOut, Plan } from '../sync/plan/change.ts'
import { heldWords } from '../text/waiting.ts'
import { decisionForm } from './decide.ts'
import { addressOf, type Place, type View } from './frame.ts'
import { type ConsoleShop, type Plans, stateOf } from './shop.ts'
import type { Shown } from './state-view.ts'
import type { ConsoleVoice } from './voice.ts'

const ordersOfPage = 100
const mostRetries = 200

/** What is looked for in a plan. */
export interface PlanSearch {
  readonly text: string
  readonly onlyMails: boolean
  /** the first is 1 */
  readonly page: number
}

/** What a run would do now, with what is to be decided. */
export async function planView(
  shop: ConsoleShop,
  search: PlanSearch,
  how: Shown & { readonly plans: Plans },
): Promise<View> {
  const { place, voice, plans } = how
  const { texts } = voice
  const state = await stateOf(shop)
  const { plan, adopts, exports, problems } = await plans.planOf(shop, state)
  const said = heldWords(state.answer?.words ?? [], voice.words.waiting, voice.time)
  const { changes, leftOut } = plan
  const held = plan.verdict.kind === 'hold'
  const mails = changes.filter((change) => change.mails.length > 0).length
  const found = changes.filter(matching(search, voice))
  const left = leftOut.filter(({ order_number, value }) => includes(search, [order_number, valueText(value, voice)]))
  return {
    title: texts.planSentence({ orders: changes.length, mails, adopts, held }),
    active: 'plan',
    body: html`${decideParts(plan, said, { place, voice })}${problems.length > 0 && html`<h2>${texts.problems}</h2>${problemSections(problems, voice)}`}
<h2>${texts.mails}</h2>${mailsTable({ changes }, voice)}
<h2>${texts.changes}</h2>${searchForm(search, [found.length, changes.length], { place, voice })}${changesPart(found, search, { place, voice })}
${leftOut.length > 0 && html`<h2>${texts.leftOut}</h2>${retryParts(plan, place, voice)}${leftOutSections(left, voice)}`}
${exports.length > 0 && html`<h2>${texts.exports}</h2>${exportsTable(exports, voice)}`}`,
  }
}

const includes = ({ text }: PlanSearch, texts: readonly string[]): boolean =>
  text === '' || texts.some((one) => one.toLocaleLowerCase().includes(text.toLocaleLowerCase()))

const matching =
  (search: PlanSearch, voice: ConsoleVoice) =>
  ({ order_number, fields, mails }: Change): boolean =>
    (!search.onlyMails || mails.length > 0) &&
    includes(search, [order_number, ...fieldEntries(fields).map(([, { after }]) => valueText(after, voice))])

/** Why a plan is held, and the two words that a person can say about it; what was said already, and no run has acted on. */
function decideParts({ verdict, hash }: Plan, said: readonly string[], { place, voice }: Shown): Html {
  const { texts, words } = voice
  const told = said.map((sentence) => html`<p class="good">${sentence}</p>`)
  if (verdict.kind === 'pass') return said.length > 0 ? html`${told}` : html`<p class="good">${texts.passes}</p>`
  const values = { hash }
  const sure = html`<label><input type="checkbox" name="sure" value="yes" required> ${words.sure}</label>`
  const quiet = html`<label><input type="checkbox" name="quiet" value="yes"> ${words.quietly}</label>`
  return html`${told}${reasonsList(verdict.reasons, voice)}
<section class="decide" aria-labelledby="decide"><h2 id="decide">${words.decide}</h2>
<details><summary>${words.decisions.approve}…</summary><p>${words.means.approve}</p>${decisionForm({ kind: 'approve', values, more: html`${sure}${quiet}`, back: 'plan' }, place, voice)}</details>
<details><summary>${words.decisions.reject}…</summary><p>${words.means.reject}</p>${decisionForm({ kind: 'reject', values, more: sure, back: 'plan' }, place, voice)}</details>
<p class="dim"><code>${hash.slice(0, 12)}</code></p></section>`
}

/** Orders that the shop has refused, each of which can be sent again; and those that somebody has changed there. */
function retryParts({ leftOut }: Plan, place: Place, voice: ConsoleVoice): Html {
  const { words } = voice
  const ordersOf = (wanted: LeftOut['kind']): string[] => [
    ...new Set(leftOut.flatMap(({ kind, order_number }) => (kind === wanted ? [order_number] : []))),
  ]
  const each = (kind: 'retry' | 'accept' | 'overrule', order: string): Html =>
    decisionForm({ kind, values: { order }, label: `${words.decisions[kind]}: ${order}`, back: 'plan' }, place, voice)
  const [parked, edited] = [ordersOf('parked'), ordersOf('edited')]
  return html`${
    parked.length > 0 &&
    html`<details class="decide"><summary>${words.decisions.retry}…</summary><p>${words.means.retry}</p>${decisionForm({ kind: 'retry', label: words.retryAll(parked.length), back: 'plan' }, place, voice)}<ul>${parked.slice(0, mostRetries).map((order) => html`<li>${each('retry', order)}`)}</ul></details>`
  }${
    edited.length > 0 &&
    html`<details class="decide"><summary>${voice.leftOut.edited.title}…</summary><p>${words.decisions.accept}: ${words.means.accept}</p><p>${words.decisions.overrule}: ${words.means.overrule}</p><ul>${edited.slice(0, mostRetries).map((order) => html`<li>${each('accept', order)} ${each('overrule', order)}`)}</ul></details>`
  }`
}

function searchForm(
  { text, onlyMails }: PlanSearch,
  [shown, all]: readonly [number, number],
  { place, voice }: Shown,
): Html {
  const { texts, words, number } = voice
  return html`<form class="tools" role="search" action="${addressOf(place, 'plan')}"><label>${texts.search} <input type="search" name="q" value="${text}"></label><label><input type="checkbox" name="m" value="yes"${onlyMails && html` checked`}> ${texts.onlyMails}</label><button>${words.find}</button><output>${texts.shown(number(shown), number(all))}</output></form>`
}

function changesPart(found: readonly Change[], search: PlanSearch, { place, voice }: Shown): Html {
  const pages = Math.max(1, Math.ceil(found.length / ordersOfPage))
  const page = Math.min(search.page, pages)
  const changes = found.slice((page - 1) * ordersOfPage, page * ordersOfPage)
  return html`${changesTable({ changes }, voice)}${pages > 1 && pager(page, pages, { search, place, voice })}`
}

function pager(page: number, pages: number, { search, place, voice }: Shown & { readonly search: PlanSearch }): Html {
  const { words } = voice
  const link = (to: number, text: string): Html => {
    const query = { q: search.text, ...(search.onlyMails ? { m: 'yes' } : {}), page: String(to) }
    return html`<a href="${addressOf(place, 'plan', query)}">${text}</a>`
  }
  return html`<nav class="pager" aria-label="${words.page(page, pages)}">${page > 1 && link(page - 1, `← ${words.earlier}`)}<span>${words.page(page, pages)}</span>${page < pages && link(page + 1, `${words.later} →`)}</nav>`
}
