import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Put into bundles as they are made: they have no files of their own to look at. */
declare const ORDER_SYNC_READERS: string | undefined

/** Rooms that say what a record of an export is, and whether a line knows what it says. */
const rooms = ['exports', 'sync/import', 'sync/ledger'] as const

/**
 * A fingerprint of the code that reads and maps records, and of the libraries that it uses: what an older reader has
 * said of a record does not count.
 * @param lib the folder that holds it
 * @throws Error where it cannot be looked at
 */
export function fingerprintOf(lib: string): string {
  const hash = createHash('sha256')
  for (const room of rooms) {
    const files = readdirSync(join(lib, room), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(?<!\.d)\.[jt]s$/.test(name),
    )
    for (const name of files.sort()) hash.update(`${room}/${name}\n`).update(readFileSync(join(lib, room, name)))
  }
  const { dependencies }: { dependencies?: unknown } = JSON.parse(readFileSync(join(lib, '../package.json'), 'utf8'))
  return hash.update(JSON.stringify(dependencies)).digest('base64url').slice(0, 16)
}

let found: { readonly code: string | undefined } | undefined

/** The fingerprint of this very code; `undefined`: nobody knows it, as in a bundle of somebody else. */
export function readersCode(): string | undefined {
  if (typeof ORDER_SYNC_READERS === 'string') return ORDER_SYNC_READERS
  found ??= { code: fingerprintHere() }
  return found.code
}

function fingerprintHere(): string | undefined {
  try {
    return fingerprintOf(join(import.meta.dirname, '..'))
  } catch {
    return undefined
  }
}
