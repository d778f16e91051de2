#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** What Node keeps of a file is what the command has used that was the first: those that run often have their own. */
const often = ['run', 'plan', 'status']

/** Below the user's own folders, not in the common temporary one: what lies there is run, and others could write it. */
function cacheFolder(): string {
  const { env, platform, argv } = process
  const caches = env.XDG_CACHE_HOME || (platform === 'win32' && env.LOCALAPPDATA) || join(homedir(), '.cache')
  return join(caches, 'order-sync', often.find((command) => command === argv[2]) ?? 'any')
}

if (process.env.NODE_COMPILE_CACHE === undefined) enableCompileCache(cacheFolder())
// no await at the top level: a program in CommonJS may require this file
void import('./process.ts').then(({ runProcess }) => runProcess(process))
