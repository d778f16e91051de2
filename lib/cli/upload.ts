import { join } from 'node:path'
import { OrderSyncError } from '../errors.ts'
import { safe } from '../print/style.ts'
import type { BucketPlace } from '../storage/aws.ts'
import { systemClock, systemRandom } from '../system.ts'
import { openJournal } from '../upload/journal.ts'
import { UploadError, uploadFolder } from '../upload/upload.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { voiceHere } from './language.ts'

interface Flags {
  readonly bucket: string
  readonly feed: string
  readonly only: string | undefined
  readonly once: boolean
  readonly journal: string | undefined
}

/** `upload`: puts the ERP's finished files into the bucket, until it is interrupted. */
export async function upload(flags: Flags, io: Io, [folder = '.']: readonly string[]): Promise<number> {
  const { bucket, feed, only, once } = flags
  const { texts, say } = await voiceHere({}, io)
  const journal = await openJournal(flags.journal ?? join(folder, '.order-sync-uploads.ndjson'))
  const { bucketPut } = await import('../upload/bucket.ts')
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const clock = { ...systemClock, sleep: (ms: number) => untilStopped(ms, stop.signal) }
  const effects = {
    clock,
    random: systemRandom,
    journal,
    put: bucketPut(placeIn(bucket)),
    say: (line: string) => io.out(say(line)),
  }
  if (!once) io.out(texts.upload.watching(safe(folder), `s3://${bucket}/exports/${feed}/`))
  const what = { folder, feed, once, ...(only === undefined ? {} : { ending: only }) }
  try {
    const count = await uploadFolder(what, effects, stop.signal)
    if (once && count === 0) io.out(texts.upload.nothing)
    return exitCodes.done
  } catch (error) {
    if (!(error instanceof UploadError)) throw error
    throw new OrderSyncError({
      attempted: 'upload the files of',
      subject: folder,
      ended: error.message.replace(/\.$/, ''),
      hint: 'What was uploaded is in the journal; the rest goes with the next call.',
      cause: error,
    })
  }
}

/** `BUCKET`, or `BUCKET/folder` where several shops share it; also with `s3://` before it. */
function placeIn(written: string): BucketPlace {
  const [bucket = '', ...folders] = written
    .replace(/^s3:\/\//, '')
    .split('/')
    .filter((part) => part !== '')
  return { bucket, prefix: folders.map((folder) => `${folder}/`).join('') }
}

const untilStopped = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
