import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { parseSettings } from '../../lib/settings/parse.ts'
import type { Store } from '../../lib/storage/store.ts'
import type { runSync } from '../../lib/sync/sync.ts'
import type { createShop } from '../../lib/upgates/create.ts'

const cache = join(import.meta.dirname, '../../node_modules/.cache')

/** An engine as it was once, to be used over a state that another one has written. */
export interface Engine {
  readonly parseSettings: typeof parseSettings
  readonly runSync: typeof runSync
  readonly createShop: typeof createShop
  readonly stateVersion: number
  readonly snapshotVersion: number
}

/**
 * Loads a kept engine of test/fixtures/engines by its day. One is kept where the format of the state changes: of a checkout of
 * that commit, `esbuild entry.ts --bundle --platform=node --format=esm --minify`, where `entry.ts` exports the names of
 * {@link Engine}, without what only other formats than CSV need (`--external:saxes` and the like); then gzip.
 */
export async function keptEngine(day: string): Promise<Engine> {
  // within the project, where the packages that it leaves out are found
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'order-sync-engine-'))
  try {
    const file = join(folder, `${day}.mjs`)
    writeFileSync(file, gunzipSync(readFileSync(join(import.meta.dirname, `../fixtures/engines/${day}.mjs.gz`))))
    const engine: Engine = await import(/* @vite-ignore */ pathToFileURL(file).href)
    return {
      ...engine,
      runSync: (settings, effects, options) =>
        engine.runSync(settings, { ...effects, store: streaming(effects.store) }, options),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Engines that are kept read objects as streams of Node. */
const streaming = (store: Store): Store => ({
  ...store,
  async get(key, range) {
    const content = await store.get(key, range)
    return content && { ...content, body: Readable.from(copied(content.body), { objectMode: false }) }
  },
})

async function* copied(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk)
}
