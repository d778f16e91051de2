import { UnusableExport } from '../record.ts'
import type { Bytes } from './bytes.ts'

/** What a file is that nobody can read here, and the way on. */
interface Kind {
  readonly is: string
  readonly hint: string
}

const asSheet = 'Open it in Excel or LibreOffice and save it as .xlsx or CSV, or let the ERP export one of these.'
const asExport = 'Let the ERP export XML, JSON, CSV or .xlsx.'
const asArchive = 'Pack it as zip or gzip, or drop the file itself.'

const oldWorkbook: Kind = { is: 'an old Excel workbook (.xls)', hint: asSheet }

const startsWith =
  (...bytes: readonly number[]) =>
  (head: Buffer) =>
    head.subarray(0, bytes.length).equals(Buffer.from(bytes))
const says =
  (text: string, at = 0) =>
  (head: Buffer) =>
    head.subarray(at, at + text.length).toString('latin1') === text

/** Beginnings that a text may have, too. */
const saysBinary = (text: string) => (head: Buffer) => says(text)(head) && head.includes(0)

/** What files begin with, as their specifications say. */
const beginnings: readonly (readonly [begins: (head: Buffer) => boolean, kind: Kind])[] = [
  // BIFF 2, 3, 4: a BOF record without the container of later versions
  [startsWith(0x09, 0x00, 0x04, 0x00), oldWorkbook],
  [startsWith(0x09, 0x02, 0x06, 0x00), oldWorkbook],
  [startsWith(0x09, 0x04, 0x06, 0x00), oldWorkbook],
  // BIFF 5 and 8, likewise
  [startsWith(0x09, 0x08), oldWorkbook],
  [says('%PDF-'), { is: 'a PDF document', hint: asExport }],
  [says('{\\rtf'), { is: 'an RTF document', hint: asExport }],
  [startsWith(0x89, 0x50, 0x4e, 0x47), { is: 'a picture (PNG)', hint: asExport }],
  [startsWith(0xff, 0xd8, 0xff), { is: 'a picture (JPEG)', hint: asExport }],
  [saysBinary('GIF8'), { is: 'a picture (GIF)', hint: asExport }],
  [says('II*\0'), { is: 'a picture (TIFF)', hint: asExport }],
  [says('MM\0*'), { is: 'a picture (TIFF)', hint: asExport }],
  [says('Standard Jet DB', 4), { is: 'an Access database (.mdb)', hint: asExport }],
  [says('Standard ACE DB', 4), { is: 'an Access database (.accdb)', hint: asExport }],
  [says('SQLite format 3'), { is: 'an SQLite database', hint: asExport }],
  [saysBinary('PAR1'), { is: 'a Parquet file', hint: asExport }],
  [saysBinary('MZ'), { is: 'a program for Windows', hint: asExport }],
  [says('7z\xbc\xaf\x27\x1c'), { is: 'a 7-Zip archive', hint: asArchive }],
  [says('ustar', 257), { is: 'a tar archive', hint: asArchive }],
  [says('Rar!'), { is: 'a RAR archive', hint: asArchive }],
  [saysBinary('BZh'), { is: 'packed with bzip2', hint: asArchive }],
  [startsWith(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00), { is: 'packed with xz', hint: asArchive }],
  [startsWith(0x28, 0xb5, 0x2f, 0xfd), { is: 'packed with zstd', hint: asArchive }],
  [isDbf, { is: 'a dBASE table (.dbf)', hint: asSheet }],
]

const dbfVersions = new Set([0x02, 0x03, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0x8c, 0xcb, 0xf5, 0xfb])

/** A dBASE header: version, a date, and lengths that fit together. */
function isDbf(head: Buffer): boolean {
  if (head.length < 33 || !dbfVersions.has(head[0] ?? 0)) return false
  const [month = 0, day = 0] = [head[2], head[3]]
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && head.readUInt16LE(8) >= 33 && head.readUInt16LE(10) >= 1
}

const isCompound = startsWith(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)

/** Streams in a compound file (MS-CFB) that tell what wrote it, as its directory names them. */
const compoundStreams: readonly (readonly [name: string, kind: Kind])[] = [
  [
    'EncryptedPackage',
    {
      is: 'an Excel workbook with a password',
      hint: 'Save it without a password, or let the ERP export it without one.',
    },
  ],
  ['WordDocument', { is: 'a Word document (.doc)', hint: asExport }],
]

/**
 * Refuses a file of a format that cannot be read here, by what it is.
 * @param all the whole of it, read only where its beginning does not tell
 */
