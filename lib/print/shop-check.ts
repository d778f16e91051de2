import type { CheckedFeed, CheckedWord, ShopCheck } from '../sync/shop-check.ts'
import { leftOutWords } from '../text/waiting.ts'
import { safe } from './style.ts'
import { table } from './table.ts'
import type { TerminalVoice } from './voice.ts'

/** Whether everything is there that a run needs, for people. */
export function shopCheckText(checked: ShopCheck, voice: TerminalVoice): string {
  const { style, say } = voice
  const { check } = voice.texts
  const { login, rights, words, feeds, notes, missing, requests } = checked
  const lines = [
    login === undefined ? '' : (login === 'taken' ? style.good : style.bad)(check.logins[login]),
    rights.length === 0 ? '' : check.mayUse(safe(rights.join(', '))),
    words.length === 0 ? '' : table(check.columns, words.map(wordRow(voice)), voice),
    allowanceText(checked, voice),
    ...feeds.map((feed) => feedText(feed, voice)),
    ...stateLines(checked, voice),
    ...notes.map(say),
    ...missing.map((sentence) => `${style.bad(check.missingOne)}: ${say(sentence)}`),
    missing.length === 0 ? style.good(check.good(requests)) : style.bad(check.bad(missing.length)),
  ]
  return lines.filter((line) => line !== '').join('\n')
}

const wordRow =
  ({ texts: { check }, say }: TerminalVoice) =>
  ({ kind, name, isThere, does }: CheckedWord): string[] => [
    check.kinds(kind),
    safe(name),
    isThere === undefined ? check.notKnown : isThere ? check.there : check.missing,
    does.length === 0 ? '' : check.does(does.map(say).join(', ')),
  ]

function allowanceText({ allowance }: ShopCheck, { texts }: TerminalVoice): string {
  if (allowance === undefined) return ''
  const { hourRemaining = '?', hourLimit = '?', dayRemaining = '?', dayLimit = '?' } = allowance
  return texts.check.allowance(`${hourRemaining}`, `${hourLimit}`, `${dayRemaining}`, `${dayLimit}`)
}

const feedText = ({ feed, newest, state }: CheckedFeed, { texts, time }: TerminalVoice): string =>
  newest === undefined
    ? ''
    : texts.check.feed(feed, { file: safe(newest.key), at: time(newest.lastModified), bytes: newest.size }, state)

function stateLines({ head }: ShopCheck, { texts, time }: TerminalVoice): string[] {
  if (head === undefined) return []
  const { pending, held, parked, edited = 0, kinds = { parked, edited } } = head.counts
  const { person, within, others } = leftOutWords(kinds, texts.waiting)
  const state = texts.check.state(
    head.orders,
    { run: head.run, at: time(head.at) },
    { pending: pending - held, held, because: within },
  )
  const rest = [...person, ...others]
  return [state, ...(rest.length === 0 ? [] : [`${rest.join(', ')}.`])]
}
