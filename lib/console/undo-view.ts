import { type Html, html } from '../page/html.ts'
import { fieldLabel, saidPart, valueText } from '../page/values.ts'
import { planUndo, type UndoPlan } from '../sync/past/undo.ts'
import { decisionForm } from './decide.ts'
import { runAddress, type View } from './frame.ts'
import type { ConsoleShop } from './shop.ts'
import type { Shown } from './state-view.ts'

const mostOrders = 500

/** What of a run can be taken back, what has changed since, and whom it had mailed; with the button that decides it. */
export async function undoView({ settings, effects }: ConsoleShop, run: string, how: Shown): Promise<View> {
  const { place, voice } = how
  const { words } = voice
  const planned = await planUndo({ run, orders: [], pin: true }, settings, effects)
  const { undone, leftOut, mailed, plan } = planned
  const sure = html`<label><input type="checkbox" name="sure" value="yes" required> ${words.sure}</label>`
  const form = html`<section class="decide" aria-labelledby="decide"><h2 id="decide">${words.decide}</h2><p>${words.means.undo}${plan.verdict.kind === 'hold' && ` ${words.undoHeld}`}</p>${decisionForm({ kind: 'undo', values: { run }, more: sure, back: 'decided' }, place, voice)}</section>`
  return {
    title: words.undoRun,
    active: 'runs',
    body: html`<p><a href="${runAddress(place, run)}">← ${words.back}</a></p>${mailed.length > 0 && html`<p class="bad">${words.undoMailed(mailed.length)}</p>`}${
      undone.length === 0 ? html`<p>${words.undoNothing}` : html`${form}${undoneList(planned, how)}`
    }${leftOut.length > 0 && html`<h2>${words.notUndone}</h2><ul>${leftOut.slice(0, mostOrders).map(({ order_number, field, reason }) => html`<li><b>${order_number}</b>${field !== undefined && ` ${fieldLabel(field, voice)}`}: ${saidPart(reason, voice)}`)}</ul>`}`,
  }
}

const undoneList = ({ undone }: UndoPlan, { voice }: Shown): Html =>
  html`<h2>${voice.texts.changes}</h2><ul>${undone
    .slice(0, mostOrders)
    .map(
      ({ order_number, fields }) =>
        html`<li><b>${order_number}</b>${Object.entries(fields).map(
          ([name, { set, back }]) =>
            html`<p>${fieldLabel(name, voice)} <del>${valueText(set, voice)}</del> → <ins>${valueText(back, voice)}</ins>`,
        )}`,
    )}</ul>`
