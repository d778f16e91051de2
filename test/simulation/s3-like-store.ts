import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import type { Clock } from '../../lib/effects.ts'
import { byKey } from '../../lib/storage/errors.ts'
import { createS3Store, type S3Slice } from '../../lib/storage/s3.ts'
import type { Kept, TestStore } from './store.ts'

const pageSize = 50

/** What S3 may do to the next conditional write: refuse it for a while, or refuse the repetition of a write that got through. */
export type Quirk = 'conflict 409' | 'own 412'

/** A bucket with the semantics of S3, and the product's own adapter in front of it. */
export interface S3LikeStore extends TestStore {
  /** Shows a quirk to the next write. */
  quirk(quirk: Quirk): void
}

class S3Error extends Error {
  readonly $metadata: { readonly httpStatusCode: number }
  constructor(name: string, status: number) {
    super(`${name} (simulated)`)
    this.name = name
    this.$metadata = { httpStatusCode: status }
  }
}

/**
 * A store as S3 is: ETags are hashes of the content, times are whole seconds, lists come in pages, conditional writes
 * answer 412, 409 or, where the object vanished, 404. What reads and writes it is the adapter that runs in production.
 */
export function createS3LikeStore(clock: Pick<Clock, 'now'>, random: () => number): S3LikeStore {
  const objects = new Map<string, Kept>()
  const quirks: Quirk[] = []
  const keep = (key: string, body: Uint8Array | string, timeMs = clock.now()): Kept => {
    const bytes = Buffer.from(body)
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
    const lastModified = new Date(timeMs - (timeMs % 1000)).toISOString()
    const kept: Kept = { key, etag, size: bytes.length, lastModified, bytes }
    objects.set(key, kept)
    return kept
  }

  const put = ({ Key = '', Body, IfMatch, IfNoneMatch }: PutObjectCommandInput) => {
    const quirk = quirks.shift()
    if (quirk === 'conflict 409') throw new S3Error('ConditionalRequestConflict', 409)
    const there = objects.get(Key)
    if (IfNoneMatch === '*' && there !== undefined) throw new S3Error('PreconditionFailed', 412)
    if (IfMatch !== undefined && there === undefined) throw new S3Error('NoSuchKey', 404)
    if (IfMatch !== undefined && there?.etag !== IfMatch) throw new S3Error('PreconditionFailed', 412)
    const { etag } = keep(Key, Body as Buffer)
    if (quirk === 'own 412') throw new S3Error('PreconditionFailed', 412)
    return { ETag: etag }
  }

  const get = ({ Key = '', Range }: GetObjectCommandInput) => {
    const there = objects.get(Key)
    if (there === undefined) throw new S3Error('NoSuchKey', 404)
    const [first, last] = /^bytes=(\d+)-(\d*)$/.exec(Range ?? '')?.slice(1) ?? []
    const bytes =
      first === undefined ? there.bytes : there.bytes.subarray(Number(first), last ? Number(last) + 1 : undefined)
    return {
      ETag: there.etag,
      ContentLength: bytes.length,
      ...(first === undefined
        ? {}
        : { ContentRange: `bytes ${first}-${Number(first) + bytes.length - 1}/${there.size}` }),
      LastModified: new Date(there.lastModified),
      Body: Readable.from(bytes.length === 0 ? [] : [Buffer.from(bytes)]),
    }
  }

  const list = ({ Prefix = '', ContinuationToken }: ListObjectsV2CommandInput) => {
    const found = [...objects.values()].filter(({ key }) => key.startsWith(Prefix)).sort(byKey)
    const from = Number(ContinuationToken ?? 0)
    const more = found.length > from + pageSize
    return {
      Contents: found.slice(from, from + pageSize).map(({ key, etag, size, lastModified }) => ({
        Key: encodeURIComponent(key).replaceAll('%2F', '/'),
        ETag: etag,
        Size: size,
        LastModified: new Date(lastModified),
      })),
      IsTruncated: more,
      ...(more ? { NextContinuationToken: String(from + pageSize) } : {}),
    }
  }

  const send = async (command: unknown): Promise<unknown> => {
    if (command instanceof PutObjectCommand) return put(command.input)
    if (command instanceof GetObjectCommand) return get(command.input)
    if (command instanceof ListObjectsV2Command) return list(command.input)
    if (command instanceof DeleteObjectCommand) return void objects.delete(command.input.Key ?? '')
    throw new Error('the simulated bucket does not know this command')
  }

  const store = createS3Store({
    bucket: 'simulated',
    client: { send } as unknown as S3Slice,
    clock: { sleep: async () => undefined },
    random,
  })
  return {
    ...store,
    quirk: (quirk) => void quirks.push(quirk),
    drop: async (key, body, timeMs) => keep(key, body, timeMs).etag,
    move(key, to) {
      const object = objects.get(key)
      if (object === undefined) return
      objects.delete(key)
      objects.set(to, { ...object, key: to })
    },
    bytes: (key) => objects.get(key)?.bytes,
    keys: () => [...objects.keys()],
  }
}
