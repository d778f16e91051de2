import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writePohoda } from './pohoda.ts'

const heapMb = 256
const orders = 100_000

/** Prints how fast a Pohoda export is read, against saxes alone on the same file in the same process. */
export async function benchXml(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'order-sync-bench-'))
  try {
    const file = join(folder, 'pohoda.xml')
    await writePohoda(file, orders)
    const mb = statSync(file).size / 1e6
    const child = join(import.meta.dirname, 'xml-child.ts')
    const result = spawnSync(process.execPath, [`--max-old-space-size=${heapMb}`, child, file], { encoding: 'utf8' })
    if (result.status !== 0) throw new Error(`the export did not fit into a heap of ${heapMb} MB:\n${result.stderr}`)
    const { saxes, reader, records, peakMb } = JSON.parse(result.stdout)
    process.stdout.write(
      `Pohoda XML, ${records} orders, ${mb.toFixed(0)} MB, heap limited to ${heapMb} MB: ${(mb / reader).toFixed(0)} MB/s; ` +
        `saxes alone ${(mb / saxes).toFixed(0)} MB/s; ${((100 * saxes) / reader).toFixed(0)} % of it; peak ${peakMb.toFixed(0)} MB\n`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
