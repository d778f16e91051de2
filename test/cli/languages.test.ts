import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { commands as allCommands } from '../../lib/cli/commands.ts'
import { orderSync } from '../support/cli.ts'
import { englishIn } from '../support/english.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'
import type { Row } from '../support/world.ts'

const open: ShopFolder[] = []
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
})

/** What stands for itself in a help: examples, names of commands, and what may be typed. */
const typed = [/^ {2}order-sync .*$/gm, /^ {2}[a-z-]+(?= \[)/gm, /\b(?:install, remove|key set|inspect|all|api-key)\b/g]

/** What the simulated shop says, and what a program of this machine says. */
const theirs = [
  /Order (?:status|with) [^\n;]*|Meta with [^\n;]*/g,
  /(?<=(?:Zdroj|Smí používat:|Smie používať:|„)\s?)orders\b.*/g,
  /(?<=\(|: )(?:ENOENT|EACCES)[^\n)]*/g,
]

const statuses = ['Přijatá', 'Odeslaná', 'Vyřízená'] as const
const [received, shipped, finished] = statuses
const rows = (status: string, count: number): Row[] =>
  Array.from({ length: count }, (_, index): Row => [`O${index}`, status])

/** A shop with a held plan, a refused order, a damaged export, an edited order, a field that is not there, a gate. */
async function troubledShop(language: string): Promise<ShopFolder> {
  const orders = Array.from({ length: 30 }, (_, index) => ({ order_number: `O${index}`, status: received }))
  const shop = await createShopFolder(orders, { statuses, metas: [] })
  open.push(shop)
  shop.settings({
    language,
    waitFor: { [finished]: { fields: ['tracking_code', 'paid_date'], hours: 30, then: 'quiet' } },
    finalStatuses: ['Storno', 'Odeslána'],
    statusOrder: statuses,
  })
  shop.drop(rows(received, 30), '1.csv')
  await shop.cli('run')
  shop.shop.administer('POST', 'O1', { status: finished })
  shop.drop(
    [
      ['O1', shipped],
      ['O2', 'Ztracená'],
      ['X9', shipped],
      ['O4', received, '', '', '', 'dárek'],
      ['O5', finished],
      ['O6', shipped, 'včera'],
      ...rows(received, 30).slice(7),
      ['O0', received],
      ['O3', received],
      ['O3', shipped],
    ],
    '2.csv',
  )
  await shop.cli('run')
  shop.drop('<html><body>Login</body></html>', '3.csv')
  await shop.cli('run')
  shop.drop(rows(shipped, 30), '4.csv')
  return shop
}

const samples = join(import.meta.dirname, '../fixtures/samples')
/** What an owner types, one after the other; HASH is the held plan, RUN the last run, ID the last decision. */
const commands: readonly (readonly string[])[] = [
  ['status'],
  ['plan'],
  ['plan', '--only', 'O7', 'NIC'],
  ['run'],
  ['run', '--only', 'O8', '--quiet'],
  ['status'],
  ['history', 'O2'],
  ['history', 'Z'],
  ['decisions'],
  ['check'],
  ['drift'],
  ['drift', '--hours', '48'],
  ['approve', 'HASH', '--quiet', '--by', 'Jana'],
  ['status'],
  ['plan', '--rows', '3'],
  ['undo-decision', 'ID'],
  ['undo-decision', 'ID'],
  ['reject', 'HASH'],
  ['run'],
  ['status'],
  ['plan'],
  ['decisions'],
  ['history', 'O7'],
  ['accept', 'O1'],
  ['overrule', 'O12'],
  ['retry'],
  ['retry', 'O5'],
  ['run'],
  ['undo', 'RUN'],
  ['undo', '20200101T000000Z-aaaa'],
  ['ledger', '--month', '2026-1'],
  ['ledger', '--month', 'MONTH', '--csv', 'FOLDER/m.csv'],
  ['dismiss', 'exports/orders/3.csv'],
  ['dismiss', 'exports/orders/9.csv'],
  ['unblock'],
  ['forget', 'TYPO'],
  ['forget', 'O2'],
  ['forget', 'O2', '--yes'],
  ['prune'],
  ['approve', 'abcdef123456'],
  ['plan', '--html', 'FOLDER/plan.html'],
  ['plan', '--html', '/nowhere/x.html'],
  ['plan', '--only', ''],
  ['adopt'],
  ['adopt'],
  ['status'],
  ['schedule', 'nikdy'],
  ['inspect', `${samples}/pohoda-listOrder-cp1250.xml`],
  ['inspect', `${samples}/shoptet-objednavky.csv`],
  ['inspect', 'FOLDER/nic.csv'],
  ['console', '--port', '99999'],
]

/** These know no folder. */
const placeless: readonly string[] = ['inspect', 'console']

describe.each(['cs', 'sk'])('in %s', (language) => {
  it('no command says a word in English, and every time is in the zone of the shop', { timeout: 60_000 }, async () => {
    const shop = await troubledShop(language)
    const { cli, folder } = shop
    const environment = { LANG: `${language}.UTF-8` }
    const json = async (...args: string[]) => JSON.parse((await cli(...args, '--json')).out)
    const words: Readonly<Record<string, () => Promise<string>>> = {
      HASH: async () => (await json('status')).head.hold?.hash ?? '',
      RUN: async () => (await json('status')).runs[0]?.run ?? '',
      ID: async () => (await json('decisions')).decisions[0]?.id ?? '',
      MONTH: async () => new Date().toISOString().slice(0, 7),
    }
    for (const command of commands) {
      const args = await Promise.all(
        command.map(async (word) => (await words[word]?.()) ?? word.replace('FOLDER', folder)),
      )
      const { out, err } = placeless.includes(args[0] ?? '') ? await orderSync(args, environment) : await cli(...args)
      const said = `${out}\n${err}`
      expect.soft(englishIn(said, theirs), command.join(' ')).toEqual([])
      expect.soft(said, command.join(' ')).not.toMatch(/\d{4}-\d\d-\d\dT|\d\.\d+ %/)
      expect(said.trim(), command.join(' ')).not.toBe('')
    }
  })

  it('no help says a word in English', async () => {
    const environment = { LANG: `${language}.UTF-8` }
    for (const args of [[], ['--help'], ...allCommands.map(({ name }) => [name, '--help'])]) {
      const { out, err } = await orderSync(args, environment)
      expect.soft(englishIn(`${out}\n${err}`, typed), args.join(' ')).toEqual([])
    }
    const { out } = await orderSync(['completion', 'fish'], environment)
    const summaries = [...out.matchAll(/-d '([^']*)'/g)].map(([, summary = '']) => summary)
    expect(summaries.length).toBeGreaterThan(100)
    expect(englishIn(summaries.join('\n'), typed)).toEqual([])
  })

  it('JSON stays English', async () => {
    const { cli } = await troubledShop(language)
    const { out } = await cli('plan', '--json')
    expect(JSON.parse(out)).toMatchObject({ verdict: 'hold' })
    expect(out).toContain('guard.percent allows 30 %')
  })
})

it.each([
  [{ LANG: 'cs_CZ.UTF-8' }, 'Nepodařilo se načíst nastavení'],
  [{ LANG: 'sk_SK.UTF-8' }, 'Nepodarilo sa načítať nastavenie'],
  [{ LC_ALL: 'C', LANG: 'cs_CZ.UTF-8' }, 'Could not read the settings'],
  [{}, 'Could not read the settings'],
])('before any settings are read, %j decides the language', async (environment, said) => {
  const { code, err } = await orderSync(['plan', '--settings', join(temporaryFolder(), 'none.json')], environment)
  expect([code, err]).toEqual([2, expect.stringContaining(said)])
})

it('tells mistakes of the settings in the language of the environment', async () => {
  const file = join(temporaryFolder(), 'order-sync.json')
  writeFileSync(file, '{ "shop": "Demo", "feeds": {} }')
  const { err } = await orderSync(['plan', '--settings', file], { LANG: 'cs_CZ.UTF-8' })
  expect(err).toMatch(/^V nastavení \S+ je chyb: \d+\n/)
  expect(err).toContain('shop: má tam být')
  expect(err).not.toMatch(/\bexpected\b|\bfound\b/)
})

it.each<[string[], RegExp, RegExp, RegExp]>([
  [
    ['plan', '--nope'],
    /^error: unknown option '--nope'$/m,
    /^chyba: volbu „--nope“ neznám$/m,
    /^chyba: voľbu „--nope“ nepoznám$/m,
  ],
  [
    ['plann'],
    /^error: unknown command 'plann'\n\(Did/,
    /^chyba: příkaz „plann“ neznám\n\(Nemysleli jste plan\?\)$/m,
    /nepoznám\n/,
  ],
  [['history'], /missing required argument/, /chybí povinný údaj „order“/, /chýba povinný údaj „order“/],
  [['run', '--limit'], /argument missing/, /volbě „--limit <number>“ chybí hodnota/, /chýba hodnota/],
  [
    ['run', '--limit', 'x'],
    /from 1 on\.$/m,
    /neplatí\. Musí to být celé číslo od 1\.$/m,
    /Musí to byť celé číslo od 1\.$/m,
  ],
  [['status', '--days', '-1'], /from 1 to 4000/, /celé číslo od 1 do 4000/, /celé číslo od 1 do 4000/],
  [['plan', 'a', 'b'], /too many arguments/, /příliš mnoho údajů \(nejvýše 0, zadáno 2\): a, b\./, /priveľa údajov/],
  [['ledger'], /required option/, /chybí povinná volba „--month <month>“/, /chýba povinná voľba/],
])('a command that is written wrongly is told in the language of its user: %j', async (args, en, cs, sk) => {
  for (const [LANG, said] of [
    ['C', en],
    ['cs_CZ.UTF-8', cs],
    ['sk_SK.UTF-8', sk],
  ] as const)
    expect(await orderSync(args, { LANG })).toMatchObject({ code: 2, out: '', err: expect.stringMatching(said) })
})
