import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UnusableExport } from '../../lib/exports/record.ts'
import { brief, csvFeed, readAll, sample, sourceOf } from '../support/exports.ts'
import { runs } from '../support/runs.ts'

const feed = csvFeed({ status: 'status', tracking_code: 'code' })
const read = async (content: string, used = feed) => (await readAll(used, sourceOf(content))).records.map(brief)
const one = [['O1', { status: 'sent', tracking_code: 'T1' }]]

describe('a CSV export', () => {
  it.each([
    ['semicolons', 'order_number;status;code\nO1;sent;T1'],
    ['commas', 'order_number,status,code\nO1,sent,T1\n'],
    ['tabs', 'order_number\tstatus\tcode\r\nO1\tsent\tT1\r\n'],
    ['bars', 'order_number|status|code\rO1|sent|T1\r'],
    ['a sep line', 'sep=,\r\norder_number,status,code\r\nO1,sent,T1'],
    ['a preamble', 'Orders of the shop\n\nprinted;today\norder_number;status;code\nO1;sent;T1'],
    ['other columns around', 'a;order_number;b;status;code;c\n1;O1;2;sent;T1;3'],
    ['columns in another order', 'code;status;order_number\nT1;sent;O1'],
    ['blanks and no-break spaces in its header', ' order_number ;\u00a0status;code\nO1;sent;T1'],
    ['capitals in its header', 'ORDER_NUMBER;Status;CODE\nO1;sent;T1'],
    ['the same name in other letters beside a mapped one', 'order_number;Status;status;code\nO1;x;sent;T1'],
    ['quotes around everything', '"order_number";"status";"code"\n"O1";"sent";"T1"'],
    ['blank lines', 'order_number;status;code\n\n;;\nO1;sent;T1\n\n\n'],
    ['trailing separators', 'order_number;status;code;\nO1;sent;T1;;;'],
    ['Ctrl-Z at its end', 'order_number;status;code\nO1;sent;T1\n\u001a'],
    ['Ctrl-Z behind its last value', 'order_number;status;code\nO1;sent;T1\u001a'],
    ['Ctrl-Z behind its last value in quotes', 'order_number;status;code\n"O1";"sent";"T1"\u001a'],
    ['a NUL in a text', 'order_number;status;code;note\nO1;sent;T1;a\0b'],
    ['a line of dashes below its header', 'order_number;status;code\n------------;------;----\nO1;sent;T1'],
    ['a count of its rows below it', 'order_number;status;code\nO1;sent;T1\n\n(1 rows affected)\n'],
    ['a count of its rows below it in other words', 'order_number;status;code\nO1;sent;T1\n(1 row)'],
    ['nothing in quotes behind spaces', 'order_number; status; code; done\nO1; sent; T1; ""'],
    ['a total', 'order_number;status;code\nO1;sent;T1\nCelkem;;\nSoučet: 1;;'],
    ['its header once more', 'order_number;status;code\nO1;sent;T1\norder_number;status;code'],
    ['a stray quote', 'order_number;status;code;size\nO1;sent;T1;15" wide'],
    ['rows that continue an order', 'order_number;status;code;item\nO1;sent;T1;hat\n;;;shoe'],
  ])('is read with %s', async (_what, content) => {
    expect(await read(content)).toEqual(one)
  })

  it('is read without a header, by numbers of columns', async () => {
    const used = csvFeed({ order_number: '2', status: '1' }, { header: false })
    expect(await read('sent;O1;x\nnew;O2;y', used)).toEqual([
      ['O1', { status: 'sent' }],
      ['O2', { status: 'new' }],
    ])
  })

  it('keeps line ends inside quotes', async () => {
    const used = csvFeed({ metas: { note: 'note' } })
    expect(await read('order_number;note\r\nO1;"a\nb"\r\nO2;"c\r\nd;""e"""\r\n', used)).toEqual([
      ['O1', { 'metas.note': 'a\nb' }],
      ['O2', { 'metas.note': 'c\r\nd;"e"' }],
    ])
  })

  it.each([
    ['O1;A;T1;"at the neighbours\nO2;B;T2;"ring"\nO3;C;T3;x\n', ['O1']],
    ['O1;A;T1;"at the neighbours\nO2;B;T2;y\nO3;C;T3;x"\n', ['O1']],
    ['O1;A;T1;"a\nb; c"\nO2;B;T2;x\n', []],
  ])('tells of rows that a quote has swallowed: %j', async (rows, numbers) => {
    const { records } = await readAll(feed, sourceOf(`order_number;status;code;note\n${rows}`))
    const broken = records.flatMap((record) => (record.valid ? [] : [record]))
    expect(broken.map(({ order_number }) => order_number)).toEqual(numbers)
    for (const { reason } of broken) expect(reason).toContain('it has swallowed the line "O2;B;T2')
  })

  it.each([
    ['a row that is too short', 'order_number;status;code\nO1;sent\n', 'it has 2 cells, the header has 3'],
    [
      'a row that is too long',
      'order_number;status;code\nO1;sent;T1;x',
      'it has 4 cells, the header has 3; is a quote missing?',
    ],
  ])('calls %s invalid', async (_what, content, reason) => {
    expect(await read(content)).toEqual([['O1', 'record', reason]])
  })

  it.each([
    [
      'without a mapped column',
      'order_number;colour;code\nO1;a;b',
      'the column "status" is missing; it has "order_number", "colour", "code"',
    ],
    ['a column near by', 'order_number;stattus;code\nO1;a;b', 'did you mean "stattus"?'],
    ['without any', 'Hello', 'the columns "order_number", "status", "code" are missing'],
    [
      'with a mapped column twice',
      'order_number;status;code;status\nO1;a;b;c',
      'it has the column "status" more than once',
    ],
    [
      'with a mapped column twice in other letters',
      'order_number;STATUS;code;Status\nO1;a;b;c',
      'it has the column "status" more than once',
    ],
    [
      'cut off in quotes',
      'order_number;status;code\nO1;sent;"T1',
      'a quoted value in the record that begins in line 2 does not end',
    ],
    ['a web page', '\n<!DOCTYPE html><html>', 'it is a web page'],
    ['XML', '<?xml version="1.0"?><a/>', 'it is XML, but the feed says CSV'],
    ['JSON', ' [ {"order_number": "O1"}]', 'it is JSON, but the feed says CSV'],
    ['an answer in JSON', '{"error":"Unauthorized"}', 'it is JSON, but the feed says CSV'],
    ['binary', 'order_number;status;code\nO1;\0\0;x', 'it is binary, not text'],
    ['a cut gzip', sample('csv-upgates-headers-cp1250.csv.gz').subarray(0, 60), 'it is gzip, but cannot be unpacked'],
  ])('is refused when it is %s', async (_what, content, reason) => {
    await expect(readAll(feed, sourceOf(content))).rejects.toThrow(reason)
  })

  it('is refused when it unpacks to more than the limit, which the message names', async () => {
    const small = csvFeed({}, {}, { limits: { unpackedBytes: 20 } })
    await expect(readAll(small, sourceOf('order_number\nO1\nO2\nO3\n'))).rejects.toThrow(
      /larger than 20 bytes.*limits\.unpackedBytes/,
    )
  })

  it('is refused when a record is longer than the limit, which the message names', async () => {
    const small = csvFeed({}, {}, { limits: { recordBytes: 1000 } })
    await expect(readAll(small, sourceOf(`order_number\n${'O'.repeat(2000)}\n`))).rejects.toThrow(
      /longer than 1000 bytes.*limits\.recordBytes/,
    )
  })

  it('says the same whatever the borders of its chunks', async () => {
    const cell = fc.oneof(fc.constantFrom('', 'a', 'ž', 'a"b', 'x;y', 'l\nm', 'ř'), fc.string({ maxLength: 6 }))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { maxLength: 8 }),
        fc.integer({ min: 1, max: 20 }),
        async (rows, size) => {
          const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
          const content = [
            'order_number;status;code',
            ...rows.map(([status, code], index) => `O${index};${quoted(status)};${quoted(code)}`),
          ].join('\r\n')
          const result = (chunkSize?: number) =>
            readAll(feed, sourceOf(content, chunkSize)).catch((error: Error) => error.message)
          expect(await result(size)).toEqual(await result())
        },
      ),
      { numRuns: runs(60) },
    )
  })

  it('ends in records or a refusal wherever it is cut, and whatever byte is wrong', async () => {
    const bytes = sample('csv-preamble-sep-trailing.csv')
    const attempt = async (content: Buffer) => {
      const outcome = await readAll(
        csvFeed({ order_number: 'Číslo objednávky', status: 'Stav', paid_date: 'Datum úhrady' }),
        sourceOf(content),
      ).catch((error: unknown) => error)
      if (outcome instanceof Error && !(outcome instanceof UnusableExport)) throw outcome
    }
    for (let end = 0; end < bytes.length; end++) await attempt(bytes.subarray(0, end))
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }), async (at, byte) => {
        const changed = Buffer.from(bytes)
        changed[at] = byte
        await attempt(changed)
      }),
      { numRuns: runs(200) },
    )
  })
})

