import type { FieldName, FieldValue } from '../../lib/order.ts'
import { parseSettings } from '../../lib/settings/parse.ts'
import type { Settings } from '../../lib/settings/settings.ts'
import type { Verify } from '../../lib/settings/verify.ts'
import { noLimits } from '../support/world.ts'

/** Everything about a shop and its settings that a story decides. */
export interface Setup {
  readonly api: 'v2' | 'state-update'
  readonly store: 'exact' | 's3'
  readonly contents: 'full' | 'changes'
  /** `two`: payments and notes come in a feed of their own */
  readonly feeds: 'one' | 'two'
  readonly notify: boolean | readonly string[]
  /** `shop`: what it shows is asked first, on the API that can be read; on the other one it is as `post` */
  readonly firstRun: 'post' | 'adopt' | 'shop'
  /**
   * Which limits are so narrow that plans are held: 4 orders and 3 mails, 3 mails, 30 percent (from 20 orders on), or 4
   * orders and 3 mails an hour; `tired`: a customer is mailed once a day
   */
  readonly guard: 'wide' | 'narrow' | 'mails' | 'percent' | 'hour' | 'tired'
  readonly blank: 'keep' | 'clear'
  /** which orders are read before they are changed, where the API can */
  readonly verify: Verify
  /** who wins where somebody has changed the status in the shop, on the API that can be read */
  readonly drift: 'erp' | 'report' | 'shop'
  /** what becomes of the status "sent" that waited for its tracking code for two hours; `none`: it does not wait */
  readonly waitFor: 'none' | 'send' | 'quiet' | 'hold'
  /** requests per clock hour and day */
  readonly allowance: 'large' | 'small'
  /** orders in the shop; the exports may name one more, which the shop does not know */
  readonly orders: number
  readonly finalStatuses: readonly string[]
  readonly statusOrder: readonly string[]
  /** whether the export's word "sent" means the shop's "done" */
  readonly map: boolean
  /** fields that no feed maps */
  readonly without: readonly FieldName[]
  /** what the feed of orders is called; its files move along where that changes */
  readonly called: 'orders' | 'zakazky'
  /** what exports are called: by words that tell nothing of their order, or by numbers that run on */
  readonly names: 'words' | 'numbers'
}

/** What may change while the shop lives. */
export type SettingsChange = Partial<
  Pick<Setup, 'notify' | 'guard' | 'finalStatuses' | 'statusOrder' | 'map' | 'without' | 'blank'>
>

export const plainSetup: Setup = {
  api: 'v2',
  store: 'exact',
  contents: 'full',
  feeds: 'one',
  notify: true,
  firstRun: 'post',
  guard: 'wide',
  blank: 'keep',
  verify: 'never',
  drift: 'erp',
  waitFor: 'none',
  allowance: 'large',
  orders: 7,
  finalStatuses: [],
  statusOrder: [],
  map: false,
  without: [],
  called: 'orders',
  names: 'words',
}

/** The status that may wait for a tracking code, and how long. */
export const gatedStatus = 'sent'
export const gateHours = 2

export const statuses = ['new', 'sent', 'done'] as const
export const fields: readonly FieldName[] = ['status', 'paid_date', 'tracking_code', 'resolved_yn', 'metas.note']

/** The words that exports use per field; the first one is a blank. */
export const words: Readonly<Record<string, readonly string[]>> = {
  status: ['', ...statuses],
  paid_date: ['', '2026-11-01', '2026-11-02'],
  tracking_code: ['', 'T1', 'T2'],
  resolved_yn: ['', '1', '0'],
  'metas.note': ['', 'n1', 'n2'],
}

/** Column of a field in every export. */
export const columns: readonly FieldName[] = fields

const inPayments: readonly FieldName[] = ['paid_date', 'metas.note']

/** The feed that owns a field, or `undefined` where none does. */
export function ownerOf({ feeds, without }: Setup, field: FieldName): string | undefined {
  if (without.includes(field)) return undefined
  return feeds === 'two' && inPayments.includes(field) ? 'payments' : 'orders'
}

