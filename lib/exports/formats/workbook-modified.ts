import type { Archive } from '../unpack/zip.ts'
import { parsePart } from './workbook-xml.ts'

const properties = 'docProps/core.xml'
/** The properties of a workbook are no longer than a page. */
const mostBytes = 64 * 1024

/** When a workbook was saved last, as its properties say; what is wrong with them does not matter. */
export async function workbookModified(archive: Archive): Promise<string | undefined> {
  if (!archive.names.has(properties)) return undefined
  let modified = ''
  let inside = false
  const open = (name: string): void => {
    inside = name === 'modified'
  }
  const text = (part: string): void => {
    if (inside) modified += part
  }
  const handlers = { open, text, close: () => void (inside = false), texts: new Set(['modified']) }
  let length = 0
  const counted = { ...handlers, chunk: (position: number) => void (length = position) }
  try {
    for await (const _ of parsePart(archive.open(properties), counted, { key: archive.key, part: properties }))
      if (length > mostBytes) break
  } catch {
    return undefined
  }
  return modified
}
