import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { getAsset, isSea } from 'node:sea'

/**
 * Where the files lie that `demo` shows: beside `lib` among the sources, beside the bundle in the package. The executable carries
 * them, and writes them into a temporary folder.
 */
export function examplesFolder(): string {
  if (!isSea()) return join(import.meta.dirname, '../../examples')
  const folder = mkdtempSync(join(tmpdir(), 'order-sync-examples-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const files: Record<string, string> = JSON.parse(getAsset('examples.json', 'utf8'))
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes, 'base64')
  }
  return folder
}
