import { describe, expect, it } from 'vitest'
import type { Settings } from '../../../lib/settings/settings.ts'
import { settingsOf } from '../../support/world.ts'
import { createTwoSides } from './sequences.ts'

/** So long that nothing before its end is sifted. */
const long = 'y'.repeat(100_000)

const settingsIn = (format: object): Settings =>
  settingsOf({
    feeds: {
      orders: {
        contents: 'full',
        format,
        fields: {
          order_number: 'number',
          status: { from: 'status', map: { nová: 'sent', odeslaná: 'sent', hotová: 'done' }, otherwise: 'keep' },
          paid_date: { from: 'paid' },
        },
      },
    },
  })

interface Said {
  readonly number: string
  readonly status?: string
  readonly paid?: string
  readonly x?: string
}

type Others = Readonly<Record<number, Omit<Said, 'number'>>>

/** Forty orders, some of which say something else. */
const forty = (others: Others = {}): Said[] =>
  Array.from({ length: 40 }, (_, at) => ({
    number: `N${at}`,
    status: 'nová',
    paid: '2026-11-01',
    x: 'a',
    ...others[at],
  }))

const head: Said = { number: 'HEAD', status: 'nová', paid: '', x: long }

const element = ({ number, status, paid, x }: Said): string =>
  `<order>\n <number>${number}</number>\n <status>${status}</status>\n <paid>${paid}</paid>\n <x>${x}</x>\n</order>`
const xml = (records: readonly Said[], between: Readonly<Record<number, string>> = {}): string =>
  `<?xml version="1.0"?>\n<data><orders>\n${[head, ...records].map((said, at) => `${element(said)}${between[at] ?? ''}\n`).join('')}</orders></data>\n`

const object = (said: Said): string => JSON.stringify({ ...said, items: [{ a: '}' }, { b: { c: 1 } }] })
const json = (records: readonly Said[], between: Readonly<Record<number, string>> = {}): string =>
  `[${[head, ...records].map((said, at) => `${object(said)}${at === records.length ? '' : `,\n${between[at] ?? ''}`}`).join('')}]\n`

/** Two lists, with a value between them. */
const lists = (records: readonly Said[], between: string): string =>
  `{"value": [{"orders": ${json(records.slice(0, 20)).trim()}},\n{${between}"orders": [${records.slice(20).map(object).join(',')}]}]}`

const asXml = settingsIn({ type: 'xml', records: 'data/orders/order', documentNumber: 'number' })
const asJson = settingsIn({ type: 'json' })
const asEither = settingsIn([
  { type: 'xml', records: 'data/orders/order' },
  { type: 'json', records: 'data/orders/order' },
])
const jsonBelow = (records: readonly Said[]): string => `{"data": {"orders": {"order": ${json(records)}}}}`
const asLists = settingsIn({ type: 'json', records: 'value/orders' })

const bad = { 38: { paid: '2026-13-01' } }
const news = { 30: { status: 'hotová' } }
const swallowed = (open: string, close: string): string => xml(forty(news), { 9: open, 20: close })

type Case = readonly [name: string, settings: Settings, first: string, ...later: string[]]

