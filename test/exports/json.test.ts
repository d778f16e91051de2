import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UnusableExport } from '../../lib/exports/record.ts'
import { brief, feedOf, readAll, sample, sourceOf } from '../support/exports.ts'
import { runs } from '../support/runs.ts'

const fields = { order_number: 'number', status: 'state/name', paid_date: 'paid', resolved_yn: 'done' }
const json = (records?: string) =>
  feedOf({ format: { type: 'json', ...(records === undefined ? {} : { records }) }, fields })
const ndjson = feedOf({ format: { type: 'ndjson' }, fields })
const read = async (feed: ReturnType<typeof json>, content: string, size?: number) =>
  (await readAll(feed, sourceOf(content, size))).records.map(brief)

const record = '{"number": "O1", "state": {"name": "sent"}, "paid": "2026-11-01", "done": true}'
const state = ['O1', { status: 'sent', paid_date: '2026-11-01', resolved_yn: true }]

describe('a JSON export', () => {
  it.each([
    ['an array', undefined, `[${record}]`],
    ['an array under value', undefined, `{"@odata.context": "x", "value": [${record}], "more": 1}`],
    ['an array at a path', 'a/b', `{"c": [1, {"b": []}], "a": {"x": "]", "b": [${record}]}}`],
    ['one object at a path', 'a/b', `{"a": {"b": ${record}}}`],
    [
      'one object at the top',
      'number',
      '{"number": {"number": "O1", "state": [{"name": "sent"}], "paid": "2026-11-01T10:00:00+02:00", "done": "1"}}',
    ],
  ])('is read as %s, in chunks of any size', async (_what, path, content) => {
    for (const size of [1, 3, 1000]) expect(await read(json(path), content, size)).toEqual([state])
  })

  it('keeps numbers as they were written', async () => {
    expect(
      await read(json(), '[{"number": 123456789012345}, {"number": 100.10}, {"number": "12345678901234567890"}]'),
    ).toEqual([
      ['123456789012345', {}],
      ['100.10', {}],
      ['12345678901234567890', {}],
    ])
  })

  it.each([
    ['an object', '{"code": "DR1"}', 't is an object, not a value; is "t/code" meant?'],
    ['a list of objects', '[{"code": "DR1"}, {"code": "DR2"}]', 't is an object, not a value; is "t/code" meant?'],
  ])('tells %s where a value should be', async (_what, value, told) => {
    const feed = feedOf({ format: { type: 'json' }, fields: { order_number: 'n', tracking_code: 't' } })
    expect(await read(feed, `[{"n": "O1", "t": ${value}}]`)).toEqual([['O1', 'record', told]])
  })

  it.each(['{}', '[]', '[{}]', '{"@nil": "true"}', 'null', 'false'])('takes %s for no code', async (value) => {
    const feed = feedOf({ format: { type: 'json' }, fields: { order_number: 'n', tracking_code: 't' } })
    expect(await read(feed, `[{"n": "O1", "t": ${value}}]`)).toEqual([['O1', {}]])
  })

  it('takes null and absent for what they are', async () => {
    const feed = feedOf({
      format: { type: 'json' },
      fields: { order_number: 'n', paid_date: { from: 'p', blank: 'clear' } },
    })
    expect(await read(feed, '[{"n": "O1", "p": null}, {"n": "O2"}, {"n": "O3", "p": ""}]')).toEqual([
      ['O1', { paid_date: '' }],
      ['O2', {}],
      ['O3', { paid_date: '' }],
    ])
  })

  it.each([
    ['cut off', `[${record}`, 'cut off'],
    ['cut off in a record', '[{"number": "O1", "st', 'cut off'],
    ['followed by something', `[${record}] x`, '"x" is not expected on line 1'],
    ['followed by another document', `[${record}] []`, 'something follows the end of the document'],
    ['unbalanced', `[${record}}`, 'brackets do not match'],
    ['no JSON', 'number;state', 'it is not JSON: "m" is not expected on line 1'],
    ['without the records', '{"a": []}', 'no records were found at its top or under "value". Is it'],
    ['elsewhere', `{"x": 1, "data": [${record}]}`, 'or under "value"; there is a list at "data". Correct "records"'],
    [
      'in several places',
      `{"a": {"b": [${record}], "c": [${record}]}}`,
      '; there are lists at "a/b", "a/c". Correct "records"',
    ],
    ['not of objects', '[1, 2]', 'a record is not an object'],
    ['an object a line', `${record}\r\n${record}\n`, 'it is NDJSON, but the feed says JSON'],
    ['of texts', '["a"]', 'a record is not an object'],
    ['broken inside a record', '[{"number": O1}]', 'is not JSON'],
    ['a web page', '<html>', 'a web page'],
  ])('is refused when it is %s', async (_what, content, reason) => {
    await expect(read(json(), content)).rejects.toThrow(reason)
  })

  it.each([
    ['{"winstrom":{"success":"false","message":"Nemáte \\"oprávnění\\"."}}', 'it says: Nemáte "oprávnění".'],
    ['{"error":{"code":"401","message":"Unauthorized"}}', 'it says: Unauthorized'],
    ['{"success":false,"error":"Neplatný token"}', 'it says: Neplatný token'],
    ['{"status":401,"detail":"Token expired"}', 'it says: Token expired'],
    ['{"errors":[{"title":"Chyba"}]}', 'it says: Chyba'],
    ['{"error":{"message":{"lang":"en","value":"No"}}}', 'it says: No'],
  ])('is refused with what the ERP says instead of records: %s', async (content, said) => {
    await expect(read(json(), content)).rejects.toThrow(said)
  })

  it('is refused when it is nested deeper than the limit', async () => {
    await expect(read(json(), `[{"a": ${'['.repeat(100)}`)).rejects.toThrow('limits.depth')
  })

  it('does no harm with the names of prototypes', async () => {
    expect(
      await read(json(), '[{"__proto__": {"number": "X"}, "constructor": {"name": "x"}, "number": "O1"}]'),
    ).toEqual([['O1', {}]])
    expect(({} as { number?: string }).number).toBeUndefined()
  })

  it('ends in records or a refusal wherever it is cut, and whatever follows', async () => {
    const bytes = Buffer.from(sample('flexi-v1-objednavka-prijata.json').toString().trimEnd())
    const feed = feedOf({
      format: { type: 'json', records: 'winstrom/objednavka-prijata' },
      fields: { order_number: 'cisDosle' },
    })
    for (let end = 0; end < bytes.length; end++) {
      await expect(readAll(feed, sourceOf(bytes.subarray(0, end)))).rejects.toBeInstanceOf(UnusableExport)
    }
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (random) => {
        const outcome = await readAll(feed, sourceOf(random)).catch((error: unknown) => error)
        if (outcome instanceof Error && !(outcome instanceof UnusableExport)) throw outcome
      }),
      { numRuns: runs(200) },
    )
  })
})

