import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'

const open: ShopFolder[] = []
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
})

/** A shop with two runs that did something. */
async function shopOfTwoRuns(): Promise<ShopFolder & { readonly reports: readonly string[] }> {
  const shop = await createShopFolder([{ order_number: 'O1', status: 'new' }])
  open.push(shop)
  for (const [status, name] of [
    ['new', '1.csv'],
    ['sent', '2.csv'],
  ] as const) {
    shop.drop([['O1', status]], name)
    await shop.cli('run')
  }
  const runs = join(shop.folder, 'data/runs')
  const reports = readdirSync(runs, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => join(runs, file))
    .sort((left, right) => acceptedIn(left) - acceptedIn(right))
  return { ...shop, reports }
}

/** Runs of one second have no order of their own. */
const acceptedIn = (file: string): number => JSON.parse(readFileSync(file, 'utf8')).accepted

const month = (): string => new Date().toISOString().slice(0, 7)

describe('a report that is', () => {
  it.each([
    ['half-written', (text: string) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['something else', () => '{"run":5}'],
    ['nothing', () => 'null'],
    ['a page', () => '<html></html>'],
  ])('%s is told, and hides nothing of the others', async (_, broken) => {
    const { cli, reports } = await shopOfTwoRuns()
    const last = reports.at(-1) ?? ''
    writeFileSync(last, broken(readFileSync(last, 'utf8')))
    const status = await cli('status')
    expect([status.code, status.err]).toEqual([0, ''])
    expect(status.out).toMatch(
      /The report runs\/\S+\.json cannot be read: it is damaged, or was written only in part\./,
    )
    expect(status.out).toContain('1 order adopted')
    expect(JSON.parse((await cli('status', '--json')).out)).toMatchObject({
      runs: [{}],
      unreadable: [expect.any(String)],
    })
    const ledger = await cli('ledger', '--month', month())
    expect([ledger.code, ledger.out]).toEqual([0, expect.stringContaining('O1')])
    expect(ledger.err).toContain('left no readable report')
    expect((await cli('run')).code).toBe(0)
  })
})

describe('a head', () => {
  it.each([
    ['of another version', (text: string) => text.replace('"version": 1', '"version": 7'), /it has the format 7/],
    ['that lacks something', (text: string) => text.replace('"counts"', '"count"'), /it is damaged/],
    ['that is half-written', (text: string) => text.slice(0, 100), /it is damaged/],
  ])('%s stops every command that needs it with a sentence', async (_, broken, said) => {
    const { cli, folder, shop } = await shopOfTwoRuns()
    const head = join(folder, 'data/state/head.json')
    writeFileSync(head, broken(readFileSync(head, 'utf8')))
    const asked = shop.requests.length
    for (const command of [
      ['plan'],
      ['status'],
      ['run'],
      ['adopt', '--yes'],
      ['drift'],
      ['approve', 'abcdef123456', '--yes'],
      ['retry'],
    ]) {
      const { code, err } = await cli(...command)
      expect.soft([command[0], code], err).toEqual([command[0], 1])
      expect.soft(err).toMatch(said)
      expect.soft(err).not.toMatch(/\n {4}at /)
    }
    expect(shop.requests.length).toBe(asked)
  })
})
