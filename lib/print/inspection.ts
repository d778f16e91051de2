import type { Inspection } from '../exports/inspect/inspect.ts'
import { table } from './table.ts'
import { count, type Style, safe } from './text.ts'

const mostRows = 10
const mostPaths = 30

const percent = (share: number): string => `${Math.round(share * 100)} %`

const cell = (value: unknown): string =>
  value === undefined
    ? ''
    : typeof value === 'boolean'
      ? value
        ? 'yes'
        : 'no'
      : safe(typeof value === 'string' ? value : JSON.stringify(value))

/** What a file is, for people: what it holds, which mapping fits, and settings to start from. */
export function inspectionText(file: string, found: Inspection, style: Style): string {
  const kind = [
    found.format === null ? '' : found.format.toUpperCase(),
    found.encoding === null ? '' : `encoding ${found.encoding}`,
    found.delimiter === null ? '' : `delimiter ${found.delimiter === '\t' ? 'tab' : `"${found.delimiter}"`}`,
    found.container === 'none' ? '' : `packed as ${found.container}`,
  ].filter((part) => part !== '')
  const parts = [
    `${style.bold(safe(file))}${kind.length === 0 ? '' : `: ${kind.join(', ')}`}`,
    found.refused === null ? '' : style.bad(`Refused: ${safe(found.refused)}`),
    pathsText(found, style),
    presetText(found, style),
    ordersText(found, style),
    givenText(found, style),
    wordsText(found, style),
    invalidText(found, style),
    draftText(found, style),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function pathsText({ recordsAt, paths }: Inspection, style: Style): string {
  if (paths.length === 0) return ''
  const title = recordsAt === null ? 'What its records hold:' : `What its records hold, at ${safe(recordsAt)}:`
  const rows = paths.slice(0, mostPaths).map(({ path, sample }) => [safe(path), safe(sample)])
  const more = paths.length > mostPaths ? [style.dim(`… and ${paths.length - mostPaths} more; --json shows all.`)] : []
  return [style.bold(title), table(['column or path', 'for example'], rows, style), ...more].join('\n')
}

function presetText({ preset, presets, records, refused, isIncomplete, draft }: Inspection, style: Style): string {
  if (refused !== null) return ''
  const others = presets.filter(({ name }) => name !== preset).map(({ name, share }) => `${name} (${percent(share)})`)
  const share = presets.find(({ name }) => name === preset)?.share ?? 0
  if (draft === null) return `${count(records, 'record')}.`
  if (preset !== null) {
    const fits = `${count(records, 'record')}. The ready-made mapping ${style.bold(preset)} maps ${percent(share)} of them; see docs/erp/${preset}.md.`
    return others.length === 0 ? fits : `${fits}\nOthers that can read it: ${others.join(', ')}.`
  }
  const guessed = `${count(records, 'record')}. No ready-made mapping fits; what the columns mean was guessed by their names.`
  const unknown = style.bad("No column reads as the shop's order number, which is not the ERP's own: say which it is.")
  return isIncomplete ? `${guessed}\n${unknown}` : guessed
}

function ordersText({ orders }: Inspection, style: Style): string {
  if (orders.length === 0) return ''
  const names = [...new Set(orders.flatMap((order) => Object.keys(order)))]
  const rows = orders.slice(0, mostRows).map((order) => names.map((name) => cell(order[name])))
  return [style.bold('What it says of the first orders:'), table(names, rows, style)].join('\n')
}

/** A field that no record gives is the first thing to see. */
function givenText({ given, contradicting, refused, records }: Inspection, style: Style): string {
  if (refused !== null || records === 0) return ''
  const shares = Object.entries(given).map(([name, share]) => {
    const text = `${safe(name)} in ${share === 0 ? 'none' : percent(share)}`
    return share === 0 ? style.bad(text) : text
  })
  const twice =
    contradicting === 0
      ? ''
      : `\n${count(contradicting, 'order')} ${contradicting === 1 ? 'stands' : 'stand'} in it more than once, with different values; they are left alone unless "duplicates" of the feed says otherwise.`
  return shares.length === 0 ? twice.trim() : `${style.bold('Of its records give:')} ${shares.join(', ')}.${twice}`
}

function invalidText({ invalid }: Inspection, style: Style): string {
  if (invalid.length === 0) return ''
  const lines = invalid
    .slice(0, mostRows)
    .map(
      ({ place, field, value, reason }) =>
        `  ${safe(place)}${field === 'record' ? '' : `, ${field} = "${safe(value)}"`}: ${safe(reason)}`,
    )
  return [style.bold('Records that cannot be mapped:'), ...lines].join('\n')
}

/** What the ERP calls its states, and how often: each of them needs a status of the shop. */
function wordsText({ statusWords, wordCounts, unknownWords, draft, refused }: Inspection, style: Style): string {
  if (refused === null && draft === null) return unknownWords.map((told) => style.bad(`${safe(told)}.`)).join('\n')
  if (refused !== null || statusWords.length === 0) return ''
  const words = statusWords.slice(0, mostPaths).map((word) => `${wordCounts[word]} × ${safe(word)}`)
  const more = statusWords.length > mostPaths ? `, and ${statusWords.length - mostPaths} more` : ''
  return `${style.bold('Its words for the status:')} ${words.join(', ')}${more}.`
}

function draftText({ draft, settings, preset, isIncomplete }: Inspection, style: Style): string {
  if (draft === null || settings === null) return ''
  const isWhole = 'upgates' in settings
  const title = isWhole
    ? 'Settings to start from, for a new file order-sync.json:'
    : 'A feed to start from; put it between the braces of "feeds" in your settings:'
  const hints = [
    ...(isWhole
      ? [
          'PROJECT and SERVER are parts of the address of your administration, https://PROJECT.admin.SERVER.upgates.com; LOGIN is the login of the API.',
          '"notify" says whether a status change mails the customer: true, a list of the statuses that do, or false. It is false here, so that nobody gets an e-mail before you want it.',
        ]
      : []),
    ...(isIncomplete ? [`Replace "?" by the column that holds the shop's order number.`] : []),
    '"contents" is "full" where every export holds all orders, "changes" where it holds what has changed.',
    ...(hasEmptyMap(draft)
      ? [
          'The file says no status yet: "map" is to hold every word of the ERP with the name of the status in your shop.',
        ]
      : []),
    ...(hasMap(draft) && !hasEmptyMap(draft)
      ? [
          `Replace each null by the name of the status in your shop that the word means; null leaves the status alone.${
            preset === null
              ? ' A word that is not in "map" makes its record invalid, unless you add "otherwise": "keep".'
              : ''
          }`,
        ]
      : []),
  ]
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
