import { type Cause, fieldEntries, fieldNames, isStatus } from '../order.ts'
import type { Change, LeftOut } from '../sync/plan/change.ts'
import { leftOutKinds, ofKind } from '../sync/plan/left-out.ts'
import type { SentOrder } from '../sync/post/send.ts'
import { type Html, html, nothing, raw } from './html.ts'
import { differenceOf, fieldLabel, saidPart, sourceText, valueText } from './values.ts'
import type { Voice } from './voice.ts'

/** A table is cut into parts of so many orders: a browser lays out only those that are looked at. */
const rowsOfPart = 200
/** How many orders that are left out for the same reason are listed. */
const mostLeftOut = 2000

/** Orders that change, and what became of them where a run has tried. */
export interface ChangesInput {
  readonly changes: readonly Change[]
  readonly results?: ReadonlyMap<string, SentOrder> | undefined
}

/** Every change: before and after, why, the row of the export, whom it mails, and what became of it. */
export function changesTable({ changes, results }: ChangesInput, voice: Voice): Html {
  const { texts } = voice
  if (changes.length === 0) return html`<p>${texts.nothingToChange}</p>`
  const columns = [
    texts.order,
    texts.change,
    texts.source,
    texts.mail,
    ...(results === undefined ? [] : [texts.result]),
  ]
  const head = html`<thead><tr>${columns.map((name) => html`<th scope="col">${name}`)}</thead>`
  const parts: Html[] = []
  for (let start = 0; start < changes.length; start += rowsOfPart) {
    const rows = changes.slice(start, start + rowsOfPart).map((change) => rowOf(change, results, voice))
    parts.push(html`<div class="part"><table class="changes">${head}<tbody>${rows}</table></div>`)
  }
  return html`${parts}`
}

function rowOf(change: Change, results: ChangesInput['results'], voice: Voice): Html {
  const { order_number, fields, mails } = change
  const entries = fieldEntries(fields)
  const sources = new Set(causesOf(change).map((cause) => sourceText(cause, voice)))
  const isApproved = entries.every(([, { approved }]) => approved)
  const differences = entries.map(([name, field]) => [
    differenceOf(name, field, voice),
    field.because !== undefined && html` <small>${field.undo ? saidPart(field.because, voice) : field.because}</small>`,
    field.approved && !isApproved && html` <small>${voice.texts.approved}</small>`,
  ])
  const row = mails.length > 0 ? raw('<tr class="m">') : raw('<tr>')
  const result = results === undefined ? nothing : html`<td>${resultOf(results.get(order_number), voice)}`
  return html`${row}<th scope="row">${order_number}<td>${differences}<td>${[...sources].join(', ')}<td>${mails.length > 0 && `✉ ${mailOf(change, voice)}`}${isApproved && html` <small>${voice.texts.approved}</small>`}${result}`
}

/** Where the values of a change came from; most came from one record. */
function causesOf({ fields }: Pick<Change, 'fields'>): Cause[] {
  const [first, ...others] = fieldEntries(fields).map(([, { cause }]) => cause)
  if (first === undefined) return []
  return [first, ...others.filter(({ key, record }) => key !== first.key || record !== first.record)]
}

/** What the customer is mailed about: the status, or that it was paid. */
function mailOf({ mails, fields }: Pick<Change, 'mails' | 'fields'>, voice: Voice): string {
  return mails.map((name) => (isStatus(name) ? valueText(fields[name]?.after, voice) : voice.texts.payment)).join(', ')
}

function resultOf(sent: SentOrder | undefined, { texts, say }: Voice): Html {
  const kind = sent?.kind ?? 'not sent'
  const messages = sent !== undefined && 'messages' in sent ? sent.messages : []
  const words = messages.length > 0 && html` <small>${messages.map(say).join('; ')}</small>`
  return html`<span class="${kind === 'accepted' ? 'good' : kind === 'not sent' ? 'dim' : 'bad'}">${texts.results[kind]}</span>${words}`
}

/** How many customers are mailed, by what they are mailed about; where a run has tried, those whose change was taken. */
export function mailsTable({ changes, results }: ChangesInput, voice: Voice): Html {
  const { texts, number } = voice
  const isTaken = (order: string) => ['accepted', 'warned'].includes(results?.get(order)?.kind ?? 'not sent')
  const counts = new Map<string, number>()
  for (const change of changes) {
    const what = results === undefined || isTaken(change.order_number) ? mailOf(change, voice) : ''
    if (what !== '') counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  if (counts.size === 0) return html`<p>${texts.nobody}</p>`
  const rows = [...counts].sort(([, one], [, other]) => other - one)
  return html`<ul class="mails">${rows.map(([what, many]) => html`<li><b>${number(many)}</b> × ✉ ${what}`)}</ul>`
}

/** What is left out, by reason, with the way on. */
export function leftOutSections(leftOut: readonly LeftOut[], voice: Voice): Html {
  const { texts } = voice
  if (leftOut.length === 0) return html`<p>${texts.none}</p>`
  return html`${leftOutKinds.map((kind) => {
    const orders = ofKind(leftOut, kind)
    if (orders.length === 0) return nothing
    const { title, means, next } = voice.leftOut[kind]
    return html`<section class="kind"><h3>${title} <span class="count">${texts.orders(orders.length)}</span></h3><p>${means}</p><p><b>${texts.doThis}:</b> ${next}</p><details${raw(orders.length > 5 ? '' : ' open')}><summary>${texts.detail}</summary><ul>${orders
      .slice(0, mostLeftOut)
      .map(
        (values) => html`<li><b>${values[0]?.order_number}</b> ${leftOrder(values, voice)}`,
      )}</ul>${moreThan(mostLeftOut, orders.length, voice)}</details></section>`
  })}`
}

/** The values of an order that are left out, each reason once. */
const leftOrder = (values: readonly LeftOut[], voice: Voice): Html[] =>
  [...Map.groupBy(values, (one) => leftReason(one, voice).markup)].map(([reason, same]) => {
    const what = same.map(({ field, value }) => `${fieldLabel(field, voice)}: ${valueText(value, voice)}`)
    return html`<p>${what.join(', ')} <small>${raw(reason)}</small></p>`
  })

/** Why a value is left out; of a status at its gate, what it waits for and what happens then. */
function leftReason({ reason, until, missing, end }: LeftOut, voice: Voice): Html {
  if (missing === undefined || until === undefined) return saidPart(reason, voice)
  const names = missing.map((name) => fieldLabel(name, voice))
  return html`${voice.texts.waitsFor(names, voice.time(until), end)}`
}

/** That a list goes on. */
export const moreThan = (most: number, count: number, { texts }: Voice): Html =>
  count > most ? html`<p>… ${texts.more(count - most)}</p>` : nothing

/** What the fields that these changes speak of are called in the settings. */
export function fieldNamesList(changes: readonly Change[], voice: Voice): Html {
  const names = new Set(changes.flatMap(({ fields }) => fieldNames(fields)))
  if (names.size === 0) return nothing
  const pairs = [...names].map((name) => html`<li>${fieldLabel(name, voice)} = <code>${name}</code>`)
  return html`<details><summary>${voice.texts.fieldNames}</summary><ul>${pairs}</ul></details>`
}