/** Exports of which the first is imported twice, and the others come after it. */
const cases: readonly Case[] = [
  ['XML of which one record says something new', asXml, xml(forty()), xml(forty(news))],
  ['XML in another order', asXml, xml(forty()), xml(forty().toReversed())],
  ['XML that contradicts itself', asXml, xml(forty()), xml([...forty(), { ...head, number: 'N7', status: 'hotová' }])],
  ['XML with a broken record behind what has not changed', asXml, xml(forty(bad)), xml(forty({ ...bad, ...news }))],
  [
    'XML with a carriage return that breaks a line',
    asXml,
    xml(forty(bad), { 10: '\r ', 11: '\r\n\r ' }),
    xml(forty({ ...bad, ...news }), { 10: '\r ', 11: '\r\n\r ' }),
  ],
  [
    'XML that names its next page between two records',
    asXml,
    xml(forty(), { 10: '<link rel="next" href="/2"/>' }),
    xml(forty(news), { 10: '<link rel="next" href="/2"/>' }),
  ],
  [
    'XML that says between two records how many there are',
    asXml,
    xml(forty(), { 10: '<rowcount>99</rowcount>' }),
    xml(forty(news), { 10: '<rowcount>99</rowcount>' }),
  ],
  [
    'XML that says between two records how many there were, and is one short by now',
    asXml,
    xml(forty(), { 10: '<rowcount>41</rowcount>' }),
    xml(forty(news).slice(0, -1), { 10: '<rowcount>41</rowcount>' }),
  ],
  [
    'XML with a reference to nothing where nobody looks',
    asXml,
    xml(forty({ 10: { x: 'a&nbsp;b' } })),
    xml(forty({ 10: { x: 'a&nbsp;b' }, ...news })),
  ],
  [
    'XML with an element of the same name in a record',
    asXml,
    xml(forty({ 10: { x: '<order><number>N7</number></order>' } })),
    xml(forty({ 10: { x: '<order><number>N7</number></order>' }, ...news })),
    xml(forty({ 10: { x: '<order><number>N8</number></order>' }, ...news })),
  ],
  [
    'XML with an end tag that is none',
    asXml,
    xml(forty({ 10: { x: '<![CDATA[</o:order>]]>' } }), { 12: '<!-- </order> -->' }),
    xml(forty({ 10: { x: '<![CDATA[</o:order>]]>' }, ...news }), { 12: '<!-- </order> -->' }),
  ],
  ['XML whose comment swallows records', asXml, xml(forty()), swallowed('<!--', '-->')],
  ['XML whose CDATA swallows records', asXml, xml(forty()), swallowed('<![CDATA[', ']]>')],
  ['XML with records at another place', asXml, xml(forty()), swallowed('</orders><others>', '</others><orders>')],
  ['XML with a record in a record', asXml, xml(forty()), swallowed('<order><x>', '</x></order>')],
  ['XML that is cut off in a record', asXml, xml(forty()), xml(forty(news)).slice(0, -90)],
  ['XML that is cut off behind a record', asXml, xml(forty()), xml(forty(news)).slice(0, -18)],
  ['XML that says that it was refused', asXml, xml(forty()), xml(forty(), { 20: '<x state="error" note="no"/>' })],
  [
    'XML 1.1, which has other line breaks',
    asXml,
    xml(forty(bad), { 10: '\u0085' }).replace('1.0', '1.1'),
    xml(forty({ ...bad, ...news }), { 10: '\u0085' }).replace('1.0', '1.1'),
  ],
  ['XML where JSON may come, too', asEither, xml(forty(bad)), xml(forty({ ...bad, ...news }))],
  ['JSON where XML may come, too', asEither, jsonBelow(forty(bad)), jsonBelow(forty({ ...bad, ...news }))],
  ['JSON where XML came', asEither, xml(forty(bad)), jsonBelow(forty({ ...bad, ...news }))],
  ['XML behind a byte order mark', asEither, `\ufeff${xml(forty(bad))}`, `\ufeff ${xml(forty({ ...bad, ...news }))}`],
  ['JSON of which one record says something new', asJson, json(forty()), json(forty(news))],
  ['JSON in another order', asJson, json(forty()), json(forty().toReversed())],
  [
    'JSON that contradicts itself',
    asJson,
    json(forty()),
    json([...forty(), { ...head, number: 'N7', status: 'hotová' }]),
  ],
  ['JSON with a broken record behind what has not changed', asJson, json(forty(bad)), json(forty({ ...bad, ...news }))],
  ['JSON that is cut off in a record', asJson, json(forty()), json(forty(news)).slice(0, -30)],
  ['JSON that is cut off behind a record', asJson, json(forty()), json(forty(news)).slice(0, -3)],
  ['JSON with a record that is none', asJson, json(forty()), json(forty(news), { 20: '1,' })],
  ['JSON whose text swallows records', asJson, json(forty()), json(forty(news), { 9: '{"x":"', 20: '"},' })],
  ['JSON with records in a record', asJson, json(forty()), json(forty(news), { 9: '{"x":[', 20: '1]},' })],
  ['JSON with several lists', asLists, lists(forty(), ''), lists(forty(news), '')],
  [
    'JSON that names its next page between two lists',
    asLists,
    lists(forty(), '"next": "/2",'),
    lists(forty({ 35: { status: 'hotová' } }), '"next": "/2",'),
  ],
  [
    'JSON that says between two lists how many there were, and has one less by now',
    asLists,
    lists(forty(), '"totalcount": 41,'),
    lists(forty({ 35: { status: 'hotová' } }).slice(0, -1), '"totalcount": 41,'),
  ],
]

/** Forty orders of which only these have been paid; of all others the export leaves the date out. */
const paidOnly = (paid: readonly number[], others: Others = {}): Said[] =>
  forty(others).map(({ paid: date = '', ...said }, at) => (paid.includes(at) ? { ...said, paid: date } : said))
