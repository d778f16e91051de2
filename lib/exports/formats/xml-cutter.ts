import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { UnexpectedExport, UnusableExport } from '../record.ts'
import type { Passed } from '../sieve/sifted.ts'
import { type RawRecord, type ReaderOptions, recordMaker } from './format.ts'
import { cdataText, elementMark, isMarked, markedAs, unmarked } from './marks.ts'
import { tellsOfPages } from './paging.ts'
import { createRefusalWords, toldRefusal } from './refusal.ts'
import { createXmlLines, type XmlLines } from './xml-lines.ts'
import { createOddMarks, type OddMarks } from './xml-odd.ts'
import { compilePaths, type PathNode } from './xml-path.ts'
import { attribute, checkRoot, localName } from './xml-root.ts'

/** Longer values outside of records say nothing about pages. */
const longestSaid = 1000
const mostOthers = 1000

/** A value that waits for its selection to be decided. */
interface Pending {
  chosen: boolean
  readonly values: [slot: number, text: string][]
  readonly outer: Pending | undefined
}

/** One place of the tree of wanted paths where an open element stands. */
interface Cursor {
  readonly node: PathNode
  readonly pending: Pending | undefined
  /** where this element opened its selection */
  readonly opens: boolean
}

/** What is known of the record that is being read. */
interface OpenRecord {
  /** the document's position and line where it began */
  readonly start: number
  readonly line: number
  readonly values: (string | undefined)[]
  several: Map<number, readonly string[]> | undefined
  broken: string | undefined
}

/** All that the cutting of one document knows. */
interface Cutter {
  readonly parser: SaxesParser
  readonly options: ReaderOptions
  readonly recordPath: readonly string[]
  readonly tree: PathNode
  readonly make: ReturnType<typeof recordMaker>
  /** the last wanted path is that of the document's own number */
  readonly wantsNumber: boolean
  /** appends text to what is collected */
  readonly onText: (text: string) => void
  /** records that nobody has taken yet */
  found: RawRecord[]
  records: number
  /** where the last record was: `record 22, number 26OP0022` */
  last: string
  depth: number
  /** how many steps of the records' path the open elements are, and the most that they ever were */
  matched: number
  deepest: number
  /** open elements of a part that nobody wants */
  skipped: number
  /** elements that stand where the records should, by how many they are */
  readonly others: Map<string, number>
  open: OpenRecord | undefined
  readonly stack: (readonly Cursor[])[]
  readonly outerTexts: (string | undefined)[]
  collected: string | undefined
  /** position of the last tag */
  lastTag: number
  readonly odd: OddMarks
  readonly refusal: ReturnType<typeof createRefusalWords>
  /** lines as the sieve cuts them, where the document is sifted */
  readonly lines: XmlLines | undefined
}

/** Cuts records out of an XML document, chunk by chunk. */
export interface XmlCutter {
  /** The records that end in this chunk, whose text {@link createMarker} has gone over. */
  push(chunk: string): RawRecord[]
  /** Records were passed over before the chunk that comes next. */
  pass(passed: Passed): void
  /** behind how many lines the cutter stands, if it stands right behind a record; -1 elsewhere */
  stand(): number
  /** whether the records were found, and lines are counted as in XML 1.0 */
  isUsual(): boolean
  /** Says that the document has ended; throws where it is cut off, or had no records where they should be. */
  end(): RawRecord[]
}