describe.each(['json', 'ndjson'])('a name that stands twice in a record of %s', (type) => {
  const twice = feedOf({
    format: { type },
    fields: { order_number: 'n', tracking_code: 'p/t', metas: { note: { from: 'x', several: 'join' } } },
  })
  const first = async (content: string) =>
    (await readAll(twice, sourceOf(type === 'json' ? `[${content}]` : `${content}\n`, 7))).records[0]

  it.each([
    ['two values', '{"n":"O1","p":{"t":"DR1","t":"DR2"}}'],
    ['two values, with blanks before the colon', '{"n":"O1","p":{"t"\t : "DR1","t" :"DR2"}}'],
    ['two values, one of which it spells otherwise', '{"n":"O1","p":{"t":"DR1","\\u0074":"DR2"}}'],
    ['a value and nothing', '{"n":"O1","p":{"t":"DR1","t":null,"t":"DR2"}}'],
    ['two objects', '{"n":"O1","p":{"t":"DR1"},"p":{"t":"DR2"}}'],
    ['an object and a list', '{"n":"O1","p":{"t":"DR1"},"p":[{"t":"DR2"}]}'],
    ['two order numbers', '{"n":"O1","n":"O2","p":{"t":"DR1"}}'],
  ])('says %s, of which none is chosen', async (_what, content) => {
    expect(await first(content)).toMatchObject({ valid: false, reason: expect.stringContaining('several different') })
  })

  it.each([
    ['both say the same', '{"n":"O1","p":{"t":"DR1","t":"DR1"},"n":"O1"}', { tracking_code: 'DR1' }],
    ['nobody wants it', '{"n":"O1","a":1,"a":2,"p":{"t":"DR1","u":1,"u":2}}', { tracking_code: 'DR1' }],
    [
      'what looks like a name is a text',
      '{"n":"O1","p":{"t":"A\\"n\\": 1"},"a":": x","":": \\""}',
      { tracking_code: 'A"n": 1' },
    ],
    ['its values are joined', '{"n":"O1","x":"a","x":"b","x":"c"}', { 'metas.note': 'a, b, c' }],
  ])('harms nothing where %s', async (_what, content, told) => {
    expect(await first(content)).toMatchObject({ valid: true, order_number: 'O1', fields: told })
  })
})

