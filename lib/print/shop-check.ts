import type { CheckedFeed, CheckedWord, ShopCheck } from '../sync/shop-check.ts'
import { count, type Style, safe } from './style.ts'
import { table } from './table.ts'

const logins = {
  taken: 'The shop takes the login.',
  refused: 'The shop refuses the login.',
  'not asked': 'The shop was not asked.',
  unreachable: 'The shop does not answer.',
} as const

/** Whether everything is there that a run needs, for people. */
export function shopCheckText(checked: ShopCheck, style: Style): string {
  const { login, rights, words, feeds, notes, missing, requests } = checked
  const lines = [
    login === undefined ? '' : (login === 'taken' ? style.good : style.bad)(logins[login]),
    rights.length === 0 ? '' : `It may use: ${safe(rights.join(', '))}.`,
    words.length === 0 ? '' : table(['', 'of the settings', 'in the shop', 'by itself'], words.map(wordRow), style),
    allowanceText(checked),
    ...feeds.map(feedText),
    stateText(checked),
    ...notes.map((note) => safe(note)),
    ...missing.map((sentence) => `${style.bad('missing')}: ${safe(sentence)}`),
    missing.length === 0
      ? style.good(`All is there (${count(requests, 'request')}).`)
      : style.bad(`${count(missing.length, 'thing')} missing.`),
  ]
  return lines.filter((line) => line !== '').join('\n')
}

const wordRow = ({ kind, name, isThere, does }: CheckedWord): string[] => [
  kind === 'field' ? 'custom field' : kind,
  safe(name),
  isThere === undefined ? 'not known' : isThere ? 'yes' : 'MISSING',
  does.length === 0 ? '' : `the order ${does.join(', ')}`,
]

function allowanceText({ allowance }: ShopCheck): string {
  if (allowance === undefined) return ''
  const { hourRemaining = '?', hourLimit = '?', dayRemaining = '?', dayLimit = '?' } = allowance
  return `Allowance: ${hourRemaining} of ${hourLimit} requests left in this hour, ${dayRemaining} of ${dayLimit} in this day.`
}

const states = { none: '', read: 'read', refused: 'refused', new: 'new: the next run reads it' } as const

const feedText = ({ feed, newest, state }: CheckedFeed): string =>
  newest === undefined
    ? ''
    : `Feed ${feed}: ${safe(newest.key)} of ${newest.lastModified}, ${count(newest.size, 'byte')}, ${states[state]}.`

function stateText({ head }: ShopCheck): string {
  if (head === undefined) return ''
  const { pending, parked, edited = 0, held } = head.counts
  return `State: ${count(head.orders, 'order')} known, last run ${head.run} at ${head.at}; ${pending} pending, ${parked} parked, ${edited === 0 ? '' : `${edited} edited in the shop, `}${held} held.`
}