/** Starts cutting a document: elements by their local names, below the path of the records. */
export function createXmlCutter(options: ReaderOptions): XmlCutter {
  const cutter = newCutter(options)
  const { parser } = cutter
  parser.on('opentag', (tag) => openTag(cutter, tag))
  parser.on('closetag', (tag) => closeTag(cutter, tag.name))
  parser.on('cdata', (text) => {
    cutter.odd.allow(text)
    if (cutter.open === undefined) cutter.lines?.leave()
    if (cutter.skipped === 0) cutter.onText(cdataText(text))
  })
  parser.on('comment', (text) => {
    cutter.odd.allow(text)
    if (cutter.open === undefined) cutter.lines?.leave()
  })
  parser.on('doctype', () =>
    refuse(cutter, 'it has a DOCTYPE, which no ERP needs and which can hide anything', 'Export again, without a DTD.'),
  )
  parser.on('error', ({ message }) => {
    if (!isHarmless(cutter, message)) refuse(cutter, `it is not well-formed XML (${message})${where(cutter)}`)
  })
  return {
    push(chunk) {
      cutter.lines?.take(chunk)
      cutter.odd.write(chunk)
      checkLength(cutter)
      return take(cutter)
    },
    pass({ lines, records, breaks }) {
      cutter.lines?.pass(lines)
      cutter.records += records
      parser.line += breaks
    },
    stand: () => cutter.lines?.stand() ?? -1,
    isUsual: () => cutter.matched === cutter.recordPath.length - 1 && parser.xmlDecl.version !== '1.1',
    end() {
      parser.on('error', ({ message }) => {
        if (isHarmless(cutter, message)) return
        refuse(cutter, `it is not well-formed XML (${message})${where(cutter)}; it may be cut off`, 'Export again.')
      })
      parser.close()
      checkPlaces(cutter)
      const odd = cutter.odd.told()
      if (odd !== undefined) options.remark(odd)
      return take(cutter)
    },
  }
}

function newCutter(options: ReaderOptions): Cutter {
  const format = options.feed.format.type === 'xml' ? options.feed.format : { records: '' }
  const number = 'documentNumber' in format ? format.documentNumber : undefined
  const parser = new SaxesParser({ xmlns: false, position: false })
  const cutter: Cutter = {
    parser,
    options,
    recordPath: format.records.split('/'),
    tree: compilePaths(number === undefined ? options.paths : [...options.paths, number]),
    make: recordMaker(options.paths),
    wantsNumber: number !== undefined,
    onText: (text) => {
      if (cutter.collected !== undefined) cutter.collected += text
    },
    found: [],
    records: 0,
    last: '',
    depth: 0,
    matched: 0,
    deepest: 0,
    skipped: 0,
    others: new Map(),
    open: undefined,
    stack: [],
    outerTexts: [],
    collected: undefined,
    lastTag: 0,
    odd: createOddMarks(parser),
    refusal: createRefusalWords(),
    lines: options.gate === undefined ? undefined : createXmlLines(format.records.split('/').at(-1) ?? ''),
  }
  return cutter
}

function take(cutter: Cutter): RawRecord[] {
  const { found } = cutter
  if (found.length > 0) cutter.found = []
  return found
}

/** Text behind the root does not matter; a second root would be data that nobody reads. */
const isHarmless = ({ depth, deepest }: Cutter, message: string): boolean =>
  depth === 0 && deepest > 0 && message === 'text data outside of root node.'

const where = ({ parser, last }: Cutter): string => ` on line ${parser.line}${last === '' ? '' : `, after ${last}`}`

function refuse({ options }: Cutter, ended: string, hint = 'Export again, or correct it there.'): never {
  throw new UnusableExport(options.key, ended, hint)
}

function checkLength(cutter: Cutter): void {
  const { parser, open, lastTag } = cutter
  const { recordBytes } = cutter.options.feed.limits
  const longest = Math.max(parser.position - lastTag, open === undefined ? 0 : parser.position - open.start)
  if (longest > recordBytes)
    refuse(
      cutter,
      `a record is longer than ${recordBytes} bytes${where(cutter)}`,
      'If that is right, raise "limits.recordBytes" of the feed.',
    )
}

/** Collects text from here on, or no more: text that nobody wants is not even put together. */
function collect(cutter: Cutter, text: string | undefined): void {
  if (text !== undefined && cutter.collected === undefined) cutter.parser.on('text', cutter.onText)
  if (text === undefined && cutter.collected !== undefined) cutter.parser.off('text')
  cutter.collected = text
}

