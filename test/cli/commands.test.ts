import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { orderSync } from '../support/cli.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'

const open: ShopFolder[] = []
const shopOf = async (...args: Parameters<typeof createShopFolder>): Promise<ShopFolder> => {
  const folder = await createShopFolder(...args)
  open.push(folder)
  return folder
}
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
})

const orders = [{ order_number: 'O1' }, { order_number: 'O2' }]

describe('the command line', () => {
  it('plans and runs, and tells the same in JSON', async () => {
    const { cli, drop, shop } = await shopOf(orders)
    drop(
      [
        ['O1', 'new'],
        ['O2', 'new'],
      ],
      '1.csv',
    )
    expect(JSON.parse((await cli('plan', '--json')).out)).toMatchObject({
      adopts: 2,
      changes: [],
      requests: 0,
      verdict: 'pass',
    })
    expect(JSON.parse((await cli('run', '--json')).out)).toMatchObject({ outcome: 'done', adopted: 2, requests: 0 })
    drop(
      [
        ['O1', 'sent', '2026-11-01'],
        ['O2', 'new'],
      ],
      '2.csv',
    )
    const plan = JSON.parse((await cli('plan', '--json')).out)
    expect(plan).toMatchObject({
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      changes: [
        {
          order_number: 'O1',
          fields: { status: { before: 'new', after: 'sent' }, paid_date: { before: null, after: '2026-11-01' } },
          notifies: true,
        },
      ],
      leftOut: [],
      requests: 1,
      verdict: 'pass',
    })
    expect(shop.requests).toEqual([])
    const run = await cli('run', '--json')
    expect(run.code).toBe(0)
    expect(JSON.parse(run.out)).toMatchObject({
      run: expect.stringMatching(/^\d{8}T\d{6}Z-[a-z0-9]{4}$/),
      outcome: 'done',
      exports: [{ feed: 'orders', key: 'exports/orders/2.csv', records: 2, invalid: 0, refused: null }],
      planned: 1,
      adopted: 0,
      requests: 4,
      accepted: 1,
      warned: 0,
      rejected: 0,
      unknown: 0,
      pending: 0,
      problems: [],
    })
    const again = await cli('run')
    expect([again.code, again.out]).toEqual([0, 'Nothing to do.\n'])
  })

  it('shows the plan as a table without colours in a pipe', async () => {
    const { cli, drop } = await shopOf(orders)
    drop(
      [
        ['O1', 'new'],
        ['O2', 'new'],
      ],
      '1.csv',
    )
    await cli('run')
    drop(
      [
        ['O1', 'sent'],
        ['O2', 'new'],
      ],
      '2.csv',
    )
    const { out } = await cli('plan')
    expect(out).toContain('      order  field   before     after  why\nmail  O1     status  new     →  sent\n')
    expect(out).not.toContain('\u001b')
  })

  it('writes nothing while it plans', async () => {
    const { cli, drop, folder } = await shopOf(orders)
    drop([['O1', 'new']], '1.csv')
    await cli('plan')
    expect(readdirSync(join(folder, 'data'))).toEqual(['exports'])
  })

  it.each([
    ['no command', [], 2, 'Usage: order-sync'],
    ['an unknown command', ['sync'], 2, "unknown command 'sync'"],
    ['an unknown option', ['run', '--fast'], 2, "unknown option '--fast'"],
    [
      'no settings',
      ['run', '--settings', 'nowhere.json'],
      2,
      'Could not read the settings nowhere.json: there is no such file',
    ],
    [
      'a folder and a bucket',
      [
        'run',
        '--folder',
        'a',
        '--bucket',
        'b',
        '--settings',
        join(import.meta.dirname, '../../examples/demo/order-sync.json'),
      ],
      2,
      'only one can hold the state',
    ],
    ['a demo of an unknown API', ['demo', '--api', 'v3'], 2, 'it must be "v2" or "state-update"'],
    ['a demo where something else is', ['demo', '--folder', import.meta.dirname], 2, 'something else is there already'],
    ['orders that are not there', ['simulate', '--orders', 'nowhere.json'], 2, 'nowhere.json'],
  ])('says what is wrong with %s', async (_what, args, code, message) => {
    const ended = await orderSync(args)
    expect(ended.err + ended.out).toContain(message)
    expect(ended.err).not.toMatch(/\n\s+at /)
    expect(ended.code).toBe(code)
  })

  it.each([['--help'], ['plan', '--help'], ['run', '--help'], ['simulate', '--help'], ['demo', '--help']])(
    'helps with %s %s',
    async (...args) => {
      const { code, out } = await orderSync(args.filter((arg) => arg !== undefined))
      expect([code, out]).toEqual([0, expect.stringContaining('Usage: order-sync')])
    },
  )

  it('tells all problems of the settings at once', async () => {
    const { cli, settings } = await shopOf(orders)
    settings({ shop: 'A b', firstRun: 'maybe' })
    const { code, err } = await cli('run')
    expect(code).toBe(2)
    expect(err).toContain('have 2 problems:\n  firstRun: expected "adopt" or "post" or "shop", found "maybe"\n  shop: ')
  })

  it('says how to set the key where there is none, and takes nothing for lost', async () => {
    const { drop, settingsFile, folder, cli, shop } = await shopOf(orders)
    drop(
      [
        ['O1', 'new'],
        ['O2', 'new'],
      ],
      '1.csv',
    )
    await cli('run')
    drop(
      [
        ['O1', 'sent'],
        ['O2', 'new'],
      ],
      '2.csv',
    )
    const { code, out } = await orderSync(['run', '--settings', settingsFile, '--folder', join(folder, 'data')])
    expect([code, out]).toEqual([1, expect.stringContaining('UPGATES_API_KEY: it is not set. Set it with: export')])
    expect((await cli('run')).code).toBe(0)
    expect(shop.orders.get('O1')?.status).toBe('sent')
  })

  it.each([
    ['empty', ''],
    ['cut off', 'order_number;status;paid_date;tracking_code;resolved_yn;note\nO1;"se'],
    ['binary', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0])],
    ['a web page', '<html><body>Login</body></html>'],
    ['without its columns', 'a;b\n1;2'],
  ])('refuses an export that is %s with exit code 4, posts nothing, and says why', async (_what, content) => {
    const { cli, drop, shop } = await shopOf(orders)
    drop(
      [
        ['O1', 'new'],
        ['O2', 'new'],
      ],
      '1.csv',
    )
    await cli('run')
    drop(content, '2.csv')
    const { code, out } = await cli('run')
    expect([code, shop.requests.length]).toEqual([4, 0])
    expect(out).toContain('Could not read the export exports/orders/2.csv: ')
  })

  it.each([
    ['an unknown status code', ['O1', 'new']],
    ['an impossible date', ['O1', 'A', '31.2.2026']],
    ['scientific notation in a code', ['O1', 'A', '', '1,5E+12']],
  ])('reports a record with %s with exit code 4, and uses the others', async (_what, row) => {
    const { cli, drop, settings, shop } = await shopOf(orders)
    settings({
      feeds: {
        orders: {
          contents: 'full',
          format: { type: 'csv' },
          fields: {
            order_number: 'order_number',
            status: { from: 'status', map: { A: 'new', B: 'sent' } },
            paid_date: 'paid_date',
            tracking_code: 'tracking_code',
          },
        },
      },
    })
    drop(
      [
        ['O1', 'A'],
        ['O2', 'A'],
      ],
      '1.csv',
    )
    await cli('run')
    drop([row as unknown as ['O1'], ['O2', 'B']], '2.csv')
    const { code, out } = await cli('run')
    expect([code, shop.orders.get('O2')?.status]).toEqual([4, 'sent'])
    expect(out).toContain('invalid record: exports/orders/2.csv, line 2 (order O1), ')
  })

  it.each(['state/head.json', 'state/lease.json'])(
    'stops before it posts where %s is damaged, and names it',
    async (key) => {
      const { cli, drop, folder, shop } = await shopOf(orders)
      drop(
        [
          ['O1', 'new'],
          ['O2', 'new'],
        ],
        '1.csv',
      )
      await cli('run')
      drop([['O1', 'sent']], '2.csv')
      writeFileSync(join(folder, 'data', key), '{"version":')
      const { code, err } = await cli('run')
      expect([code, shop.requests.length]).toEqual([1, 0])
      expect(err).toContain(`Could not read ${key} in the folder ${join(folder, 'data')}: it is damaged`)
    },
  )

  it('tells of a folder that is not there, of one without exports, and of exports that no feed reads', async () => {
    const { cli, folder, settingsFile } = await shopOf(orders)
    const nowhere = await orderSync(['run', '--settings', settingsFile, '--folder', join(folder, 'nowhere')])
    expect(nowhere).toMatchObject({
      code: 2,
      err: expect.stringContaining('nowhere: there is no such folder. Make it'),
    })
    expect((await cli('run')).out).toContain('There is no export yet in exports/orders/.')
    mkdirSync(join(folder, 'data/exports/order'), { recursive: true })
    writeFileSync(join(folder, 'data/exports/order/1.csv'), 'x')
    expect((await cli('run')).out).toContain('There is exports/order/1.csv, which no feed reads.')
  })

  it('keeps saying that a refused export waits, also by its exit code', async () => {
    const { cli, drop } = await shopOf(orders)
    drop([['O1', 'new']], '1.csv')
    await cli('run')
    drop('<html>', '2.csv')
    expect([(await cli('run')).code, (await cli('run')).code]).toEqual([4, 4])
  })

  it.each([
    ['status', '--days', 'abc'],
    ['status', '--days', '0'],
    ['run', '--minutes', '-1'],
  ])('takes no nonsense: %s %s %s', async (...args) => {
    const { cli } = await shopOf(orders)
    expect(await cli(...args)).toMatchObject({ code: 2, err: expect.stringContaining('whole number') })
  })

  it('knows its version', async () => {
    expect((await orderSync(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it.each(['plan', 'run', 'adopt'])(
    'tells warnings about the settings once in %s, apart from its output',
    async (command) => {
      const { cli, drop, settings, server } = await shopOf(orders)
      settings({ upgates: { api: 'state-update', url: server.url, notify: true } })
      drop([['O1', 'new']], '1.csv')
      const { out, err } = await cli(command)
      expect(err.match(/^warning: The order-status API "state-update".*2019.*$/gm)).toHaveLength(1)
      expect(out).not.toContain('2019')
      const json = await cli(command, '--json')
      expect([json.err, JSON.parse(json.out).warnings]).toEqual(['', [expect.stringContaining('2019')]])
      settings({})
      expect(JSON.parse((await cli(command, '--json')).out).warnings).toEqual([])
    },
  )

  it('keeps control characters of an export away from the terminal', async () => {
    const { cli, drop } = await shopOf(orders)
    drop([['O1', 'new']], '1.csv')
    await cli('run')
    drop('order_number;status;paid_date;tracking_code;resolved_yn;note\nO1;new;\u001b[31mred\u0007;;;', '2.csv')
    const { out } = await cli('run')
    expect(out).toContain('paid_date = "\\u001b[31mred\\u0007"')
  })
})

describe('the demo', () => {
  it.each(['v2', 'state-update'])(
    'adopts, posts what changed, and sends nothing the third time, on %s',
    async (api) => {
      const folder = join(temporaryFolder(), 'demo')
      const { code, out } = await orderSync(['demo', '--api', api, '--folder', folder])
      expect(code).toBe(0)
      const [, dayOne = '', dayTwo = '', again = ''] = out.split('── ')
      expect(dayOne).toContain('Adopted 12 orders')
      expect(dayTwo).toMatch(
        /\d requests sent.*: 6 orders accepted, 1 accepted with warnings, .*2 rejected.*, 4 customers mailed/,
      )
      expect(dayTwo).toContain('2 orders refused by the shop; 1 order of which the shop skipped a field.')
      expect(dayTwo).toContain("Order X90001: the shop says: Order with this number doesn't exists.")
      expect(again).toContain('The shop saw 0 requests')
      expect(existsSync(join(folder, 'state/head.json'))).toBe(true)
      const twice = await orderSync(['demo', '--api', api, '--folder', folder])
      expect(twice.code).toBe(0)
    },
  )

  it('leaves no key behind', async () => {
    const folder = join(temporaryFolder(), 'demo')
    await orderSync(['demo', '--folder', folder])
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    for (const file of files)
      expect(readFileSync(join(file.parentPath, file.name), 'latin1')).not.toMatch(/demo-key|ZGVtby1rZX/)
  })
})
