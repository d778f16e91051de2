import { crc32 } from 'node:zlib'

/** One file in an archive, as the directory at the archive's end tells it. */
export interface ZipEntry {
  readonly name: string
  /** 0 stored, 8 deflated */
  readonly method: number
  readonly encrypted: boolean
  readonly crc: number
  readonly packedSize: number
  readonly size: number
  /** where its header begins, in bytes from the archive's beginning */
  readonly offset: number
}

const endSignature = Buffer.from([0x50, 0x4b, 0x05, 0x06])
const endSize = 22
const entrySize = 46
/** Bytes of the header before a file, without its name and what follows that. */
export const headerSize = 30

/**
 * Reads the directory of an archive (APPNOTE.TXT 4.3.12 to 4.3.16) from its last bytes.
 * @param before bytes of the archive before `tail`
 * @returns `undefined` where it is not all there: the archive is cut off, or its directory is longer than `tail`
 */
export function zipDirectory(tail: Buffer, before = 0): ZipEntry[] | undefined {
  const end = tail.lastIndexOf(endSignature)
  if (end === -1 || end + endSize > tail.length) return undefined
  const count = tail.readUInt16LE(end + 10)
  let at = directoryOffset(tail, end) - before
  const entries: ZipEntry[] = []
  while (entries.length < count) {
    if (at < 0 || at + entrySize > end) return undefined
    const flags = tail.readUInt16LE(at + 8)
    const nameEnd = at + entrySize + tail.readUInt16LE(at + 28)
    entries.push({
      name: tail.toString((flags & 0x800) === 0 ? 'latin1' : 'utf8', at + entrySize, nameEnd),
      method: tail.readUInt16LE(at + 10),
      encrypted: (flags & 1) !== 0,
      crc: tail.readUInt32LE(at + 16),
      packedSize: tail.readUInt32LE(at + 20),
      size: tail.readUInt32LE(at + 24),
      offset: tail.readUInt32LE(at + 42),
    })
    at = nameEnd + tail.readUInt16LE(at + 30) + tail.readUInt16LE(at + 32)
  }
  return entries
}

/** Some programs say it in the larger form of the end only (zip64), which stands right before the end. */
function directoryOffset(tail: Buffer, end: number): number {
  const offset = tail.readUInt32LE(end + 16)
  const larger = end - 76
  return offset === 0xffffffff && larger >= 0 && tail.readUInt32LE(larger) === 0x06064b50
    ? Number(tail.readBigUInt64LE(larger + 48))
    : offset
}

/** How long the header before a file is, by its first 30 bytes. */
export const headerLength = (header: Buffer): number => headerSize + header.readUInt16LE(26) + header.readUInt16LE(28)

/** An archive of these files, without compression. */
export function storedZip(files: ReadonlyMap<string, Uint8Array>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of files) {
    const encoded = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800, 2)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(content.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(encoded.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, place, encoded)
    const header = [Buffer.from([0x50, 0x4b, 3, 4]), common, encoded, Buffer.from(content)]
    parts.push(...header)
    offset += header.reduce((sum, part) => sum + part.length, 0)
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(endSize)
  endSignature.copy(end)
  end.writeUInt16LE(files.size, 8)
  end.writeUInt16LE(files.size, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, listed, end])
}
