import { describe, expect, it } from 'vitest'
import { brief, feedOf, readAll, sourceOf } from '../support/exports.ts'

const xml = (fields: object = {}, more: object = {}) =>
  feedOf({ format: { type: 'xml', records: 'pack/item' }, fields: { order_number: 'n', ...fields }, ...more })
const read = async (content: string, feed = xml({ tracking_code: 'code', metas: { note: 'note' } }), chunk?: number) =>
  (await readAll(feed, sourceOf(content, chunk))).records.map(brief)

describe('an XML export', () => {
  it.each<[string, string, string, unknown]>([
    ['elements by local names', 'code', '<x:item><y:n>1</y:n><z:code>A</z:code></x:item>', 'A'],
    ['paths of several steps', 'a/b/c', '<item><n>1</n><a><b><c>A</c></b></a></item>', 'A'],
    ['paths bound at their level', 'code', '<item><n>1</n><line><code>B</code></line><code>A</code></item>', 'A'],
    ['attributes of a record', '@code', '<item code="A"><n>1</n></item>', 'A'],
    ['attributes below a record', 's/@code', '<item><n>1</n><s q:code="A">0</s></item>', 'A'],
    ['the attribute itself', '@id', '<item xml:id="B" id="A" q:id="C"><n>1</n></item>', 'A'],
    ['text beside an attribute', 's', '<item><n>1</n><s q:code="A">B</s></item>', 'B'],
    ['text beside an element', 's', '<item><n>1</n><s>A<t>B</t></s></item>', 'A'],
    ['CDATA', 'code', '<item><n>1</n><code><![CDATA[<1>]]>B</code></item>', '<1>B'],
    ['no CDATA of others', 'code', '<item><n>1</n><code>A<x><![CDATA[B]]></x></code></item>', 'A'],
    [
      'comments and stray text',
      'code',
      '- <item>x<n>1</n><!-- <code>B</code --> - <code>A<!-- B --></code></item>',
      'A',
    ],
    ['character references', 'code', '<item><n>1</n><code>&lt;&#x17D;&amp;</code></item>', '<Ž&'],
    ['one of several equal ones', 'code', '<item><n>1</n><code>A</code><code>A</code></item>', 'A'],
    ['an element of a list', 'p[k=X]/v', '<item><n>1</n><p><k>W</k><v>B</v></p><p><v>A</v><k> X </k></p></item>', 'A'],
    ['an element by an attribute', 'p[@k=X]/v', '<item><n>1</n><p k="W"><v>B</v></p><p k="X"><v>A</v></p></item>', 'A'],
    [
      'a list inside a list',
      'p[k=X]/q[k=Y]/v',
      '<item><n>1</n><p><k>X</k><q><k>Z</k><v>B</v></q><q><k>Y</k><v>A</v></q></p></item>',
      'A',
    ],
    ['nothing of a list without it', 'p[k=X]/v', '<item><n>1</n><p><k>W</k><v>B</v></p></item>', undefined],
    ['nothing where the element is missing', 'code', '<item><n>1</n></item>', undefined],
  ])('gives %s', async (_what, path, record, expected) => {
    const feed = xml({ tracking_code: path })
    for (const chunk of [1, 3, 1000]) {
      const fields = expected === undefined ? {} : { tracking_code: expected }
      expect(await read(`<?xml version="1.0"?><pack>${record}</pack>`, feed, chunk)).toEqual([['1', fields]])
    }
  })

  it('survives prolog space, one line of 33 KB, and records of several lists', async () => {
    const long = `<item><n>1</n><x>${'y'.repeat(33_000)}</x><code>A</code></item>`
    expect(await read(`\r\n <?xml version="1.0"?><p:pack>${long}</p:pack>`)).toEqual([['1', { tracking_code: 'A' }]])
    const lists = feedOf({ format: { type: 'xml', records: 'a/b/c' }, fields: { order_number: 'n' } })
    expect(
      await read(
        '<a><b><c><n>1</n></c></b><x><c><n>9</n></c></x><b><y><c><n>8</n></c></y><c><n>2</n></c></b></a>',
        lists,
      ),
    ).toEqual([
      ['1', {}],
      ['2', {}],
    ])
  })

  it.each([
    ['a DOCTYPE', '<!DOCTYPE pack [<!ENTITY a "b">]><pack/>', 'it has a DOCTYPE'],
    ['a cut', '<pack><item><n>1</n></item><item><n>2', 'it may be cut off'],
    ['a cut between records', '<pack><item><n>1</n></item>', 'it may be cut off'],
    ['crossed tags', '<pack><item><n>1</item></n></pack>', 'it is not well-formed XML'],
    ['a second root', '<pack/><pack/>', 'it is not well-formed XML'],
    ['nothing but space', ' \n ', 'it is not well-formed XML'],
    ['another root', '<other><item/></other>', 'its root element is "other", expected "pack"'],
    ['a web page', '<html><body>login</body></html>', 'it is a web page'],
    [
      'a refusal',
      '<pack state="ok"><item state="error" note="nemáte právo"/></pack>',
      'the ERP refused to export: nemáte právo',
    ],
    ['a refusal without a word', '<p:pack state="error"/>', 'it does not say why'],
  ])('with %s is refused', async (_what, content, reason) => {
    for (const chunk of [1, 1000]) await expect(read(content, undefined, chunk)).rejects.toThrow(reason)
  })

  it('without the list in which the records should be is refused, with an empty one it has none', async () => {
    const lists = feedOf({ format: { type: 'xml', records: 'a/b/c' }, fields: { order_number: 'n' } })
    await expect(read('<a><x/></a>', lists)).rejects.toThrow('it has no a/b, in which the records should be')
    expect(await read('<a><b/></a>', lists)).toEqual([])
    expect(await read('<a><b><head/></b></a>', lists)).toEqual([])
    await expect(read('<a><b><head/><d/><d/></b></a>', lists)).rejects.toThrow(
      'it has no a/b/c, but 2 × "d" in its place',
    )
  })

  it.each([
    ['depth', { depth: 4 }, '<pack><item><a><b><c/></b></a></item></pack>', 'deeper than 4', '"limits.depth"'],
    [
      'recordBytes',
      { recordBytes: 500 },
      `<pack><item>${'<a/>'.repeat(200)}</item></pack>`,
      'longer than 500 bytes',
      '"limits.recordBytes"',
    ],
    [
      'recordBytes',
      { recordBytes: 500 },
      `<pack a="${'x'.repeat(600)}"/>`,
      'longer than 500 bytes',
      '"limits.recordBytes"',
    ],
    [
      'unpackedBytes',
      { unpackedBytes: 50 },
      `<pack>${'<item/>'.repeat(10)}</pack>`,
      'larger than 50 bytes',
      '"limits.unpackedBytes"',
    ],
  ])('beyond the limit %s is refused, with the way to raise it', async (_name, limits, content, ended, hint) => {
    const reading = read(content, xml({}, { limits }), 100)
    await expect(reading).rejects.toThrow(ended)
    await expect(reading).rejects.toThrow(hint)
  })

  it('with a value beyond the limit makes that record invalid', async () => {
    const feed = xml({ tracking_code: 'code' }, { limits: { fieldLength: 5 } })
    expect(await read('<pack><item><n>1</n><code>123456</code></item><item><n>2</n></item></pack>', feed)).toEqual([
      ['1', 'tracking_code', expect.stringContaining('limits.fieldLength')],
      ['2', {}],
    ])
  })

  it('of another company is suspicious', async () => {
    const of = async (root: string) =>
      (await readAll(xml({}, { ico: '12345678' }), sourceOf(`<pack ${root}><item><n>1</n></item></pack>`))).summary
        .suspicions
    expect(await of('ico="87654321"')).toEqual([
      'it is of the company with the IČO 87654321; the feed expects 12345678',
    ])
    expect(await of('x:ICAgendy="87654321"')).toHaveLength(1)
    expect([await of('ico=" 12345678 "'), await of('')]).toEqual([[], []])
  })

  it.each(['a//b', 'a[b]', '@a/b', 'a[b=c', 'x[@]'])('has no path as %s, which the settings say', (path) => {
    for (const mapping of [path, { from: path }, [{ when: { [path]: 'x' }, then: 'y' }]])
      expect(() => xml({ tracking_code: mapping })).toThrow('expected paths as orderHeader/numberOrder')
  })
})
