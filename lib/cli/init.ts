import { OrderSyncError } from '../errors.ts'
import { type ShopAddress, shopName } from '../init/address.ts'
import type { Asker } from '../init/asker.ts'
import { exportsIn } from '../init/exports-here.ts'
import { answeredBy, nobody } from '../init/given.ts'
import { type Answers, type Inspected, interview, meaningLines, type ShopStatuses } from '../init/interview.ts'
import { settingsText } from '../init/settings-text.ts'
import { whichFile } from '../init/which-file.ts'
import { checkFree, writeAll } from '../init/write.ts'
import { inspectionText } from '../print/inspection.ts'
import { parseJsonc } from '../settings/load.ts'
import { parseSettings } from '../settings/parse.ts'
import { systemClock, systemRandom } from '../system.ts'
import { type InitTexts, initTexts } from '../text/init.ts'
import { type Language, languageOfLocale } from '../text/language.ts'
import { exitCodes } from './exit-codes.ts'
import { inspectFile } from './inspect.ts'
import type { Io } from './io.ts'
import { voiceHere } from './language.ts'
import { plan } from './plan.ts'
import { zoneHere } from './zone.ts'

interface Flags {
  readonly settings: string
  readonly folder: string
  readonly yes: boolean
  readonly language: string | undefined
  readonly address: string | undefined
  readonly login: string | undefined
  readonly orderNumber: string | undefined
  readonly statuses: string | undefined
  readonly notify: string | undefined
}

/** `init`: asks what the export does not tell, writes the settings, and ends in the first plan. */
export async function init(flags: Flags, io: Io, [given]: readonly string[]): Promise<number> {
  checkFree(flags.settings)
  const language = languageOf(flags, io)
  io.spoken?.(zoneHere({ language }, io))
  const texts = await initTexts(language)
  const asker = await askerOf(flags, texts, io)
  const file = given ?? (await whichFile(await exportsIn('.'), asker, texts))
  const found = await inspectFile(file, { hasSettings: false })
  if (found.refused !== null || found.settings === null) {
    io.err(inspectionText(file, found, await voiceHere({ language }, io)))
    return exitCodes.refused
  }
  asker.tell(lookText({ file, found }, texts))
  const statusesOf = async (address: ShopAddress, login: string) =>
    flags.statuses === undefined ? shopsOwnStatuses(address, login, io) : undefined
  const answers = await interview({ file, found }, { asker, texts, statusesOf })
  io.out(texts.written(await written(flags, { file, answers, language, texts })))
  for (const line of meaningLines(answers.mapping, texts)) io.out(line)
  return firstPlan(flags, texts, io)
}

/** The language that is asked for, else that of the system. */
function languageOf({ language }: Flags, io: Io): Language {
  if (language === undefined) return zoneHere({}, io).language
  const known = languageOfLocale(language)
  if (known !== undefined) return known
  throw new OrderSyncError({
    kind: 'usage',
    attempted: 'use',
    subject: `--language ${language}`,
    ended: 'it must be en, cs or sk',
  })
}

/** A person at a terminal is asked; everybody else must have said it with options. */
async function askerOf(flags: Flags, texts: InitTexts, io: Io): Promise<Asker> {
  const { address, login, orderNumber, statuses, notify } = flags
  const isAsked = io.terminal && process.stdin.isTTY === true && !flags.yes
  const other = isAsked
    ? (await import('../init/clack.ts')).createTerminalAsker(texts.title, texts.howTo)
    : nobody((text) => io.out(text))
  return answeredBy({ address, login, orderNumber, statuses, notify }, other)
}

const lookText = ({ file, found }: Inspected, texts: InitTexts): string =>
  texts.found({
    file,
    kind: [found.format?.toUpperCase(), found.encoding].filter((part) => part != null).join(', '),
    number: found.records,
    preset: found.preset,
  })

/** Where the key is at hand, the shop itself says what its statuses are called; where it does not answer, its owner does. */
async function shopsOwnStatuses(address: ShopAddress, login: string, io: Io): Promise<ShopStatuses> {
  const { UPGATES_API_KEY = '', UPGATES_API_KEY_FILE = '' } = io.environment
  if (UPGATES_API_KEY.trim() === '' && UPGATES_API_KEY_FILE === '') return undefined
  const [{ openShop }, { shopStatuses }, { createEnvironmentSecrets }] = await Promise.all([
    import('../upgates/create.ts'),
    import('../sync/shop-check.ts'),
    import('../storage/environment-secrets.ts'),
  ])
  const settings = parseSettings(
    { shop: shopName(address), upgates: { api: 'v2', ...address, login, notify: false }, feeds: { orders: anyFeed } },
    'the answers',
  )
  const shop = openShop(settings, { clock: io.clock ?? systemClock, random: systemRandom })
  return shopStatuses(settings, { shop, secrets: createEnvironmentSecrets(io.environment) })
}

/** Stands for the feed while only the shop is asked. */
const anyFeed = { contents: 'full', format: { type: 'csv' }, fields: { order_number: 'x', resolved_yn: 'y' } }

interface Said {
  readonly file: string
  readonly answers: Answers
  readonly language: Language
  readonly texts: InitTexts
}

/** Writes everything, once the settings are known to be good. */
async function written({ settings, folder }: Flags, { file, answers, language, texts }: Said): Promise<string[]> {
  const text = settingsText(answers, language, texts)
  parseSettings(parseJsonc(text, settings), settings)
  return writeAll({ settings, text, folder, feed: answers.feed, file })
}

async function firstPlan({ settings, folder }: Flags, texts: InitTexts, io: Io): Promise<number> {
  const place = [
    settings === 'order-sync.json' ? '' : ` --settings ${settings}`,
    folder === './data' ? '' : ` --folder ${folder}`,
  ].join('')
  io.out(`\n${io.style.bold(texts.firstPlan)}`)
  const { text, notes = [] } = await plan(
    { settings, folder, bucket: undefined, html: undefined, only: undefined, limit: undefined },
    io,
  )
  for (const note of notes) io.err(note)
  io.out(text())
  io.out(`\n${io.style.bold(texts.next)} ${texts.keyFirst}`)
  for (const command of ['check', 'run', 'console']) io.out(`  order-sync ${command}${place}`)
  return exitCodes.done
}
