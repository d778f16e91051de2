import { join } from 'node:path'
import { OrderSyncError } from '../errors.ts'
import { loadSettings } from '../settings/load.ts'
import { settingsFiles } from '../settings/shops.ts'
import type { Answer } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import type { WorkspaceOptions } from './workspace.ts'

type ShopHandler<O> = (options: O, io: Io, words: readonly string[]) => Promise<Answer>

/** A command that works on one shop, or with `--all` on every shop of `order-sync.d/`, one after the other. */
export const eachShop =
  <O extends WorkspaceOptions>(handler: ShopHandler<O>): ShopHandler<O & { readonly all: boolean }> =>
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
    for (const file of settingsFiles()) answers.push(await answerOf(file, options, (here) => handler(here, io, words)))
    return together(answers, io)
  }

/** What one shop came to. Its failure is its own: the others go on. */
async function answerOf<O extends WorkspaceOptions>(
  file: string,
  options: O,
  handle: (options: O) => Promise<Answer>,
): Promise<readonly [shop: string, answer: Answer]> {
  let shop = file
  try {
    shop = (await loadSettings(file)).shop
    const folder = options.deployed === true ? options.folder : join(options.folder ?? './data', shop)
    return [shop, await handle({ ...options, settings: file, folder })]
  } catch (error) {
    if (!(error instanceof OrderSyncError)) throw error
    const { message } = error
    return [shop, { value: { error: message }, text: () => message, code: exitCodes.failed }]
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
  }
}
