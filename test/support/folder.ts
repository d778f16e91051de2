import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'
const roomBytes = 1_000_000_000

/** In memory where there is room: the store in a folder waits for the disk at every write, which is what a test waits for, too. */
function home(): string {
  if (!existsSync(memory)) return tmpdir()
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > roomBytes ? memory : tmpdir()
}

const made: string[] = []

/** A new folder, removed when the tests of the file are over (`test/support/setup.ts`). */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(home(), 'order-sync-'))
  made.push(folder)
  return folder
}

export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
