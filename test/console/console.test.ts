import { afterEach, describe, expect, it } from 'vitest'
import { startConsole } from '../../lib/console/server.ts'
import { pageKey } from '../../lib/sync/state/keys.ts'
import { editedWorld, heldWorld, type OpenConsole, openConsole, refusedWorld } from '../support/console.ts'
import { listening } from '../support/listening-store.ts'
import { createWorld, noLimits, settingsOf, shown } from '../support/world.ts'

const opened: OpenConsole[] = []
const open = async (...args: Parameters<typeof openConsole>): Promise<OpenConsole> => {
  const console = await openConsole(...args)
  opened.push(console)
  return console
}
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
})

describe('deciding in the console', () => {
  it('approves a held plan, which the next run posts', async () => {
    const world = await heldWorld()
    const { hold } = await world.head()
    const { get, post } = await open([world.shopOf])
    const { text } = await get('test/plan')
    expect(text).toContain('2 orders would change and 2 customers would get an e-mail. It waits for your decision.')
    expect(text).toContain(`name="hash" value="${hold?.hash}"`)
    const answer = await post('test/decide', { kind: 'approve', sure: 'yes', hash: hold?.hash ?? '', back: 'plan' })
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/\/test\/plan\?done=approve$/),
    ])
    expect((await get('test/plan?done=approve')).text).toContain('Approved.')
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 2, notified: 2 })
  })

  it.each([
    [{}, 'Approved at .*: 2 orders go out with the next run, mailing 2 customers\\.'],
    [{ quiet: 'yes' }, 'Approved at .* by anna: 2 orders go out with the next run, mailing nobody\\.'],
  ])('says that an approved plan goes out with the next run, not that it waits: %j', async (more, said) => {
    const world = await heldWorld()
    const { hold } = await world.head()
    const { get, post } = await open([{ ...world.shopOf, whoAmI: async () => 'anna' }])
    await post('test/decide', { kind: 'approve', sure: 'yes', hash: hold?.hash ?? '', back: 'plan', ...more })
    for (const view of ['', 'test', 'test/plan']) {
      const { text } = await get(view)
      expect(text, view).toMatch(new RegExp(said))
      expect(text, view).not.toMatch(/waits for you|nothing holds it|decisions?, the next run|class="urgent"/)
      if ('quiet' in more) expect(text, view).not.toMatch(/[1-9] customers? (with|would)/)
    }
  })

  it('approves without e-mails', async () => {
    const world = await heldWorld()
    const { hold } = await world.head()
    const { post } = await open([world.shopOf])
    await post('test/decide', { kind: 'approve', sure: 'yes', hash: hold?.hash ?? '', back: 'plan', quiet: 'yes' })
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 2, notified: 0 })
  })

  it('rejects a held plan', async () => {
    const world = await heldWorld()
    const { hold } = await world.head()
    const { post } = await open([world.shopOf])
    await post('test/decide', { kind: 'reject', sure: 'yes', hash: hold?.hash ?? '', back: 'plan' })
    expect(await world.run()).toMatchObject({ outcome: 'done', requests: 0, planned: 0 })
  })

  it('sends a refused order again', async () => {
    const world = await refusedWorld()
    const { get, post } = await open([world.shopOf])
    expect((await get('test/plan')).text).toContain('Send again: O9')
    const answer = await post('test/decide', { kind: 'retry', order: 'O9', back: 'order' })
    expect(answer.headers.get('location')).toMatch(/\/test\/order\?done=retry&number=O9$/)
    expect(await world.run()).toMatchObject({ requests: 1, rejected: 1 })
  })

  it.each([
    ['accept', 'cancelled', 'Leave it as the shop has it: O1'],
    ['overrule', 'sent', 'Let the ERP win: O1'],
  ])('lets a person %s what somebody has set in the shop', async (kind, status, label) => {
    const world = await editedWorld()
    const { get, post } = await open([world.shopOf])
    expect((await get('test/plan')).text).toContain(label)
    await post('test/decide', { kind, order: 'O1', back: 'plan' })
    await world.run()
    expect(shown(world, 'O1')?.status).toBe(status)
    const { text } = await get('test/decided')
    expect(text).toContain('by anna')
    expect(text).toContain('(done)')
  })

  it('takes a run back, after it has shown what that means', async () => {
    const world = await heldWorld({ guard: noLimits })
    const { run } = await world.head()
    expect(shown(world, 'O1')?.status).toBe('sent')
    const { get, post } = await open([world.shopOf])
    expect((await get(`test/run/${run}`)).text).toContain(`/test/run/${run}/undo`)
    const { text } = await get(`test/run/${run}/undo`)
    expect(text).toContain('<del>sent</del> → <ins>new</ins>')
    expect(text).toContain('2 customers had got an e-mail')
    await post('test/decide', { kind: 'undo', run, back: 'decided', sure: 'yes' })
    expect((await get('test/decided')).text).toContain('Take these values back')
    const mails = world.shop.emails.length
    await world.run({ looksForDecisions: true })
    expect([shown(world, 'O1')?.status, world.shop.emails.length]).toEqual(['new', mails])
    expect((await get('test/run/20200101T000000Z-aaaa/undo')).status).toBeGreaterThanOrEqual(400)
  })

  it('takes back what no run has acted on yet', async () => {
    const world = await heldWorld()
    const { hold } = await world.head()
    const { get, post } = await open([world.shopOf])
    await post('test/decide', { kind: 'approve', sure: 'yes', hash: hold?.hash ?? '', back: 'plan' })
    const [, id = ''] = /name="id" value="([^"]+)"/.exec((await get('test/decided')).text) ?? []
    const answer = await post('test/decide', { kind: 'undo-decision', id, back: 'decided' })
    expect(answer.headers.get('location')).toMatch(/\/test\/decided\?done=undo-decision$/)
    expect((await get('test/decided')).text).toContain('taken back')
    expect(await world.run()).toMatchObject({ outcome: 'held', requests: 0 })
  })

  it('shows what was decided about an order beside what was sent', async () => {
    const world = await heldWorld()
    const { hold } = await world.head()
    const { get, post } = await open([world.shopOf])
    await post('test/decide', { kind: 'approve', sure: 'yes', hash: hold?.hash ?? '', back: 'plan' })
    const [before, other] = [await get('test/order?number=O1'), await get('test/order?number=O3')]
    expect(before.text).toMatch(/Decisions<\/h2>.*Approve.*the next run acts on it.*Status: <b>sent/s)
    expect(other.text).not.toContain('Decisions</h2>')
    await world.run()
    expect((await get('test/order?number=O1')).text).toMatch(/Approve.*\(done\).*Status: <b>sent/s)
  })

  it('does not say that what is held goes out by itself', async () => {
    const world = await heldWorld()
    const { get } = await open([world.shopOf])
    for (const view of ['', 'test']) {
      const { text } = await get(view)
      expect(text).toContain('A plan of 2 orders')
      expect(text).not.toContain('by themselves')
    }
  })

  it('leads to no page that was deleted', async () => {
    const world = await heldWorld({ guard: noLimits })
    const { run } = await world.head()
    const { get } = await open([world.shopOf])
    expect((await get(`test/run/${run}`)).text).toContain(`/run/${run}/page`)
    await world.effects.store.delete(pageKey(run))
    expect((await get(`test/run/${run}`)).text).not.toContain(`/run/${run}/page`)
  })

  it('passes over a refused export', async () => {
    const world = await refusedWorld()
    world.drop('nothing of this is an export', 'broken.csv')
    await world.run()
    const { get, post } = await open([world.shopOf])
    const { text } = await get('test')
    expect(text).toContain('name="key" value="exports/orders/broken.csv"')
    await post('test/decide', { kind: 'dismiss', key: 'exports/orders/broken.csv', back: 'state' })
    await world.run()
    expect((await get('test')).text).not.toContain('broken.csv"')
  })

  it.each([
    ['what nobody has confirmed', { kind: 'approve', hash: 'abcdef123456' }, 'it was not confirmed'],
    ['a plan that is not there', { kind: 'approve', sure: 'yes', hash: 'abcdef123456' }, 'no held plan has this hash'],
    ['an order that does not wait', { kind: 'retry', order: 'O1' }, 'it is not parked'],
    ['what nobody can decide', { kind: 'constructor' }, 'nobody can decide that'],
    ['a block that is not there', { kind: 'unblock' }, 'it is not blocked'],
  ])('says so of %s', async (_, form, message) => {
    const world = await refusedWorld()
    const { post } = await open([world.shopOf])
    const answer = await post('test/decide', form)
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain(message)
    expect(await world.store.list('state/decisions/')).toEqual([])
  })

  it('takes no form from elsewhere, and none that is too long', async () => {
    const world = await heldWorld()
    const { post } = await open([world.shopOf])
    expect((await post('test/decide', { kind: 'retry' }, { origin: 'http://evil.example' })).status).toBe(403)
    expect((await post('test/decide', { kind: 'retry', order: 'O'.repeat(70_000) })).status).toBe(413)
  })
})

