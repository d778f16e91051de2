import { Buffer } from 'node:buffer'
import iconv from 'iconv-lite'
import { fieldEntries } from '../../../lib/order.ts'
import type { Settings } from '../../../lib/settings/settings.ts'
import { bytesOf as wholeOf } from '../../../lib/storage/read.ts'
import type { Store } from '../../../lib/storage/store.ts'
import { type Imported, importExports } from '../../../lib/sync/import/import.ts'
import { selectExports } from '../../../lib/sync/import/select.ts'
import { type Ledger, openLedger } from '../../../lib/sync/ledger/ledger.ts'
import { acknowledge, type Line } from '../../../lib/sync/ledger/line.ts'
import type { Sieve } from '../../../lib/sync/ledger/sieves.ts'
import type { FeedStates } from '../../../lib/sync/state/head.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { reusedBody } from '../../support/reused.ts'
import { createManualClock, hourMs, seededRandom, settingsOf } from '../../support/world.ts'

/**
 * Random sequences of exports, imported twice: passing over what has not changed, and in full. Both have to come to the
 * same, byte for byte.
 */

const columns = ['number', 'status', 'paid', 'tracking', 'note', 'x'] as const
type Row = Record<(typeof columns)[number], string>

type Kind = 'csv' | 'json' | 'xml'

/** An export as it is about to be written. */
interface Draft {
  readonly kind: Kind
  /** how JSON and XML are laid out: on one line, or a line for each value */
  pretty: boolean
  /** what stands between two records of XML or JSON, by the number of the first */
  readonly between: Map<number, string>
  rows: Row[]
  readonly header: string[]
  /** two names that stand in each other's place in the header alone */
  swapped: readonly [number, number] | undefined
  /** so many rows hold letters of another encoding where nobody looks */
  foreign: number
  eol: string
  encoding: 'utf8' | 'win1250'
  /** all cells in quotes, none, or those of some rows */
  quotes: 'none' | 'all' | 'some'
  /** what is done to the text once it is put together: never kept */
  spoil: ((text: string) => string) | undefined
}

interface Chance {
  below(most: number): number
  of<T>(values: readonly T[]): T
}

function createChance(seed: number): Chance {
  const random = seededRandom(seed)
  const below = (most: number): number => Math.floor(random() * most)
  return { below, of: (values) => values[below(values.length)] as (typeof values)[number] }
}

const statuses = ['nová', 'odeslaná', 'hotová', 'Nová', 'neznámá', '']
const days = ['2026-11-01', '1.11.2026', '2026-13-01', '2027-05-05', '', '3.11.2026']
const notes = ['', 'volat předem', 'a "b" c', 'dvě\nřádky', 'konec', 'x;y', '"']

/** Nobody looks at it; a few records are not passed over. */
const wide = 'x'.repeat(80)

const rowOf = (number: string, chance: Chance): Row => ({
  number,
  status: chance.of(statuses.slice(0, chance.below(4) === 0 ? 6 : 3)),
  paid: chance.of(chance.below(6) === 0 ? days : days.slice(0, 2)),
  tracking: chance.below(3) === 0 ? '' : `DR${chance.below(1000)}`,
  note: chance.of(chance.below(3) === 0 ? notes : notes.slice(0, 2)),
  x: wide,
})

/** A row so long that nothing before its end is sifted: the head of an export never is. */
const headRow = (): Row => ({ number: 'HEAD', status: '', paid: '', tracking: '', note: '', x: 'y'.repeat(100_000) })

type Edit = (draft: Draft, chance: Chance) => void

const place = ({ rows }: Draft, chance: Chance): number => 1 + chance.below(Math.max(1, rows.length - 1))
const inText =
  (change: (text: string, at: number, chance: Chance) => string): Edit =>
  (draft, chance) => {
    const at = chance.below(10_000)
    draft.spoil = (text) => change(text, Math.max(0, text.length - 1 - (at % Math.min(2500, text.length))), chance)
  }
const insertedAt = (what: string): Edit => inText((text, at) => text.slice(0, at) + what + text.slice(at))

