import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

const places = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser']

/** Debian's Chromium, or the one that CHROMIUM names. */
function browserFile(): string {
  const file = process.env.CHROMIUM ?? places.find((place) => existsSync(place))
  if (file !== undefined) return file
  throw new Error(
    'There is no Chromium to look at pages with: apt-get install chromium-headless-shell fonts-dejavu-core, or name one with CHROMIUM.',
  )
}

/** Starts the browser that the tests look with. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: browserFile(), args: ['--no-sandbox', '--disable-dev-shm-usage'] })

/** A page that remembers what it should not have said, and whom it should not have asked. */
export interface Watched {
  readonly page: Page
  readonly context: BrowserContext
  /** errors and warnings of the console, and requests to anything but its own address */
  readonly complaints: readonly string[]
}

/** How a page is looked at. */
export interface Look {
  /** pixels */
  readonly width?: number
  readonly colorScheme?: 'light' | 'dark'
  readonly javaScriptEnabled?: boolean
}

/** Opens a page. Whatever goes wrong in it is kept, and every request to elsewhere. */
export async function watch(browser: Browser, url: string, look: Look = {}): Promise<Watched> {
  const { width = 1280, ...more } = look
  const context = await browser.newContext({ viewport: { width, height: 800 }, ...more })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(error.message))
  const { origin } = new URL(url)
  page.on('request', (request) => {
    const asked = new URL(request.url())
    if (asked.origin !== origin) complaints.push(`asked ${request.url()}`)
  })
  await page.goto(url)
  return { page, context, complaints }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** Looks for what would keep somebody from using the page: contrast, names, landmarks, order. */
export async function expectAccessible(page: Page): Promise<void> {
  // the policy of the page lets no script in; the browser's own door does
  const session = await page.context().newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: axe })
  const { result } = await session.send('Runtime.evaluate', {
    expression: 'axe.run().then(({ violations }) => JSON.stringify(violations))',
    awaitPromise: true,
    returnByValue: true,
  })
  const findings = JSON.parse(String(result.value)) as Finding[]
  const told = findings.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`),
  )
  expect(told, page.url()).toEqual([])
}

/** Nothing sticks out to the right: nobody has to scroll sideways. */
export async function expectToFit(page: Page): Promise<void> {
  const [wide, seen] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]')
  expect(wide, page.url()).toBeLessThanOrEqual(seen)
}
