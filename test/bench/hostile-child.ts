import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { oneByOne } from '../../lib/exports/batches.ts'
import { readOrderStates } from '../../lib/exports/read.ts'
import type { ByteRange } from '../../lib/storage/store.ts'
import { bombs } from './bombs.ts'

/** Reads one bomb out of a file, keeps nothing of it, and prints its peak in MB and its CPU seconds. */
const [, , name = '', file = ''] = process.argv
const [feed] = bombs[name] ?? []
if (feed === undefined) throw new Error(`there is no bomb ${name}`)
const open = async (range?: ByteRange) =>
  createReadStream(file, range === undefined ? {} : { start: range.start, end: Math.max(range.start, range.end - 1) })
const before = process.cpuUsage()
try {
  const records = readOrderStates(feed, { key: name, size: statSync(file).size, open }, { today: '2026-11-24' })
  for await (const _ of oneByOne(records));
} catch {
  // a refusal is as good as any other end
}
const { user, system } = process.cpuUsage(before)
/** Of this process alone: what `getrusage` tells includes the one that started it. */
const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
const peakKb = Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS)
process.stdout.write(`${Math.round(peakKb / 1024)} ${((user + system) / 1e6).toFixed(1)}\n`)
