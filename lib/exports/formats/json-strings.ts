import { strayBackslash } from './marks.ts'

/** Mends texts of JSON as they stream in. */
export interface StringMender {
  /** may keep the last characters until the next chunk, or until `end` */
  write(chunk: string): string
  end(): string
}

const ordinary = /[^"\\\t\n\r]*/y
const soundEscape = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y
const begunEscape = /^\\(?:u[\dA-Fa-f]*)?$/
/** characters of the longest escape */
const longestEscape = 6
const quote = 0x22
const backslash = 0x5c
const escapes: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/**
 * What programs forget that put JSON together by hand: a tab or line end within a text becomes its escape, and a
 * backslash that begins no escape becomes a mark, so that it harms only whoever looks at that text.
 */
export function createStringMender(): StringMender {
  let inString = false
  let kept = ''
  return {
    write(chunk) {
      const text = kept + chunk
      kept = ''
      let [out, from, at] = ['', 0, 0]
      while (at < text.length) {
        if (!inString) {
          at = text.indexOf('"', at) + 1
          if (at === 0) break
          inString = true
        }
        ordinary.lastIndex = at
        ordinary.test(text)
        at = ordinary.lastIndex
        const code = text.charCodeAt(at)
        if (code === quote) inString = false
        if (code === backslash) {
          soundEscape.lastIndex = at
          if (soundEscape.test(text)) {
            at = soundEscape.lastIndex
            continue
          }
          if (text.length - at < longestEscape && begunEscape.test(text.slice(at))) {
            kept = text.slice(at)
            return out + text.slice(from, at)
          }
        }
        if (code !== quote && at < text.length) {
          out += text.slice(from, at) + (escapes[text.charAt(at)] ?? strayBackslash)
          from = at + 1
        }
        at++
      }
      return from === 0 ? text : out + text.slice(from)
    },
    end: () => kept,
  }
}

/** Mends the texts of a whole document. */
export function mendStrings(text: string): string {
  const mender = createStringMender()
  return mender.write(text) + mender.end()
}
