import type { Feed } from '../../settings/settings.ts'

/** Formats of text. */
export type TextFormat = Exclude<Feed['format']['type'], 'xlsx'>

/** Which format a text is in, by its beginning. */
export function detectFormat(sample: string): TextFormat {
  const start = sample.trimStart()
  if (start.startsWith('<')) return 'xml'
  // a header of Upgates: [ORDER_NUMBER];[ORDER_STATUS]
  if (start.startsWith('[')) return /^\[[A-Z_]+\]/.test(start) ? 'csv' : 'json'
  return start.startsWith('{') ? detectJson(start) : 'csv'
}

/** Whether text that begins with an object is one document, or one object a line. */
export function detectJson(start: string): 'json' | 'ndjson' {
  const lines = start
    .split('\n', 100)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 2)
  return lines.length > 1 && lines.every((line) => line.startsWith('{') && line.endsWith('}')) ? 'ndjson' : 'json'
}
