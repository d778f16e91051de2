import { describe, expect, it } from 'vitest'
import { commands } from '../../lib/cli/commands.ts'
import { withPlace } from '../../lib/cli/suggest.ts'
import { table } from '../../lib/print/table.ts'
import { orderSync } from '../support/cli.ts'
import { createShopFolder } from '../support/shop-folder.ts'

describe('suggested commands', () => {
  it.each([
    ['nothing that is the default', { settings: 'order-sync.json', deployed: false }, 'order-sync plan'],
    ['the settings', { settings: 'shops/one.json' }, 'order-sync plan --settings shops/one.json'],
    ['the folder', { folder: '/srv/one' }, 'order-sync plan --folder /srv/one'],
    ['a folder with spaces', { folder: 'my shop' }, /order-sync plan --folder (['"])my shop\1$/],
    ['the bucket', { bucket: 'b-1' }, 'order-sync plan --bucket b-1'],
    ['the deployed function', { deployed: true }, 'order-sync plan --deployed'],
    ['nothing else', { days: 30, json: true, quiet: true }, 'order-sync plan'],
  ])('have %s', (_what, given, expected) => {
    expect(withPlace('order-sync plan', given, commands)).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    )
  })

  it.each([
    [
      'Look with "order-sync plan", then: order-sync approve 3f9a1c20b4de',
      'Look with "order-sync plan --folder x", then: order-sync approve 3f9a1c20b4de --folder x',
    ],
    ['It needs a newer version of order-sync that knows it.', 'It needs a newer version of order-sync that knows it.'],
    ['the file order-sync.json', 'the file order-sync.json'],
    ['order-sync invoke', 'order-sync invoke'],
    ['order-sync demo', 'order-sync demo'],
  ])('are found in: %s', (text, expected) => {
    const known = commands.filter(({ name }) => name !== 'demo')
    expect(withPlace(text, { folder: 'x' }, known)).toBe(expected)
  })

  it('are told by a held plan for the folder that was looked at', async () => {
    const { cli, drop, settings, server, settingsFile, folder } = await createShopFolder([{ order_number: 'O1' }])
    settings({ firstRun: 'post', guard: { orders: 0 } })
    drop([['O1', 'sent']], '1.csv')
    const place = `--settings ${settingsFile} --folder ${folder}/data`
    expect((await cli('plan')).out).toMatch(new RegExp(`order-sync approve [0-9a-f]{12} ${place}`))
    expect((await cli('run')).out).toMatch(new RegExp(`order-sync reject [0-9a-f]{12} ${place}`))
    expect((await cli('status')).out).toMatch(new RegExp(`order-sync approve [0-9a-f]{12} ${place}`))
    expect((await cli('retry', 'X9')).err).toContain(`order-sync status ${place}`)
    await server.close()
  })
})

describe('--json', () => {
  it.each([
    ['a command that fails', ['plan', '--json', '--settings', 'nowhere.json'], /nowhere.json/],
    ['wrong usage', ['plan', '--json', '--fast'], /--fast/],
  ])('prints the error of %s', async (_what, args, message) => {
    const { code, out, err } = await orderSync(args)
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ error: { message: expect.stringMatching(message), exitCode: 2 } })
    expect(err).not.toBe('')
  })
})

it('a table cuts nothing off', () => {
  const long = 'mails the customer; '.repeat(9)
  expect(
    table(
      ['order', 'why'],
      [
        ['O1', `${long}end`],
        ['O2', ''],
      ],
      { style: { dim: (text) => text } },
    ),
  ).toContain(`O1     ${long}end\n`)
})