describe('the encoding of an export', () => {
  const text = 'order_number;status;code\nO1;Žluťoučký kůň;T1\n'
  const cp1250 = Buffer.from([
    ...Buffer.from('order_number;status;code\nO1;'),
    0x8e,
    0x6c,
    0x75,
    0x9d,
    ...Buffer.from(';T1\n'),
  ])
  const utf16be = Buffer.from(text, 'utf16le').swap16()

  it.each([
    ['UTF-8', Buffer.from(text), {}, 'Žluťoučký kůň'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), {}, 'Žluťoučký kůň'],
    ['UTF-16LE without a mark', Buffer.from(text, 'utf16le'), {}, 'Žluťoučký kůň'],
    ['UTF-16BE with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be]), {}, 'Žluťoučký kůň'],
    ['Windows-1250', cp1250, {}, 'Žluť'],
    [
      'ISO 8859-2 when named',
      Buffer.from('order_number;status;code\nO1;\xae;T1', 'latin1'),
      { encoding: 'iso-8859-2' },
      'Ž',
    ],
    [
      'cp852 when named',
      Buffer.from('order_number;status;code\nO1;\xe7\x9f;T1', 'latin1'),
      { encoding: 'cp852' },
      'šč',
    ],
    [
      'Mac CE when named',
      Buffer.from('order_number;status;code\nO1;\x8b\x89;T1', 'latin1'),
      { encoding: 'macce' },
      'čČ',
    ],
  ])('is found for %s', async (_name, bytes, format, status) => {
    const { records } = await readAll(csvFeed({ status: 'status' }, format), sourceOf(bytes, 5))
    expect(records.map(brief)).toEqual([['O1', { status }]])
  })

  it('is Windows-1250 even if the first byte that is not UTF-8 comes late', async () => {
    const rows = Array.from({ length: 30_000 }, (_, index) => `O${index};sent;T\n`).join('')
    const bytes = Buffer.concat([
      Buffer.from(`order_number;status;code\n${rows}L1;`),
      Buffer.from([0x8e]),
      Buffer.from(';T\n'),
    ])
    const { records, summary } = await readAll(csvFeed({ status: 'status' }), sourceOf(bytes, 65_536))
    expect([summary.encoding, records.map(brief).at(-1)]).toEqual(['windows-1250', ['L1', { status: 'Ž' }]])
  })

  it('is UTF-8 where one letter of many is broken; only its record is invalid', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => `O${index};Vyřízená;T\n`).join('')
    const bytes = Buffer.concat([
      Buffer.from(`order_number;status;code\n${rows}L1;Vy`),
      Buffer.from([0xc5]),
      Buffer.from(';T\nL2;Vyřízená;T\n'),
    ])
    const { records, summary } = await readAll(csvFeed({ status: 'status' }), sourceOf(bytes, 65_536))
    expect(summary.encoding).toBe('utf-8')
    expect(records.filter(({ valid }) => !valid).map(brief)).toEqual([
      ['L1', 'status', expect.stringContaining('wrong encoding')],
    ])
    expect(records.map(brief).at(-1)).toEqual(['L2', { status: 'Vyřízená' }])
  })

  it.each(['utf16-le', 'utf16-be'])('is %s, where half a letter in it costs its own record alone', async (encoding) => {
    const rows = 'order_number;status;code;note\nO1;sent;T1;\ud83d\nO2;se\ud83d;T2;\nO3;sent;T3;\n'
    const text = Buffer.from(`\ufeff${rows}`, 'utf16le')
    const bytes = encoding === 'utf16-le' ? text : text.swap16()
    expect((await readAll(feed, sourceOf(bytes, 5))).records.map(brief)).toEqual([
      ['O1', { status: 'sent', tracking_code: 'T1' }],
      ['O2', 'status', expect.stringContaining('wrong encoding')],
      ['O3', { status: 'sent', tracking_code: 'T3' }],
    ])
  })

  it('makes a record invalid whose condition shows the traces of a wrong one', async () => {
    const used = csvFeed({
      status: [
        { when: { status: 'Zrušená' }, then: 'Storno' },
        { when: { code: { present: true } }, then: 'Vyřízená' },
      ],
    })
    const bytes = Buffer.from('order_number;status;code\nO1;Zru\x81ena;T1', 'latin1')
    expect((await readAll(used, sourceOf(bytes))).records.map(brief)).toEqual([
      ['O1', 'status', expect.stringContaining('wrong encoding')],
    ])
  })

  it('makes a record invalid whose field shows the traces of a wrong one', async () => {
    const bytes = Buffer.from('order_number;status;code\nO1;a\x81b;T1', 'latin1')
    expect((await readAll(feed, sourceOf(bytes))).records).toMatchObject([
      { valid: false, field: 'status', reason: expect.stringContaining('wrong encoding') },
    ])
  })

  it('refuses a file that is not what the settings name', async () => {
    await expect(readAll(csvFeed({}, { encoding: 'utf-8' }), sourceOf(cp1250))).rejects.toThrow('it is not utf-8')
  })
})

