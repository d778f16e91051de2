import type { Inspection } from '../exports/inspect/inspect.ts'
import { safe } from './style.ts'
import { table } from './table.ts'
import type { TerminalVoice } from './voice.ts'

const mostRows = 10
const mostPaths = 30

const percent = (share: number): string => `${Math.round(share * 100)} %`

const cell = (value: unknown, { texts }: TerminalVoice): string =>
  value === undefined
    ? ''
    : typeof value === 'boolean'
      ? value
        ? texts.yes
        : texts.no
      : safe(typeof value === 'string' ? value : JSON.stringify(value))

/** What a file is, for people: what it holds, which mapping fits, and settings to start from. */
export function inspectionText(file: string, found: Inspection, voice: TerminalVoice): string {
  const { style, say } = voice
  const { inspect } = voice.texts
  const kind = [
    found.format === null ? '' : found.format.toUpperCase(),
    found.encoding === null ? '' : inspect.encoding(found.encoding),
    found.delimiter === null ? '' : inspect.delimiter(found.delimiter === '\t' ? inspect.tab : `"${found.delimiter}"`),
    found.container === 'none' ? '' : inspect.packed(found.container),
  ].filter((part) => part !== '')
  const parts = [
    `${style.bold(safe(file))}${kind.length === 0 ? '' : `: ${kind.join(', ')}`}`,
    found.refused === null ? '' : style.bad(inspect.refused(say(found.refused))),
    pathsText(found, voice),
    presetText(found, voice),
    ordersText(found, voice),
    givenText(found, voice),
    wordsText(found, voice),
    invalidText(found, voice),
    draftText(found, voice),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function pathsText({ recordsAt, paths }: Inspection, voice: TerminalVoice): string {
  if (paths.length === 0) return ''
  const { style, texts } = voice
  const title = texts.inspect.holds(recordsAt === null ? undefined : safe(recordsAt))
  const rows = paths.slice(0, mostPaths).map(({ path, sample }) => [safe(path), safe(sample)])
  const more = paths.length > mostPaths ? [style.dim(texts.more(paths.length - mostPaths))] : []
  return [style.bold(title), table(texts.inspect.columns, rows, voice), ...more].join('\n')
}

function presetText(
  { preset, presets, records, refused, isIncomplete, draft }: Inspection,
  voice: TerminalVoice,
): string {
  if (refused !== null) return ''
  const { style } = voice
  const { inspect } = voice.texts
  const others = presets.filter(({ name }) => name !== preset).map(({ name, share }) => `${name} (${percent(share)})`)
  const share = presets.find(({ name }) => name === preset)?.share ?? 0
  if (draft === null) return inspect.records(records)
  if (preset !== null) {
    const fits = inspect.presetFits(records, preset, percent(share))
    return others.length === 0 ? fits : `${fits}\n${inspect.othersRead(others.join(', '))}`
  }
  const guessed = inspect.guessed(records)
  return isIncomplete ? `${guessed}\n${style.bad(inspect.whichNumber)}` : guessed
}

function ordersText({ orders }: Inspection, voice: TerminalVoice): string {
  if (orders.length === 0) return ''
  const { style, texts } = voice
  const names = [...new Set(orders.flatMap((order) => Object.keys(order)))]
  const rows = orders.slice(0, mostRows).map((order) => names.map((name) => cell(order[name], voice)))
  return [style.bold(texts.inspect.firstOrders), table(names, rows, voice)].join('\n')
}

/** A field that no record gives is the first thing to see. */
function givenText({ given, contradicting, refused, records }: Inspection, voice: TerminalVoice): string {
  if (refused !== null || records === 0) return ''
  const { style } = voice
  const { inspect } = voice.texts
  const shares = Object.entries(given).map(([name, share]) => {
    const text = inspect.share(safe(name), share === 0 ? undefined : percent(share))
    return share === 0 ? style.bad(text) : text
  })
  const twice = contradicting === 0 ? '' : `\n${inspect.twice(contradicting)}`
  return shares.length === 0 ? twice.trim() : `${style.bold(inspect.given)} ${shares.join(', ')}.${twice}`
}

function invalidText({ invalid }: Inspection, { style, texts, say }: TerminalVoice): string {
  if (invalid.length === 0) return ''
  const lines = invalid
    .slice(0, mostRows)
    .map(
      ({ place, field, value, reason }) =>
        `  ${say(place)}${field === 'record' ? '' : `, ${field} = "${safe(value)}"`}: ${say(reason)}`,
    )
  return [style.bold(texts.inspect.unmapped), ...lines].join('\n')
}

/** What the ERP calls its states, and how often: each of them needs a status of the shop. */
function wordsText(
  { statusWords, wordCounts, unknownWords, draft, refused }: Inspection,
  voice: TerminalVoice,
): string {
  const { style, say } = voice
  const { inspect } = voice.texts
  if (refused === null && draft === null) return unknownWords.map((told) => style.bad(say(`${told}.`))).join('\n')
  if (refused !== null || statusWords.length === 0) return ''
  const words = statusWords.slice(0, mostPaths).map((word) => `${wordCounts[word]} × ${safe(word)}`)
  const more = statusWords.length > mostPaths ? `, ${inspect.moreWords(statusWords.length - mostPaths)}` : ''
  return `${style.bold(inspect.words)} ${words.join(', ')}${more}.`
}

function draftText({ draft, settings, preset, isIncomplete }: Inspection, { style, texts }: TerminalVoice): string {
  if (draft === null || settings === null) return ''
  const { inspect } = texts
  const isWhole = 'upgates' in settings
  const hints = [
    ...(isWhole ? [inspect.address, inspect.notify] : []),
    ...(isIncomplete ? [inspect.questionMark] : []),
    inspect.contents,
    ...(hasEmptyMap(draft) ? [inspect.noStatus] : []),
    ...(hasMap(draft) && !hasEmptyMap(draft)
      ? [preset === null ? `${inspect.replaceNull} ${inspect.otherwiseKeep}` : inspect.replaceNull]
      : []),
  ]
  const title = isWhole ? inspect.draft : inspect.feedDraft
  return `${style.bold(title)}\n${isWhole ? JSON.stringify(settings, null, 2) : feedText(settings)}\n${hints.join('\n')}`
}

/** `"orders": { … }`, as it stands within "feeds". */
const feedText = ({ feeds }: NonNullable<Inspection['settings']>): string =>
  Object.entries(feeds ?? {})
    .map(([name, feed]) => `${JSON.stringify(name)}: ${JSON.stringify(feed, null, 2)}`)
    .join(',\n')

const hasMap = ({ fields }: NonNullable<Inspection['draft']>): boolean =>
  typeof fields.status === 'object' && fields.status !== null && 'map' in fields.status

const hasEmptyMap = (draft: NonNullable<Inspection['draft']>): boolean =>
  hasMap(draft) && Object.keys((draft.fields.status as { readonly map: object }).map).length === 0
