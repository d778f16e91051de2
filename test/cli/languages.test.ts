import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { orderSync } from '../support/cli.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'
import type { Row } from '../support/world.ts'

const open: ShopFolder[] = []
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
})

/** Words of our English sentences; commands, settings, and what the simulated shop says are none. */
const english =
  /\b(the|which|nothing|nobody|held|waits?|known|read by|there is|could not|would|customers?|until|again|because)\b/i
const ours = (text: string): string =>
  text
    .replaceAll(/order-sync [a-z-]+/g, '')
    .replaceAll(/[„"][^“"]*[“"]/g, '')
    .replaceAll(/(?:Order|Meta) (?:status|with) .*/g, '')
    .replaceAll(/\S+\/\S+/g, '')

const rows = (status: string, count: number): Row[] =>
  Array.from({ length: count }, (_, index): Row => [`O${index}`, status])

/** A shop with a held plan, a refused order, a damaged export and an order that somebody has edited. */
async function troubledShop(language: string): Promise<ShopFolder> {
  const orders = Array.from({ length: 30 }, (_, index) => ({ order_number: `O${index}`, status: 'new' }))
  const shop = await createShopFolder(orders)
  open.push(shop)
  shop.settings({ language })
  shop.drop(rows('new', 30), '1.csv')
  await shop.cli('run')
  shop.shop.administer('POST', 'O1', { status: 'done' })
  shop.drop([['O1', 'sent'], ['O2', 'gone'], ['X9', 'sent'], ...rows('new', 30).slice(3), ['O0', 'new']], '2.csv')
  await shop.cli('run')
  shop.drop('<html><body>Login</body></html>', '3.csv')
  await shop.cli('run')
  shop.drop(rows('sent', 30), '4.csv')
  return shop
}

const commands: readonly (readonly string[])[] = [
  ['plan'],
  ['run'],
  ['status'],
  ['history', 'O2'],
  ['history', 'Z'],
  ['decisions'],
  ['check'],
  ['drift'],
  ['forget', 'TYPO'],
  ['forget', 'O2'],
  ['prune'],
  ['retry', 'O5'],
  ['approve', 'abcdef123456'],
  ['undo', '20200101T000000Z-aaaa'],
  ['ledger', '--month', '2026-1'],
  ['plan', '--html', '/nowhere/x.html'],
  ['adopt'],
]

describe.each(['cs', 'sk'])('in %s', (language) => {
  it('no command says a word in English, and every time is in the zone of the shop', { timeout: 60_000 }, async () => {
    const { cli } = await troubledShop(language)
    for (const command of commands) {
      const { out, err } = await cli(...command)
      const said = ours(`${out}\n${err}`)
      expect.soft(said, command.join(' ')).not.toMatch(english)
      expect.soft(said, command.join(' ')).not.toMatch(/\d{4}-\d\d-\d\dT/)
      expect(said.trim(), command.join(' ')).not.toBe('')
    }
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
