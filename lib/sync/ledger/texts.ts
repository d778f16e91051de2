/** Texts one after the other, any of which can be read alone. */
export interface Texts {
  readonly count: number
  readonly bytes: Buffer
  /** offset behind each of them */
  readonly ends: Uint32Array
  /** offset of the first */
  readonly start: number
}

const width = 4
/** bytes that a letter of UTF-16 takes in UTF-8 */
const mostOfLetter = 3

/** Puts texts one after the other, with their lengths in bytes in front. */
export function packTexts(texts: readonly string[]): Buffer {
  const start = width * (texts.length + 1)
  const bytes = Buffer.allocUnsafe(texts.reduce((sum, { length }) => sum + mostOfLetter * length, start))
  bytes.writeUInt32LE(texts.length)
  let end = start
  for (let at = 0; at < texts.length; at++) {
    const length = bytes.write(texts[at] ?? '', end)
    bytes.writeUInt32LE(length, width * (at + 1))
    end += length
  }
  return bytes.subarray(0, end)
}

/** Packed texts with others in some places, and further ones behind; what is not changed is copied in one go. */
export function changedTexts(before: Texts, changed: ReadonlyMap<number, string>, more: readonly string[]): Buffer {
  const count = before.count + more.length
  const lengths = new Uint32Array(count + 1)
  lengths[0] = count
  for (let at = 0; at < before.count; at++) lengths[at + 1] = (before.ends[at] ?? 0) - startOf(before, at)
  const places = [...changed.keys()].sort((left, right) => left - right)
  const grown = [...changed.values(), ...more].reduce((sum, { length }) => sum + mostOfLetter * length, 0)
  const bytes = Buffer.allocUnsafe(before.bytes.length + grown + width * more.length)
  let end = width * (count + 1)
  const copy = (start: number, stop: number): void => {
    end += before.bytes.copy(bytes, end, start, stop)
  }
  const write = (text: string): number => {
    const length = bytes.write(text, end)
    end += length
    return length
  }
  let from = before.start
  for (const at of places) {
    copy(from, startOf(before, at))
    lengths[at + 1] = write(changed.get(at) ?? '')
    from = before.ends[at] ?? 0
  }
  copy(from, before.bytes.length)
  for (const [index, text] of more.entries()) lengths[before.count + index + 1] = write(text)
  bytes.set(new Uint8Array(lengths.buffer))
  return bytes.subarray(0, end)
}

/** @throws Error where the lengths do not fit */
export function readTexts(bytes: Buffer): Texts {
  const count = bytes.readUInt32LE(0)
  const start = width * (count + 1)
  if (start > bytes.length) throw new Error('a block is cut off')
  const ends = new Uint32Array(bytes.buffer.slice(bytes.byteOffset + width, bytes.byteOffset + start))
  let end = start
  for (let at = 0; at < count; at++) {
    end += ends[at] ?? 0
    ends[at] = end
  }
  if (end !== bytes.length) throw new Error('the lengths of a block do not fit')
  return { count, bytes, ends, start }
}

const startOf = ({ ends, start }: Texts, at: number): number => (at === 0 ? start : (ends[at - 1] ?? 0))

/** One text. */
export const textAt = (texts: Texts, at: number): string =>
  texts.bytes.toString('utf8', startOf(texts, at), texts.ends[at])

/** A text that is looked for. */
export interface Wanted {
  readonly text: string
  /** nothing but ASCII, so that each of its letters is a byte */
  readonly isPlain: boolean
}

/** Looks at a text that is looked for. */
export function wantedText(text: string): Wanted {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) >= 0x80) return { text, isPlain: false }
  return { text, isPlain: true }
}

/** Whether one text is this one. */
export function isTextAt(texts: Texts, at: number, { text, isPlain }: Wanted): boolean {
  if (!isPlain) return textAt(texts, at) === text
  const { bytes, ends, start: begin } = texts
  const start = at === 0 ? begin : (ends[at - 1] ?? 0)
  const { length } = text
  if ((ends[at] ?? 0) - start !== length) return false
  // numbers that follow each other differ at their ends
  for (let place = length - 1; place >= 0; place--) if (bytes[start + place] !== text.charCodeAt(place)) return false
  return true
}
