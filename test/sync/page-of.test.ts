import { expect, it } from 'vitest'
import { type PageOf, writePage } from '../../lib/sync/page-of.ts'
import { emptyReport } from '../../lib/sync/report.ts'
import { pageKey } from '../../lib/sync/state/keys.ts'
import { createMemoryStore } from '../support/memory-store.ts'
import { createManualClock, settingsOf } from '../support/world.ts'

const run = '20261124T100000Z-aaaa'
const ran = { settings: settingsOf(), report: emptyReport(run, '2026-11-24T10:00:00.000Z', undefined) }

async function written(pageOf: PageOf | undefined, before?: string) {
  const store = createMemoryStore(createManualClock())
  if (before !== undefined) store.drop(pageKey(run), before)
  const warnings: string[] = []
  await writePage(pageOf, ran, { store, log: { info: () => undefined, warn: (said) => void warnings.push(said) } })
  return { page: store.bytes(pageKey(run))?.toString(), warnings, objects: (await store.list('')).length }
}

it('the page of a run lies beside its report', async () => {
  expect(await written(async ({ report }) => `<p>${report.run}`)).toEqual({
    page: `<p>${run}`,
    warnings: [],
    objects: 1,
  })
})

it('no page is written where nobody makes one', async () => {
  expect(await written(undefined)).toEqual({ page: undefined, warnings: [], objects: 0 })
})

it('a page that is there already stays', async () => {
  expect(await written(async () => 'new', 'old')).toEqual({ page: 'old', warnings: [], objects: 1 })
})

it.each<[string, PageOf]>([
  ['cannot be made', async () => Promise.reject(new Error('no template'))],
  [
    'is not even begun',
    () => {
      throw new Error('no template')
    },
  ],
])('a page that %s is warned of, and fails nothing', async (_what, pageOf) => {
  expect(await written(pageOf)).toEqual({
    page: undefined,
    warnings: ['the page of the run was not written: no template'],
    objects: 0,
  })
})