export async function refuseForeign(head: Buffer, all: Bytes, key: string): Promise<void> {
  const kind =
    beginnings.find(([begins]) => begins(head))?.[1] ?? (isCompound(head) ? await compoundKind(all) : undefined)
  if (kind !== undefined) throw refusalOf(kind, key)
}

const mostSearched = 64 * 1024 ** 2

async function compoundKind(all: Bytes): Promise<Kind> {
  const wanted = compoundStreams.map(([name, kind]) => [Buffer.from(name, 'utf16le'), kind] as const)
  let before = Buffer.alloc(0)
  let searched = 0
  for await (const chunk of all) {
    const part = Buffer.concat([before, chunk])
    const found = wanted.find(([name]) => part.includes(name))
    if (found !== undefined) return found[1]
    before = part.subarray(-64)
    searched += chunk.length
    if (searched > mostSearched) break
  }
  return oldWorkbook
}

/** Names in a zip archive that tell what wrote it. */
const archiveKinds: readonly (readonly [has: (names: ReadonlySet<string>) => boolean, kind: Kind])[] = [
  [(names) => names.has('xl/workbook.bin'), { is: 'a binary Excel workbook (.xlsb)', hint: asSheet }],
  [
    (names) => names.has('content.xml') && names.has('META-INF/manifest.xml'),
    { is: 'a LibreOffice document (.ods)', hint: asSheet },
  ],
  [
    (names) => names.has('Index/Document.iwa') || names.has('Index.zip'),
    { is: 'a Numbers document of Apple', hint: asSheet },
  ],
  [(names) => names.has('word/document.xml'), { is: 'a Word document (.docx)', hint: asExport }],
  [(names) => names.has('ppt/presentation.xml'), { is: 'a presentation (.pptx)', hint: asExport }],
]

/** Refuses an archive that is a document which cannot be read here. */
export function refuseForeignArchive(names: ReadonlySet<string>, key: string): void {
  const kind = archiveKinds.find(([has]) => has(names))?.[1]
  if (kind !== undefined) throw refusalOf(kind, key)
}

const refusalOf = ({ is, hint }: Kind, key: string): UnusableExport => new UnusableExport(key, `it is ${is}`, hint)

/** What stands before the first element of a document: space, marks, comments, declarations. */
function firstElement(text: string): string {
  let rest = text
  for (;;) {
    rest = rest.replace(/^[\s\ufeff]+/, '')
    const end = rest.startsWith('<!--') ? '-->' : /^<[?!]/.test(rest) ? '>' : undefined
    const at = end === undefined ? -1 : rest.indexOf(end)
    if (end === undefined || at === -1) return rest
    rest = rest.slice(at + end.length)
  }
}

const htmlPage = /^<(html|head|body)[\s>]/i
/** Elements that pages without a frame begin with; any XML may have them at its root. */
const htmlPart = /^<(table|meta|style|title|script|form|div|center|p|h[1-6])[\s>]/i

/**
 * Refuses a text that is a document of another kind: a web page, a table for Excel.
 * @param mayBeXml whether XML is expected, in which elements may be called as in HTML
 */
export function refuseForeignText(start: string, key: string, mayBeXml: boolean): void {
  const element = firstElement(start.slice(0, 65_536))
  if (/^<(\w+:)?Workbook\b/.test(element) && start.includes('urn:schemas-microsoft-com:office:spreadsheet'))
    throw refusalOf({ is: 'an Excel workbook of 2003 (XML Spreadsheet)', hint: asSheet }, key)
  if (/^<office:document\b/.test(element)) throw refusalOf({ is: 'a LibreOffice document (.fods)', hint: asSheet }, key)
  if (/^MIME-Version:/i.test(element) && /<table\b|multipart\/related/i.test(start))
    throw refusalOf({ is: 'a web page in one file (MHTML), as some programs save for Excel', hint: asSheet }, key)
  const isPage = htmlPage.test(element) || /^\s*<!doctype\s+html\b/i.test(start)
  if (!isPage && (mayBeXml || !htmlPart.test(element))) return
  if (/<table\b/i.test(start) && !/<form\b|type\s*=\s*["']?password/i.test(start))
    throw refusalOf({ is: 'an HTML table, as some programs save for Excel under the name .xls', hint: asSheet }, key)
  throw new UnusableExport(
    key,
    'it is a web page, not an export',
    'Somebody saved a login or error page under its name: export again.',
  )
}