describe.each(['json', 'ndjson'])('a text in %s that its program has not escaped', (type) => {
  const used = feedOf({ format: { type }, fields: { order_number: 'n', tracking_code: 't', metas: { note: 'x' } } })
  const all = async (first: string, size?: number) => {
    const records = [`{"n":"O1",${first}}`, '{"n":"O2","t":"DR2"}']
    const content = type === 'json' ? `[${records.join(',')}]` : `${records.join('\n')}\n`
    return (await readAll(used, sourceOf(content, size))).records.map(brief)
  }
  const second = ['O2', { tracking_code: 'DR2' }]

  it.each([
    '"y":"a\tb","t":"DR1"',
    '"y":"C:\\data\\x","t":"DR1"',
    '"y":"it\\\'s \\u12","t":"DR1"',
    '"t":"DR1","y":"\u000b"',
  ])('harms nothing where nobody wants it: %j', async (first) => {
    for (const size of [1, 2, 7, 1000])
      expect(await all(first, size)).toEqual([['O1', { tracking_code: 'DR1' }], second])
  })

  it('is what it must mean, or makes its record invalid', async () => {
    expect(await all('"x":"a\tb"')).toEqual([['O1', { 'metas.note': 'a\tb' }], second])
    expect(await all('"t":"DR1\tDR9"')).toEqual([['O1', 'tracking_code', expect.stringContaining('a tab')], second])
    expect(await all('"t":"A\\d1"')).toEqual([['O1', 'record', 't holds a "\\" that begins nothing'], second])
    expect(await all('"t":"A\\\\d1","x":"\\u0041\\n\\"b"')).toEqual([
      ['O1', { tracking_code: 'A\\d1', 'metas.note': 'A\n"b' }],
      second,
    ])
  })

  it('may hold line ends in a document', async () => {
    if (type === 'json')
      for (const size of [1, 1000])
        expect(await all('"x":"a\r\nb\n","t":"DR1"', size)).toEqual([
          ['O1', { tracking_code: 'DR1', 'metas.note': 'a\r\nb' }],
          second,
        ])
  })
})

it('lines of NDJSON may begin with marks', async () => {
  const content = `\u001e${record}\n\ufeff${record}\n\u001e${record}\n`
  expect(await read(ndjson, content)).toEqual([state, state, state])
})

describe('names with a prefix in a JSON record', () => {
  const fields = { order_number: 'n', tracking_code: 't' }
  const prefixed = feedOf({ format: { type: 'json' }, fields })

  it.each([
    ['are read without it', '"a:t":"DR1"', 'DR1'],
    ['give way to the very name', '"a:t":"DR1","t":"DR2"', 'DR2'],
    ['give way to the very name before them', '"t":"DR2","a:t":"DR1"', 'DR2'],
    ['are not chosen among where the same stands twice', '"a:t":"DR1","a:t":"DR2"', undefined],
    ['are not chosen among where two say otherwise', '"a:t":"DR1","b:t":"DR2"', undefined],
  ])('%s', async (_what, content, told) => {
    const [record] = (await readAll(prefixed, sourceOf(`[{"n":"O1",${content}}]`))).records
    expect(record?.valid === true ? record.fields.tracking_code : undefined).toBe(told)
  })
})

it('records under "value" are all read, where a JSON document has it twice', async () => {
  expect(await read(json(), '{"value":[{"number":"O1"}],"value":[{"number":"O2"}]}')).toEqual([
    ['O1', {}],
    ['O2', {}],
  ])
})

describe('an NDJSON export', () => {
  it('is read line by line, blank lines or not, with or without a last line end', async () => {
    for (const content of [record, `${record}\n`, `\r\n${record}\r\n\n`])
      expect(await read(ndjson, content, 4)).toEqual([state])
  })

  it.each([
    ['cut off', `${record}\n{"number": "O2", "sta`, 'line 2 is not JSON'],
    ['broken in the middle', `${record}\nnonsense\n${record}`, 'line 2 is not JSON'],
    ['not of objects', '1\n', 'line 1 is not an object'],
    ['a list', `[\n${record}\n]\n`, 'it is one JSON document, but the feed says NDJSON'],
    ['one object in several lines', '{\n"number": "O1"\n}\n', 'it is one JSON document, but the feed says NDJSON'],
  ])('is refused when it is %s', async (_what, content, reason) => {
    await expect(read(ndjson, content)).rejects.toThrow(reason)
  })
})