const edits: Readonly<Record<string, Edit>> = {
  edit: (draft, chance) => {
    const at = place(draft, chance)
    const row = draft.rows[at]
    if (row !== undefined) draft.rows[at] = { ...rowOf(row.number, chance), x: row.x }
  },
  insert: (draft, chance) => {
    draft.rows.splice(place(draft, chance), 0, rowOf(`N${chance.below(90)}`, chance))
  },
  append: (draft, chance) => void draft.rows.push(rowOf(`N${chance.below(90)}`, chance)),
  delete: (draft, chance) => void draft.rows.splice(place(draft, chance), 1 + chance.below(3)),
  swap: (draft, chance) => {
    const [one, two] = [place(draft, chance), place(draft, chance)]
    const [first, second] = [draft.rows[one], draft.rows[two]]
    if (first !== undefined && second !== undefined) [draft.rows[one], draft.rows[two]] = [second, first]
  },
  reverse: (draft) => {
    draft.rows = [...draft.rows.slice(0, 1), ...draft.rows.slice(1).reverse()]
  },
  'same twice': (draft, chance) => {
    const row = draft.rows[place(draft, chance)]
    if (row !== undefined) draft.rows.splice(place(draft, chance), 0, { ...row })
  },
  'another of an order': (draft, chance) => {
    const row = draft.rows[place(draft, chance)]
    if (row !== undefined) draft.rows.splice(place(draft, chance), 0, rowOf(row.number, chance))
  },
  're-encode': (draft) => {
    draft.encoding = draft.encoding === 'utf8' ? 'win1250' : 'utf8'
  },
  'other line ends': (draft) => {
    draft.eol = draft.eol === '\n' ? '\r\n' : '\n'
  },
  quotes: (draft, chance) => {
    draft.quotes = chance.of(['none', 'all', 'some'])
  },
  'other header': (draft, chance) => {
    const at = chance.below(draft.header.length)
    draft.header.splice(at, 1, ...(draft.header[at] === 'x' ? ['x', 'y'] : [draft.header[at] ?? '']).toReversed())
  },
  'swapped columns': (draft, chance) => {
    const [one, two] = [chance.below(draft.header.length), chance.below(draft.header.length)]
    const [first = '', second = ''] = [draft.header[one], draft.header[two]]
    ;[draft.header[one], draft.header[two]] = [second, first]
  },
  'swapped names': (draft, chance) => {
    draft.swapped = draft.swapped === undefined ? [chance.below(5), chance.below(5)] : undefined
  },
  'foreign letters': (draft, chance) => {
    draft.foreign = chance.of([0, 1, 40])
  },
  'cut off': inText((text, at) => text.slice(0, at)),
  'a quote': insertedAt('"'),
  'an end of a line': insertedAt('\n'),
  'a carriage return': insertedAt('\r'),
  'a broken letter': insertedAt('\ufffd'),
  'other layout': (draft) => {
    draft.pretty = !draft.pretty
  },
  'something between': (draft, chance) => {
    draft.between.clear()
    if (draft.kind === 'csv' || chance.below(3) === 0) return
    draft.between.set(place(draft, chance), chance.of(draft.kind === 'xml' ? betweenXml : betweenJson))
  },
  'a bracket': insertedAt('}'),
  'an end tag': insertedAt('</o:order>'),
  'an ampersand': insertedAt('&'),
  'a control character': insertedAt('\u0002'),
  nothing: () => undefined,
}

const betweenXml: readonly string[] = [
  '<!-- </order> -->',
  '<?pi </o:order>?>',
  '\r',
  '\r\n\n',
  '<total pages="2"/>',
  '<order/>',
  '<other><order><number>N7</number><status>hotová</status></order></other>',
  '</orders><orders>',
  'text </order x> &#x2;',
  '<![CDATA[</order>]]>',
  '<order><note>a<order><x>1</x></order></note><number>N5</number><status>hotová</status></order>',
  '<order><note><![CDATA[</order>]]></note><number>N99</number><status>hotová</status></order>',
]
const betweenJson: readonly string[] = [
  '{"number":"N98","note":"}","status":"nová"},',
  '{"number":"N97","status":"hotová","x":{"number":"N7","deep":[{},{"a":1}]}},',
  '{"number":"N7","status":"hotová"},',
  '1,',
  ',',
  '],[',
  '\n\n',
]

