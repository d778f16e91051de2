import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeJson, writeWorkbook } from './big-files.ts'

const heapMb = 80
const files = [
  { type: 'xlsx', records: 200_000, write: writeWorkbook },
  { type: 'json', records: 500_000, write: writeJson },
] as const

/** Prints what large files of other formats take, in a heap that would not hold them. */
export async function benchFormats(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'order-sync-bench-'))
  try {
    for (const { type, records, write } of files) {
      const file = join(folder, `big.${type}`)
      await write(file, records)
      const child = join(import.meta.dirname, 'big-files-child.ts')
      const result = spawnSync(process.execPath, [`--max-old-space-size=${heapMb}`, child, file, type], {
        encoding: 'utf8',
      })
      if (result.status !== 0) throw new Error(`the ${type} did not fit into a heap of ${heapMb} MB:\n${result.stderr}`)
      const read = JSON.parse(result.stdout)
      if (read.records !== records) throw new Error(`${read.records} of ${records} records of the ${type} were read`)
      process.stdout.write(
        `${type.toUpperCase()}, ${records} records, ${(statSync(file).size / 1e6).toFixed(0)} MB, heap limited to ${heapMb} MB: ` +
          `${Math.round(records / read.seconds)} records/s; peak ${read.peakMb.toFixed(0)} MB\n`,
      )
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
