import { createGunzip } from 'node:zlib'
import { reasonOf } from '../../errors.ts'
import type { Feed } from '../../settings/settings.ts'
import { type ExportSource, UnusableExport } from '../record.ts'
import { type Budget, type Bytes, createBudget, type Peeked, peekBytes, through } from './bytes.ts'
import { refuseForeign, refuseForeignArchive } from './kinds.ts'
import { type Archive, openArchive } from './zip.ts'

/** What a file is packed in, told by its first bytes. */
export type Container = 'none' | 'gzip' | 'zip'

const headBytes = 4096
const mostParts = 100
/** The name of a file that every workbook of Excel has in it. */
const workbookPart = '[Content_Types].xml'

/** One file of an export, unpacked. */
export interface Part {
  /** for messages */
  readonly key: string
  /** its name in an archive */
  readonly name?: string
  /** its first bytes, 4096 where it has so many */
  readonly head: Buffer
  readonly bytes: Bytes
}

/** An export that was opened: files one after the other, or a workbook. */
export type OpenedExport =
  | { readonly kind: 'files'; readonly container: Container; readonly parts: AsyncIterable<Part> }
  | { readonly kind: 'workbook'; readonly container: 'none'; readonly archive: Archive }

/**
 * Opens an export and unpacks it as it streams in: gzip, and the files of a zip archive in the order of their names.
 * What it is packed in is told by content, never by name. Its limit counts all files of an archive together.
 * @throws UnusableExport where it is empty, cannot be unpacked, is too large, or is a document that cannot be read here
 */
export async function openExport(
  source: ExportSource,
  limits: Pick<Feed['limits'], 'unpackedBytes'>,
): Promise<OpenedExport> {
  const budget = createBudget(source.key, limits.unpackedBytes)
  const peeked = await peekBytes(await source.open(), headBytes)
  const container = detectContainer(peeked.head)
  if (container !== 'zip')
    return { kind: 'files', container, parts: closing([async () => partOf(peeked, source.key, budget)]) }
  await peeked.close()
  const archive = await openArchive(source)
  refuseForeignArchive(archive.names, source.key)
  if (archive.names.has(workbookPart)) {
    const open = (name: string): Bytes => budget.spend(archive.open(name))
    return { kind: 'workbook', container: 'none', archive: { ...archive, open } }
  }
  return { kind: 'files', container, parts: closing(filesOf(archive, budget)) }
}

/** What a file is packed in, by its first bytes. */
export function detectContainer(head: Uint8Array): Container {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  // a local header, or of an archive with nothing in it the end of its directory
  const isZip = head[0] === 0x50 && head[1] === 0x4b
  return isZip && ((head[2] === 0x03 && head[3] === 0x04) || (head[2] === 0x05 && head[3] === 0x06)) ? 'zip' : 'none'
}

/** What operating systems add, and folders. */
const noExport = /(^|\/)(\.[^/]*|~\$[^/]*|__MACOSX\/.*|Thumbs\.db|desktop\.ini)$|\/$/i

function filesOf(archive: Archive, budget: Budget): (() => Promise<OpenPart>)[] {
  const wanted = [...archive.names].filter((name) => !noExport.test(name)).sort()
  if (wanted.length === 0) throw new UnusableExport(archive.key, 'it is a zip archive without a file in it')
  if (wanted.length > mostParts)
    throw new UnusableExport(archive.key, `it is a zip archive of more than ${mostParts} files`)
  return wanted.map((name) => async () => {
    const key = `${archive.key}, ${name} in it`
    const part = await partOf(await peekBytes(archive.open(name), headBytes), key, budget)
    return { ...part, name }
  })
}

interface OpenPart extends Part {
  close(): Promise<void>
}

async function* closing(parts: readonly (() => Promise<OpenPart>)[]): AsyncGenerator<Part> {
  for (const open of parts) {
    const part = await open()
    try {
      yield part
    } finally {
      await part.close()
    }
  }
}

async function partOf(peeked: Peeked, key: string, budget: Budget): Promise<OpenPart> {
  try {
    if (peeked.head.length === 0)
      throw new UnusableExport(key, 'it is empty (0 bytes)', 'The ERP may still be writing it.')
    const container = detectContainer(peeked.head)
    const { head, all, close } = container === 'gzip' ? await gunzipped(peeked, key) : peeked
    if (detectContainer(head) !== 'none')
      throw new UnusableExport(key, 'it is an archive inside another one', 'Drop the files themselves.')
    await refuseForeign(head, all, key)
    return { key, head, bytes: budget.spend(all), close }
  } catch (error) {
    await peeked.close()
    throw error
  }
}

const gunzipped = ({ all }: Peeked, key: string): Promise<Peeked> =>
  peekBytes(
    through(all, createGunzip(), (cause) => {
      const ended = `it is gzip, but cannot be unpacked (${reasonOf(cause)}); it may be cut off`
      return new UnusableExport(key, ended, undefined, cause)
    }),
    headBytes,
  )
