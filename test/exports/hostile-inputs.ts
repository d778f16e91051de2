import type { Feed } from '../../lib/settings/settings.ts'
import { csvFeed, feedOf, readAll, sourceOf } from '../support/exports.ts'
import { textRow, workbookOf } from '../support/workbook.ts'

const xml = feedOf({
  format: { type: 'xml', records: 'a/b' },
  fields: { order_number: 'n', tracking_code: 'p[k=X]/v' },
})
const json = feedOf({ format: { type: 'json' }, fields: { order_number: 'n' } })
const ndjson = feedOf({ format: { type: 'ndjson' }, fields: { order_number: 'n' } })
const xlsx = feedOf({ format: { type: 'xlsx' }, fields: { order_number: 'n' } })
const sheet = (rows: string) => workbookOf({ sheets: { L: `${textRow('n')}${rows}` } })
const format = (code: string) => `<numFmts><numFmt numFmtId="200" formatCode="${code}"/></numFmts>`

/** Inputs of about so many bytes that make careless loops and expressions slow. */
export const inputs: readonly (readonly [name: string, feed: Feed, make: (size: number) => string | Uint8Array])[] = [
  ['blank lines in CSV', csvFeed(), (size) => `order_number\n${'\n'.repeat(size)}`],
  ['an open quote', csvFeed(), (size) => `order_number;a\nO1;"${'x;y\n'.repeat(size / 4)}`],
  ['nothing but quotes', csvFeed(), (size) => `order_number;a\n${'"'.repeat(size)}`],
  ['a cell of many lines', csvFeed(), (size) => `order_number;a;b\nO1;"${'x\n'.repeat(size / 2)}";c`],
  ['a row of many cells', csvFeed(), (size) => `order_number;a\n${';'.repeat(size)}`],
  ['a header of many cells', csvFeed(), (size) => `order_number${';x'.repeat(size / 2)}\nO1`],
  ['comments that do not end, for CSV', csvFeed(), (size) => '<!-- '.repeat(size / 5)],
  ['angle brackets', xml, (size) => `<a>${'<'.repeat(size)}`],
  ['ampersands', xml, (size) => `<a><b><n>1</n><x>${'&'.repeat(size)}</x></b></a>`],
  ['references that do not end', xml, (size) => `<a><b><n>${'&#1'.repeat(size / 3)}</n></b></a>`],
  ['control characters', xml, (size) => `<a><b><n>1</n><x>${'\u0001'.repeat(size)}</x></b></a>`],
  ['a comment of cells', xml, (size) => `<a><!--${'<c '.repeat(size / 3)}--></a>`],
  ['many comments', xml, (size) => `${'<!---->'.repeat(size / 7)}<a/>`],
  ['a list to choose from', xml, (size) => `<a><b><n>1</n>${'<p><v>x</v></p>'.repeat(size / 15)}</b></a>`],
  ['a value many times', xml, (size) => `<a><b>${'<n>1</n>'.repeat(size / 8)}</b></a>`],
  ['many names', xml, (size) => `<a>${Array.from({ length: size / 8 }, (_, at) => `<x${at}/>`).join('')}</a>`],
  ['many attributes', xml, (size) => `<a ${Array.from({ length: size / 10 }, (_, at) => `x${at}=""`).join(' ')}/>`],
  ['blanks in JSON', json, (size) => `[${' '.repeat(size)}]`],
  ['a long text outside of records', json, (size) => `{"a": "${'x'.repeat(size)}", "value": []}`],
  ['a long name', json, (size) => `{"${'x'.repeat(size)}": 1, "value": []}`],
  ['a long number', json, (size) => `{"a": ${'1'.repeat(size)}, "value": []}`],
  ['escapes', json, (size) => `{"message": "${'\\\\'.repeat(size / 2)}"}`],
  ['a long list', json, (size) => `[{"n": [${'1,'.repeat(size / 2)}1]}]`],
  ['one long line', ndjson, (size) => `{"n": "${'x'.repeat(size)}"}`],
  ['blank lines in NDJSON', ndjson, (size) => '\n'.repeat(size)],
  ['a comment of cells in a sheet', xlsx, (size) => sheet(`<!--${'<c '.repeat(size / 3)}-->`)],
  ['cells in the last column', xlsx, (size) => sheet('<row><c r="XFD1"><v>1</v></c></row>'.repeat(size / 35))],
  ['empty rows', xlsx, (size) => sheet('<row/>'.repeat(size / 6))],
  [
    'a format of brackets',
    xlsx,
    (size) => workbookOf({ sheets: { L: textRow('n') }, styles: format('['.repeat(size)) }),
  ],
  [
    'shared texts with escapes',
    xlsx,
    (size) => workbookOf({ sheets: { L: textRow('n') }, strings: Array(size / 20).fill('<t>_x_x_x_x</t>') }),
  ],
  ['broken UTF-8', csvFeed(), (size) => Buffer.concat([Buffer.from('order_number\n'), Buffer.alloc(size, 0xc3)])],
]

/** Cells that make careless expressions slow, in a table whose columns are read in every way that there is. */
export const cells: readonly (readonly [name: string, start: string, part: string, end: string])[] = [
  ['blanks', '', ' ', ''],
  ['blanks within', 'x', ' ', 'x'],
  ['blanks of other kinds', '', '\u00a0\u2003\u200b', 'x'],
  ['line breaks', '"', '\n', 'x"'],
  ['formulas of formulas', '=', '"=', '"'],
  ['formulas in formulas', '', '="', '"'.repeat(60_000)],
  ['apostrophes', '', "'", '1'],
  ['dashes', '', '- ', 'x'],
  ['digits', '', '1', 'x'],
  ['groups of digits', '', '1 234', 'x'],
  ['zeros', '', '0', '.'],
  ['commas', '', ',', 'x'],
  ['separators and blanks', '', ' /  + ', 'x'],
  ['brackets', '', '[(', ''],
  ['angle brackets', '', '<a', ''],
  ['entities', '', '&a', ';'],
  ['accents', '', 'e\u0301', ''],
  ['a long form of nothing', '', '0 ', 'T'],
  ['a total', 'Celkem', ' ', ':'],
]
export const everyWay = csvFeed(
  {
    tracking_code: { from: 'a', several: 'join' },
    external_order_number: { from: 'a', match: '(x+x+)+y|(.*?)z' },
    status: { from: 'a', map: { Hotovo: 'Hotová' }, otherwise: 'keep' },
    resolved_yn: [{ when: { a: { above: 0 } }, then: true }],
    internal_note: 'a',
    paid_date: 'b',
    delivered_date: { from: 'b', date: 'd.M.yyyy' },
    metas: { m: { from: 'c', date: 'yyyyMMdd' } },
  },
  { delimiter: ';' },
  { limits: { fieldLength: 10_000_000 }, skip: [{ when: { a: 'x' } }, { when: { b: { present: true } } }] },
)

/** CPU time that reading takes, whatever comes of it. */
export const secondsFor = async (feed: Feed, bytes: string | Uint8Array): Promise<number> => {
  const before = process.cpuUsage()
  await readAll(feed, sourceOf(bytes, 65_536)).catch((error: unknown) => error)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** A table with such a cell in each of its columns. */
export const cellTable = ([, start, part, end]: (typeof cells)[number], size: number): string => {
  const cell = `${start}${part.repeat(size / part.length)}${end}`
  return ['order_number;a;b;c', `O1;${cell};;`, `O2;;${cell};`, `O3;;;${cell}`, `${cell};;;`, ''].join('\n')
}
