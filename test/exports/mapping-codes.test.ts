import { describe, expect, it } from 'vitest'
import { feedOf, readAll, sourceOf } from '../support/exports.ts'
import { fieldsOf, mapOne } from '../support/mapping.ts'

const nbsp = '\u00a0'
const narrow = '\u202f'
const thin = '\u2009'

/** What a code looks like once it has been a number. */
const numbers = [
  ...['12345678901.0', '12345678901.00', '20240002.0', '24001.0', '24001.00', '12345678901,00', '24001,0', '7.0'],
  ...['12345678901.000', '24001,5', '+24001.0', '-24001.0', '123456,789'],
  ...['1 234 567 890', `1${nbsp}234${nbsp}567${nbsp}890`, `1${narrow}234${narrow}567`, `24${thin}001`, '24 001'],
  ...[
    '1,234,567,890',
    '1.234.567.890',
    '1.234.567',
    "1'234'567",
    '1’234’567',
    '24,001',
    '12,345,678.00',
    '12.345.678,00',
  ],
  ...['1 234 567,00', '1 234 567.0'],
  ...[
    '1,23E+12',
    '1.23E+12',
    '1.23e12',
    '1,23e12',
    '1.23E012',
    '1E+12',
    '1e+5',
    '12E+3',
    '1.23E-5',
    '1,2E+1',
    '-1.5E+10',
  ],
  ...[
    '1.23 E+12',
    '1,23E + 12',
    '1.23D+12',
    '.5E+3',
    '1.E+12',
    '1.23×10^12',
    '1,23 × 10^12',
    '1.23*10^12',
    '1,23·10¹²',
  ],
  ...['123456789012345000', '123456789012345000000', '1234567890123450000'],
]

/** What looks like a number or a date, and is a code. */
const codes = [
  ...['0221190', '1E5', '12E34', '24E001', '2024E-01', '221190', 'O-1/2026', '00012', '12345678901234567890', 'ž 1'],
  ...[
    '1.2.3',
    '2024-001',
    'DR1234567806E',
    'RR 123 456 789 CZ',
    '2024/0012',
    '24.0001',
    '24.001',
    '2024.10',
    '24.10.1',
  ],
  ...['1234 5678 9012', '1234 5678 9012 3456', '1Z 999 AA1 01 2345 6784', 'Z 3161912589', '100.10', '24001.1', '1.0.0'],
  ...[
    '123456789012345678',
    '123456789012345001',
    '1234567890123400',
    '12345678901234500',
    '2024_001',
    'OBJ+1',
    '#12',
    '#OSOBNÍ',
  ],
  ...[
    '2024-01',
    '01-2024',
    '2024/1/15',
    '15-01',
    'E5',
    'E+12',
    '+420777123456',
    '10x10',
    'A&B',
    '24001-1',
    "O'Brien-7",
    'FV24/001/A',
  ],
]

