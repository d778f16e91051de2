import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bundleFunction } from '../../infra/bundle.ts'
import { settingsOf, simpleFeed } from '../support/world.ts'

const sizeOf = (feeds: object): number => {
  const folder = bundleFunction(settingsOf({ feeds }))
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}
const other = (format: object) => ({ ...simpleFeed, format, fields: { order_number: 'n' } })

it('the bundle stays under 700 KB with every format, and carries no reader that no feed needs', () => {
  const csv = sizeOf({ orders: simpleFeed })
  const xml = sizeOf({ orders: simpleFeed, more: other({ type: 'xml', records: 'a/b' }) })
  const all = sizeOf({ orders: other({ type: 'xlsx' }), more: other({ type: 'xml', records: 'a/b' }) })
  expect(all).toBeLessThanOrEqual(700_000)
  expect(csv).toBeLessThan(xml)
  expect(xml).toBeLessThan(all)
})
