import type { Archive } from '../unpack/zip.ts'
import { parsePart } from './workbook-xml.ts'

const part = 'docProps/core.xml'
/** The properties of a workbook are no longer than a page. */
const mostBytes = 64 * 1024

/** When a workbook was saved last, as its properties say; what is wrong with them does not matter. */
export async function workbookModified(archive: Archive): Promise<string | undefined> {
  if (!archive.names.has(part)) return undefined
  let [modified, isInside, length] = ['', false, 0]
  const handlers = {
    texts: new Set(['modified']),
    open(name: string): void {
      isInside = name === 'modified'
    },
    close(): void {
      isInside = false
    },
    text(some: string): void {
      if (isInside) modified += some
    },
    chunk(position: number): void {
      length = position
    },
  }
  try {
    for await (const _ of parsePart(archive.open(part), handlers, { key: archive.key, part }))
      if (length > mostBytes) break
  } catch {
    return undefined
  }
  return modified
}