describe.each([
  ['an order number', 'order_number'],
  ['a tracking code', 'tracking_code'],
  ['an external order number', 'external_order_number'],
])('%s', (_what, field) => {
  const read = async (cell: string, type = 'json'): Promise<unknown> => {
    if (field === 'order_number') {
      const record = await mapOne({}, { n: cell }, { type })
      return record?.valid === false ? record.reason : record?.order_number
    }
    const fields = await fieldsOf({ [field]: 'c' }, { c: cell }, { type })
    return typeof fields === 'string' ? fields : (fields as Record<string, unknown>)[field]
  }

  it.each(numbers)('is refused as "%s", with what to do', async (cell) => {
    for (const type of ['json', 'csv'])
      expect(await read(` ${cell}`, type)).toMatch(/expected .*(as text|nobody sees).*(In Excel|middle of it)/)
  })

  it.each(codes)('stays "%s"', async (cell) => {
    expect(await read(` ${cell}${nbsp}`)).toBe(cell)
  })

  it.each([
    ...['\u200b', '\u200e', '\u200f', '\u00ad', '\u2060', '\ufeff', '\u202a', '\u2066', '\u180e', '\u061c'],
    ...[
      '\u200c',
      '\u200d',
      '\u2063',
      nbsp,
      narrow,
      thin,
      '\u2003',
      '\u3000',
      '\u205f',
      '\u2007',
      '\u115f',
      '\u3164',
      '\u2800',
    ],
    ...['\u{e0001}', '\u034f'],
  ])('loses %j at its ends, and is refused with it inside', async (character) => {
    expect(await read(`${character}O24001${character} ${character}`)).toBe('O24001')
    const point = `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`
    expect(await read(`O24${character}001`)).toContain(point)
    expect(await read(`DR12345678${character}06E`)).toContain(point)
  })

  it.each(['\n', '\r\n', '\t', '\u2028', '\u2029'])('is refused with %j inside', async (character) => {
    expect(await read(`O24001${character}`)).toBe('O24001')
    expect(await read(`O24${character}001`)).toContain('line break or a tab')
  })

  it('is refused with several spaces in a row, with control characters, and with marks of a wrong encoding', async () => {
    expect(await read('O24  001')).toContain('several spaces')
    expect(await read('O24\u0001001')).toContain('control characters')
    expect(await read('O24\u000b001')).toContain('control characters')
    expect(await read('O24\u0085001')).toContain('wrong encoding')
    expect(await read('O24\u0092001')).toContain('wrong encoding')
    expect(await read('O24\ufffd001')).toContain('wrong encoding')
  })

  it.each([
    ['="0221190"', '0221190'],
    [' ="0221190" ', '0221190'],
    [`="\u200b0221190${nbsp}"`, '0221190'],
    ["'0012345678", '0012345678'],
    ["\u200e'0012345678", '0012345678'],
    ["' 0012345678", '0012345678'],
    ["'O24001", 'O24001'],
    ["'O24001'", 'O24001'],
    [`="'0012"`, '0012'],
    ["'RR 123 456 789 CZ", 'RR 123 456 789 CZ'],
  ])('written as %s is %s', async (cell, code) => {
    expect(await read(cell)).toBe(code)
  })

  it.each(["'12345678901.0", '="1,23E+12"', '="12345678901,00"'])(
    'is refused behind its mark too: %s',
    async (cell) => {
      expect(await read(cell)).toContain('as text')
    },
  )

  it.each(['2026-03-03', '2026-03-03T00:00:00', '3.3.2026', '03.03.2026 00:00:00', '3. 3. 2026'])(
    'is not the date %s',
    async (cell) => {
      expect(await read(cell)).toContain('this is a date')
    },
  )

  it.each([...['3.úno', '1.bře', '3-Mar', 'Mar-24', 'led-26', '12-Dec-2026', '1. ledna 2026', '3.III', '24.XII']])(
    'is not what a spreadsheet made a date of: %s',
    async (cell) => {
      expect(await read(cell)).toContain('a spreadsheet has made a date of it')
    },
  )

  it.each(['MAR-24', 'LED-12', 'X-1', 'III.24', 'XII-24', '3.XIIIA', 'Mark-24a1', 'prodej-1'])(
    'is no date: %s',
    async (cell) => {
      expect(await read(cell)).toBe(cell)
    },
  )

  it.each(['12:30', '9:05:00'])('is not a time: %s', async (cell) => {
    expect(await read(cell)).toContain('this is a time')
  })

  it.each(['24001.', '24001,', '24 %', '12%', '12,5%'])(
    'is not what is left of a format of numbers: %s',
    async (cell) => {
      expect(await read(cell)).toMatch(/as text/)
    },
  )

  it.each([
    ['DR1234567806Е', 'U\\+0415'],
    ['ΑB12', 'U\\+0391'],
    ['１２３４５', 'U\\+FF11'],
    ['O١٢', 'U\\+0661'],
    ['DR1\u0301', 'U\\+0301'],
  ])('has no sign that only looks like one of ours: %s', async (cell, point) => {
    expect(await read(cell)).toMatch(new RegExp(`^expected a code; the (?:sign|character) .*${point}`))
  })

  it.each([
    ['Č1'.normalize('NFD'), 'Č1'],
    ['ОЛ-123', 'ОЛ-123'],
  ])('is what it looks like: %s', async (cell, code) => {
    expect(await read(cell)).toBe(code)
  })

  it.each(['=A1+B2', '=T("0012")', '#REF!', '########'])('is not %s', async (cell) => {
    expect(await read(cell)).toMatch(/formula|spreadsheet's error/)
  })

  it.each(['24004; 24005; 710/24', 'DR1;DR2', 'DR1, DR2', 'DR1,DR2', 'DR1 DR2', 'DR1|DR2', 'DR1 + DR2', '24001,24002'])(
    'is not several: %s',
    async (cell) => {
      expect(await read(cell)).toContain('several')
    },
  )

  it.each([
    'DR1 / DR2',
    'DR1/DR2',
    'DR1 a DR2',
    'DR1 and DR2',
    'DR1<br>DR2',
    'DR1<br />DR2',
    'DR1 &DR2',
    'DR1\u2028DR2',
  ])('is not several in other words: %s', async (cell) => {
    expect(await read(cell)).toMatch(/several|line break/)
  })

  it.each([
    ...["['DR1']", "['DR1', 'DR2']", '["DR1"]', '{"code":"DR1"}', "b'DR1'", '[object Object]', '(DR1)', '<b>DR1</b>'],
    ...['"DR1"', '`DR1`', '„DR1“', '“DR1”', '«DR1»'],
    ...['System.String[]', 'System.Object', '[List]', 'DR1&nbsp;', 'DR1&#160;', '<a href="x?y=1">DR1</a>', 'DR\ud83d1'],
  ])('is not what a program or a person writes where there is none: %s', async (cell) => {
    expect(await read(cell)).toMatch(/^expected (?:a|one) (?:code|value)|^expected text/)
  })

  it.each(['Array', 'Error', 'nezadáno', 'není', 'osobní odběr', 'True', 'TRUE', 'Ano', '?', '*', '/'])(
    'is a word as %s: refused for a code, and left to the shop for an order number',
    async (cell) => {
      expect(await read(cell)).toEqual(
        field === 'order_number' ? cell : expect.stringMatching(/^expected a code; (?:this is a yes|if this stands)/),
      )
    },
  )

  it.each(['A1<B2', 'A&B', 'FV24/A1', '{12345678-1234-1234-1234-123456789abc}', '#OSOBNÍ', 'OP1/2024', 'DR1 B DR'])(
    'is not mistaken for one of these: %s',
    async (cell) => {
      expect(await read(cell)).toBe(cell)
    },
  )

  it.each([
    'https://tracking.dpd.cz/?parcelNumber=13450012345678',
    'https://www.zasilkovna.cz/Z3161912589',
    'www.ppl.cz/vyhledat?id=40012345678',
    'jan@example.cz',
  ])('is no address: %s', async (cell) => {
    expect(await read(cell)).toMatch(/^expected a code; this is an address; .*"match"/)
  })

  it.each([
    '-12345678901',
    '−12345678901',
    '12345678901.000002',
    '12345678900.999998',
    '1.#QNAN',
    '-1.#IND',
    '1.#INF00',
  ])('is not what a program has calculated: %s', async (cell) => {
    expect(await read(cell)).toMatch(/below zero|as text|spreadsheet's error/)
  })

  it.each([
    ['DR1234567806E,', 'DR1234567806E'],
    [';DR1234567806E; ', 'DR1234567806E'],
    ['24001;', '24001'],
  ])('is taken out of a list that holds nothing else: %s', async (cell, code) => {
    expect(await read(cell)).toBe(code)
  })

  it.each(['DR1234567806E - DR1234567810E', 'DR1234567806E\\DR1234567810E'])(
    'is not several, parted by %s',
    async (cell) => {
      expect(await read(cell)).toContain('several')
    },
  )

  it.each([
    ...['Zásilka: DR1234567806E', 'č. DR1234567806E', 'zásilka 40012345678', 'PPL 40012345678', 'GLS: 12345678'],
    ...['DR1234567806E (2 ks)', '2x DR1234567806E', 'DR1234567806E.', '*DR1234567806E*', '’0012345', '`DR1', 'DR1"'],
  ])(
    'with words or marks around it, as %s, is refused for a tracking code, and stays as another number',
    async (cell) => {
      expect(await read(cell)).toEqual(
        field === 'tracking_code' ? expect.stringMatching(/^expected a code; .*"match"/) : cell,
      )
    },
  )

  it.each(['dr 1234 5678 06 e', 'Z 3161912589', '(00) 3 8595 0000 1234', 'DR1-odd', 'O24001 B', 'CZ 123'])(
    'has no words around it as %s',
    async (cell) => expect(await read(cell)).toBe(cell),
  )

  it.each(['40012345678 40012345679', 'DR1234567806E DR1234567810E', 'DR1234567806E/DR1234567810E'])(
    'is not several long ones: %s',
    async (cell) => {
      expect(await read(cell)).toContain('several')
    },
  )
})

describe('a number of a file that has numbers', () => {
  const reasonOf = async (cell: string) => fieldsOf({ tracking_code: 'c' }, { c: cell }, { numbers: ['c'] })
  it.each([
    ...['1234567890123456', '12345678901234567890', '-1234567890123456', '1E5', '2.4E4', '1e+20', '1E-3'],
    ...['24002.5', '2024.1', '24.0001', '-5'],
  ])('is refused as %s, which a double may have changed', async (cell) => {
    expect(await reasonOf(cell)).toContain('as text')
  })
  it.each(['123456789012345', '24001', '0012', '100.10'])('is a code as %s', async (cell) => {
    expect(await reasonOf(cell)).toEqual({ tracking_code: cell })
  })
  it('is told from a text in JSON', async () => {
    const feed = feedOf({ format: { type: 'json' }, fields: { order_number: 'n', metas: { code: 'c' } } })
    const content =
      '[{"n": "123456789012345678", "c": "12345678901234567"}, {"n": "O2", "c": 12345678901234567}, {"n": 123456789012345678}]'
    expect((await readAll(feed, sourceOf(content))).records.map((record) => record.valid)).toEqual([true, false, false])
  })
})

describe('a text', () => {
  const read = (cell: string, numbers: string[] = []) =>
    fieldsOf({ metas: { m: 'm' }, internal_note: 'm' }, { m: cell }, { numbers })
  it.each([
    '12345678901.0',
    '12345678901,00',
    '1 234 567 890',
    '1,234,567,890',
    '1.234.567.890,00',
    '1,23E+12',
    '1.23E12',
    '123456789012345000',
  ])('is refused where it is a code that became a number: %s', async (cell) => {
    expect(await read(cell)).toContain('In Excel')
  })
  it.each([
    ...[
      '1 234,50',
      '1.234,50',
      '12.50',
      '1 234 567 Kč',
      '24,001',
      '1,5',
      '24001.0',
      '-',
      '3.3.2026',
      '2026-03-03',
      '=) jo',
      'A; B',
      'DR1 DR2',
    ],
    ...[
      "rock'n'roll",
      "'s-Hertogenbosch",
      "'vole'",
      'line one\nline two\tand a tab',
      `s${nbsp}mezerou`,
      'a\u200db',
      'a  b',
      '0',
      '#12',
    ],
  ])('stays %j', async (cell) => {
    expect(await read(cell)).toEqual({ 'metas.m': cell, internal_note: cell })
  })
  it.each([
    ["'0012345678", '0012345678'],
    ['="0012"', '0012'],
    [`\u200b ahoj${nbsp}\ufeff`, 'ahoj'],
  ])('%j is %s', async (cell, text) => {
    expect(await read(cell)).toEqual({ 'metas.m': text, internal_note: text })
  })
  it('is refused where it is longer than any code, whatever the limit of texts', async () => {
    const long = await fieldsOf(
      { tracking_code: 'm' },
      { m: 'A1'.repeat(150) },
      { feed: { limits: { fieldLength: 1000 } } },
    )
    expect(long).toContain('expected a code, of at most 200 characters')
    expect(long).not.toContain('fieldLength')
  })
  it('costs no more time than its length warrants', async () => {
    const start = process.cpuUsage()
    await fieldsOf(
      { metas: { m: 'm' } },
      { m: `x${' '.repeat(100_000)}x` },
      { feed: { limits: { fieldLength: 200_000 } } },
    )
    await fieldsOf({ tracking_code: 'm' }, { m: `1${' '.repeat(190)}x`.repeat(1) })
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(1000)
  })
})