function headerOf({ header, swapped }: Draft): string[] {
  const names = [...header]
  const [one, two] = swapped ?? [0, 0]
  const [first = '', second = ''] = [names[one], names[two]]
  ;[names[one], names[two]] = [second, first]
  return names
}

/** Letters that are valid UTF-8 where the others are not, and the other way round; they stand for themselves until the end. */
const foreign = '\u2603'

function bytesOf(text: string, encoding: Draft['encoding']): Uint8Array {
  const other = iconv.encode('žšč'.repeat(30), encoding === 'utf8' ? 'win1250' : 'utf8')
  const parts = text.split(foreign).map((part) => Buffer.from(iconv.encode(part, encoding)))
  return Buffer.concat(parts.flatMap((part, at) => (at === 0 ? [part] : [other, part])))
}

function textOf(draft: Draft, chance: Chance): string {
  const text = draft.kind === 'csv' ? csvOf(draft, chance) : draft.kind === 'xml' ? xmlOf(draft) : jsonOf(draft)
  return draft.spoil === undefined ? text : draft.spoil(text)
}

const oddOf = ({ rows, foreign: letters }: Draft, index: number): Partial<Row> =>
  index >= rows.length - letters ? { x: foreign } : {}

function xmlOf(draft: Draft): string {
  const { rows, eol, pretty, header, quotes } = draft
  const escaped = (text: string): string =>
    quotes === 'all' && !text.includes(']]>')
      ? `<![CDATA[${text}]]>`
      : text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  const records = rows.map((row, index) => {
    const values = header.map(
      (name) => `<${name}>${escaped({ ...row, ...oddOf(draft, index) }[name as keyof Row] ?? '')}</${name}>`,
    )
    const tag = quotes === 'some' && index % 5 === 0 ? 'o:order' : 'order'
    return `<${tag}>${values.join(pretty ? eol : '')}</${tag}>${draft.between.get(index) ?? ''}`
  })
  return `<?xml version="1.0"?>${eol}<data date="1"><orders>${records.join(eol)}${eol}</orders></data>${eol}`
}

function jsonOf(draft: Draft): string {
  const { rows, eol, pretty, header, quotes } = draft
  const records = rows.map((row, index) => {
    const all = { ...row, ...oddOf(draft, index) }
    const values = Object.fromEntries(header.map((name) => [name, all[name as keyof Row] ?? '']))
    const value = quotes === 'some' && index % 5 === 0 ? { ...values, items: [{ a: 1 }, { b: '}' }] } : values
    const text = JSON.stringify(value, null, pretty ? 1 : 0).replaceAll('\n', eol)
    return index === rows.length - 1 ? text : `${text},${draft.between.get(index) ?? ''}`
  })
  const list = `[${records.join(eol)}]`
  return quotes === 'all' ? `{"date": "1", "value": ${list}, "next": null}${eol}` : `${list}${eol}`
}

function csvOf(draft: Draft, chance: Chance): string {
  const cell = (text: string, quoted: boolean): string =>
    quoted || /[";\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  const lines = draft.rows.map((row, index) => {
    const quoted = draft.quotes === 'all' || (draft.quotes === 'some' && index % 5 === 0)
    return draft.header
      .map((name) => cell({ ...row, ...oddOf(draft, index) }[name as keyof Row] ?? '', quoted))
      .join(';')
  })
  const end = chance.below(5) === 0 ? '' : draft.eol
  return [headerOf(draft).join(';'), ...lines].join(draft.eol) + end
}

const settingsIn = (format: object): Settings =>
  settingsOf({
    feeds: {
      orders: {
        contents: 'full',
        format,
        fields: {
          order_number: 'number',
          status: { from: 'status', map: { nová: 'new', odeslaná: 'sent', hotová: 'done' }, otherwise: 'keep' },
          paid_date: { from: 'paid' },
          tracking_code: 'tracking',
          metas: { note: 'note' },
        },
      },
    },
  })

/** The settings of these tests: a feed that is read in full each time. */
export const usual = settingsIn({ type: 'csv' })

