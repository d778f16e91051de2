import { describe, expect, it } from 'vitest'
import { brief, feedOf, readAll, sourceOf } from '../support/exports.ts'

const feed = feedOf({
  format: { type: 'xml', records: 'pack/item', documentNumber: 'id' },
  fields: { order_number: 'n', tracking_code: 'code', status: { from: 's/@code' }, metas: { note: 'p[k=X]/v' } },
})
const read = async (content: string, chunk?: number) => (await readAll(feed, sourceOf(content, chunk))).records

/** What XML does not allow, as ERPs write it, and how it is told. */
const faults: readonly (readonly [fault: string, told: string])[] = [
  ['\u000b', 'the control character U+000B'],
  ['\0', 'the control character U+0000'],
  ['&#x1A;', '"&#x1A;", which XML does not know'],
  ['&#26;', '"&#26;", which XML does not know'],
  ['&nbsp;', '"&nbsp;", which XML does not know'],
  ['&Scaron;', '"&Scaron;", which XML does not know'],
  [' & ', 'an "&" that begins nothing'],
  ['&', 'an "&" that begins nothing'],
  ['&&amp;', 'an "&" that begins nothing'],
]
const document = (inside: string) =>
  `<?xml version="1.0"?>\n<pack>\n<item><n>1</n><id>A1</id></item>\n${inside}\n</pack>`

describe.each(faults)('XML with %j', (fault, told) => {
  it.each([1, 3, 1000])('is read where nothing mapped holds it, in chunks of %i', async (chunk) => {
    const elsewhere =
      `<item note="${fault}">${fault}<x>a${fault}b</x><s other="${fault}" code="sent"/><n>2</n><!--${fault}-->` +
      `<code>T</code><p><k>Y</k><v>${fault}</v></p></item>`
    const { records, summary } = await readAll(feed, sourceOf(document(elsewhere), chunk))
    expect(records.map(brief)).toEqual([
      ['1', {}],
      ['2', { tracking_code: 'T', status: 'sent' }],
    ])
    expect(summary.remarks).toEqual([
      `record 2 holds ${told} (line 4). No value that is used holds it; there may be more after it.`,
    ])
  })

  it.each([
    ['an element', `<item><n>2</n>\n<code>a${fault}b</code></item>`, 'code', 5],
    ['an attribute', `<item><n>2</n><s code="a${fault}b"/></item>`, 's/@code', 4],
    ['an item of a list', `<item><n>2</n><p><k>X</k><v>a${fault}b</v></p></item>`, 'p[k=X]/v', 4],
  ])('makes the record of %s that is mapped invalid, and says where', async (_what, record, path, line) => {
    for (const chunk of [1, 1000]) {
      const [, broken] = await read(document(record), chunk)
      expect(broken).toMatchObject({
        valid: false,
        order_number: '2',
        place: 'record 2 (line 4)',
        reason: `${path} holds ${told} (line ${line})`,
      })
    }
  })
})

describe('an element of XML that holds others among its text', () => {
  it.each([
    ['is read where they stand before it', '<x/>T', 'T'],
    ['is read where they stand behind it', 'T<x>U</x>\n', 'T'],
    ['is read where a comment is among it', 'T<!-- x -->U', 'TU'],
    ['is read where a part of it is CDATA', 'T<![CDATA[U]]>V', 'TUV'],
    ['is nothing where it has none itself', ' <x>T</x> <x>U</x> ', undefined],
    ['is not put together', 'T<br/>U', 'code holds an element in the middle of its text (line 4)'],
    [
      'is not put together around another text',
      'T<b>U</b>V',
      'code holds an element in the middle of its text (line 4)',
    ],
  ])('%s', async (_what, inside, told) => {
    for (const chunk of [1, 1000]) {
      const [, record] = await read(document(`<item><n>2</n><code>${inside}</code></item>`), chunk)
      expect(record?.valid === true ? record.fields.tracking_code : record?.reason).toBe(told)
    }
  })
})