function openTag(cutter: Cutter, tag: SaxesTagPlain): void {
  const { depth: deepest } = cutter.options.feed.limits
  cutter.depth++
  cutter.lastTag = cutter.parser.position
  if (cutter.depth > deepest)
    refuse(
      cutter,
      `its elements are nested deeper than ${deepest}${where(cutter)}`,
      'If that is right, raise "limits.depth" of the feed.',
    )
  if (cutter.skipped > 0) {
    cutter.skipped++
    return
  }
  const name = localName(tag.name)
  if (cutter.open === undefined) return void openOutside(cutter, tag, name)
  if (cutter.collected !== undefined) cutter.collected += elementMark
  const below = descend(cutter.stack.at(-1) ?? [], name)
  if (below.length > 0) return void enter(cutter, below, tag)
  cutter.skipped = 1
  if (cutter.collected !== undefined) cutter.parser.off('text')
}

function openOutside(cutter: Cutter, tag: SaxesTagPlain, name: string): void {
  const { recordPath, options, parser, others } = cutter
  refuseRefusal(cutter, tag)
  listenForPages(cutter, tag, name)
  if (cutter.depth === 1) checkRoot(tag, name, recordPath[0] ?? '', options)
  const isOnPath = cutter.matched === cutter.depth - 1
  if (!isOnPath || name !== recordPath[cutter.matched] || cutter.depth < recordPath.length) cutter.lines?.leave()
  if (!isOnPath) return
  if (name !== recordPath[cutter.matched]) {
    const isPlace = cutter.matched === recordPath.length - 1 && others.size < mostOthers
    if (isPlace) others.set(name, (others.get(name) ?? 0) + 1)
    return
  }
  cutter.matched++
  cutter.deepest = Math.max(cutter.deepest, cutter.matched)
  if (cutter.matched < recordPath.length) return
  const values = Array<string | undefined>(options.paths.length + (cutter.wantsNumber ? 1 : 0)).fill(undefined)
  cutter.odd.begin()
  cutter.lines?.begin()
  cutter.open = { start: parser.position, line: parser.line, values, several: undefined, broken: undefined }
  collect(cutter, undefined)
  enter(cutter, [{ node: cutter.tree, pending: undefined, opens: false }], tag)
}

/** Attributes and elements outside of records may say how many there are in all. */
function listenForPages(cutter: Cutter, { attributes }: SaxesTagPlain, name: string): void {
  const { said } = cutter.options
  for (const [attribute, value] of Object.entries(attributes)) said(`@${localName(attribute)}`, value)
  if (name === 'link' && attributes.rel === 'next') said('next', attributes.href ?? '')
  collect(cutter, tellsOfPages(name) || cutter.refusal.wants(name) ? '' : undefined)
}

function enter(cutter: Cutter, cursors: readonly Cursor[], { attributes }: SaxesTagPlain): void {
  let wantsText = false
  for (const { node, pending } of cursors) {
    wantsText ||= node.texts.length > 0 || node.decides !== undefined
    if (node.attributes.size === 0 && node.attributeDecides.size === 0) continue
    for (const [name, value] of Object.entries(attributes)) {
      const local = localName(name)
      // one that is called just so is meant, not `xml:id` beside `id`
      if (local !== name && Object.hasOwn(attributes, local)) continue
      for (const slot of node.attributes.get(local) ?? []) give(cutter, slot, value, pending)
      if (pending !== undefined && node.attributeDecides.get(local) === value.trim()) pending.chosen = true
    }
  }
  cutter.stack.push(cursors)
  cutter.outerTexts.push(cutter.collected)
  collect(cutter, wantsText ? '' : undefined)
}

function descend(above: readonly Cursor[], name: string): Cursor[] {
  const below: Cursor[] = []
  for (const { node, pending } of above) {
    const child = node.children.get(name)
    if (child === undefined) continue
    below.push({ node: child, pending, opens: false })
    for (const { node: selected } of child.selections)
      below.push({ node: selected, pending: { chosen: false, values: [], outer: pending }, opens: true })
  }
  return below
}