const settingsByKind: Readonly<Record<Kind, Settings>> = {
  csv: usual,
  json: settingsIn({ type: 'json', documentNumber: 'tracking' }),
  xml: settingsIn({ type: 'xml', records: 'data/orders/order', documentNumber: 'tracking' }),
}
const adopted = ['metas.note', 'paid_date', 'status', 'tracking_code']

/** One of the two that are compared. */
interface Side {
  state: Uint8Array | undefined
  orders: number
  feeds: FeedStates
  readonly sifts: boolean
  /** how often records were passed over, or would have been */
  passed: number
  sieve: Sieve | undefined
}

/** What is the same for both. */
export interface Step {
  readonly body: string | Uint8Array
  /** hours since the clock began */
  readonly hour: number
  /** by the name of its file, so many hours; default: the same */
  readonly time?: number
  readonly settings?: Settings
  /** the fields have been adopted; default: true */
  readonly adopted?: boolean
  readonly full?: boolean
  /** default: {@link siftedFrom} */
  readonly siftedFrom?: number
  /** what moves lines before the export is read, and after it was */
  readonly before?: (ledger: Ledger) => void
  readonly after?: (ledger: Ledger) => void
}

/** What a side came to: everything that may not depend on sifting. */
interface Outcome {
  readonly imported: Imported
  readonly lines: readonly Line[]
  readonly open: readonly string[]
}

/** Exports are sifted in blocks of so many bytes, too: of a few records. */
const siftedFrom = 600

/** Bytes of a piece in which a store gives its objects: records, letters and quotes are torn apart. */
const sizes = [65_536, 16_384, 65_536, 3001, 1_000_000, 7001, 4099]

function inPieces(store: Store, size: number): Store {
  return {
    ...store,
    async get(key, range) {
      const content = await store.get(key, range)
      if (content === undefined) return undefined
      const bytes = await wholeOf(content.body)
      return { ...content, body: reusedBody(bytes, size) }
    },
  }
}

/** A ledger that tells when records were passed over. */
const watched = (ledger: Ledger, tell: () => void): Ledger =>
  new Proxy(ledger, {
    get: (target, name) =>
      name === 'expect'
        ? (at: number): void => {
            tell()
            target.expect(at)
          }
        : Reflect.get(target, name, target),
  })

async function take(side: Side, step: Step): Promise<Outcome> {
  const { settings = usual, hour, time = hour, full = false, siftedFrom: from = siftedFrom } = step
  const clock = createManualClock()
  clock.advance(hour * hourMs)
  const memory = createMemoryStore(clock)
  const snapshot = side.state === undefined ? null : 'state/snapshots/s.blocks'
  if (side.state !== undefined && snapshot !== null) memory.drop(snapshot, side.state)
  memory.drop(`exports/orders/${String(time).padStart(6, '0')}.csv`, step.body)
  const store = inPieces(memory, sizes[hour % sizes.length] ?? 1)
  const ledger = watched(await openLedger({ snapshot, orders: side.orders }, { store }), () => side.passed++)
  step.before?.(ledger)
  const { feeds } = side
  const selections = selectExports({ settings, feeds, nowMs: clock.now() }, await store.list('exports/'))
  const log = { info: () => undefined, warn: () => undefined }
  const effects = { store, clock, log, ...(side.sifts ? { random: seededRandom(hour) } : {}) }
  const head = { adoptedFields: step.adopted === false ? [] : adopted }
  const imported = await importExports({ settings, head, feeds, selections, full, siftedFrom: from }, ledger, effects)
  const lines = [...ledger.lines()]
  const open = [...ledger.open()].map(({ order_number }) => order_number)
  step.after?.(ledger)
  if (ledger.changed) side.state = ledger.pack()
  if (ledger.changed) side.orders = ledger.size
  side.feeds = imported.feeds
  side.sieve = ledger.sieves.of('orders')
  return { imported, lines, open }
}