describe('the views', () => {
  it('tell what waits across all shops, and that one of them cannot be read', async () => {
    const held = await heldWorld({ shop: 'first' })
    const calm = createWorld({ settings: settingsOf({ shop: 'calm' }) })
    const newer = await heldWorld({ shop: 'newer' })
    newer.store.drop('state/head.json', JSON.stringify({ ...(await newer.store.get('state/head.json')), version: 99 }))
    const calmShop = { settings: settingsOf({ shop: 'calm' }), effects: calm.effects }
    const { get } = await open([calmShop, held.shopOf, newer.shopOf])
    const { status, text } = await get('')
    expect(status).toBe(200)
    expect(text).toContain('A plan of 2 orders waits for you, mailing 2 customers.')
    expect(text).toContain('it has the format 99')
    expect(text.indexOf('calm</a></h2>')).toBeGreaterThan(text.indexOf('first</a></h2>'))
    expect((await get('newer')).status).toBe(500)
    expect((await get('first')).status).toBe(200)
  })

  it('search a plan and turn its pages', async () => {
    const settings = settingsOf({ firstRun: 'post' })
    const world = createWorld({ settings, orders: [] })
    world.drop(Array.from({ length: 250 }, (_, index) => [`O${1000 + index}`, index < 50 ? 'sent' : 'done'] as const))
    const { get } = await open([{ settings, effects: world.effects }])
    const all = (await get('test/plan')).text
    expect(all).toContain('250 of 250')
    expect(all).toContain('Page 1 of 3')
    expect(all.match(/<th scope="row">/g)).toHaveLength(100)
    expect((await get('test/plan?page=3')).text.match(/<th scope="row">/g)).toHaveLength(50)
    expect((await get('test/plan?q=SENT')).text).toContain('50 of 250')
    const one = (await get('test/plan?q=O1007')).text
    expect(one.match(/<th scope="row">O1007/g)).toHaveLength(1)
    for (const odd of ['0', '-1', '1e9', 'NaN', '']) expect((await get(`test/plan?page=${odd}`)).status).toBe(200)
  })

  it('show an order with what was sent and what the shop said', async () => {
    const world = await refusedWorld()
    const { get } = await open([world.shopOf])
    const taken = (await get('test/order?number=O1')).text
    expect(taken).toMatch(/<dt>Status<dd>sent/)
    expect(taken).toContain('<span class="good">taken</span>')
    const refused = (await get('test/order?number=O9')).text
    expect(refused).toContain('refused</span>')
    expect(refused).toContain('doesn&#39;t exist')
    expect((await get('test/order?number=O77')).text).toContain('No export has named this order.')
    expect((await get('test/order')).text).toContain('Order number')
  })

  it('show a run with its requests, and its page as it was written', async () => {
    const world = await refusedWorld()
    const { run } = await world.head()
    const { get } = await open([world.shopOf])
    const { text } = await get(`test/run/${run}`)
    expect(text).toContain('The shop took 1 order, refused 1 order; nobody got an e-mail. ')
    expect(text).toMatch(/<b>O9<\/b>: .*doesn&#39;t exist/)
    const page = await get(`test/run/${run}/page`)
    expect(page.text).toContain('<del>new</del> → <ins>sent</ins>')
    expect((await get('test/runs?day=2026-11-24')).text).toContain(run)
    for (const odd of ['2026-13-45', 'yesterday', '']) expect((await get(`test/runs?day=${odd}`)).status).toBe(200)
  })

  it.each([
    ['a run that is not there', 'test/run/20200101T000000Z-aaaa', 404, 'There is no such run'],
    ['a run that is no run', 'test/run/..%2F..%2Fstate%2Fhead', 404, 'There is no such run'],
    ['the page of a run that left none', 'test/run/20200101T000000Z-aaaa/page', 404, 'has left no page'],
    ['a view that is not there', 'test/constructor', 404, 'There is no such page'],
    ['a shop that is not there', 'other', 404, 'There is no such page'],
    ['what cannot be decoded', 'test/%E0%A4%A', 404, 'There is no such page'],
  ])('say so of %s', async (_, path, status, message) => {
    const { shopOf } = await refusedWorld()
    const { get } = await open([shopOf])
    const answer = await get(path)
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(message)])
  })

  it('say so of a half-written report, and show the requests all the same', async () => {
    const world = await refusedWorld()
    const { run } = await world.head()
    const key = `runs/2026/11/24/${run}.json`
    world.store.drop(key, '{ "run": "2026')
    const { get } = await open([world.shopOf])
    const { status, text } = await get(`test/run/${run}`)
    expect(status).toBe(200)
    expect(text).toContain('cannot be read')
    expect(text).toMatch(/<b>O9<\/b>/)
    expect((await get('test')).text).toContain('cannot be read')
  })

  it('say so of a damaged exchange', async () => {
    const world = await refusedWorld()
    const [{ key = '' } = {}] = await world.store.list('archive/')
    world.store.drop(key, '{ "run"')
    const { get } = await open([world.shopOf])
    const { status, text } = await get('test/order?number=O1')
    expect(status).toBe(200)
    expect(text).toContain('cannot be read')
  })

  it('keep whatever comes from outside as text', async () => {
    const world = createWorld({ settings: settingsOf({ firstRun: 'post' }) })
    const hostile = '<script>alert(1)</script>'
    world.drop([[`O1${hostile}`, hostile, '', hostile, '', hostile]])
    const { get } = await open([{ settings: settingsOf({ firstRun: 'post' }), effects: world.effects }])
    for (const path of [
      'test/plan',
      `test/plan?q=${encodeURIComponent(`"><script>`)}`,
      `test/order?number=${encodeURIComponent(`"><script>alert(1)`)}`,
      `test/runs?day=<script>`,
      '<script>',
    ])
      expect((await get(path)).text, path).not.toContain('<script')
  })

  it('forbid everything from elsewhere, keep nothing, and fit into nobody’s frame', async () => {
    const { shopOf } = await refusedWorld()
    const { address } = await open([shopOf])
    const { headers } = await fetch(address)
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
    )
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-frame-options')).toBe('DENY')
  })

  it('read what they show: a few objects, however many runs and requests there are', async () => {
    const world = await refusedWorld()
    for (let run = 0; run < 500; run++) {
      const id = `20261124T0${run % 10}0000Z-${String(run).padStart(4, '0')}`
      world.store.drop(`runs/2026/11/24/${id}.json`, '{}')
      for (let entry = 1; entry < 5; entry++) world.store.drop(`archive/2026/11/24/${id}/000${entry}.json`, '{}')
    }
    const effects: string[] = []
    const store = listening(world.store, (effect) => void effects.push(effect))
    const { get } = await open([{ ...world.shopOf, effects: { ...world.effects, store } }])
    const reads = async (path: string): Promise<number> => {
      effects.length = 0
      await get(path)
      return effects.filter((effect) => effect.startsWith('GET ')).length
    }
    expect(await reads('')).toBeLessThanOrEqual(2)
    expect(await reads('test/runs?day=2026-11-24')).toBeLessThanOrEqual(60)
    expect(await reads(`test/run/${(await world.head()).run}`)).toBeLessThanOrEqual(60)
    await get('test/plan')
    expect(await reads('test/plan?q=O1')).toBeLessThanOrEqual(2)
    expect(effects.filter((effect) => /^(PUT|DELETE)/.test(effect))).toEqual([])
  })
})