function closeTag(cutter: Cutter, name: string): void {
  const { parser, stack, outerTexts, collected } = cutter
  cutter.depth--
  cutter.lastTag = parser.position
  if (cutter.skipped > 0) {
    cutter.skipped--
    if (cutter.skipped === 0 && collected !== undefined) parser.on('text', cutter.onText)
    return
  }
  if (cutter.open !== undefined) {
    leave(cutter, stack.pop() ?? [])
    collect(cutter, outerTexts.pop())
    if (stack.length > 0) return
    checkLength(cutter)
    closeRecord(cutter, cutter.open)
  } else if (collected !== undefined) {
    if (collected.length <= longestSaid) {
      const local = localName(name)
      cutter.options.said(local, collected.trim())
      cutter.refusal.said(local, collected)
    }
    collect(cutter, undefined)
  }
  cutter.matched = Math.min(cutter.matched, cutter.depth)
}

/** Elements before or behind the text of another are not in its way; between two parts of it they are. */
function ownText(collected: string | undefined): string | undefined {
  if (collected?.includes(elementMark) !== true) return collected
  const bare = collected.replaceAll(elementMark, ' ')
  return collected.slice(bare.length - bare.trimStart().length, bare.trimEnd().length)
}

function leave(cutter: Cutter, cursors: readonly Cursor[]): void {
  const collected = ownText(cutter.collected)
  for (const { node, pending, opens } of cursors) {
    if (collected !== undefined) {
      for (const slot of node.texts) give(cutter, slot, collected, pending)
      if (pending !== undefined && node.decides === collected.trim()) pending.chosen = true
    }
    if (opens && pending?.chosen === true)
      for (const [slot, text] of pending.values) give(cutter, slot, text, pending.outer)
  }
}

function give(cutter: Cutter, slot: number, text: string, pending: Pending | undefined): void {
  const { open, options, parser } = cutter
  if (pending !== undefined) return void pending.values.push([slot, text])
  if (open === undefined) return
  if (isMarked(text))
    open.broken ??= `${options.paths[slot] ?? 'its number'} holds ${markedAs(text)} (line ${parser.line})`
  const value = unmarked(text)
  const first = open.values[slot]
  if (first === undefined) {
    open.values[slot] = value
    return
  }
  open.several ??= new Map()
  const earlier = open.several.get(slot)
  if (earlier === undefined) open.several.set(slot, [first, value])
  else (earlier as string[]).push(value)
}

function closeRecord(cutter: Cutter, { values, several, broken, line }: OpenRecord): void {
  const number = cutter.wantsNumber ? values.pop()?.trim().slice(0, 100) : undefined
  const record = ++cutter.records
  const named = number === undefined || number === '' ? `record ${record}` : `record ${record}, number ${number}`
  cutter.last = named
  cutter.odd.end(broken === undefined ? named : undefined)
  cutter.found.push(
    cutter.make({
      record,
      place: `${named} (line ${line})`,
      values,
      ...(several === undefined ? {} : { several }),
      ...(broken === undefined ? {} : { broken }),
      ...cutter.lines?.end(cutter.parser.position),
    }),
  )
  cutter.open = undefined
}

/** Pohoda writes a refusal as a well-formed file, at any level. */
function refuseRefusal(cutter: Cutter, tag: SaxesTagPlain): void {
  if (attribute(tag, 'state') !== 'error') return
  refuseWith(cutter, attribute(tag, 'note') ?? '')
}

const refuseWith = (cutter: Cutter, words: string): never =>
  refuse(cutter, toldRefusal(unmarked(words)), 'Correct it there and export again.')

function checkPlaces(cutter: Cutter): void {
  const { deepest, recordPath, others, records, options, refusal } = cutter
  const refused = records === 0 ? refusal.told() : undefined
  if (refused !== undefined) refuseWith(cutter, refused)
  const hint = 'Correct "records" in the "format" of the feed, or export the right agenda.'
  if (deepest < recordPath.length - 1) {
    const missing = recordPath.slice(0, deepest + 1).join('/')
    throw new UnexpectedExport(options.key, `it has no ${missing}, in which the records should be`, hint)
  }
  const [other] = [...others].filter(([, count]) => count > 1)
  if (records === 0 && other !== undefined) {
    const there = `${other[1]} × "${other[0].slice(0, 100)}"`
    throw new UnexpectedExport(options.key, `it has no ${recordPath.join('/')}, but ${there} in its place`, hint)
  }
}