const bareJson = (records: readonly Said[]): string =>
  `[${[{ number: 'HEAD', status: 'nová', x: long }, ...records].map(object).join(',\n')}]\n`
const bareElement = (said: Said): string => element(said).replace(/ <paid>undefined<\/paid>\n/, '')
const bareXml = (records: readonly Said[]): string =>
  `<data><orders>\n${[{ number: 'HEAD', status: 'nová', x: long }, ...records].map(bareElement).join('\n')}</orders></data>\n`

const many = Object.fromEntries([3, 4, 5, 6, 7].map((at) => [at, { status: 'hotová' }]))

/** By what the records of one export after the other have. */
const vanishing: Readonly<Record<string, readonly (readonly Said[])[]>> = {
  'in which one record has a field, and is passed over': [paidOnly([20]), paidOnly([20], news)],
  'whose only record with a field has it no longer': [paidOnly([20]), paidOnly([])],
  'whose only record with a field is gone': [paidOnly([20]), paidOnly([20]).toSpliced(20, 1)],
  'of which no record has a field': [paidOnly([]), paidOnly([], news)],
  'of which no record has a field, and then one': [
    paidOnly([]),
    paidOnly([30], news),
    paidOnly([30], { 31: news[30] }),
  ],
  'whose records lose a field one by one': [paidOnly([20, 30]), paidOnly([30]), paidOnly([])],
  'whose field wanders': [
    paidOnly([20]),
    paidOnly([30]),
    paidOnly([30], { 12: news[30] }),
    paidOnly([], { 12: news[30] }),
  ],
  'whose only sound record with a field has it no longer, and then no other': [
    paidOnly([20, 38], bad),
    paidOnly([38], { ...bad, ...many }),
    paidOnly([], many),
  ],
  'whose only record with a field is broken': [
    paidOnly([38], bad),
    paidOnly([38], { ...bad, ...news }),
    paidOnly([], news),
  ],
}
const vanishingCases = Object.entries(vanishing).flatMap(([name, exports]): Case[] => {
  const [first = [], ...later] = exports
  return [
    [`JSON ${name}`, asJson, bareJson(first), ...later.map(bareJson)],
    [`XML ${name}`, asXml, bareXml(first), ...later.map(bareXml)],
  ]
})

const rows = [...cases, ...vanishingCases].map(
  ([name, settings, first, ...later]) => [name, settings, [first, first, ...later]] as const,
)

describe('an export comes to the same, sifted or in full,', () => {
  it.each(rows)('%s', async (_name, settings, bodies) => {
    const sides = createTwoSides()
    for (const [at, body] of bodies.entries()) {
      const [sifted, inFull] = await sides.take({ body, settings, hour: at + 1, adopted: at > 0 })
      expect(sifted).toEqual(inFull)
    }
  })

  it('also where a field is in none of its records, which is told each time', async () => {
    const sides = createTwoSides()
    await sides.take({ body: bareJson(paidOnly([20])), settings: asJson, hour: 1 })
    const [before] = await sides.take({ body: bareJson(paidOnly([20], news)), settings: asJson, hour: 2 })
    expect(JSON.stringify(before)).not.toContain('is in none of the records')
    expect(sides.passed()).toBeGreaterThan(0)
    for (const hour of [3, 4]) {
      const [sifted] = await sides.take({ body: bareJson(paidOnly([], news)), settings: asJson, hour })
      expect(JSON.stringify(sifted)).toContain('which gives paid_date, is in none of the records (41)')
    }
  })

  it.each<readonly [name: string, settings: Settings, first: string, second: string]>([
    ['XML', asXml, xml(forty()), xml(forty(news))],
    ['JSON', asJson, json(forty()), json(forty(news))],
    ['XML where JSON may come, too,', asEither, xml(forty()), xml(forty(news))],
    ['JSON where XML may come, too,', asEither, jsonBelow(forty()), jsonBelow(forty(news))],
  ])('and most of %s is passed over', async (_name, settings, first, second) => {
    const sides = createTwoSides()
    await sides.take({ body: first, settings, siftedFrom: 65_536, hour: 1, adopted: false })
    expect(new Set(sides.sieve()?.places)).toHaveLength(40)
    await sides.take({ body: second, settings, siftedFrom: 65_536, hour: 2 })
    expect(sides.passed()).toBe(2)
  })
})
