import { posix } from 'node:path'
import { UnusableExport } from '../record.ts'
import type { Archive } from '../unpack/zip.ts'
import { checkPartLength, readPart, unreadable } from './workbook-xml.ts'

/** A sheet of a workbook, in the workbook's order. */
export interface SheetPart {
  readonly name: string
  /** its file in the archive */
  readonly part: string
  readonly isHidden: boolean
}

/** What the numbers of a style show: a date, or digits at the places of `null`, with texts before, between and after. */
export type NumberStyle = { readonly shows: 'date' } | { readonly shows: 'mask'; readonly mask: Mask }

/** As `"OBJ-"0000` shows 42 as OBJ-0042. */
export type Mask = readonly (string | null)[]

/** What the cells of all sheets refer to. */
export interface WorkbookParts {
  readonly sheets: readonly SheetPart[]
  /** days between 1970-01-01 and the day that dates count from */
  readonly firstDay: number
  /** of the styles that show a number otherwise than it is */
  readonly styles: ReadonlyMap<number, NumberStyle>
  /** the part of texts that cells share, if there is one */
  readonly sharedStrings: string | undefined
}

interface Relation {
  readonly type: string
  readonly target: string
}

/** More sheets, relations or styles than any program writes; Excel allows some 65,000 styles. */
const mostEntries = 100_000
/** The texts that cells share are all that is held in memory, 4 more bytes for each. */
const mostShared = 128 * 1024 ** 2

function checkCount(count: number, what: string, key: string): void {
  if (count > mostEntries) throw unreadable(key, `it has more than ${mostEntries} ${what}`)
}

const days1900 = -25_569
const days1904 = -24_107

/** Reads what a workbook is made of, by its relations. */
export async function readWorkbookParts(archive: Archive): Promise<WorkbookParts> {
  const relations = await relationsOf(archive, '_rels/.rels', '')
  const workbook = partOf(archive, [...relations.values()], 'officeDocument') ?? 'xl/workbook.xml'
  if (!archive.names.has(workbook)) throw unreadable(archive.key, `it has no ${workbook}`)
  const slash = workbook.lastIndexOf('/') + 1
  const [folder, file] = [workbook.slice(0, slash), workbook.slice(slash)]
  const inside = await relationsOf(archive, `${folder}_rels/${file}.rels`, folder)
  const { sheets, firstDay } = await readSheetList(archive, workbook, inside)
  const all = [...inside.values()]
  const styles = partOf(archive, all, 'styles')
  return {
    sheets,
    firstDay,
    styles: styles === undefined ? new Map() : await readStyles(archive, styles),
    sharedStrings: partOf(archive, all, 'sharedStrings'),
  }
}

const partOf = (archive: Archive, relations: readonly Relation[], type: string): string | undefined =>
  relations.find((relation) => relation.type === type && archive.names.has(relation.target))?.target

async function relationsOf(archive: Archive, part: string, folder: string): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>()
  if (!archive.names.has(part)) return relations
  // names of parts do not know capitals (ECMA-376-2, 7.3.5)
  const names = new Map([...archive.names].map((name) => [name.toLowerCase(), name]))
  const open = (name: string, attribute: (name: string) => string | undefined): void => {
    const [id, type = '', target = ''] = [attribute('Id'), attribute('Type'), attribute('Target')]
    if (name !== 'Relationship' || id === undefined) return
    const path = posix.join('/', target.startsWith('/') ? '' : folder, target).slice(1)
    checkCount(relations.size, 'relations', archive.key)
    relations.set(id, { type: type.slice(type.lastIndexOf('/') + 1), target: names.get(path.toLowerCase()) ?? path })
  }
  await readPart(archive.open(part), { open }, { key: archive.key, part })
  return relations
}

async function readSheetList(archive: Archive, part: string, relations: ReadonlyMap<string, Relation>) {
  const sheets: SheetPart[] = []
  let firstDay = days1900
  const open = (name: string, attribute: (name: string) => string | undefined): void => {
    if (name === 'workbookPr' && ['1', 'true'].includes(attribute('date1904') ?? '')) firstDay = days1904
    if (name !== 'sheet') return
    const relation = relations.get(attribute('id') ?? '')
    if (relation?.type !== 'worksheet' || !archive.names.has(relation.target)) return
    const isHidden = attribute('state')?.toLowerCase().includes('hidden') === true
    checkCount(sheets.length, 'sheets', archive.key)
    sheets.push({ name: attribute('name') ?? '', part: relation.target, isHidden })
  }
  await readPart(archive.open(part), { open }, { key: archive.key, part })
  if (sheets.length === 0) throw unreadable(archive.key, 'it has no sheets')
  return { sheets, firstDay }
}

