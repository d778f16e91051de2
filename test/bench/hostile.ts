import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cells, cellTable, everyWay, inputs, secondsFor } from '../exports/hostile-inputs.ts'
import { bombs } from './bombs.ts'

/**
 * Hostile exports: `node test/bench/hostile.ts`. Doubles the size of each and watches how the time grows, and reads bombs of
 * 100 MB in processes of their own and looks at their memory. Ends with 1 where one takes more than 2 s per MB, grows
 * faster than its size, or needs more than 400 MB.
 */
const sizes = [500_000, 1_000_000, 2_000_000, 4_000_000]
const mostMb = 400
let faults = 0

const tell = (name: string, columns: readonly string[], isFault: boolean): void => {
  if (isFault) faults++
  const cut = name.slice(0, 40).padEnd(42)
  process.stdout.write(`${cut}${columns.map((column) => column.padStart(9)).join('')}${isFault ? '   TOO MUCH' : ''}\n`)
}

/** Growth over the whole range: 8 where time grows as size does, 64 where it is quadratic; what takes no time tells nothing. */
async function watch(name: string, read: (size: number) => Promise<number>): Promise<void> {
  const seconds: number[] = []
  for (const size of sizes) seconds.push(await read(size))
  const [first = 0, last = 0] = [seconds[0], seconds.at(-1)]
  const growth = last / Math.max(first, 0.02)
  tell(name, [...seconds.map((one) => one.toFixed(2)), growth.toFixed(1)], growth > 20 || last > 8)
}

tell('CPU seconds for', [...sizes.map((size) => `${size / 1e6} MB`), 'growth'], false)
for (const [name, feed, make] of inputs) await watch(name, (size) => secondsFor(feed, make(size)))
for (const cell of cells) await watch(`a cell of ${cell[0]}`, (size) => secondsFor(everyWay, cellTable(cell, size / 4)))

tell('bombs of 100 MB', ['peak MB', 'CPU s'], false)
const folder = mkdtempSync(join(tmpdir(), 'order-sync-'))
for (const [name, [, make]] of Object.entries(bombs)) {
  const file = join(folder, 'bomb')
  writeFileSync(file, make())
  const args = ['--max-old-space-size=256', join(import.meta.dirname, 'hostile-child.ts'), name, file]
  const { stdout, status } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [peak = '?', cpu = '?'] = stdout.trim().split(' ')
  tell(name, [peak, cpu], status !== 0 || Number(peak) > mostMb)
}
rmSync(folder, { recursive: true })
process.exitCode = faults === 0 ? 0 : 1
