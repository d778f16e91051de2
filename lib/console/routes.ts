import { OrderSyncError, reasonOf } from '../errors.ts'
import { html } from '../page/html.ts'
import { saidPart } from '../page/values.ts'
import type { Language } from '../text/language.ts'
import { checkView } from './check-view.ts'
import { decide, doneNotice, type Sent } from './decide.ts'
import { decidedView } from './decided-view.ts'
import { addressOf, frame, type Place, type View } from './frame.ts'
import { orderView } from './order-view.ts'
import { overview } from './overview.ts'
import { planView } from './plan-view.ts'
import { runPageOf, runView } from './run-view.ts'
import { type ConsoleShop, createPlans } from './shop.ts'
import { runsView, stateView } from './state-view.ts'
import { undoView } from './undo-view.ts'
import { type ConsoleVoice, consoleVoice } from './voice.ts'

/** What somebody asks of the console, once it is known to be its owner. */
export interface Asked {
  readonly method: 'GET' | 'POST'
  /** below the console's secret, without a slash at its beginning: `demo/plan` */
  readonly path: string
  readonly query: URLSearchParams
  /** what a form has sent */
  readonly sent: Sent
}

/** What the console answers. */
export interface Answered {
  readonly status: number
  /** a whole document; absent: only elsewhere */
  readonly body?: string
  /** a page of a run, which brings its own policy */
  readonly kept?: true
  readonly location?: string
}

/** What a console shows. */
export interface ConsoleInput {
  readonly shops: readonly ConsoleShop[]
  readonly language: Language
  /** `/TOKEN` */
  readonly base: string
}

/** Something of one shop. */
interface Within {
  readonly asked: Asked
  readonly shop: ConsoleShop
  /** what follows the view's name, as the id of a run */
  readonly rest: readonly string[]
  readonly place: Place
  readonly voice: ConsoleVoice
}

type Route = (within: Within) => Promise<View | string | Answered>

/** Answers what is asked of a console. What goes wrong with one shop is told where it was asked, and nowhere else. */
export function createRoutes({ shops, language, base }: ConsoleInput): (asked: Asked) => Promise<Answered> {
  const plans = createPlans()
  const everywhere: Place = { base, shops: shops.map(({ settings }) => settings.shop) }
  const first = shops[0]?.settings.timeZone ?? 'UTC'

  const routes: Readonly<Record<string, Route>> = {
    'GET ': async ({ shop, place, voice }) => {
      const view = await stateView(shop, place, voice)
      plans.warm(shop)
      return view
    },
    'GET plan': ({ shop, asked: { query }, ...how }) => planView(shop, searchOf(query), { ...how, plans }),
    'GET runs': ({ shop, asked: { query }, ...how }) => runsView(shop, query.get('day') ?? undefined, how),
    'GET run': ({ shop, rest: [run = '', page], ...how }) =>
      page === 'page'
        ? runPageOf(shop, run, how)
        : page === 'undo'
          ? undoView(shop, run, how)
          : runView(shop, run, how),
    'GET order': ({ shop, asked: { query }, ...how }) => orderView(shop, questionOf(query), { ...how, plans }),
    'GET decided': ({ shop, ...how }) => decidedView(shop, how),
    'GET check': ({ shop, ...how }) => checkView(shop, false, how),
    'POST check': ({ shop, ...how }) => checkView(shop, true, how),
    'POST decide': async ({ shop, asked: { sent }, place }) => {
      const kind = await decide(sent, shop)
      const view = backTo.find((one) => one === sent.back) ?? 'state'
      const query = { done: kind, ...(view === 'order' ? { number: sent.order ?? '' } : {}) }
      return { status: 303, location: addressOf(place, view, query) }
    },
  }

  const shown = async (view: View, place: Place, voice: ConsoleVoice): Promise<Answered> => ({
    status: view.status ?? 200,
    body: frame(view, place, voice),
  })

  const inShop = async (
    asked: Asked,
    shop: ConsoleShop,
    [name = '', ...rest]: readonly string[],
  ): Promise<Answered> => {
    const place = { ...everywhere, shop: shop.settings.shop }
    const voice = await consoleVoice({ language, timeZone: shop.settings.timeZone })
    const route = `${asked.method} ${name}`
    if (!Object.hasOwn(routes, route)) return shown(noSuchView(voice), place, voice)
    try {
      const made = await routes[route]?.({ asked, shop, rest, place, voice })
      if (made === undefined) return shown(noSuchView(voice), place, voice)
      if (typeof made === 'string') return { status: 200, body: made, kept: true }
      if ('location' in made || !('title' in made)) return made
      const notice = doneNotice(asked.query.get('done') ?? undefined, shop, voice)
      return shown({ ...made, body: html`${notice}${made.body}` }, place, voice)
    } catch (error) {
      return shown(failedView(error, asked, voice), place, voice)
    }
  }

  return async (asked) => {
    const [name = '', ...rest] = asked.path.split('/').filter((part) => part !== '')
    const shop = shops.find(({ settings }) => settings.shop === name)
    if (shop !== undefined) return inShop(asked, shop, rest)
    const voice = await consoleVoice({ language, timeZone: first })
    const isHome = name === '' && asked.method === 'GET'
    return shown(isHome ? await overview(shops, everywhere, voice) : noSuchView(voice), everywhere, voice)
  }
}

/** The views that a decision may lead back to. */
const backTo = ['state', 'plan', 'order', 'decided'] as const

const searchOf = (query: URLSearchParams) => {
  const page = Number(query.get('page') ?? 1)
  return {
    text: (query.get('q') ?? '').trim(),
    onlyMails: query.get('m') === 'yes',
    page: Number.isInteger(page) && page > 0 ? page : 1,
  }
}

const questionOf = (query: URLSearchParams) => ({
  number: (query.get('number') ?? '').trim(),
  before: query.get('before') ?? undefined,
  all: query.get('all') === 'yes',
})

const noSuchView = ({ words }: ConsoleVoice): View => ({ title: words.noSuchPage, status: 404, body: html`` })

/** What could not be read or done, in the words of the program; never a stack. */
function failedView(error: unknown, { method }: Asked, voice: ConsoleVoice): View {
  const { words } = voice
  const known = error instanceof OrderSyncError
  const status = known && error.kind === 'usage' ? 409 : 500
  const body = html`<div class="notice bad" role="alert"><p>${saidPart(reasonOf(error), voice)}</p></div>`
  return { title: method === 'POST' || status === 409 ? words.wrong : words.cannotRead, status, body }
}