describe('XML', () => {
  it.each(['', ' \n', 'junk', '\0\0\u001a', '<!-- x -->', '& x'])('may have %j behind its root', async (behind) => {
    expect((await read(`${document('')}${behind}`)).map(brief)).toEqual([['1', {}]])
  })

  it('says nothing of ampersands where they are allowed, nor of what stands outside of records', async () => {
    const inside = '<item><n>2</n><!-- a & b --><x><![CDATA[A & B &nbsp;]]></x><x><![CDATA[&]]> </x></item>\u000b'
    for (const chunk of [1, 3, 1000])
      expect((await readAll(feed, sourceOf(document(inside), chunk))).summary.remarks).toEqual([])
  })

  it('tells an odd character beside CDATA', async () => {
    const inside = '<item><n>2</n><x>\u000b</x><x><![CDATA[A & B]]></x>\n</item>'
    const { summary } = await readAll(feed, sourceOf(document(inside)))
    expect(summary.remarks).toEqual([expect.stringContaining('record 2 holds the control character U+000B (line 4)')])
  })

  it('keeps an ampersand in CDATA, and references that are some', async () => {
    const record = '<item><n>2</n><code><![CDATA[A1 & B &nbsp]]>&amp;&#38;&#x26;&#10;</code></item>'
    for (const chunk of [1, 1000])
      expect((await read(document(record), chunk)).map(brief)[1]).toEqual(['2', { tracking_code: 'A1 & B &nbsp&&&' }])
  })

  it.each([
    [
      'crossed tags',
      '<item><n>2</item></n>',
      /not well-formed XML \(unexpected close tag\.\) on line 4, after record 1, number A1/,
    ],
    [
      'a missing quote',
      '<item><n a="1>2</n></item>',
      /\(disallowed character\.\) on line 4, after record 1, number A1/,
    ],
    ['a second root', '</pack>\n<pack>', /only one root\.\) on line 5, after record 1, number A1/],
  ])('with %s is refused, with its line and what stands before it', async (_what, inside, told) => {
    await expect(read(document(inside))).rejects.toThrow(told)
  })

  it.each([
    ['<success>false</success><message>Neplatné jméno</message>', 'the ERP refused to export: Neplatné jméno'],
    ['<message>Neplatné jméno</message><success>false</success>', 'the ERP refused to export: Neplatné jméno'],
    ['<status><error>Token expired</error></status>', 'the ERP refused to export: Token expired'],
    ['<success>0</success>', 'the ERP refused to export: it does not say why'],
  ])('that holds %s and no record is refused', async (inside, told) => {
    await expect(read(`<pack>${inside}</pack>`)).rejects.toThrow(told)
  })

  it.each([
    '<success>true</success><message>OK</message>',
    '<error/>',
    '<error>0</error>',
    '<errors>none</errors>',
    '',
  ])('that holds %s and no record holds none', async (inside) =>
    expect(await read(`<pack>${inside}</pack>`)).toEqual([]),
  )

  it('with records is no refusal, whatever stands beside them', async () => {
    const content = '<pack><success>false</success><item><n>1</n></item></pack>'
    expect((await read(content)).map(brief)).toEqual([['1', {}]])
  })

  it('that is cut off is refused, with the line of its end', async () => {
    const cut = document('<item><n>2</n></item>').slice(0, -12)
    await expect(read(cut)).rejects.toThrow(/unclosed tag: .* on line 4, after record 1, number A1; it may be cut off/)
  })

  it('gives all values of a path', async () => {
    const { createXmlCutter } = await import('../../lib/exports/formats/xml-cutter.ts')
    const cutter = createXmlCutter({
      key: 'k',
      paths: ['n', 'code'],
      feed,
      said: () => undefined,
      suspect: () => undefined,
      remark: () => undefined,
      ended: () => undefined,
    })
    const [raw] = cutter.push('<pack><item><n>1</n><code>A</code><code>B</code><code>C</code></item></pack>')
    expect([raw?.values, raw?.all('code'), raw?.all('n'), raw?.all('x')]).toEqual([
      ['1', 'A'],
      ['A', 'B', 'C'],
      ['1'],
      [],
    ])
    expect([raw?.place, raw?.isNumber('n')]).toEqual(['record 1 (line 1)', false])
  })
})
