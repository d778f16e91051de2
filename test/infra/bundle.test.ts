import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bundleFunction } from '../../infra/bundle.ts'
import { settingsOf, simpleFeed } from '../support/world.ts'

const bundleOf = (feeds: object): string => bundleFunction(settingsOf({ feeds }))
const sizeOf = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
const other = (format: object) => ({ ...simpleFeed, format, fields: { order_number: 'n' } })
const everyFormat = {
  orders: other({ type: 'xlsx' }),
  more: other({ type: 'xml', records: 'a/b' }),
  third: other({ type: 'csv' }),
  fourth: other({ type: 'json' }),
}

it('the bundle stays under 700 KB with every format, and carries no reader that no feed needs', () => {
  const csv = sizeOf(bundleOf({ orders: simpleFeed }))
  const xml = sizeOf(bundleOf({ orders: simpleFeed, more: other({ type: 'xml', records: 'a/b' }) }))
  const all = sizeOf(bundleOf(everyFormat))
  expect(all).toBeLessThanOrEqual(700_000)
  expect(csv).toBeLessThan(xml)
  expect(xml).toBeLessThan(all)
})

it('every file of the bundle can be loaded, also those that an idle run never reads', async () => {
  const folder = bundleOf(everyFormat)
  for (const name of readdirSync(folder)) {
    const loaded: unknown = await import(join(folder, name))
    expect(loaded, name).toBeTypeOf('object')
  }
})