describe('a CSV export tells whether its rows fill its header:', () => {
  it.each<[string, string, boolean | undefined]>([
    ['all of them', 'order_number;code\r\nO1;DR1\r\n', true],
    [
      'one of them, where empty cells at the end are left out',
      'order_number;code;a;b\r\nO1;DR1\r\nO2;DR2;;x\r\n',
      true,
    ],
    ['none, for a name has a delimiter in it', 'order_number;code;Price; VAT;a\r\nO1;DR1;1;x\r\n', false],
    [
      'none, for a delimiter that ends every line is no cell',
      'order_number;code;Price; VAT;a;\r\nO1;DR1;1;x;\r\n',
      false,
    ],
    ['all, for the last column has no name', 'order_number;code;;\r\nO1;DR1\r\n', true],
    ['it has no row', 'order_number;code\r\n', undefined],
  ])('%s', async (_what, content, filled) => {
    expect((await readAll(csvFeed({ tracking_code: 'code' }), sourceOf(content))).summary.filled).toBe(filled)
  })
})

describe('a CSV export tells by how much its rows are wider than its header:', () => {
  it.each<[string, string, number | undefined]>([
    ['not at all', 'order_number;code\nO1;DR1\nO2;DR2\n', 0],
    ['by a delimiter that ends them', 'order_number;code\nO1;DR1;\nO2;;\n', 1],
    ['they are narrower', 'order_number;code;note; a\nO1;DR1;x\nO2;DR2;y\n', -1],
    ['they differ', 'order_number;code;note\nO1;DR1\nO2;DR2;y\n', undefined],
    ['they differ, the wide one being broken', 'order_number;code\nO1;DR1\nO2;DR2;y\n', undefined],
    ['not at all, a total is no record', 'order_number;code\nO1;DR1\nCelkem\n', 0],
    ['not at all, nor are blank lines', 'order_number;code\nO1;DR1\n;;;;\n\n', 0],
  ])('%s', async (_what, content, surplus) => {
    const { layout } = (await readAll(csvFeed({ tracking_code: 'code' }), sourceOf(content))).summary
    expect(layout?.surplus).toBe(surplus)
  })
})

