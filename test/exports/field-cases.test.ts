import { copyFileSync, mkdirSync, readdirSync, readFileSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseSettings, SettingsError } from '../../lib/settings/parse.ts'
import { createSimulatedShop } from '../../lib/simulator/shop.ts'
import { createFolderStore } from '../../lib/storage/folder.ts'
import { decidePlan } from '../../lib/sync/decisions/commands.ts'
import { runSync } from '../../lib/sync/sync.ts'
import { createShop } from '../../lib/upgates/create.ts'
import type { Http } from '../../lib/upgates/shop.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createManualClock, minuteMs, seededRandom } from '../support/world.ts'

const casesAt = join(import.meta.dirname, '../fixtures/field-cases')

type Posted = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** One case as its `case.json` says it. */
interface FieldCase {
  readonly id: string
  readonly title: string
  readonly orders: readonly string[]
  readonly feeds: Readonly<Record<string, object>>
  readonly files: readonly (readonly [feed: string, name: string])[]
  readonly expect: Posted
  readonly alternatives?: readonly Posted[]
  readonly mention?: string
}

const readCase = (id: string): FieldCase => JSON.parse(readFileSync(join(casesAt, id, 'case.json'), 'utf8'))

const cases = readdirSync(casesAt, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => readCase(name))

interface WireOrder {
  readonly order_number: string
  readonly [field: string]: unknown
}

/** A shop that remembers which fields of which orders were put. */
function recording(handle: Http): { readonly http: Http; readonly posted: Posted } {
  const posted: Record<string, Record<string, unknown>> = {}
  const http: Http = (request, timeoutMs) => {
    if (request.method === 'PUT') {
      const { orders } = JSON.parse(request.body ?? '{}') as { readonly orders: readonly WireOrder[] }
      for (const { order_number, ...fields } of orders) posted[order_number] = { ...posted[order_number], ...fields }
    }
    return handle(request, timeoutMs)
  }
  return { http, posted }
}

/** Drops the files of a case into a folder, and runs the whole product once; a plan that is held is approved. */
async function play({ id, orders, feeds, files }: FieldCase) {
  const clock = createManualClock('2026-11-24T10:00:00.000Z')
  const random = seededRandom(1)
  const root = temporaryFolder()
  for (const [feed, name] of files) {
    const file = join(root, 'exports', feed, name)
    mkdirSync(dirname(file), { recursive: true })
    copyFileSync(join(casesAt, id, name), file)
    utimesSync(file, clock.now() / 1000, clock.now() / 1000)
  }
  clock.advance(minuteMs)
  const settings = parseSettings({
    shop: 'test',
    upgates: { api: 'v2', url: 'http://127.0.0.1:1', login: '12345678', notify: false },
    firstRun: 'post',
    // what a file says is posted, whatever the shop shows
    verify: 'never',
    guard: { percent: 100 },
    feeds,
  })
  const shop = createSimulatedShop({ clock, orders: orders.map((order_number) => ({ order_number })) })
  const { http, posted } = recording(shop.handle)
  const effects = {
    store: createFolderStore(root),
    shop: createShop(settings, { http, clock, random }),
    secrets: { apiKey: async () => ({ value: 'canary-key-f00d', version: '1' }) },
    clock,
    random,
    log: { info: () => undefined, warn: () => undefined },
  }
  const run = () =>
    runSync(settings, effects, { holder: { host: 'test', pid: 1 }, deadlineMs: clock.now() + 10 * minuteMs })
  const report = await run()
  if (report.hold !== undefined) {
    await decidePlan({ kind: 'approve', hash: report.hold.hash }, settings, effects)
    clock.advance(minuteMs)
    await run()
  }
  // a plan names every order that it changes
  const said = [
    ...Object.keys(posted),
    ...report.problems.map(({ message }) => message),
    ...report.exports.flatMap(({ refused }) => refused ?? []),
    ...(report.hold?.reasons.map(({ message }) => message) ?? []),
  ].join('\n')
  return { posted, said, rejected: report.rejected }
}

/** Settings that are refused post nothing, and their problems are what is said. */
async function played(one: FieldCase) {
  try {
    return await play(one)
  } catch (error) {
    if (error instanceof SettingsError) return { posted: {}, said: error.message, rejected: 0 }
    throw error
  }
}

async function check(one: FieldCase): Promise<void> {
  const { posted, said, rejected } = await played(one)
  expect([one.expect, ...(one.alternatives ?? [])]).toContainEqual(posted)
  expect(rejected).toBe(0)
  if (one.mention !== undefined) expect(said).toMatch(new RegExp(one.mention, 'i'))
}

describe('files from the field', () => {
  it('are all played', () => {
    expect(cases.length).toBe(24)
  })

  it.each(cases.map((one) => [`${one.id}: ${one.title}`, one] as const))('%s', (_title, one) => check(one))
})
