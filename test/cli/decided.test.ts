import { afterEach, describe, expect, it } from 'vitest'
import { createIo } from '../../lib/cli/io.ts'
import { main } from '../../lib/cli/program.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'
import type { Row } from '../support/world.ts'

const open: ShopFolder[] = []
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
})

const numbers = Array.from({ length: 30 }, (_, index) => `O${index}`)
const rows = (status: string): Row[] => numbers.map((number) => [number, status])
const json = ({ out }: { readonly out: string }) => JSON.parse(out)

/** A shop whose first export is adopted. */
async function adoptedShop(): Promise<ShopFolder> {
  const shop = await createShopFolder(numbers.map((order_number) => ({ order_number, status: 'new' })))
  open.push(shop)
  shop.drop(rows('new'), '1.csv')
  await shop.cli('run')
  return shop
}

/** And whose second one is held by the guard. */
async function heldShop(): Promise<ShopFolder & { readonly hash: string }> {
  const shop = await adoptedShop()
  shop.drop(rows('sent'), '2.csv')
  return { ...shop, hash: json(await shop.cli('run', '--json')).hold.hash }
}

describe('a held plan, between a decision and the run that acts on it', () => {
  const commands = ['status', 'plan'] as const
  it.each<[string, string[], RegExp]>([
    ['approve', [], /^Approved at .* by Jana: 30 orders go out with the next run, mailing 30 customers\.$/m],
    ['approve', ['--quiet'], /^Approved at .* by Jana: 30 orders go out with the next run, mailing nobody\.$/m],
    ['reject', [], /^Rejected at .* by Jana: the next run leaves 30 orders at home/m],
  ])('waits for nobody: %s %j', async (word, options, said) => {
    const { cli, hash } = await heldShop()
    const { id } = json(await cli(word, hash, '--by', 'Jana', '--json', ...options))
    for (const command of commands) {
      const { out } = await cli(command)
      expect(out, command).toMatch(said)
      expect(out, command).not.toMatch(/Held since|Decide with|would mail|The guard/)
      if (options.length > 0) expect(out, command).not.toMatch(/[1-9]\d* customers?|mailed: \d/)
    }
    await cli('undo-decision', id)
    const { out } = await cli('status')
    expect(out).toContain('a plan of 30 orders that would mail 30 customers.')
    expect(out).not.toMatch(said)
  })

  it('waits as far as nobody has decided about it', async () => {
    const { cli } = await heldShop()
    const only = ['--only', ...numbers.slice(0, 25)]
    const { hash } = json(await cli('plan', '--json', ...only))
    await cli('approve', hash, '--by', 'Jana', ...only)
    const { out } = await cli('status')
    expect(out).toMatch(
      /by Jana: 25 orders go out with the next run, mailing 25 customers\.\nHeld since .* a plan of 5 orders that would mail 5 customers\./,
    )
  })
})

describe('what was decided', () => {
  it('is listed with who and when, before a run acts on it and after, and history shows it', async () => {
    const { cli, hash } = await heldShop()
    await cli('approve', hash, '--by', 'Jana')
    const short = hash.slice(0, 12)
    expect((await cli('decisions')).out).toMatch(
      new RegExp(
        `^\\d+ \\w+ \\d{4}, \\d\\d:\\d\\d CES?T {2}approve the plan ${short} of 30 orders, by Jana: the next run acts on it\n {2}\\S+-approve\n`,
      ),
    )
    const run = json(await cli('run', '--json')).run
    expect((await cli('decisions')).out).toContain(
      `approve the plan ${short} of 30 orders, by Jana: done by the run ${run}`,
    )
    expect(json(await cli('decisions', '--json')).decisions).toMatchObject([
      { kind: 'approve', by: 'Jana', hash, run, became: 'done', plan: { changes: { length: 30 } } },
    ])
    const { out } = await cli('history', 'O7')
    expect(out).toMatch(/accepted \(200\), mailing the customer\n/)
    expect(out).toContain(`approve the plan ${short}, by Jana`)
    expect(json(await cli('history', 'O7', '--json'))).toHaveLength(2)
    expect(json(await cli('history', 'X', '--json'))).toEqual([])
  })

  it('is by the user where nobody says otherwise, also of an adoption', async () => {
    const { cli } = await heldShop()
    await cli('adopt')
    const [{ by, kind, adopted }] = json(await cli('decisions', '--json')).decisions
    expect([kind, adopted, by]).toEqual(['adopt', 30, (await import('node:os')).userInfo().username])
    expect(await cli('unblock', '--by', ' ')).toMatchObject({ code: 2 })
  })

  it.each(['approve', 'reject'])('is taken back before a run acts on it: %s', async (kind) => {
    const { cli, hash, shop } = await heldShop()
    const { id } = json(await cli(kind, hash, '--json'))
    expect((await cli('undo-decision', id)).out).toContain(`The decision ${id} is taken back.`)
    expect((await cli('decisions')).out).toContain('taken back')
    expect((await cli('run')).code).toBe(3)
    expect((await cli('decisions')).out).toMatch(new RegExp(`${kind} the plan .*: taken back\\n`))
    expect(shop.requests.filter(({ method }) => method === 'PUT')).toEqual([])
    expect((await cli('status')).out).toContain(`order-sync approve ${hash.slice(0, 12)}`)
    expect(await cli('undo-decision', id)).toMatchObject({
      code: 1,
      err: expect.stringContaining('it was taken back already'),
    })
  })

  it('is taken back after a run has acted on a rejection: its values wait again', async () => {
    const { cli, hash } = await heldShop()
    const { id } = json(await cli('reject', hash, '--json'))
    await cli('run')
    expect(json(await cli('plan', '--json')).changes).toEqual([])
    expect((await cli('undo-decision', id)).out).toContain('30 values of it still wait')
    const again = { code: 1, err: expect.stringContaining('it was taken back already') }
    expect(await cli('undo-decision', id)).toMatchObject(again)
    // nothing else has come, and nothing waits for a person
    expect((await cli('run')).code).toBe(3)
    expect(await cli('undo-decision', id)).toMatchObject(again)
    expect((await cli('decisions')).out).toMatch(/reject the plan .*: done by the run \S+, and taken back later\n/)
    expect(json(await cli('plan', '--json')).changes).toHaveLength(30)
  })

  it('is not taken back once everything of it was posted', async () => {
    const { cli, hash } = await heldShop()
    const { id } = json(await cli('approve', hash, '--json'))
    const { run } = json(await cli('run', '--json'))
    expect(await cli('undo-decision', id)).toMatchObject({
      code: 1,
      err: expect.stringMatching(new RegExp(`everything of it was posted\\. .*order-sync undo ${run}`)),
    })
  })

  it('does not count as posted where a later decision has ended it', async () => {
    const { cli, hash } = await heldShop()
    const { id } = json(await cli('approve', hash, '--json'))
    await cli('reject', hash)
    await cli('run')
    const { err } = await cli('undo-decision', id)
    expect(err).toMatch(/nothing of it waits any more\.?\n$/)
  })

  it.each([
    ['an id that nobody knows', 'nonsense', 'there is none of this id'],
    ['a part that is too short', '-', 'there is none of this id'],
  ])('is told what is wrong with %s', async (_what, id, message) => {
    const { cli, hash } = await heldShop()
    await cli('approve', hash)
    expect(await cli('undo-decision', id)).toMatchObject({ code: 2, err: expect.stringContaining(message) })
  })
})

