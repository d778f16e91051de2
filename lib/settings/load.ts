import { readFile } from 'node:fs/promises'
import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import { OrderSyncError } from '../errors.ts'
import { fileReasonOf } from '../file-troubles.ts'
import { parseSettings, SettingsError, type SettingsProblem } from './parse.ts'
import type { Settings } from './settings.ts'

/**
 * Reads a settings file: JSON, with comments and trailing commas allowed.
 * @throws SettingsError with all problems at once; OrderSyncError if there is no such file
 */
export async function loadSettings(file: string): Promise<Settings> {
  return parseSettings(parseJsonc(await read(file), file), file)
}

async function read(file: string): Promise<string> {
  try {
    return decoded(await readFile(file), file)
  } catch (cause) {
    if (cause instanceof SettingsError) throw cause
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'read the settings',
      subject: file,
      ended: isMissing(cause) ? 'there is no such file' : fileReasonOf(cause),
      hint: 'Name the settings with --settings FILE, or make them from an export: order-sync init FILE',
      cause,
    })
  }
}

/** Editors write UTF-8, and UTF-16 with its mark; a letter of another encoding would be a word that nobody has written. */
function decoded(bytes: Buffer, file: string): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  const text = new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes)
  const at = text.indexOf('\ufffd')
  if (at === -1) return text
  const found = `a letter in another encoding at ${placeOf(text, at)}`
  throw new SettingsError(file, [{ path: '', expected: 'a text in UTF-8', found }])
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Parses JSON with comments; says line and column of what is wrong, and names that are there twice. */
export function parseJsonc(text: string, file: string): unknown {
  const errors: ParseError[] = []
  const tree = parseTree(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true })
  const [error] = errors
  if (error !== undefined) throw new SettingsError(file, [syntaxProblem(text, error)])
  if (tree === undefined) throw new SettingsError(file, [{ path: '', expected: 'an object', found: 'nothing' }])
  const problems = repeatedNames(tree, [])
  if (problems.length > 0) throw new SettingsError(file, problems)
  return getNodeValue(tree)
}

/** What is wrong, by the parser's names. */
const syntaxText: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a word that is not in quotes',
  InvalidNumberFormat: 'a number that is not written as one',
  PropertyNameExpected: 'no name in quotes where one is needed',
  ValueExpected: 'no value where one is needed',
  ColonExpected: 'a missing colon',
  CommaExpected: 'a missing comma',
  CloseBraceExpected: 'a missing "}"',
  CloseBracketExpected: 'a missing "]"',
  EndOfFileExpected: 'more text after the end',
  InvalidCommentToken: 'a comment that is not one',
  UnexpectedEndOfComment: 'a comment without its end',
  UnexpectedEndOfString: 'a text without its closing quotes',
  UnexpectedEndOfNumber: 'a number without its end',
  InvalidUnicode: 'a \\u that is not followed by four digits',
  InvalidEscapeCharacter: 'a backslash that means nothing here (write \\\\ for one backslash)',
  InvalidCharacter: 'a character that must not stand here, as a line break in a text',
}

function syntaxProblem(text: string, { error, offset }: ParseError): SettingsProblem {
  const place = placeOf(text, offset)
  return {
    path: '',
    expected: 'JSON',
    found: `${syntaxText[printParseErrorCode(error)] ?? 'something else'} at ${place}`,
  }
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n')
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}

function repeatedNames(node: Node, path: readonly string[]): SettingsProblem[] {
  if (node.type === 'array')
    return (node.children ?? []).flatMap((child, index) => repeatedNames(child, [...path, String(index)]))
  if (node.type !== 'object') return []
  const names = new Set<string>()
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? []
    const name = String(key?.value)
    const twice = names.has(name)
    names.add(name)
    const inner = value === undefined ? [] : repeatedNames(value, [...path, name])
    return twice
      ? [...inner, { path: [...path, name].join('.'), expected: 'each name once', found: 'the name twice' }]
      : inner
  })
}
