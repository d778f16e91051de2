import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { reasonOf } from '../../errors.ts'
import { UnexpectedExport, UnusableExport } from '../record.ts'
import { peekText } from '../unpack/text.ts'
import { type FormatReader, type RawRecord, type ReaderOptions, recordMaker, refuseOtherContent } from './format.ts'
import { compilePaths, type PathNode } from './xml-path.ts'

const sampleLength = 4096
/** Attributes of the root element in which ERPs say whose data it is: Pohoda, Money S3. */
const companyAttributes: readonly string[] = ['ico', 'ICAgendy']

/** Reads the records of an XML document as it streams in: elements by their local names, below the path of the records. */
export const readXml: FormatReader = async function* (text, options) {
  const { start, all } = await peekText(text, sampleLength)
  refuseOtherContent(start, options.key, 'XML')
  const cutter = createXmlCutter(options)
  let first = true
  for await (const chunk of all) {
    const records = cutter.push(first ? chunk.trimStart() : chunk)
    first &&= chunk.trim() === ''
    if (records.length > 0) yield records
  }
  const last = cutter.end()
  if (last.length > 0) yield last
}

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

const localName = (name: string): string => {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}

function createXmlCutter(options: ReaderOptions) {
  const { key, feed } = options
  const { limits } = feed
  const recordPath = (feed.format.type === 'xml' ? feed.format.records : '').split('/')
  const tree = compilePaths(options.paths)
  const parser = new SaxesParser({ xmlns: false, position: false })
  const make = recordMaker(options.paths)
  const found: RawRecord[] = []
  const stack: (readonly Cursor[])[] = []
  const outerTexts: (string | undefined)[] = []
  let record = 0
  let depth = 0
  let matched = 0
  let deepest = 0
  let skipped = 0
  /** elements that stand where the records should, by how many they are */
  const others = new Map<string, number>()
  let values: (string | undefined)[] | undefined
  let several = new Map<number, readonly string[]>()
  let collected: string | undefined
  let lastTag = 0
  let recordStart = 0

  const refuse = (ended: string, hint?: string): never => {
    throw new UnusableExport(key, ended, hint)
  }
  const checkLength = (): void => {
    const { position } = parser
    const longest = Math.max(position - lastTag, values === undefined ? 0 : position - recordStart)
    if (longest > limits.recordBytes)
      refuse(
        `a record is longer than ${limits.recordBytes} bytes`,
        'If that is right, raise "limits.recordBytes" of the feed.',
      )
  }
  const onText = (text: string): void => {
    if (collected !== undefined) collected += text
  }
  /** Text that nobody wants is not even put together. */
  const collect = (text: string | undefined): void => {
    if (text !== undefined && collected === undefined) parser.on('text', onText)
    if (text === undefined && collected !== undefined) parser.off('text')
    collected = text
  }
  const give = (slot: number, text: string, pending: Pending | undefined): void => {
    if (pending !== undefined) pending.values.push([slot, text])
    else if (values !== undefined) {
      const first = values[slot]
      if (first === undefined) values[slot] = text
      else several.set(slot, [...(several.get(slot) ?? [first]), text])
    }
  }

  const enter = (cursors: readonly Cursor[], { attributes }: SaxesTagPlain): void => {
    let wantsText = false
    for (const { node, pending } of cursors) {
      wantsText ||= node.texts.length > 0 || node.decides !== undefined
      if (node.attributes.size === 0 && node.attributeDecides.size === 0) continue
      for (const [name, value] of Object.entries(attributes)) {
        const local = localName(name)
        for (const slot of node.attributes.get(local) ?? []) give(slot, value, pending)
        if (pending !== undefined && node.attributeDecides.get(local) === value.trim()) pending.chosen = true
      }
    }
    stack.push(cursors)
    outerTexts.push(collected)
    collect(wantsText ? '' : undefined)
  }

  const descend = (above: readonly Cursor[], name: string): Cursor[] => {
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

  const openOutside = (tag: SaxesTagPlain, name: string): void => {
    refuseRefusal(tag, refuse)
    if (depth === 1) checkRoot(tag, name, recordPath[0] ?? '', options)
    if (matched !== depth - 1) return
    if (name !== recordPath[matched]) {
      if (matched === recordPath.length - 1) others.set(name, (others.get(name) ?? 0) + 1)
      return
    }
    matched++
    deepest = Math.max(deepest, matched)
    if (matched < recordPath.length) return
    values = Array<string | undefined>(options.paths.length).fill(undefined)
    recordStart = parser.position
    enter([{ node: tree, pending: undefined, opens: false }], tag)
  }

  parser.on('opentag', (tag) => {
    depth++
    lastTag = parser.position
    if (depth > limits.depth)
      refuse(
        `its elements are nested deeper than ${limits.depth}`,
        'If that is right, raise "limits.depth" of the feed.',
      )
    if (skipped > 0) {
      skipped++
      return
    }
    const name = localName(tag.name)
    if (values === undefined) return openOutside(tag, name)
    const below = descend(stack.at(-1) ?? [], name)
    if (below.length > 0) return enter(below, tag)
    skipped = 1
    if (collected !== undefined) parser.off('text')
  })

  const leave = (cursors: readonly Cursor[]): void => {
    for (const { node, pending, opens } of cursors) {
      if (collected !== undefined) {
        for (const slot of node.texts) give(slot, collected, pending)
        if (pending !== undefined && node.decides !== undefined && node.decides === collected.trim())
          pending.chosen = true
      }
      if (opens && pending?.chosen === true) for (const [slot, text] of pending.values) give(slot, text, pending.outer)
    }
  }

  parser.on('closetag', () => {
    depth--
    lastTag = parser.position
    if (skipped > 0) {
      skipped--
      if (skipped === 0 && collected !== undefined) parser.on('text', onText)
      return
    }
    if (values === undefined) {
      matched = Math.min(matched, depth)
      return
    }
    leave(stack.pop() ?? [])
    collect(outerTexts.pop())
    if (stack.length > 0) return
    checkLength()
    record++
    found.push(make({ record, place: `record ${record}`, values, several }))
    values = undefined
    several = new Map()
    matched = Math.min(matched, depth)
  })
  parser.on('cdata', (text) => {
    if (skipped === 0) onText(text)
  })
  parser.on('doctype', () =>
    refuse('it has a DOCTYPE, which no ERP needs and which can hide anything', 'Export again, without a DTD.'),
  )
  parser.on('error', (error) =>
    refuse(`it is no well-formed XML (${reasonOf(error)}); it may be cut off`, 'Export again.'),
  )

  const take = (): RawRecord[] => found.splice(0)
  return {
    push(chunk: string): RawRecord[] {
      parser.write(chunk)
      checkLength()
      return take()
    },
    end(): RawRecord[] {
      parser.close()
      if (deepest < recordPath.length - 1) {
        throw new UnexpectedExport(
          key,
          `it has no ${recordPath.slice(0, deepest + 1).join('/')}, in which the records should be`,
          'Correct "records" in the "format" of the feed, or export the right agenda.',
        )
      }
      const [other] = [...others].filter(([, count]) => count > 1)
      if (record === 0 && other !== undefined) {
        throw new UnexpectedExport(
          key,
          `it has no ${recordPath.join('/')}, but ${other[1]} × "${other[0]}" in its place`,
          'Correct "records" in the "format" of the feed, or export the right agenda.',
        )
      }
      return take()
    },
  }
}

const attribute = ({ attributes }: SaxesTagPlain, name: string): string | undefined =>
  Object.entries(attributes).find(([full]) => localName(full) === name)?.[1]

/** Pohoda writes a refusal as a well-formed file, at any level. */
function refuseRefusal(tag: SaxesTagPlain, refuse: (ended: string, hint?: string) => never): void {
  if (attribute(tag, 'state') !== 'error') return
  const note = attribute(tag, 'note')?.trim() ?? ''
  refuse(
    `the ERP refused to export: ${note === '' ? 'it does not say why' : note.slice(0, 300)}`,
    'Correct it there and export again.',
  )
}

function checkRoot(tag: SaxesTagPlain, name: string, expected: string, { key, feed, suspect }: ReaderOptions): void {
  if (name !== expected)
    throw new UnexpectedExport(
      key,
      `its root element is "${name}", expected "${expected}"`,
      'Is it an export for another feed?',
    )
  const company = companyAttributes
    .map((attributeName) => attribute(tag, attributeName))
    .find((ico) => ico !== undefined)
  if (feed.ico !== undefined && company !== undefined && company.trim() !== feed.ico)
    suspect(`it is of the company with the IČO ${company.trim()}; the feed expects ${feed.ico}`)
}
