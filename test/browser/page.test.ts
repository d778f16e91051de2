import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planPage } from '../../lib/page/plan-page.ts'
import type { Plan } from '../../lib/sync/plan/change.ts'
import { changeOf, fieldChange } from '../support/changes.ts'
import { holdOf, leftOutOf, planWith } from '../support/facts.ts'
import { temporaryFolder } from '../support/folder.ts'
import { settingsOf } from '../support/world.ts'
import { expectAccessible, expectToFit, startBrowser, watch } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser?.close())

const hostile = '<script>window.hacked = true</script><img src=x onerror="window.hacked = true">'

/** So many orders, every third of which mails its customer; one of them has come from somebody who means harm. */
const planOf = (orders: number): Plan =>
  planWith(
    Array.from({ length: orders }, (_, index) =>
      changeOf(
        index === 1 ? hostile : `O${String(24_000 + index)}`,
        { status: index % 2 === 0 ? 'Odeslaná' : 'Vyřízená', tracking_code: `DR${index}E`, 'metas.note': hostile },
        { mails: index % 3 === 0 ? ['status'] : [], mayNotify: true },
      ),
    ),
    { verdict: holdOf(), leftOut: [leftOutOf('parked', undefined, { reason: hostile, value: hostile })] },
  )

async function pageOf(orders: number): Promise<string> {
  const problems = [{ kind: 'rejected' as const, subject: hostile, message: hostile }]
  const dry = { plan: planOf(orders), adopts: 0, exports: [], problems }
  const file = join(temporaryFolder(), 'plan.html')
  writeFileSync(file, await planPage({ settings: settingsOf(), language: 'cs', dry, at: '2026-11-26T00:32:00.000Z' }))
  return pathToFileURL(file).href
}

const shownRows = (page: Page): Promise<number> => page.locator('.changes tbody tr:visible').count()

describe('the page of a plan', () => {
  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [375, 'light'],
    [375, 'dark'],
  ] as const)(
    'at %i pixels and in %s, fits, keeps nobody out, and runs nothing from outside',
    async (width, colorScheme) => {
      const { page, complaints, context } = await watch(browser, await pageOf(5), { width, colorScheme })
      await expectToFit(page)
      await expectAccessible(page)
      expect(await page.evaluate('window.hacked')).toBeUndefined()
      expect(complaints).toEqual([])
      await context.close()
    },
  )

  it('searches, shows only what mails, and sorts', async () => {
    const { page, complaints, context } = await watch(browser, await pageOf(450))
    expect(await page.locator('output').textContent()).toBe('450 z 450')
    await page.getByLabel('Hledat').fill('o24017')
    expect(await shownRows(page)).toBe(1)
    expect(await page.locator('output').textContent()).toBe('1 z 450')
    await page.getByLabel('Hledat').fill('')
    await page.getByLabel('jen s e-mailem').check()
    expect(await page.locator('output').textContent()).toBe('150 z 450')
    await page.getByLabel('jen s e-mailem').uncheck()
    await page.getByLabel('Seřadit podle').selectOption({ label: 'Změna' })
    expect(await page.locator('.changes tbody tr').first().locator('ins').first().textContent()).toBe('Odeslaná')
    expect(await page.locator('.changes tbody tr').last().locator('ins').first().textContent()).toBe('Vyřízená')
    expect(complaints).toEqual([])
    await context.close()
  })

  it('is complete without its script', async () => {
    const { page, context } = await watch(browser, await pageOf(450), { javaScriptEnabled: false })
    expect(await page.locator('.changes tbody tr').count()).toBe(450)
    expect(await page.locator('#tools').isVisible()).toBe(false)
    expect(await page.getByText('order-sync approve').isVisible()).toBe(true)
    await context.close()
  })

  it('is printed with every order, and without what only a screen can do', async () => {
    const { page, context } = await watch(browser, await pageOf(450))
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('#tools').isVisible()).toBe(false)
    const pdf = await page.pdf()
    expect(pdf.length).toBeGreaterThan(30_000)
    await context.close()
  })

  it('of 10,000 changes paints within a second', async () => {
    const url = await pageOf(10_000)
    const paints: number[] = []
    for (let attempt = 0; attempt < 3; attempt++) {
      const { page, context } = await watch(browser, url)
      paints.push(await page.evaluate<number>(`performance.getEntriesByName('first-contentful-paint')[0].startTime`))
      expect(await page.locator('output').textContent()).toMatch(/^10\s000 z 10\s000$/)
      await context.close()
    }
    expect(Math.min(...paints)).toBeLessThan(1000)
  })
})

it('says before and after to who listens instead of looking', async () => {
  const plan = planWith([changeOf('O1', {}, { fields: { status: fieldChange('sent', { before: 'new' }) } })])
  const file = join(temporaryFolder(), 'one.html')
  const dry = { plan, adopts: 0, exports: [], problems: [] }
  writeFileSync(file, await planPage({ settings: settingsOf(), language: 'en', dry, at: '2026-11-26T00:32:00.000Z' }))
  const { page, context } = await watch(browser, pathToFileURL(file).href)
  const row = page.getByRole('row', { name: 'O1' })
  expect(await row.getByRole('deletion').textContent()).toBe('new')
  expect(await row.getByRole('insertion').textContent()).toBe('sent')
  await context.close()
})
