import type { Inspection } from '../exports/inspect/inspect.ts'
import { isObject } from '../json.ts'
import { nearest } from '../settings/problems.ts'
import type { InitTexts } from '../text/init.ts'
import { type ShopAddress, shopAddress, shopName } from './address.ts'
import type { Asker } from './asker.ts'
import { listed } from './given.ts'

/** What the shop calls its statuses, where it could be asked. */
export type ShopStatuses = readonly string[] | undefined

/** What is known before the first question about the shop. */
export interface Inspected {
  /** the ERP's file as its owner names it */
  readonly file: string
  readonly found: Inspection
}

/** Everything that a settings file says, as the owner answered it. */
export interface Answers {
  readonly shop: string
  readonly address: ShopAddress
  readonly login: string
  /** statuses that mail the customer */
  readonly notify: readonly string[]
  readonly feed: string
  /** the feed as the settings hold it */
  readonly mapping: Readonly<Record<string, unknown>>
}

interface Ask {
  readonly asker: Asker
  readonly texts: InitTexts
}

/** What an owner is asked with, and what the shop says of itself. */
export interface Interview extends Ask {
  /** asked once it is known where the shop answers */
  readonly statusesOf: (address: ShopAddress, login: string) => Promise<ShopStatuses>
}

/** Asks what the file does not tell: at most five questions where the order number was found. */
export async function interview({ found }: Inspected, { asker, texts, statusesOf }: Interview): Promise<Answers> {
  const [[feed, drafted] = ['orders', {}]] = Object.entries(feedsOf(found))
  const withNumber = found.isIncomplete ? await orderNumber(drafted, found, { asker, texts }) : drafted
  const written = await asker.text({
    name: 'address',
    message: texts.whichAddress,
    example: 'https://my-shop.admin.s7.upgates.com',
    check: (answer) => (shopAddress(answer) === undefined ? texts.wrongAddress : undefined),
  })
  const address = shopAddress(written) ?? { url: written }
  const login = await asker.text({ name: 'login', message: texts.whichLogin, example: '12345678' })
  const mapping = await withStatuses(withNumber, await statusesOf(address, login), { asker, texts })
  const possible = possibleStatuses(mapping)
  const notify =
    possible.length === 0
      ? []
      : await asker.several({
          name: 'notify',
          message: texts.whoIsMailed,
          choices: possible.map((value) => ({ value, label: value })),
        })
  // another company's export is held then
  const own = found.company === null ? mapping : { ...mapping, ico: found.company }
  return { shop: shopName(address), address, login, notify, feed, mapping: own }
}

type Mapping = Readonly<Record<string, unknown>>

const feedsOf = ({ settings }: Inspection): Readonly<Record<string, Mapping>> =>
  isObject(settings?.feeds) ? (settings.feeds as Readonly<Record<string, Mapping>>) : {}

const fieldsOf = ({ fields }: Mapping): Mapping => (isObject(fields) ? fields : {})

async function orderNumber(feed: Mapping, { paths }: Inspection, { asker, texts }: Ask): Promise<Mapping> {
  const column = await asker.choose({
    name: 'orderNumber',
    message: texts.whichColumn,
    choices: paths.map(({ path, sample }) => ({ value: path, label: path, hint: sample })),
  })
  return { ...feed, fields: { ...fieldsOf(feed), order_number: column } }
}

/** The words of the ERP that a status of the shop is needed for. */
function statusWords(feed: Mapping): string[] {
  const { status } = fieldsOf(feed)
  return isObject(status) && isObject(status.map) ? Object.keys(status.map) : []
}

/** The statuses that a run may post. */
function possibleStatuses(feed: Mapping): string[] {
  const { status } = fieldsOf(feed)
  const map = isObject(status) && isObject(status.map) ? status.map : {}
  return [...new Set(Object.values(map).filter((value) => typeof value === 'string'))]
}

async function withStatuses(feed: Mapping, shop: ShopStatuses, ask: Ask): Promise<Mapping> {
  const words = statusWords(feed)
  if (words.length === 0) return feed
  const meant = shop === undefined ? await inOneLine(words, ask) : await oneByOne(words, shop, ask)
  const { status } = fieldsOf(feed)
  const map = Object.fromEntries(words.map((word, index) => [word, meant[index] ?? null]))
  return { ...feed, fields: { ...fieldsOf(feed), status: { ...(isObject(status) ? status : {}), map } } }
}

/** What stands for "leave the status alone" in a line of statuses. */
const alone = '-'

async function inOneLine(words: readonly string[], { asker, texts }: Ask): Promise<(string | null)[]> {
  const answer = await asker.text({
    name: 'statuses',
    message: texts.whichStatuses(words.map((word) => named(word, texts))),
    usual: words.map(() => alone).join(', '),
    check: (line) =>
      meanings(line, words, texts) === undefined
        ? texts.whichStatuses(words.map((word) => named(word, texts)))
        : undefined,
  })
  return [...(meanings(answer, words, texts) ?? [])]
}

/** A word of the file, with what it means where it is none of the owner's language. */
const named = (word: string, { meanings: known }: Pick<InitTexts, 'meanings'>): string =>
  known[word] === undefined ? word : `${word} (${known[word]})`

/** What each word means, in the order of the words: a list in that order, or `word=status` in any; `undefined`: neither. */
function meanings(line: string, words: readonly string[], texts: InitTexts): (string | null)[] | undefined {
  const given = listed(line)
  const statusOf = (status: string): string | null => (status === alone || status === '' ? null : status)
  if (!given.some((one) => one.includes('='))) return given.length === words.length ? given.map(statusOf) : undefined
  const wordOf = (name: string): string =>
    words.find((word) => plain(texts.meanings[word] ?? '') === plain(name) && !words.includes(name)) ?? name
  const pairs = new Map(
    given.map((one) => [wordOf(one.split('=')[0]?.trim() ?? ''), one.slice(one.indexOf('=') + 1).trim()]),
  )
  if (![...pairs.keys()].every((word) => words.includes(word))) return undefined
  return words.map((word) => statusOf(pairs.get(word) ?? alone))
}

/** The words with what they mean, a line each, for who has answered. */
export const meaningLines = (feed: Mapping, { leaveAlone }: Pick<InitTexts, 'leaveAlone'>): string[] => {
  const { status } = fieldsOf(feed)
  const map = isObject(status) && isObject(status.map) ? status.map : {}
  return Object.entries(map).map(([word, meant]) => `  ${word} → ${typeof meant === 'string' ? meant : leaveAlone}`)
}

async function oneByOne(
  words: readonly string[],
  shop: readonly string[],
  { asker, texts }: Ask,
): Promise<(string | null)[]> {
  const choices = [{ value: '', label: texts.leaveAlone }, ...shop.map((value) => ({ value, label: value }))]
  const meant: (string | null)[] = []
  for (const word of words) {
    const usual = shop.find((status) => plain(status) === plain(word)) ?? nearTo(texts.meanings[word], shop)
    const status = await asker.choose({
      name: `status ${word}`,
      message: texts.statusOf(named(word, texts)),
      choices,
      usual,
    })
    meant.push(status === '' ? null : status)
  }
  return meant
}

/** The status of the shop that is nearly what a word means, chosen beforehand; else none is. */
function nearTo(meaning: string | undefined, shop: readonly string[]): string {
  const near = meaning === undefined ? undefined : nearest(plain(meaning), shop.map(plain))
  return shop.find((status) => plain(status) === near) ?? ''
}

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim()