/** ECMA-376, 18.8.30: dates and times; 27 to 36 and 50 to 58 in the languages that have them. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

async function readStyles(archive: Archive, part: string): Promise<Map<number, NumberStyle>> {
  const formats = new Map<number, NumberStyle | undefined>()
  const styles = new Map<number, NumberStyle>()
  let inCells = false
  let index = 0
  const open = (name: string, attribute: (name: string) => string | undefined): void => {
    checkCount(Math.max(formats.size, index), 'styles', archive.key)
    if (name === 'numFmt') formats.set(Number(attribute('numFmtId')), styleOf(attribute('formatCode') ?? ''))
    if (name === 'cellXfs') inCells = true
    if (name !== 'xf' || !inCells) return
    const id = Number(attribute('numFmtId') ?? 0)
    const style = formats.has(id) ? formats.get(id) : isBuiltInDate(id) ? ({ shows: 'date' } as const) : undefined
    if (style !== undefined) styles.set(index, style)
    index++
  }
  const close = (name: string): void => {
    if (name === 'cellXfs') inCells = false
  }
  await readPart(archive.open(part), { open, close }, { key: archive.key, part })
  return styles
}

/** Excel allows no longer format. */
const longestFormat = 255

function styleOf(code: string): NumberStyle | undefined {
  const [first = ''] = code.slice(0, longestFormat).split(';')
  const mask = maskOf(first)
  if (mask !== undefined) return { shows: 'mask', mask }
  const letters = first.replace(/"[^"]*"|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '')
  return /[dmyhs]/i.test(letters) ? { shows: 'date' } : undefined
}

const maskParts = /"([^"]*)"|\\(.)|(0)|([-/ ])|\[[^\]]*\]/y

/** A format of zeros and texts; nothing for amounts and quantities, whose formats have more, or one zero and no text before it. */
function maskOf(format: string): Mask | undefined {
  const mask: (string | null)[] = []
  maskParts.lastIndex = 0
  while (maskParts.lastIndex < format.length) {
    const found = maskParts.exec(format)
    if (found === null) return undefined
    const [, quoted, escaped, zero, plain] = found
    if (zero !== undefined) mask.push(null)
    else mask.push(quoted ?? escaped ?? plain ?? '')
  }
  const zeros = mask.filter((part) => part === null).length
  const before = mask.slice(0, mask.indexOf(null)).join('')
  if (zeros === 0 || (zeros === 1 && !/\p{L}[-/]?$/u.test(before))) return undefined
  // groups of digits are for the eye, and no part of a code
  return mask.filter((part) => part === null || part.trim() !== '')
}

/** Texts that cells share, by their numbers. */
export interface SharedStrings {
  get(index: number): string | undefined
}

/** Reads the texts that cells share; they are kept as bytes, since there may be millions. */
export async function readSharedStrings(
  archive: Archive,
  part: string | undefined,
  recordBytes: number,
): Promise<SharedStrings> {
  if (part === undefined) return { get: () => undefined }
  const table = createTextTable()
  const options = { key: archive.key, part }
  const item = createItemText()
  let since = 0
  await readPart(
    archive.open(part),
    {
      texts: new Set(['t']),
      open: item.open,
      text: item.text,
      close: (name, position) => {
        item.close(name)
        if (name !== 'si') return
        table.add(item.take())
        if (table.size() > mostShared) throw tooManyTexts(archive.key)
        since = position
      },
      chunk: (position) => checkPartLength(since, position, recordBytes, options),
    },
    options,
  )
  return table
}

const tooManyTexts = (key: string): UnusableExport =>
  new UnusableExport(
    key,
    `the texts that its cells share take more than ${mostShared} bytes`,
    'Let the ERP export CSV, or fewer orders or columns at a time.',
  )

/** Puts the text of a string item together: all its runs, without how they are pronounced. */
export function createItemText() {
  let text = ''
  let phonetic = 0
  return {
    open(name: string): void {
      if (name === 'rPh') phonetic++
    },
    text(part: string): void {
      if (phonetic === 0) text += part
    },
    close(name: string): void {
      if (name === 'rPh') phonetic--
    },
    take(): string {
      const whole = text
      text = ''
      return unescaped(whole)
    },
  }
}

/** `_x000D_` stands for a character that XML cannot carry (ECMA-376, 22.9.2.19). */
const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([\da-fA-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text

function createTextTable() {
  let bytes = Buffer.alloc(64 * 1024)
  let ends = new Uint32Array(4096)
  let count = 0
  let size = 0
  return {
    add(text: string): void {
      const length = Buffer.byteLength(text)
      if (size + length > bytes.length)
        bytes = Buffer.concat([bytes], Math.max(Math.min(bytes.length * 2, mostShared), size + length))
      if (count === ends.length) {
        const larger = new Uint32Array(count * 2)
        larger.set(ends)
        ends = larger
      }
      size += bytes.write(text, size)
      ends[count++] = size
    },
    /** bytes that are held */
    size: (): number => size + 4 * count,
    get: (index: number): string | undefined =>
      index >= 0 && index < count ? bytes.toString('utf8', index === 0 ? 0 : ends[index - 1], ends[index]) : undefined,
  }
}
