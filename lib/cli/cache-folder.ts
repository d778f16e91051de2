import { homedir } from 'node:os'
import { join } from 'node:path'

/** What is kept of compiled code is what the command has used that was the first: those that run often have their own. */
const often = ['run', 'plan', 'status']

/** Below the user's own folders, not in the common temporary one: what lies there is run, and others could write it. */
export function cacheFolder({ env, platform, argv }: Pick<NodeJS.Process, 'env' | 'platform' | 'argv'>): string {
  const caches = env.XDG_CACHE_HOME || (platform === 'win32' && env.LOCALAPPDATA) || join(homedir(), '.cache')
  return join(caches, 'order-sync', often.find((command) => command === argv[2]) ?? 'any')
}
