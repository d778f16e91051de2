import { type Html, html } from '../page/html.ts'
import { saidPart } from '../page/values.ts'
import { checkShop, type ShopCheck } from '../sync/shop-check.ts'
import { addressOf, type View } from './frame.ts'
import type { ConsoleShop } from './shop.ts'
import type { Shown } from './state-view.ts'

/** Whether everything is there that a run needs. Asking costs three requests of the shop, so that it takes a button. */
export async function checkView(shop: ConsoleShop, asked: boolean, { place, voice }: Shown): Promise<View> {
  const { words } = voice
  const form = html`<p>${words.checkAsks}</p><form method="post" action="${addressOf(place, 'check')}"><button>${words.check}</button></form>`
  const found = asked && resultOf(await checkShop(shop.settings, shop.effects), { place, voice })
  return { title: words.check, active: 'check', body: html`${form}${found}` }
}

function resultOf({ login, missing, notes, words: used }: ShopCheck, { voice }: Shown): Html {
  const { words } = voice
  const list = (title: string, sentences: readonly string[]): Html | false =>
    sentences.length > 0 &&
    html`<h2>${title}</h2><ul>${sentences.map((said) => html`<li>${saidPart(said, voice)}`)}</ul>`
  const there = used.filter(({ isThere }) => isThere === true).map(({ name }) => name)
  return html`<div role="status">${login !== undefined && html`<p class="${login === 'taken' ? 'good' : 'bad'}">${words.login[login]}`}${missing.length === 0 && html`<p class="good">${words.checkGood}`}</div>${list(words.checkMissing, missing)}${list(words.checkNotes, notes)}${there.length > 0 && html`<p class="dim">✓ ${there.join(', ')}`}`
}