/** Imports exports one after the other, once sifted and once in full. */
export function createTwoSides() {
  const sides = [true, false].map(
    (sifts): Side => ({ state: undefined, orders: 0, feeds: {}, sifts, passed: 0, sieve: undefined }),
  )
  return {
    /** what was sifted, and the same in full */
    take: (step: Step): Promise<Outcome[]> => Promise.all(sides.map((side) => take(side, step))),
    /** what the sifted side keeps for the next export */
    sieve: (): Sieve | undefined => sides[0]?.sieve,
    /** how often records were passed over, or would have been */
    passed: (): number => sides[0]?.passed ?? 0,
    /** meddles with the state of the sifted side */
    meddle: (change: (state: Buffer) => Buffer): void => {
      for (const side of sides) if (side.sifts && side.state !== undefined) side.state = change(Buffer.from(side.state))
    },
  }
}

/** What a run does with what waits: most is acknowledged, some is lost, and a person changes something. */
function afterwards(ledger: Ledger, chance: Chance): void {
  const open = [...ledger.open()].map(({ order_number }) => order_number)
  for (const order_number of open) {
    const kind = chance.below(6)
    const values = (line: Line) =>
      Object.fromEntries(fieldEntries(line.wanted).map(([name, { value }]) => [name, value]))
    if (kind < 4) ledger.update(order_number, (line) => acknowledge(line, values(line), 0))
    if (kind === 4)
      ledger.update(order_number, (line) => ({
        ...line,
        unconfirmed: { fields: values(line), until: '2027-01-01T00:00:00.000Z' },
      }))
  }
  meddled(ledger, chance)
}

/** Now and then a line comes to say something else by itself, as by what a dead run had sent. */
function meddled(ledger: Ledger, chance: Chance): void {
  if (chance.below(4) > 0 || ledger.size === 0) return
  const line = ledger.at(chance.below(ledger.size))
  ledger.update(line.order_number, (before) => ({ ...before, acknowledged: { ...before.acknowledged, status: 'odd' } }))
}

/** Tells what differs in a random sequence of exports; `undefined`: nothing. */
export async function differenceIn(seed: number): Promise<string | undefined> {
  const chance = createChance(seed)
  const draft: Draft = {
    kind: chance.of(['csv', 'json', 'xml']),
    pretty: chance.below(2) === 0,
    between: new Map(),
    rows: [headRow(), ...Array.from({ length: 30 + chance.below(20) }, (_, at) => rowOf(`N${at}`, chance))],
    header: [...columns],
    swapped: undefined,
    foreign: 0,
    eol: chance.of(['\n', '\r\n']),
    encoding: chance.of(['utf8', 'win1250']),
    quotes: chance.of(['none', 'some', 'all']),
    spoil: undefined,
  }
  const sides = createTwoSides()
  const told: string[] = []
  for (let hour = 1; hour < 7; hour++) {
    draft.spoil = undefined
    for (let count = hour === 1 ? 0 : 1 + chance.below(3); count > 0; count--) {
      const name = chance.of(Object.keys(edits))
      told.push(name)
      edits[name]?.(draft, chance)
    }
    told.push('|')
    const body = bytesOf(textOf(draft, chance), draft.encoding)
    const outcomes = await sides.take({
      body,
      settings: settingsByKind[draft.kind],
      hour: hour * chance.of([1, 1, 1, 20]),
      adopted: hour > 1,
      full: chance.below(5) === 0,
      before: (ledger) => meddled(ledger, createChance(seed + hour)),
      after: (ledger) => afterwards(ledger, createChance(seed * 100 + hour)),
    })
    const [one = '', two = ''] = outcomes.map((outcome) => JSON.stringify(outcome))
    if (one !== two) return `seed ${seed}, export ${hour} of ${told.join(', ')}:\n${firstDifference(one, two)}`
  }
  counts[draft.kind] += sides.passed()
  return undefined
}

/** How often records were passed over in all sequences so far, by formats: a test in which none is tests nothing. */
export const counts: Record<Kind, number> = { csv: 0, json: 0, xml: 0 }

function firstDifference(one: string, two: string): string {
  let at = 0
  while (at < one.length && one[at] === two[at]) at++
  const [from, to] = [Math.max(0, at - 200), at + 300]
  return `sifted: …${one.slice(from, to)}\nin full: …${two.slice(from, to)}`
}
