import { fieldEntries } from '../order.ts'
import { type Html, html } from '../page/html.ts'
import { fieldLabel, sourceText, valueText } from '../page/values.ts'
import { decidedValues, decisionsAbout, type OrderDecision } from '../sync/decisions/undo-decision.ts'
import type { Sending } from '../sync/history.ts'
import type { Line } from '../sync/ledger/line.ts'
import { dayMs } from '../units.ts'
import { decisionForm } from './decide.ts'
import { decisionPart } from './decided-view.ts'
import { addressOf, runAddress, type View } from './frame.ts'
import { type Found, lookBack } from './history.ts'
import { type ConsoleShop, type Plans, stateOf } from './shop.ts'
import type { Shown } from './state-view.ts'
import type { ConsoleVoice } from './voice.ts'

const shortMs = 120
const longMs = 30_000
const decisionDays = 400

/** What is asked about an order. */
export interface OrderQuestion {
  readonly number: string
  /** where to go on looking: the key that came last; absent: at today */
  readonly before?: string | undefined
  /** however long it takes */
  readonly all: boolean
}

/** An order: what the shop has acknowledged, what the exports want, and all that was sent about it, with the answers. */
export async function orderView(
  shop: ConsoleShop,
  asked: OrderQuestion,
  how: Shown & { readonly plans: Plans },
): Promise<View> {
  const { place, voice, plans } = how
  const { words } = voice
  const { number } = asked
  const form = html`<form class="tools" role="search" action="${addressOf(place, 'order')}"><label>${words.orderNumber} <input type="search" name="number" value="${number}" required></label><button>${words.find}</button></form>`
  if (number === '') return { title: words.order, active: 'order', body: form }
  const { ledger } = await plans.planOf(shop, await stateOf(shop))
  const line = ledger.get(number)
  const look = { order_number: number, before: asked.before, budgetMs: asked.all ? longMs : shortMs }
  const since = new Date(shop.effects.clock.now() - decisionDays * dayMs).toISOString()
  const [found, decided] = await Promise.all([
    lookBack(look, shop.settings, shop.effects),
    decisionsAbout(number, since, shop.effects),
  ])
  return {
    title: `${words.order} ${number}`,
    active: 'order',
    body: html`${form}${line === undefined ? html`<p>${words.unknownOrder}` : linePart(line, how)}${decisionsPart(decided, how)}<h2>${words.history}</h2>${historyPart(found, asked, how)}`,
  }
}

function linePart({ order_number, acknowledged, wanted }: Line, { place, voice }: Shown): Html {
  const { words, texts, time } = voice
  const known = fieldEntries(acknowledged).map(
    ([name, value]) =>
      html`<dt>${fieldLabel(name, voice)}<dd>${value === '' ? texts.nothing : valueText(value, voice)}`,
  )
  const wishes = fieldEntries(wanted).map(
    ([name, { value, cause, since, parked }]) =>
      html`<dt>${fieldLabel(name, voice)}<dd><b>${valueText(value, voice)}</b> <small>${sourceText(cause, voice)}, ${time(since)}</small>${parked !== undefined && html` <span class="bad">${parked.messages.map(voice.say).join('; ')}</span>`}`,
  )
  const isParked = fieldEntries(wanted).some(([, { parked }]) => parked !== undefined)
  const retry =
    isParked && decisionForm({ kind: 'retry', values: { order: order_number }, back: 'order' }, place, voice)
  return html`<h2>${words.acknowledged}</h2>${known.length === 0 ? html`<p>${texts.nothing}` : html`<dl>${known}</dl>`}${wishes.length > 0 && html`<h2>${words.wanted}</h2><dl>${wishes}</dl>`}${retry}`
}

/** What people decided about the order, newest first. */
const decisionsPart = (decided: readonly OrderDecision[], how: Shown): Html | false =>
  decided.length > 0 &&
  html`<h2>${how.voice.words.decided}</h2><ol class="exchanges">${decided.map(
    ({ decision, fields }) =>
      html`<li>${decisionPart(decision, how)}${
        fields !== undefined &&
        html`<ul>${Object.entries(decidedValues(fields)).map(([name, value]) => html`<li>${fieldLabel(name, how.voice)}: <b>${valueText(value, how.voice)}</b>`)}</ul>`
      }`,
  )}</ol>`

function historyPart({ sendings, next, damaged }: Found, { number }: OrderQuestion, { place, voice }: Shown): Html {
  const { words } = voice
  const list =
    sendings.length === 0
      ? html`<p>${words.neverSent}`
      : html`<ol class="exchanges">${sendings.map((sending) => html`<li>${sendingPart(sending, { place, voice })}`)}</ol>`
  const further =
    next !== undefined &&
    html`<p>${words.lookedBack(dayOfKey(next))}</p><p><a href="${addressOf(place, 'order', { number, before: next })}">${words.lookFurther}</a> · <a href="${addressOf(place, 'order', { number, before: next, all: 'yes' })}">${words.lookAll}</a></p>`
  return html`${list}${damaged > 0 && html`<p class="bad">${words.unreadable} (${damaged})`}${further}`
}

/** `2026-11-23` of `archive/2026/11/23/…`. */
const dayOfKey = (key: string): string => key.split('/').slice(1, 4).join('-')

function sendingPart(sending: Sending, { place, voice }: Shown): Html {
  const { words, time } = voice
  const fields = Object.entries(sending.fields).map(
    ([name, value]) =>
      html`<li>${fieldLabel(name, voice)}: <b>${valueText(value, voice)}</b> <small>${sourceOf(sending, name, voice)}</small>`,
  )
  const good = sending.outcome === 'accepted'
  const mails = sending.mayNotify && sending.outcome !== 'not taken' && ` · ${words.mailed}`
  return html`<a href="${runAddress(place, sending.run)}">${time(sending.time)}</a>: <span class="${good ? 'good' : 'bad'}">${outcomeText(sending, voice)}</span>${mails}${sending.messages.length > 0 && html` <span>${sending.messages.map(voice.say).join('; ')}</span>`}<ul>${fields}</ul>`
}

const sourceOf = ({ causes }: Sending, name: string, voice: ConsoleVoice): string => {
  const cause = Object.hasOwn(causes, name) ? causes[name] : undefined
  return cause === undefined ? '' : sourceText(cause, voice)
}

function outcomeText({ outcome }: Sending, { texts, words }: ConsoleVoice): string {
  if (outcome === 'not taken') return words.notTaken
  return texts.results[outcome === 'accepted with warnings' ? 'warned' : outcome]
}
