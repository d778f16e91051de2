import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { reasonOf } from '../../errors.ts'
import { UnusableExport } from '../record.ts'
import type { Bytes } from '../unpack/bytes.ts'
import { cdataText, createMarker, unmarked } from './marks.ts'

/** What is done with the elements of a part of a workbook; names are local ones. */
export interface PartHandlers {
  open?(name: string, attribute: (name: string) => string | undefined): void
  close?(name: string, position: number): void
  /** text of the elements whose names are among `texts` */
  text?(text: string): void
  readonly texts?: ReadonlySet<string>
  /** after each chunk, with the position in the part */
  chunk?(position: number): void
}

/** What every error about a part tells. */
export interface PartOptions {
  readonly key: string
  readonly part: string
}

/** No part of a workbook is nested so deeply, nor has a tag or a text so long. */
const deepest = 100
const longest = 10 * 1024 ** 2

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/**
 * Parses a part of a workbook as it streams in; yields after each chunk.
 * @throws UnusableExport where it is not well-formed
 */
export async function* parsePart(
  bytes: Bytes,
  handlers: PartHandlers,
  { key, part }: PartOptions,
): AsyncGenerator<undefined> {
  const parser = new SaxesParser({ xmlns: false, position: false })
  let depth = 0
  let lastTag = 0
  const onText = (text: string): void => handlers.text?.(unmarked(text))
  const onCdata = (text: string): void => handlers.text?.(unmarked(cdataText(text)))
  parser.on('opentag', (tag) => {
    lastTag = parser.position
    if (++depth > deepest) throw unreadable(key, `${part} is nested deeper than ${deepest}`)
    const name = localName(tag.name)
    handlers.open?.(name, (wanted) => attributeOf(tag, wanted))
    if (handlers.texts?.has(name) !== true) return
    parser.on('text', onText)
    parser.on('cdata', onCdata)
  })
  parser.on('closetag', (tag) => {
    lastTag = parser.position
    depth--
    const name = localName(tag.name)
    if (handlers.texts?.has(name) === true) {
      parser.off('text')
      parser.off('cdata')
    }
    handlers.close?.(name, parser.position)
  })
  parser.on('doctype', () => {
    throw unreadable(key, `${part} has a DOCTYPE`)
  })
  parser.on('error', ({ message }) => {
    throw unreadable(key, `${part}, line ${parser.line}: ${message}`)
  })
  const marker = createMarker()
  const decoder = new TextDecoder()
  for await (const chunk of bytes) {
    parser.write(marker.write(decoder.decode(chunk, { stream: true })))
    handlers.chunk?.(parser.position)
    if (parser.position - lastTag > longest)
      throw unreadable(key, `${part} has a tag or a text of more than ${longest} bytes`)
    yield
  }
  parser.write(marker.write(decoder.decode()) + marker.end())
  parser.close()
  yield
}

/** An attribute by its local name. */
function attributeOf({ attributes }: SaxesTagPlain, name: string): string | undefined {
  const exact = attributes[name]
  if (exact !== undefined) return exact
  for (const full in attributes) if (full.endsWith(`:${name}`)) return attributes[full]
  return undefined
}

/** Parses a whole part for what its handlers gather. */
export async function readPart(bytes: Bytes, handlers: PartHandlers, options: PartOptions): Promise<void> {
  for await (const _ of parsePart(bytes, handlers, options));
}

/** A workbook that cannot be read. */
export const unreadable = (key: string, cause: unknown): UnusableExport =>
  new UnusableExport(key, `it cannot be read as XLSX (${reasonOf(cause)})`, 'Save it again.', cause)

/** Refuses something in a part that is longer than a record may be. */
export function checkPartLength(from: number, to: number, most: number, { key, part }: PartOptions): void {
  if (to - from <= most) return
  const hint = 'If that is right, raise "limits.recordBytes" of the feed.'
  throw new UnusableExport(key, `a record in ${part} is longer than ${most} bytes`, hint)
}
