import { loadSettings } from '../../lib/settings/load.ts'
import { createFolderStore } from '../../lib/storage/folder.ts'
import { isProcessGone, thisProcess } from '../../lib/storage/holder.ts'
import { createS3Client, createS3Store } from '../../lib/storage/s3.ts'
import type { Store } from '../../lib/storage/store.ts'
import { runSync } from '../../lib/sync/sync.ts'
import { createShop } from '../../lib/upgates/create.ts'
import { createHttp } from '../../lib/upgates/http.ts'

/**
 * One run on a folder, or on a bucket (`s3://name`), that kills itself (SIGKILL) at its n-th effect, before or after it. Prints the report if it survives.
 * `LATER_MS` in the environment sets its clock forward.
 */
const [, , settingsFile = '', folder = '', moment = '0', side = 'before'] = process.argv

let effects = 0
const mortal = async <T>(effect: () => Promise<T>): Promise<T> => {
  effects++
  const last = effects === Number(moment)
  if (last && side === 'before') process.kill(process.pid, 'SIGKILL')
  const result = await effect()
  if (last) process.kill(process.pid, 'SIGKILL')
  return result
}

const settings = await loadSettings(settingsFile)
const laterMs = Number(process.env.LATER_MS ?? '0')
const clock = { now: () => Date.now() + laterMs, sleep: async () => undefined }
const real = folder.startsWith('s3://')
  ? createS3Store({ bucket: folder.slice('s3://'.length), client: createS3Client(), clock, random: Math.random })
  : createFolderStore(folder)
const store: Store = {
  description: real.description,
  list: (prefix) => mortal(() => real.list(prefix)),
  get: (key, range) => mortal(() => real.get(key, range)),
  put: (key, body, condition) => mortal(() => real.put(key, body, condition)),
  delete: (key) => mortal(() => real.delete(key)),
}
const http = createHttp()
const report = await runSync(
  settings,
  {
    store,
    shop: createShop(settings, {
      http: (request, timeoutMs) => mortal(() => http(request, timeoutMs)),
      clock,
      random: Math.random,
    }),
    secrets: { apiKey: async () => ({ value: 'canary-key-f00d', version: '1' }) },
    clock,
    random: Math.random,
    log: { info: () => undefined, warn: () => undefined },
  },
  { holder: thisProcess(), isGone: isProcessGone, deadlineMs: clock.now() + 600_000 },
)
process.stdout.write(JSON.stringify({ ...report, effects }))
