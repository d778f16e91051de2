import type { TextFormat } from '../../settings/settings.ts'

/** The one of several formats that a text is in, by how it begins; `undefined` where none of them fits. */
export function chooseFormat(formats: readonly TextFormat[], start: string): TextFormat | undefined {
  const kinds = kindsOf(start.trimStart().charAt(0))
  return formats.find(({ type }) => kinds.includes(type))
}

function kindsOf(first: string): readonly TextFormat['type'][] {
  if (first === '<') return ['xml']
  return first === '{' || first === '[' ? ['json', 'ndjson'] : ['csv']
}
