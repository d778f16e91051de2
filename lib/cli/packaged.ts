import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { usualFlags } from '../system.ts'
import { cacheFolder } from './cache-folder.ts'
import { keptCode } from './kept-code.ts'
import type { runProcess } from './process.ts'

// as `main.ts`, where all commands are one file
const { env } = process
const folder = env.NODE_COMPILE_CACHE ?? cacheFolder(process)
if (env.NODE_COMPILE_CACHE === undefined) enableCompileCache(folder)

/** So many seconds; who takes longer does not mind to look at what is kept. */
const long = 3

const code = keptCode(join(import.meta.dirname, 'process.cjs'), folder)
const commands = code.run() as { readonly runProcess: typeof runProcess }
if (!env.NODE_DISABLE_COMPILE_CACHE) {
  process.once('exit', () => {
    for (const flag of usualFlags) setFlagsFromString(flag)
    code.keep(process.uptime() > long)
  })
}
void commands.runProcess(process)
