import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { benchBundle } from './bundle.ts'
import { benchFormats } from './formats.ts'
import { benchXml } from './xml.ts'

interface Measured {
  readonly orders: number
  readonly planned: number
  readonly accepted: number
  readonly requests: number
  readonly adoptSeconds: number
  readonly changeSeconds: number
  readonly peakMb: number
}

const heapMb = 768
const child = join(import.meta.dirname, 'sync-child.ts')

/** One size in a process of its own, so that peaks do not mix. */
function measure(orders: number): Measured {
  const result = spawnSync(process.execPath, [`--max-old-space-size=${heapMb}`, child, String(orders)], {
    encoding: 'utf8',
  })
  if (result.status !== 0)
    throw new Error(`${orders} orders did not fit into a heap of ${heapMb} MB:\n${result.stderr}`)
  return JSON.parse(result.stdout) as Measured
}

await benchBundle()
await benchXml()
await benchFormats()
process.stdout.write(`Folder store, CSV, 1 % changed on day two, heap limited to ${heapMb} MB\n`)
process.stdout.write('   orders   adopt/s  change/s  requests  peak MB  bytes/order over 10,000\n')
let base: Measured | undefined
for (const orders of [10_000, 100_000, 1_000_000]) {
  const measured = measure(orders)
  base ??= measured
  const growth =
    measured === base ? '' : Math.round(((measured.peakMb - base.peakMb) * 1024 ** 2) / (orders - base.orders))
  const cells = [
    orders,
    Math.round(orders / measured.adoptSeconds),
    Math.round(orders / measured.changeSeconds),
    measured.requests,
    Math.round(measured.peakMb),
    growth,
  ]
  process.stdout.write(
    `${cells.map((cell, index) => String(cell).padStart([9, 10, 10, 10, 9, 26][index] ?? 9)).join('')}\n`,
  )
}
