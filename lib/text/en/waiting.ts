import { createCounter } from '../language.ts'
import type { WaitingTexts } from '../waiting-shape.ts'

const count = createCounter('en')
const orders = count({ one: '# order', other: '# orders' })
const customers = count({ one: '# customer', other: '# customers' })
const go = count({ one: '# order goes', other: '# orders go' })
const word = (what: string, at: string, by: string | undefined): string =>
  `${what} at ${at}${by === undefined ? '' : ` by ${by}`}`

/** What waits, in English. */
export const waiting: WaitingTexts = {
  leftOut: {
    edited: count({
      one: '# order edited in the shop, for a person to decide about',
      other: '# orders edited in the shop, for a person to decide about',
    }),
    parked: count({ one: '# order refused by the shop', other: '# orders refused by the shop' }),
    skipped: count({
      one: '# order of which the shop skipped a field',
      other: '# orders of which the shop skipped a field',
    }),
    unanswered: count({
      one: '# order about which the shop said nothing clear',
      other: '# orders about which the shop said nothing clear',
    }),
    waits: count({ one: '# order waits for other fields', other: '# orders wait for other fields' }),
    mailed: count({
      one: '# order waits because its customer was mailed too often',
      other: '# orders wait because their customers were mailed too often',
    }),
    unconfirmed: count({ one: '# order sent without an answer', other: '# orders sent without an answer' }),
    unread: count({
      one: '# order waits for a newer export to be read',
      other: '# orders wait for a newer export to be read',
    }),
    doubtful: count({
      one: '# order waits behind an export that looks wrong',
      other: '# orders wait behind an export that looks wrong',
    }),
    unasked: count({
      one: '# order that the shop is asked about first',
      other: '# orders that the shop is asked about first',
    }),
    rejected: count({ one: '# order rejected by a person', other: '# orders rejected by a person' }),
    accepted: count({
      one: '# order left as somebody set it in the shop',
      other: '# orders left as somebody set them in the shop',
    }),
    pinned: count({ one: '# order taken back and pinned', other: '# orders taken back and pinned' }),
    shop: count({
      one: '# order where the shop wins by the settings',
      other: '# orders where the shop wins by the settings',
    }),
    final: count({ one: '# order with a final status', other: '# orders with a final status' }),
    regress: count({ one: '# order whose status would go back', other: '# orders whose status would go back' }),
    clear: count({
      one: '# order with a blank that clears nothing',
      other: '# orders with a blank that clears nothing',
    }),
  },
  approved: ({ at, by, orders: number, mails }) =>
    `${word('Approved', at, by)}: ${go(number)} out with the next run, mailing ${mails === 0 ? 'nobody' : customers(mails)}.`,
  rejected: ({ at, by, orders: number }) =>
    `${word('Rejected', at, by)}: the next run leaves ${orders(number)} at home until the exports say something else.`,
}
