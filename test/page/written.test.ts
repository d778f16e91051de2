import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { runPage } from '../../lib/page/run-page.ts'
import { textOf } from '../../lib/storage/read.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'
import { createWorld, type World } from '../support/world.ts'

const rows = (status: string) => [['O1', status] as const, ['O2', 'new'] as const]
const keysOf = async ({ store }: World): Promise<string[]> =>
  (await store.list('runs/')).map(({ key }) => key.replace(/^.*\//, ''))

async function adopted(): Promise<World> {
  const world = createWorld({ orders: [{ order_number: 'O1' }, { order_number: 'O2' }] })
  world.drop(rows('new'))
  await world.run({ page: runPage })
  return world
}

describe('the page of a run', () => {
  it('lies beside its report, and none is written by a run that found nothing to do', async () => {
    const world = await adopted()
    world.drop(rows('sent'))
    const { run } = await world.run({ page: runPage })
    const written = await keysOf(world)
    expect(written).toHaveLength(4)
    expect(written.filter((name) => name.startsWith(run))).toEqual([`${run}.html`, `${run}.json`])
    expect((await world.run({ page: runPage })).outcome).toBe('idle')
    expect(await keysOf(world)).toEqual(written)
  })

  it('tells what was sent, request by request, and what the shop said', async () => {
    const world = await adopted()
    world.drop([...rows('sent'), ['O9', 'sent']])
    await world.run({ page: runPage })
    const [, , key = ''] = (await world.store.list('runs/')).map((object) => object.key)
    const content = await world.store.get(key)
    const page = content === undefined ? '' : await textOf(content.body)
    expect(page).toContain('The shop took 1 order, refused 1 order; nobody got an e-mail.')
    expect(page).toContain('<b>1.</b>')
    expect(page).toContain('Done, but something needs a look')
    expect(page).toMatch(/<b>O9<\/b>: .*doesn&#39;t exist/)
  })

  it.each([
    ['cannot be made', async () => Promise.reject(new Error('no words'))],
    ['is there already', runPage],
  ])('that %s leaves the run as it was', async (what, page) => {
    const world = await adopted()
    world.drop(rows('sent'))
    const report = await world.run({ page })
    expect(report.outcome).toBe('done')
    expect(world.warnings).toEqual(what === 'cannot be made' ? ['the page of the run was not written: no words'] : [])
  })

  it('of a run that failed tells why', async () => {
    const world = await adopted()
    world.drop(rows('sent'))
    const put = world.store.put.bind(world.store)
    const store = {
      ...world.store,
      put: async (...args: Parameters<typeof put>) => {
        if (args[0].startsWith('state/snapshots/')) throw new Error('the disk is full')
        return put(...args)
      },
    }
    const pages: string[] = []
    const { runSync } = await import('../../lib/sync/sync.ts')
    const { settingsOf } = await import('../support/world.ts')
    const report = await runSync(
      settingsOf(),
      { ...world.effects, store },
      {
        holder: { host: 'test', pid: 1 },
        deadlineMs: world.clock.now() + 600_000,
        page: async (ran) => {
          pages.push(await runPage(ran))
          return pages.at(-1) ?? ''
        },
      },
    )
    expect(report.outcome).toBe('failed')
    expect(pages).toHaveLength(1)
    expect(pages[0]).toContain('the disk is full')
  })
})

describe('plan --html', () => {
  const open: ShopFolder[] = []
  afterEach(async () => {
    for (const { server } of open.splice(0)) await server.close()
  })

  it('writes the page for its user alone, and nothing else', async () => {
    const shop = await createShopFolder([{ order_number: 'O1' }])
    open.push(shop)
    shop.settings({ language: 'cs' })
    shop.drop([['O1', 'new']], '1.csv')
    const file = join(shop.folder, 'plan.html')
    const { code, out, err } = await shop.cli('plan', '--html', file)
    expect([code, err]).toEqual([0, `Stránka s plánem: ${file}\n`])
    expect(out).toContain('Není co měnit.')
    expect(readFileSync(file, 'utf8')).toContain('<html lang="cs">')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(existsSync(join(shop.folder, 'data/state'))).toBe(false)
  })

  it('says what is wrong with a place that cannot be written', async () => {
    const shop = await createShopFolder([{ order_number: 'O1' }])
    open.push(shop)
    const { code, err } = await shop.cli('plan', '--html', join(shop.folder, 'nowhere/plan.html'))
    expect(code).toBe(2)
    expect(err).toMatch(/^Could not write .*nowhere\/plan\.html: .*\. Name another file with --html\.\n$/)
  })
})