describe('an export that is passed over', () => {
  const page = '<html>please log in</html>'

  it('gives way to the newest sound one that was never read, which is told before and read after', async () => {
    const { cli, drop, shop } = await adoptedShop()
    drop([...rows('new').slice(1), ['O0', 'sent']], '2.csv')
    drop(page, '3.csv')
    drop(page, '4.csv')
    expect((await cli('run')).code).toBe(4)
    const { out } = await cli('dismiss', 'exports/orders/4.csv')
    expect(out).toMatch(/4\.csv will be passed over\. So will exports\/orders\/3\.csv, which cannot be used either/)
    expect(out).toMatch(/The feed "orders" reads exports\/orders\/2\.csv of .* instead, which was never read\./)
    expect(shop.orders.get('O0')?.status).toBe('new')
    expect((await cli('run')).code).toBe(0)
    expect(shop.orders.get('O0')?.status).toBe('sent')
    expect((await cli('run')).out).toBe('Nothing to do.\n')
  })

  it('is looked at again where that is taken back', async () => {
    const { cli, drop } = await adoptedShop()
    drop(page, '2.csv')
    await cli('run')
    await cli('dismiss', 'exports/orders/2.csv')
    await cli('run')
    const [{ id }] = json(await cli('decisions', '--json')).decisions
    await cli('undo-decision', id)
    expect((await cli('run')).code).toBe(4)
    expect((await cli('status')).out).toContain('refused: ')
  })
})

describe('a person at a terminal', () => {
  /** Runs a command as if somebody sat there and typed. */
  async function typed(line: string, ...args: string[]): Promise<string> {
    const said: string[] = []
    const write = (text: string) => said.push(text)
    const { Readable } = await import('node:stream')
    const stdin = Object.assign(Readable.from([`${line}\n`]), { isTTY: true }) as unknown as NodeJS.ReadStream
    const streams = { stdout: { isTTY: true, write }, stderr: { isTTY: true, write }, stdin }
    await main(args, createIo({ ...streams, env: { NO_COLOR: '1' } }))
    return said.join('')
  }
  const placeOf = ({ settingsFile, folder }: ShopFolder) => ['--settings', settingsFile, '--folder', `${folder}/data`]

  it.each(['n', '', 'no', 'maybe'])('is asked, and nothing is decided by: %j', async (answer) => {
    const shop = await heldShop()
    const out = await typed(answer, 'approve', shop.hash, ...placeOf(shop))
    expect(out).toContain(`of 30 orders, mailing 30 customers? [y/N] Nothing was decided.`)
    expect(json(await shop.cli('decisions', '--json')).decisions).toEqual([])
  })

  it.each(['y', 'yes', 'Ano'])('decides by: %s', async (answer) => {
    const shop = await heldShop()
    expect(await typed(answer, 'reject', shop.hash, ...placeOf(shop))).toContain('Rejected the plan')
  })

  it.each(['approve', 'reject'])('is not asked with --yes: %s', async (kind) => {
    const shop = await heldShop()
    const out = await typed('n', kind, shop.hash, '--yes', ...placeOf(shop))
    expect(out).not.toContain('[y/N]')
    expect(json(await shop.cli('decisions', '--json')).decisions).toHaveLength(1)
  })

  it('is asked before everything is adopted', async () => {
    const shop = await heldShop()
    expect(await typed('n', 'adopt', ...placeOf(shop))).toContain('Nothing was decided.')
    expect(json(await shop.cli('plan', '--json')).changes).toHaveLength(30)
  })
})
