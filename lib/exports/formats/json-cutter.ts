import type { Feed } from '../../settings/settings.ts'

/** Cuts the records out of a JSON document while it streams in, so that no document is too large. */
export interface JsonCutter {
  /** The texts of the records that end in this chunk. Throws where the document is broken. */
  push(chunk: string): string[]
  /** Says that the document has ended. Throws where it is cut off, {@link NoRecords} where the records were not found. */
  end(): string[]
}

/** The document is sound, but the records are not where they should be. */
export class NoRecords extends Error {}

interface Level {
  readonly kind: '{' | '['
  /** name under which the value that is read now stands, in an object */
  name: string
}

const space = /\s/

/**
 * Creates a cutter for the array (or the one object) at `path`. Without a path: the array at the top, or under `value`.
 * Everything around the records is only balanced, the records themselves are parsed by the caller.
 */
export function createJsonCutter(
  path: readonly string[] | undefined,
  limits: Pick<Feed['limits'], 'recordBytes' | 'depth'>,
): JsonCutter {
  const levels: Level[] = []
  let target = -1
  let found = false
  let inString = false
  let escaped = false
  let text = ''
  let expectsName = false
  let collected = ''
  let started = false

  const isTarget = (): boolean => {
    if (found || levels.some((level) => level.kind === '[')) return false
    const names = levels.map((level) => level.name)
    if (path !== undefined) return names.length === path.length && names.every((name, index) => name === path[index])
    return names.length === 0 || (names.length === 1 && names[0] === 'value')
  }

  const opened = (kind: Level['kind']): void => {
    if (target === -1 && isTarget() && (kind === '[' || path !== undefined)) {
      target = kind === '[' ? levels.length + 1 : levels.length
      found = true
    }
    levels.push({ kind, name: '' })
    expectsName = kind === '{'
    started = true
    if (levels.length > limits.depth)
      throw new Error(`it is nested deeper than ${limits.depth} levels (raise "limits.depth" if that is right)`)
  }

  const closed = (kind: Level['kind']): void => {
    if (levels.pop()?.kind !== kind) throw new Error('its brackets do not match')
    expectsName = false
  }

  /** Whether the scanner stands inside a record. */
  const inside = (): boolean => target !== -1 && levels.length > target

  const step = (char: string, out: string[]): void => {
    if (started && levels.length === 0 && !space.test(char))
      throw new Error('something follows the end of the document')
    const before = inside()
    if (inString) stringStep(char)
    else if (char === '"') {
      if (levels.length === target && levels.at(-1)?.kind === '[') throw new Error('a record is no object')
      inString = true
      text = ''
    } else if (char === '{' || char === '[') opened(char)
    else if (char === '}') closed('{')
    else if (char === ']') {
      if (levels.length === target) target = -1
      closed('[')
    } else structure(char)
    if (before || inside()) {
      collected += char
      if (collected.length > limits.recordBytes) {
        throw new Error(
          `a record is longer than ${limits.recordBytes} bytes (raise "limits.recordBytes" if that is right)`,
        )
      }
    }
    if (before && !inside()) finish(out)
  }

  const finish = (out: string[]): void => {
    out.push(collected)
    collected = ''
    if (levels.length === target && levels.at(-1)?.kind !== '[') target = -1
  }

  const stringStep = (char: string): void => {
    if (escaped) escaped = false
    else if (char === '\\') escaped = true
    else if (char === '"') {
      inString = false
      const level = levels.at(-1)
      if (expectsName && level !== undefined) level.name = text
      return
    }
    if (expectsName) text += char
  }

  const structure = (char: string): void => {
    if (char === ':') expectsName = false
    else if (char === ',') expectsName = levels.at(-1)?.kind === '{'
    else if (!space.test(char) && levels.length === target && !inside()) throw new Error('a record is no object')
    else if (!space.test(char) && levels.length === 0) throw new Error('it is no JSON')
  }

  return {
    push(chunk) {
      const out: string[] = []
      for (const char of chunk) step(char, out)
      return out
    },
    end() {
      if (!started) throw new Error('it is no JSON document')
      if (levels.length > 0 || inString) throw new Error('it is cut off: the document does not end')
      if (!found)
        throw new NoRecords(
          `no records were found at ${path === undefined ? 'its top or under "value"' : `"${path.join('/')}"`}`,
        )
      return []
    },
  }
}
