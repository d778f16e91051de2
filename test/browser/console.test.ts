import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Language } from '../../lib/text/language.ts'
import { heldWorld, type OpenConsole, openConsole, refusedWorld } from '../support/console.ts'
import { expectAccessible, expectToFit, startBrowser, type Watched, watch } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser?.close())

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

type Shops = Parameters<typeof openConsole>[0]

async function open(
  shops: Shops,
  path = '',
  look: Parameters<typeof watch>[2] = {},
  language: Language = 'en',
): Promise<Watched & OpenConsole> {
  const console = await openConsole(shops, language)
  const watched = await watch(browser, console.address + path, look)
  opened.push(console, watched.context)
  return { ...console, ...watched }
}

/** Presses Tab until something with this name has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    const text = await page.evaluate<string>(
      `(e => [e.textContent, e.getAttribute('aria-label'), e.closest('label')?.textContent, e.name].join(' '))(document.activeElement)`,
    )
    if (typeof name === 'string' ? text.includes(name) : name.test(text)) return
  }
  throw new Error(`Nothing that is called ${name} can be reached by the keyboard.`)
}

it('approves a held plan by the mouse', async () => {
  const world = await heldWorld()
  const { page, complaints } = await open([world.shopOf])
  await page.getByRole('link', { name: /A plan of 2 orders/ }).click()
  await page.getByText('Approve…').click()
  await page.getByRole('button', { name: 'Approve' }).click()
  expect(await page.locator('.notice').count()).toBe(0)
  await page.getByLabel('I have looked through it').first().check()
  await page.getByRole('button', { name: 'Approve' }).click()
  expect(await page.locator('.notice').textContent()).toContain('Approved.')
  expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 2, notified: 2 })
  expect(complaints).toEqual([])
})

it('rejects a held plan by the keyboard alone', async () => {
  const world = await heldWorld()
  const { page, complaints } = await open([world.shopOf])
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.textContent')).toBe('To the contents')
  await tabTo(page, 'A plan of 2 orders')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/plan$/)
  await tabTo(page, 'Reject…')
  await page.keyboard.press('Enter')
  await tabTo(page, 'I have looked through it')
  await page.keyboard.press('Space')
  await tabTo(page, /^Reject/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/done=reject/)
  expect(await page.locator('.notice').textContent()).toContain('Rejected.')
  expect(await world.run()).toMatchObject({ requests: 0, planned: 0 })
  expect(complaints).toEqual([])
})

it('searches a plan', async () => {
  const world = await heldWorld()
  const { page, complaints } = await open([world.shopOf], 'test/plan')
  await page.getByLabel('Search').fill('o2')
  await page.getByRole('button', { name: 'Find' }).click()
  await page.waitForURL(/q=o2/)
  expect(await page.locator('output').textContent()).toBe('1 of 2')
  expect(await page.getByRole('rowheader').allTextContents()).toEqual(['O2'])
  expect(complaints).toEqual([])
})

it('finds what was sent about an order, and sends it again', async () => {
  const world = await refusedWorld()
  const { page, complaints } = await open([world.shopOf], 'test/order')
  await page.getByLabel('Order number').fill('O9')
  await page.keyboard.press('Enter')
  await page.waitForURL(/number=O9/)
  expect(await page.locator('.exchanges').textContent()).toContain("doesn't exist")
  await page.locator('.exchanges a').first().click()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('refused 1 order')
  await page.getByRole('link', { name: /The whole page of this run/ }).click()
  expect(await page.locator('del').first().textContent()).toBe('new')
  await page.goBack()
  await page.goBack()
  await page.getByRole('button', { name: 'Send again' }).click()
  expect(await page.locator('.notice').textContent()).toContain('It will be sent again.')
  expect(await world.run()).toMatchObject({ requests: 1, rejected: 1 })
  expect(complaints).toEqual([])
})

describe.each([1280, 375])('at %i pixels', (width) => {
  it.each(['light', 'dark'] as const)('every view fits and keeps nobody out, in %s', async (colorScheme) => {
    const held = await heldWorld({ shop: 'first' })
    const refused = await refusedWorld()
    refused.drop('nothing of this is an export', 'broken.csv')
    await refused.run()
    const { run } = await refused.head()
    const [{ key: sent = '' } = {}] = await refused.store.list('archive/')
    const { page, address, complaints } = await open([held.shopOf, refused.shopOf], '', { width, colorScheme }, 'cs')
    const paths = [
      '',
      'first',
      'first/plan',
      'test',
      'test/plan',
      'test/runs?day=2026-11-24',
      `test/run/${run}`,
      `test/run/${sent.split('/')[4]}/undo`,
      'test/order?number=O9',
      'test/decided',
      'test/check',
    ]
    for (const path of paths) {
      await page.goto(address + path)
      for (const summary of await page.locator('summary').all()) await summary.click()
      await expectToFit(page)
      await expectAccessible(page)
    }
    expect(complaints).toEqual([])
  })
})

it('lets no other page send what its owner would', async () => {
  const world = await heldWorld()
  const { hold } = await world.head()
  const { address, port } = await openConsoleOnly(world.shopOf)
  const context = await browser.newContext()
  opened.push(context)
  const page = await context.newPage()
  // a page of another origin that even knows the secret address
  await page.route('http://evil.example/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<form method="post" action="${address}test/decide"><input name="kind" value="approve"><input name="hash" value="${hold?.hash}"><button>x</button></form>`,
    }),
  )
  await page.goto('http://evil.example/')
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().includes(String(port))),
    page.click('button'),
  ])
  expect(answer.status()).toBe(403)
  expect(await world.store.list('state/decisions/')).toEqual([])
})

async function openConsoleOnly(shop: Shops[number]): Promise<OpenConsole> {
  const console = await openConsole([shop])
  opened.push(console)
  return console
}
