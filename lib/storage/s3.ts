import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3'
import type { Clock, Random } from '../effects.ts'
import { OrderSyncError, reasonOf } from '../errors.ts'
import { byKey, checkKey, ObjectRefused, StateVanished } from './errors.ts'
import { bytesOf } from './read.ts'
import { withResumedReads } from './resumed.ts'
import type { ByteRange, PutCondition, PutResult, Store, StoredContent, StoredObject } from './store.ts'

const mostConflicts = 5
const conflictPauseMs = 200

/** What the store needs of the SDK's client. */
export type S3Slice = Pick<S3Client, 'send'> & {
  readonly config?: { readonly credentials?: () => Promise<{ readonly accessKeyId: string }> }
}

/** A bucket as a store. */
export interface S3StoreOptions {
  readonly bucket: string
  readonly client: S3Slice
  readonly clock: Pick<Clock, 'sleep'>
  readonly random: Random
}

/**
 * The settings of every client of the SDK here: time-outs are off by default and only warn unless they are told to
 * throw. Three retries, which the conditional writes below survive. With an endpoint of one's own (`AWS_ENDPOINT_URL`)
 * buckets are paths.
 */
export const clientConfig = (environment: NodeJS.ProcessEnv = process.env): S3ClientConfig => ({
  maxAttempts: 4,
  followRegionRedirects: true,
  forcePathStyle: (environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL) !== undefined,
  requestHandler: {
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    socketTimeout: 30_000,
    throwOnRequestTimeout: true,
  },
})

/** A client of S3 as the environment says: region, credentials, endpoint. */
export const createS3Client = (): S3Client => new S3Client(clientConfig())

/** A store in an S3 bucket. Every write is conditional; a 412 that may be the answer to our own write is settled by reading back. */
export const createS3Store = (options: S3StoreOptions): Store => withResumedReads(plainStore(options), options)

function plainStore(options: S3StoreOptions): Store {
  const { bucket, client } = options
  return {
    description: `bucket ${bucket}`,
    isWhole: true,
    list: (prefix, after) => attempt('list', { options, key: prefix }, () => listAll(options, prefix, after)),
    async get(key, range) {
      checkKey(key)
      const part = await getObject(options, key, range)
      if (part !== 'nothing') return part === undefined ? undefined : contentOf(key, part)
      const whole = await getObject(options, key)
      if (whole === undefined) return undefined
      const content = contentOf(key, whole)
      content.body.destroy()
      return { ...content, body: Readable.from([]) }
    },
    async put(key, body, condition) {
      checkKey(key)
      return putObject(options, key, Buffer.from(body), condition)
    },
    async delete(key) {
      checkKey(key)
      await attempt('delete', { options, key }, () =>
        client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })),
      )
    },
  }
}

/** Keys come URL-encoded, since XML cannot carry every character that a key may have. */
function decoded(key: string): string {
  const plain = key.replaceAll('+', ' ')
  try {
    return decodeURIComponent(plain)
  } catch {
    // bytes that are no text: the name can be told, but not used
    const bytes = plain.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    return Buffer.from(bytes, 'latin1').toString()
  }
}

async function listAll({ client, bucket }: S3StoreOptions, prefix: string, after?: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = []
  let token: string | undefined
  do {
    const page: ListObjectsV2CommandOutput = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        EncodingType: 'url',
        ...(token === undefined ? { StartAfter: after } : { ContinuationToken: token }),
      }),
    )
    for (const { Key, ETag, Size, LastModified } of page.Contents ?? []) {
      if (Key === undefined || ETag === undefined || Size === undefined || LastModified === undefined)
        throw new Error('the listing is incomplete')
      objects.push({ key: decoded(Key), etag: ETag, size: Size, lastModified: LastModified.toISOString() })
    }
    if (page.IsTruncated === true && page.NextContinuationToken === undefined)
      throw new Error('the listing is cut off without a way to go on')
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined
  } while (token !== undefined)
  return objects.sort(byKey)
}

function contentOf(key: string, answer: GetObjectCommandOutput): StoredContent {
  const { ETag: etag = '', ContentLength = 0, ContentRange, LastModified: modified, Body } = answer
  const whole = ContentRange?.split('/')[1]
  const size = whole === undefined ? ContentLength : Number(whole)
  return { key, etag, size, lastModified: (modified ?? new Date(0)).toISOString(), body: Body as Readable }
}

type Got<Range> = GetObjectCommandOutput | undefined | (Range extends undefined ? never : 'nothing')