it('looks through an archive as far as the time goes, and says where it stopped', async () => {
  const world = await refusedWorld()
  let nowMs = world.clock.now()
  const clock = { ...world.clock, now: () => (nowMs += 20) }
  for (let entry = 0; entry < 200; entry++)
    world.store.drop(`archive/2026/11/24/20261124T110000Z-aaaa/${String(entry).padStart(4, '0')}.json`, '{}\n')
  const { get } = await open([{ ...world.shopOf, effects: { ...world.effects, clock } }])
  let path: string | undefined = 'test/order?number=O1'
  let views = 0
  let text = ''
  while (path !== undefined && views < 150) {
    views++
    text += (await get(path)).text
    const [, next] =
      /href="[^"]*?\/(test\/order\?number=O1&amp;before=[^"]+)">Look further/.exec(
        text.slice(text.lastIndexOf('<!doctype')),
      ) ?? []
    path = next?.replaceAll('&amp;', '&')
  }
  expect(views).toBeGreaterThan(2)
  expect(views).toBeLessThan(150)
  expect(text).toContain('<span class="good">taken</span>')
  expect(text).not.toContain('cannot be read')
})

it('does not start a second time on the same port', async () => {
  const { shopOf } = await refusedWorld()
  const { port } = await open([shopOf])
  await expect(startConsole({ shops: [shopOf], language: 'en', port })).rejects.toThrow(
    `Could not serve the console on port ${port}: something listens there already, perhaps another console. Use that one, or another port with --port; --port 0 takes any that is free.`,
  )
})

it.each(['cs', 'sk'] as const)('speaks %s', async (language) => {
  const held = await heldWorld()
  const { get } = await open([held.shopOf], language)
  for (const path of ['', 'test', 'test/plan', 'test/runs', 'test/order?number=O1', 'test/check', 'nowhere']) {
    const { text } = await get(path)
    expect(text, path).toContain(`<html lang="${language}">`)
    expect(text, path).not.toMatch(/undefined|\[object|NaN/)
  }
})
