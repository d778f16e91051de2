import { reasonOf } from '../errors.ts'
import { type Html, html } from '../page/html.ts'
import { saidPart } from '../page/values.ts'
import { openDecisions } from '../sync/decisions/decisions.ts'
import { heldWords, leftOutWords } from '../text/waiting.ts'
import { addressOf, type Place, runAddress, type View } from './frame.ts'
import { type ConsoleShop, type ShopState, stateOf } from './shop.ts'
import { type ConsoleVoice, consoleVoice } from './voice.ts'

/** What waits in a shop, the urgent first. */
interface Waiting {
  readonly urgent: readonly Html[]
  readonly calm: readonly Html[]
}

/** What waits in a shop, in sentences. */
export function waitingOf(state: ShopState, place: Place, voice: ConsoleVoice): Waiting {
  const { head, newExports, decisions, answer } = state
  const { words, problems, time } = voice
  const link = (view: 'state' | 'plan' | 'decided', text: string): Html =>
    html`<a href="${addressOf(place, view)}">${text}</a>`
  const calm: Html[] = []
  if (newExports > 0) calm.push(link('plan', words.newExports(newExports)))
  const said = answer?.words ?? []
  for (const sentence of heldWords(said, words.waiting, time)) calm.push(html`${sentence}`)
  const others = openDecisions(decisions).length - said.length
  if (others > 0) calm.push(link('decided', words.openDecisions(others)))
  if (head === undefined) return { urgent: [], calm: [...calm, html`${words.noRunYet}`] }
  const { counts, blocked, feeds } = head
  const open = answer?.open ?? { changes: 0, notifications: 0 }
  const { parked, edited = 0, kinds = { parked, edited } } = counts
  const { person, within, others: resting } = leftOutWords(kinds, words.waiting)
  const refused = Object.values(feeds).filter((feed) => feed.refused !== undefined)
  const urgent = [
    ...(open.changes === 0 ? [] : [link('plan', words.heldPlan(open.changes, open.notifications))]),
    ...(blocked === undefined ? [] : [link('state', words.blocked(time(blocked.since)))]),
    ...refused.map(({ refused }) => html`${link('state', problems['refused export'].title)}: ${refused?.key ?? ''}`),
    ...person.map((text) => link('plan', text)),
  ]
  // what is held does not go out by itself
  const alone = counts.pending - counts.held
  if (alone > 0 && blocked === undefined)
    calm.push(html`${words.pending(alone)}${within.length > 0 && ` (${within.join(', ')})`}`)
  for (const text of resting) calm.push(link('plan', text))
  return { urgent, calm }
}

interface Row {
  readonly urgent: boolean
  readonly item: Html
}

/** What waits across all shops, those first where a person is needed. A shop that cannot be read does not hide the others. */
export async function overview(shops: readonly ConsoleShop[], place: Place, voice: ConsoleVoice): Promise<View> {
  const rows = await Promise.all(shops.map((shop) => rowOf(shop, place, voice)))
  const sorted = [...rows.filter(({ urgent }) => urgent), ...rows.filter(({ urgent }) => !urgent)]
  return {
    title: voice.words.whatWaits,
    body: html`<ul class="shops">${sorted.map(({ urgent, item }) => html`<li class="${urgent ? 'urgent' : ''}">${item}`)}</ul>`,
  }
}

async function rowOf(shop: ConsoleShop, anywhere: Place, { language }: ConsoleVoice): Promise<Row> {
  const { settings } = shop
  const place = { ...anywhere, shop: settings.shop }
  const voice = await consoleVoice({ language, timeZone: settings.timeZone })
  const { words, time } = voice
  const name = html`<h2><a href="${addressOf(place, 'state')}">${settings.shop}</a></h2>`
  try {
    const state = await stateOf(shop)
    const { urgent, calm } = waitingOf(state, place, voice)
    const { head } = state
    const last =
      head !== undefined &&
      head.run !== '' &&
      html`<p class="dim">${words.lastRun}: <a href="${runAddress(place, head.run)}">${time(head.at)}</a>`
    const items = [...urgent, ...calm]
    const list =
      items.length === 0 ? html`<p>${words.nothingWaits}` : html`<ul>${items.map((item) => html`<li>${item}`)}</ul>`
    return { urgent: urgent.length > 0, item: html`${name}${list}${last}` }
  } catch (error) {
    const item = html`${name}<p class="bad">${words.cannotRead}<p><small>${saidPart(reasonOf(error), voice)}</small>`
    return { urgent: true, item }
  }
}