/** `nothing`: the object is there, but has no byte in this range. */
async function getObject<Range extends ByteRange | undefined = undefined>(
  options: S3StoreOptions,
  key: string,
  range?: Range,
): Promise<Got<Range>> {
  const { bucket, client } = options
  const part = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end - 1}` }
  return attempt('read', { options, key }, async () => {
    try {
      return await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...part }))
    } catch (error) {
      if (range !== undefined && statusOf(error) === 416) return 'nothing' as Got<Range>
      if (nameOf(error) === 'NoSuchKey' || (statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket'))
        return undefined
      throw error
    }
  })
}

async function putObject(
  options: S3StoreOptions,
  key: string,
  body: Buffer,
  condition: PutCondition,
): Promise<PutResult> {
  const { bucket, client, clock, random } = options
  const where = `s3://${bucket}/${key}`
  for (let conflicts = 0; ; conflicts++) {
    const answer = await attempt('write', { options, key }, () => tryPut(client, bucket, key, body, condition))
    if (answer.kind === 'written') return { written: true, etag: answer.etag }
    const there = await readBack(options, key)
    if (there?.bytes.equals(body)) return { written: true, etag: there.etag }
    if (answer.kind === 'vanished' || (there === undefined && 'ifMatch' in condition))
      throw new StateVanished(key, `bucket ${bucket}`)
    const stillFree = 'ifAbsent' in condition ? there === undefined : there?.etag === condition.ifMatch
    if (answer.kind === 'precondition' && !stillFree) return { written: false }
    if (answer.kind === 'conflict' && !stillFree) return { written: false }
    if (conflicts >= mostConflicts) {
      throw new OrderSyncError({
        attempted: 'write',
        subject: where,
        ended: 'other writers were in the way every time',
      })
    }
    await clock.sleep(random() * conflictPauseMs * 2 ** conflicts)
  }
}

type Put =
  | { readonly kind: 'written'; readonly etag: string }
  /** 412: somebody else wrote, or the SDK repeated its own write after a lost answer */
  | { readonly kind: 'precondition' }
  /** 409: another conditional write was under way; the SDK does not repeat this one */
  | { readonly kind: 'conflict' }
  /** 404 to `If-Match` */
  | { readonly kind: 'vanished' }

async function tryPut(
  client: S3Slice,
  bucket: string,
  key: string,
  body: Buffer,
  condition: PutCondition,
): Promise<Put> {
  const when = 'ifAbsent' in condition ? { IfNoneMatch: '*' } : { IfMatch: condition.ifMatch }
  // a browser shows a page, and saves anything else
  const isPage = key.endsWith('.html')
  const ContentType = isPage
    ? 'text/html; charset=utf-8'
    : `application/${key.endsWith('.json') ? 'json' : 'octet-stream'}`
  try {
    const { ETag } = await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType, ...when }),
    )
    return { kind: 'written', etag: ETag ?? '' }
  } catch (error) {
    if (statusOf(error) === 412) return { kind: 'precondition' }
    if (statusOf(error) === 409) return { kind: 'conflict' }
    if (statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket' && 'ifMatch' in condition)
      return { kind: 'vanished' }
    throw error
  }
}

async function readBack(
  options: S3StoreOptions,
  key: string,
): Promise<{ readonly etag: string; readonly bytes: Buffer } | undefined> {
  const answer = await getObject(options, key)
  if (answer === undefined) return undefined
  return { etag: answer.ETag ?? '', bytes: await bytesOf(answer.Body as Readable) }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '')

const statusOf = (error: unknown): number | undefined => {
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined
  return typeof status === 'number' ? status : undefined
}

/** What is done, and by which call of S3, for which people give rights. */
const calls = { list: 's3:ListBucket', read: 's3:GetObject', write: 's3:PutObject', delete: 's3:DeleteObject' } as const

const hints: Readonly<Record<string, string>> = {
  NoSuchBucket: 'Is the name right, and is it deployed? The stack tells it as the output "BucketName".',
  AccessDenied:
    'Are these the right credentials? A missing object, too, is denied to those who may not list the bucket.',
  CredentialsProviderError: 'Set up AWS credentials, as with: aws configure',
  InvalidObjectState: 'It lies in an archive of S3: restore it, or upload it again.',
}

const noRegion = 'Name the region of the bucket and the function: AWS_REGION=eu-central-1, or in your profile.'

/** What to do about an error of AWS; `undefined` where nobody can say. */
export const hintOf = (error: unknown): string | undefined =>
  reasonOf(error) === 'Region is missing' ? noRegion : hints[nameOf(error)]

interface Attempted {
  readonly options: S3StoreOptions
  readonly key: string
}

async function attempt<T>(what: keyof typeof calls, { options, key }: Attempted, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    const name = nameOfTrouble(error)
    const hint = hints[name] ?? hintOf(error)
    const by = name === 'AccessDenied' ? ` (${calls[what]} by ${await identityOf(options.client, error)})` : ''
    const isRefusal = what === 'read' && (name === 'AccessDenied' || name === 'InvalidObjectState')
    const parts = {
      attempted: what,
      subject: `s3://${options.bucket}/${key}`,
      ended: `${name === '' || name === 'Error' ? '' : `${name}, `}${reasonOf(error)}`.replace(/\.$/, '') + by,
      ...(hint === undefined ? {} : { hint }),
      cause: error,
    }
    throw isRefusal ? new ObjectRefused(parts) : new OrderSyncError(parts)
  }
}

/** An archived object is refused with 403, too. */
function nameOfTrouble(error: unknown): string {
  const name = nameOf(error)
  if (name === 'InvalidObjectState') return name
  return name === 'Forbidden' || statusOf(error) === 403 ? 'AccessDenied' : name
}

/** Who was refused, as far as can be told without another right: S3 itself says it by now, else the key or the function. */
async function identityOf({ config }: S3Slice, error: unknown): Promise<string> {
  const [, user] = /User: (\S+)/.exec(reasonOf(error)) ?? []
  if (user !== undefined) return user
  const { AWS_LAMBDA_FUNCTION_NAME: name } = process.env
  if (name !== undefined) return `the role of the function ${name}`
  const key = await config?.credentials?.().catch(() => undefined)
  return key === undefined ? 'unknown credentials' : `the access key ${key.accessKeyId}`
}
