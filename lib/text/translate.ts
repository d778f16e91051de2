/** Sentences by their names: English patterns, or what they are in another language. */
type Patterns = Readonly<Record<string, string>>
type Translations = Readonly<Record<string, string | ((values: Readonly<Record<string, string>>) => string)>>

/** What a language says for what is said in English. */
export interface Dictionary {
  readonly patterns: Patterns
  readonly sentences: Translations
  readonly attempts: Readonly<Record<string, string>>
  /** `Could not read the settings x.json`, without how it ended */
  readonly could: (attempted: string, subject: string) => string
}

/** Says a message of the program in another language; what is not known stays as it is. */
export type Say = (message: string) => string

interface Known {
  readonly id: string
  readonly names: readonly string[]
  readonly pattern: RegExp
  /** a text that is in every message of this pattern: looking for it is faster than matching */
  readonly mark: string
  /** characters that are not places: the more, the surer */
  readonly weight: number
}

const deepest = 4
const mostRemembered = 2000

/**
 * Makes messages of the program readable in another language. The English sentence is the key, as with gettext: what
 * stands in the places of its pattern is said in turn. So logs, states and JSON stay English, whoever reads.
 */
export function createSay({ patterns, sentences, attempts, could }: Dictionary): Say {
  const known = Object.entries(patterns)
    .map(compiled)
    .sort((left, right) => right.weight - left.weight)
  const attempted = Object.keys(attempts).sort((left, right) => right.length - left.length)
  const remembered = new Map<string, string>()

  const matched = (text: string, depth: number): string | undefined => {
    for (const { id, names, pattern, mark } of known) {
      if (!text.includes(mark)) continue
      const found = pattern.exec(text)
      if (found === null) continue
      const sentence = sentences[id]
      if (typeof sentence !== 'function') return sentence
      return sentence(Object.fromEntries(names.map((name, index) => [name, inner(found[index + 1] ?? '', depth)])))
    }
    return undefined
  }
  const inner = (text: string, depth: number): string =>
    depth >= deepest || !/[a-z]/.test(text) ? text : (said(text, depth + 1) ?? text)

  const failed = (text: string, depth: number): string | undefined => {
    const rest = text.startsWith('Could not ') ? text.slice('Could not '.length) : undefined
    const what = rest === undefined ? undefined : attempted.find((one) => rest.startsWith(`${one} `))
    if (rest === undefined || what === undefined) return undefined
    const about = rest.slice(what.length + 1)
    const ends = [...about.matchAll(/: /g)].map(({ index }) => index)
    const ended = ends.find((at) => said(firstSentence(about.slice(at + 2)), depth + 1) !== undefined) ?? ends[0]
    if (ended === undefined) return undefined
    const subject = inner(about.slice(0, ended), depth)
    return `${could(attempts[what] ?? what, subject)}: ${inner(about.slice(ended + 2), depth)}`
  }

  const whole = (text: string, depth: number): string | undefined => {
    const direct = failed(text, depth) ?? matched(text, depth)
    if (direct !== undefined || !text.endsWith('.')) return direct
    const without = matched(text.slice(0, -1), depth)
    return without === undefined ? undefined : `${without}.`
  }

  /** In one piece, or sentence by sentence. */
  const said = (text: string, depth: number): string | undefined => {
    const trimmed = text.trim()
    const direct = whole(trimmed, depth)
    if (direct !== undefined) return text.replace(trimmed, () => direct)
    const parts = trimmed.split(/(?<=[.?!]) (?=[A-Z"])/)
    if (parts.length === 1 || parts.length > 20) return undefined
    const told = parts.map(() => '')
    let any = false
    for (let start = 0, end = 0; start < parts.length; start = end) {
      let found: string | undefined
      for (end = parts.length; found === undefined && end > start; end--) {
        if (start > 0 || end < parts.length) found = whole(parts.slice(start, end).join(' '), depth)
        if (found !== undefined) break
      }
      any ||= found !== undefined
      if (found === undefined) end = start + 1
      told[start] = found ?? parts[start] ?? ''
    }
    return any ? text.replace(trimmed, () => told.filter((part) => part !== '').join(' ')) : undefined
  }

  return (message) => {
    const before = remembered.get(message)
    if (before !== undefined) return before
    const after = said(message, 0) ?? message
    if (remembered.size < mostRemembered) remembered.set(message, after)
    return after
  }
}

const firstSentence = (text: string): string => text.split(/(?<=[.?!]) (?=[A-Z])/)[0] ?? text

/** Places where whole sentences may stand; no other place reaches beyond the end of one. */
const ofSentences: ReadonlySet<string> = new Set([
  'reasons',
  'message',
  'messages',
  'reason',
  'hint',
  'way',
  'rest',
  'remark',
  'words',
  'has',
])

const place = /\{([a-z]\w*)\}/g

/** `{x}` is any text, `[a|b]` one of these, `[s]` may be there. */
function compiled([id, pattern]: readonly [string, string]): Known {
  const names = [...pattern.matchAll(place)].map(([, name = '']) => name)
  const source = pattern
    .replaceAll(/[.*+?^$()\\]/g, '\\$&')
    .replaceAll(/\[([A-Za-z |]+)\]/g, (_, choice: string) => `(?:${choice})${choice.includes('|') ? '' : '?'}`)
    .replaceAll(place, (_, name: string) => (ofSentences.has(name) ? '(.+?)' : '((?:(?!\\. [A-Z]).)+?)'))
  const literals = pattern.split(/\{[a-z]\w*\}|\[[A-Za-z |]+\]/)
  return {
    id,
    names,
    pattern: new RegExp(`^${source}$`, 's'),
    mark: literals.toSorted((left, right) => right.length - left.length)[0] ?? '',
    weight: literals.join('').length,
  }
}
