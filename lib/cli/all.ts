import { join } from 'node:path'
import { OrderSyncError } from '../errors.ts'
import { loadSettings } from '../settings/load.ts'
import { settingsFiles } from '../settings/shops.ts'
import type { Answer, Command } from './command.ts'
import { errorValue, exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { voiceHere } from './language.ts'
import { type Given, withPlace } from './suggest.ts'
import type { WorkspaceOptions } from './workspace.ts'

type ShopHandler<O> = (options: O, io: Io, words: readonly string[]) => Promise<Answer>

/** A command that works on one shop, or with `--all` on every shop of `order-sync.d/`, one after the other. */
export const eachShop =
  <O extends WorkspaceOptions>(
    handler: ShopHandler<O>,
    commands: readonly Command[],
  ): ShopHandler<O & { readonly all: boolean }> =>
  async (options, io, words) => {
    if (!options.all) return handler(options, io, words)
    if (options.bucket !== undefined) {
      throw new OrderSyncError({
        kind: 'usage',
        attempted: 'use',
        subject: '--bucket together with --all',
        ended: 'every shop has a bucket of its own',
        hint: 'Say --deployed for the buckets of the deployed functions.',
      })
    }
    const answers: (readonly [shop: string, answer: Answer])[] = []
    for (const file of settingsFiles()) {
      const told = await answerOf(file, { options, io }, (here) => handler(here, io, words))
      answers.push([told.shop, placed(told, commands)])
    }
    return together(answers, io)
  }

interface Told {
  readonly shop: string
  readonly answer: Answer
  /** the options that it was asked with */
  readonly here: WorkspaceOptions
}

/** What one shop came to. Its failure is its own: the others go on. */
async function answerOf<O extends WorkspaceOptions>(
  file: string,
  { options, io }: { readonly options: O; readonly io: Io },
  handle: (options: O) => Promise<Answer>,
): Promise<Told> {
  let shop = file
  let here = { ...options, settings: file }
  try {
    shop = (await loadSettings(file)).shop
    const folder = options.deployed === true ? options.folder : join(options.folder ?? './data', shop)
    here = { ...here, folder }
    return { shop, answer: await handle(here), here }
  } catch (error) {
    if (!(error instanceof OrderSyncError)) throw error
    const code = exitCodes.failed
    const { say } = await voiceHere(shop === file ? {} : await loadSettings(file), io)
    return { shop, answer: { value: errorValue(error, code), text: () => say(error.message), code }, here }
  }
}

/** The commands that it suggests are for this shop. */
function placed({ answer, here }: Told, commands: readonly Command[]): Answer {
  const { settings, folder, deployed } = here
  const given: Given = { settings, folder, deployed }
  const { text, notes = [] } = answer
  return {
    ...answer,
    text: () => withPlace(text(), given, commands),
    notes: notes.map((note) => withPlace(note, given, commands)),
  }
}

/** From the worst to the best. */
const severity = [exitCodes.failed, exitCodes.usage, exitCodes.held, exitCodes.refused, exitCodes.done] as const

function together(answers: readonly (readonly [shop: string, answer: Answer])[], { style }: Io): Answer {
  const codes = new Set<number>(answers.map(([, { code }]) => code ?? exitCodes.done))
  return {
    value: Object.fromEntries(answers.map(([shop, { value }]) => [shop, value])),
    text: () => answers.map(([shop, { text }]) => `${style.bold(`── ${shop}`)}\n${text()}`).join('\n\n'),
    notes: answers.flatMap(([shop, { notes = [] }]) => notes.map((note) => `${shop}: ${note}`)),
    code: severity.find((code) => codes.has(code)) ?? exitCodes.done,
    // every shop has said its own already
    next: { settings: undefined, folder: undefined, bucket: undefined, deployed: undefined },
  }
}
