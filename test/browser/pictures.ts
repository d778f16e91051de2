/**
 * Takes the pictures of the README from the demo: `npm run pictures` writes docs/pictures. What is shown is what the demo
 * leaves, and then a third export that marks all orders as done, which a small guard holds.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { demo } from '../../lib/cli/demo.ts'
import { createIo } from '../../lib/cli/io.ts'
import { openWorkspace } from '../../lib/cli/workspace.ts'
import { startConsole } from '../../lib/console/server.ts'
import { startBrowser } from './browser.ts'

const pictures = join(import.meta.dirname, '../../docs/pictures')
const folder = join(mkdtempSync(join(tmpdir(), 'order-sync-pictures-')), 'demo')
const said: string[] = []
const io = createIo({ stdout: { write: (text) => said.push(text) }, stderr: { write: () => true }, env: {} })
await demo({ api: 'v2', folder }, io)

/** The page that the demo names at its end. */
function pageOfDayTwo(): string {
  const [, path] = /(\S+\.html)/.exec(said.join('')) ?? []
  if (path === undefined) throw new Error('The demo has not said where its page lies.')
  return path
}

function holdEverything(): string {
  const file = join(folder, 'order-sync.json')
  const settings = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, JSON.stringify({ ...settings, guard: { orders: 3 }, language: 'en' }))
  const done = readFileSync(join(folder, 'exports/orders/objednavky-day-2.csv'), 'latin1').replaceAll(
    'Expedov\u00e1na',
    'Vy\u00f8\u00edzena',
  )
  writeFileSync(join(folder, 'exports/orders/objednavky-day-3.csv'), done, 'latin1')
  return file
}

async function take(browser: Browser, url: string, name: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1120, height: 1480 }, deviceScaleFactor: 0.7 })
  await page.goto(url)
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}

mkdirSync(pictures, { recursive: true })
const { settings, effects } = await openWorkspace({ settings: holdEverything(), folder, bucket: undefined }, io)
const server = await startConsole({ shops: [{ settings, effects }], language: 'en', port: 0 })
const browser = await startBrowser()
await take(browser, pathToFileURL(pageOfDayTwo()).href, 'page')
await take(browser, `${server.address}demo/plan`, 'console')
await browser.close()
await server.close()
rmSync(join(folder, '..'), { recursive: true })
