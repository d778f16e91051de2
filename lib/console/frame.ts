import { type Html, html } from '../page/html.ts'
import { documentText } from '../page/page.ts'
import type { ConsoleVoice } from './voice.ts'

/** What the console has beside the style of pages. */
export const consoleStyle = `
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:.35rem 0;border-bottom:1px solid var(--line)}nav a[aria-current]{font-weight:700;text-decoration:none;color:var(--text)}
.shops{list-style:none;padding:0;display:grid;gap:.75rem}.shops>li{border:1px solid var(--line);border-left:4px solid var(--line);border-radius:.3rem;padding:.6rem .9rem}.shops>li.urgent{border-left-color:var(--bad)}.shops h2{margin:0 0 .35rem;border:0}
.days{display:flex;flex-wrap:wrap;gap:.15rem;list-style:none;padding:0;align-items:flex-end}.days a{display:block;text-align:center;font-size:.8rem;padding:.1rem .35rem}.days svg{display:block;margin:auto;fill:var(--link)}@media(max-width:40rem){.days{display:grid;grid-template-columns:repeat(7,1fr)}.days a{padding:.1rem 0}}
.decide{border:1px solid var(--line);background:var(--soft);padding:.5rem .75rem;margin:.5rem 0;border-radius:.3rem}.decide h2{margin-top:0}.decide form{margin:.5rem 0}.decide label{display:block;margin:.35rem 0}
.inline{display:inline}main>.inline,p>.inline{margin-left:.25rem}button{cursor:pointer;font-weight:600;min-height:2rem}
.notice{border:2px solid var(--good);padding:.5rem .75rem;margin:.75rem 0}.notice.bad{border-color:var(--bad);color:var(--text)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}dt{color:var(--dim)}dd{margin:0}
.pager{display:flex;gap:1rem;margin:.75rem 0}`

/** Where a view stands: addresses begin with the console's secret. */
export interface Place {
  /** `/TOKEN` */
  readonly base: string
  /** all shops of the console */
  readonly shops: readonly string[]
  /** the shop of the view */
  readonly shop?: string
}

/** The views of one shop. */
export type ViewName = 'state' | 'plan' | 'runs' | 'order' | 'decided' | 'check'

/** One view, ready to be shown. */
export interface View {
  readonly title: string
  readonly body: Html
  readonly active?: ViewName
  /** HTTP status; default 200 */
  readonly status?: number
}

/** The address of a view of a shop. */
export const addressOf = ({ base, shop = '' }: Place, view: ViewName, query: Readonly<Record<string, string>> = {}) => {
  const search = new URLSearchParams(query).toString()
  return `${base}/${shop}${view === 'state' ? '' : `/${view}`}${search === '' ? '' : `?${search}`}`
}

/** The address of one run. */
export const runAddress = ({ base, shop = '' }: Place, run: string): string => `${base}/${shop}/run/${run}`

const views: readonly ViewName[] = ['state', 'plan', 'runs', 'order', 'decided', 'check']

/** A view as a whole document, with the ways to all others. */
export function frame({ title, body, active }: View, place: Place, voice: ConsoleVoice): string {
  const { words } = voice
  const { base, shops, shop } = place
  const current = (is: boolean): Html | false => is && html` aria-current="page"`
  const shopLinks =
    shops.length > 1 &&
    shops.map((name) => html`<a href="${base}/${name}"${current(name === shop && active === undefined)}>${name}</a>`)
  const viewLinks =
    shop !== undefined &&
    html`<nav aria-label="${shop}"><b>${shop}</b>${views.map((view) => html`<a href="${addressOf(place, view)}"${current(view === active)}>${words[view]}</a>`)}</nav>`
  return documentText(
    {
      title: `${title} · ${shop ?? words.console}`,
      style: consoleStyle,
      body: html`<a class="skip" href="#main">${words.skip}</a>
<header><nav aria-label="${words.shops}"><a href="${base}/"${current(shop === undefined)}>${words.shops}</a>${shopLinks}</nav>${viewLinks}</header>
<main id="main" tabindex="-1"><h1>${title}</h1>
${body}</main>
<footer><p class="dim">${voice.texts.zone(voice.timeZone)}</footer>`,
    },
    voice,
  )
}