describe('a row of names in a CSV, below its header', () => {
  const used = csvFeed({ tracking_code: 'code', metas: { note: 'note' } })
  const told = async (names: string) =>
    (await readAll(used, sourceOf(`order_number;code;note;x\nO1;DR1;a;1\n${names}\nO2;DR2;b;2\n`))).records.length

  it.each(['order_number;code;note;x', 'Order_Number;CODE;note;x', '\ufefforder_number; code;note\u00a0;x'])(
    'is passed over as %j',
    async (names) => expect(await told(names)).toBe(2),
  )

  it.each(['order_number;note;code;x', 'x;order_number;code;note'])('refuses the file as %j', async (names) => {
    await expect(told(names)).rejects.toThrow(
      `it holds a second table, whose columns are others: "${names.split(';')[0]}"`,
    )
  })
})

describe('cells behind those that the header of a CSV names', () => {
  const used = csvFeed({ tracking_code: 'code' })
  const told = async (header: string, ...rows: string[]) =>
    (await readAll(used, sourceOf([header, ...rows, ''].join('\n')))).records.map((record) =>
      record.valid ? record.fields.tracking_code : 'invalid',
    )

  it.each<[string, string, readonly [row: string, said: string][]]>([
    [
      'are nothing where every row has them, and they are blank',
      'order_number;note;code',
      [
        ['O1;x;DR1;', 'DR1'],
        ['O2;x;DR2;', 'DR2'],
      ],
    ],
    [
      'do not go with the header that stands there again, nor with a total',
      'order_number;note;code',
      [
        ['O1;x;DR1;', 'DR1'],
        ['order_number;note;code', ''],
        ['O2;x;DR2;', 'DR2'],
        ['Celkem;2;', ''],
      ],
    ],
    [
      'break a row that alone has them, for a delimiter stands in one of its texts',
      'order_number;note;code;size',
      [
        ['O1;x;DR1;L', 'DR1'],
        ['O2;x; y;DR2;', 'invalid'],
      ],
    ],
    [
      'break the first row, too',
      'order_number;note;code;size',
      [
        ['O2;x; y;DR2;', 'invalid'],
        ['O1;x;DR1;', 'DR1'],
      ],
    ],
    [
      'break all rows where one of them says something there, for a name is missing in the header',
      'order_number;code;size',
      [
        ['O1;x;DR1;', 'invalid'],
        ['O2;x;DR2;L', 'invalid'],
      ],
    ],
  ])('%s', async (_what, header, rows) => {
    const all = await told(header, ...rows.map(([row]) => row))
    expect(all).toEqual(rows.map(([, said]) => said).filter((said) => said !== ''))
  })

  it('break a row far behind the first ones', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => `O${index};x;DR${index};`)
    expect((await told('order_number;note;code;size', ...rows, 'P1;x; y;DR;')).at(-1)).toBe('invalid')
  })
})

describe('a CSV export whose end is missing', () => {
  const feed = csvFeed({ tracking_code: 'code' })
  const read = (content: string) => readAll(feed, sourceOf(content))

  it('is refused where its last line lacks cells', async () => {
    await expect(read('order_number;code\r\nO1;DR1\r\nO2')).rejects.toThrow(
      'it is cut off: its last line ends in the middle',
    )
  })

  it.each([
    ['a line end', 'order_number;code\r\nO1;DR1\r\n', true],
    ['spaces and Ctrl-Z after it', 'order_number;code\r\nO1;DR1\r\n \u001a', true],
    ['no line end', 'order_number;code\r\nO1;DR1', false],
    ['totals', 'order_number;code\r\nO1;DR1\r\nCelkem', false],
  ])('is told by %s', async (_what, content, lineEnd) => {
    expect((await read(content)).summary).toMatchObject({ records: 1, lineEnd })
  })
})
