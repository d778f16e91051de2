#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

const { env, platform } = process
const caches = env.XDG_CACHE_HOME || (platform === 'win32' && env.LOCALAPPDATA) || join(homedir(), '.cache')
// not the usual place below the common temporary folder: what lies there is run, and others can write there
if (env.NODE_COMPILE_CACHE === undefined) enableCompileCache(join(caches, 'order-sync'))

const { runProcess } = await import('./process.ts')
await runProcess(process)
