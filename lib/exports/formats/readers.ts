import type { TextFormat } from '../../settings/settings.ts'
import { readCsv } from './csv.ts'
import type { FormatReader } from './format.ts'

/** The reader of a format; loaded when it is needed, so that the function carries only what its feeds use. */
export async function readerOf(type: TextFormat['type']): Promise<FormatReader> {
  switch (type) {
    case 'csv':
      return readCsv
    case 'ndjson':
      return (await import('./ndjson.ts')).readNdjson
    case 'json':
      return (await import('./json.ts')).readJson
    case 'xml':
      return (await import('./xml.ts')).readXml
  }
}