/** What a feed is called in the settings. */
export const nameIn = ({ called }: Pick<Setup, 'called'>, feed: string): string => (feed === 'orders' ? called : feed)

/** All feeds. */
export const feedNames = ({ feeds }: Setup): string[] => (feeds === 'two' ? ['orders', 'payments'] : ['orders'])

const clears = (field: FieldName): boolean => field !== 'status' && field !== 'resolved_yn'

/** What a cell says about a field, or `undefined` where it says nothing. */
export function reading(setup: Setup, field: FieldName, cell: string): FieldValue | undefined {
  if (cell === '') return setup.blank === 'clear' && clears(field) ? '' : undefined
  if (field === 'resolved_yn') return cell === '1'
  return field === 'status' && setup.map && cell === 'sent' ? 'done' : cell
}

/** The limits of the guard. */
export const guardOf = ({ guard }: Setup) => ({
  ...noLimits,
  orders: guard === 'narrow' ? 4 : 1000,
  percent: guard === 'percent' ? 30 : 100,
  notifications: guard === 'narrow' || guard === 'mails' ? 3 : 1000,
  perHour: guard === 'hour' ? { orders: 4, notifications: 3 } : noLimits.perHour,
  perOrder: guard === 'tired' ? 1 : noLimits.perOrder,
})

const parsed = new WeakMap<Setup, Settings>()

/** The settings of a shop, as its owner would write them; checked once. */
export function settingsOf(setup: Setup): Settings {
  const settings = parsed.get(setup) ?? parsedOf(setup)
  parsed.set(setup, settings)
  return settings
}

function parsedOf(setup: Setup): Settings {
  const { api, contents, notify, firstRun, finalStatuses, statusOrder, map, blank, verify, drift, waitFor } = setup
  const more = blank === 'clear' ? { blank } : {}
  const all: Record<string, unknown> = {
    status: map ? { from: 'status', map: { sent: 'done', new: 'new', done: 'done' } } : 'status',
    paid_date: { from: 'paid_date', ...more },
    tracking_code: { from: 'tracking_code', ...more },
    resolved_yn: 'resolved_yn',
    'metas.note': { from: 'metas.note', ...more },
  }
  const fieldsOf = (feed: string) => {
    const owned = fields.filter((field) => ownerOf(setup, field) === feed)
    const plain = owned.filter((field) => !field.startsWith('metas.'))
    const metas = owned.filter((field) => field.startsWith('metas.'))
    return {
      order_number: 'order_number',
      ...Object.fromEntries(plain.map((field) => [field, all[field]])),
      ...(metas.length === 0 ? {} : { metas: Object.fromEntries(metas.map((field) => [field.slice(6), all[field]])) }),
    }
  }
  return parseSettings({
    shop: 'simulated',
    upgates: {
      api,
      url: 'http://127.0.0.1:1',
      notify,
      ...(api === 'v2' ? { login: '1', reservedRequests: 0 } : {}),
    },
    feeds: Object.fromEntries(
      feedNames(setup).map((feed) => [
        nameIn(setup, feed),
        { contents, format: { type: 'csv' }, fields: fieldsOf(feed) },
      ]),
    ),
    firstRun: firstRun === 'shop' && api !== 'v2' ? 'post' : firstRun,
    ...(api === 'v2' ? { verify, drift: verify === 'never' ? {} : { status: drift } } : {}),
    ...(waitFor === 'none' || ownerOf(setup, 'tracking_code') === undefined
      ? {}
      : { waitFor: { [gatedStatus]: { fields: ['tracking_code'], hours: gateHours, then: waitFor } } }),
    finalStatuses,
    ...(statusOrder.length === 0 ? {} : { statusOrder }),
    guard: guardOf(setup),
  })
}

export const csvOf = (rows: readonly (readonly string[])[]): string =>
  [['order_number', ...columns].join(';'), ...rows.map((row) => row.join(';'))].join('\r\n')
