import { type presets, presetWords } from '../../settings/presets/index.ts'
import { isAmountName } from '../formats/table.ts'
import { readAsOrders, readAsParcels } from './cells.ts'
import type { Outline } from './outline.ts'

/** A feed for the settings, to start from. */
export type Draft = Readonly<Record<string, unknown>> & { readonly fields: Readonly<Record<string, unknown>> }

/** Stands for the order number where no column reads as one: a person has to say which. */
export const unknownColumn = '?'

/** A guess at what a column means, by its name without case and diacritics. */
interface Guess {
  readonly field: string
  readonly name: RegExp
  readonly not?: RegExp
  /** what its first value must look like */
  readonly sample?: RegExp
}

const otherThings = /polozk|item|produkt|product|zbozi|datum|date|stav|status|typ|type|celkem|total|cena|price/
const measures = /datum|date|stav|status|hmotnost|weight|cena|price|pocet|count|typ|type|url|odkaz|link|vyska|sirka/
const date = /\d[.-]\d/

// the shop's number first: the ERP's own matches nothing, or another order
const orderNumber = [
  /^(?:extern|numatcard|puvodnicislo|primdoklad|cisdosle|cisobj|cobjednavk|odkaznadoklad|numberorder)|cislo.*(?:extern|dosl)|objednav.*(?:zakazn|odber)/,
  /(?:cislo|number|kod|code|\bc\.) ?.*(?:objednav|order|\bobj\b)|(?:objednav|order).*(?:cislo|number|kod|code)|^(?:order|objednavka)$/,
  /^(?:objednavk|obj\.)\w* c\.$/,
  /^(?:order|objednavka).?(?:no|nr|num)\.?$|^(?:no|nr)\.? ?(?:of )?(?:order|objednavky)$/,
  /(?:order|objednavk[ay]).?id$|^id.?(?:order|objednavky)$/,
]
const bySymbol = /^(?:vs|variabilni.?symbol|variable.?symbol|var\.? ?symbol|var\.? ?sym\.?|varsym)$/

const guesses: readonly Guess[] = [
  ...orderNumber.map((name) => ({ field: 'order_number', name, not: otherThings })),
  { field: 'order_number', name: bySymbol },
  {
    field: 'status',
    name: /^(?:stav|status|state)|(?:order|objednavky).?(?:stav|status)$/,
    not: /uhra|plat|paym|zasob|sklad|stock/,
  },
  { field: 'paid_date', name: /uhra[dz]|zaplac|^paid$|paid.?(?:date|at|on)|platb|payment.?date/, sample: date },
  {
    field: 'tracking_code',
    name: /(?:cislo|number|kod|code).*(?:zasilk|balik|parcel)|tracking|(?:zasilk|balik|parcel|package|shipment).*(?:cislo|number|kod|code)|^podaci.?cislo/,
    not: measures,
  },
  { field: 'tracking_code', name: /zasilk|balik|parcel|carov.*kod|barcode/, not: measures },
  { field: 'resolved_yn', name: /^(?:vyrizen|resolved|hotovo|finished|done$)/ },
]

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** The name of a path's end; of `PACKAGE/NUMBER` both. */
function nameOf(path: string): string {
  const steps = plain(path).split('/')
  const last = steps.at(-1) ?? ''
  return /^(?:number|cislo|code|kod)$/.test(last) ? steps.slice(-2).join(' ') : last
}

type Found = readonly (readonly [field: string, path: string])[]

function byName({ paths, recordsAt }: Outline): Found {
  const usable = paths
    .filter(({ path }) => !/.@/.test(path.split('/').at(-1) ?? ''))
    .map((one) => ({ ...one, name: nameOf(one.path) }))
  const named = guesses.flatMap(({ field, name, not, sample }) => {
    const found = usable.find(
      (one) => name.test(one.name) && not?.test(one.name) !== true && (sample?.test(one.sample) ?? true),
    )
    return found === undefined ? [] : [[field, found.path] as const]
  })
  return [...named, ...ofOrders(usable, recordsAt)]
}

/** Below elements that are orders, a bare `number` or `code` is theirs; in Flexi they are its own. */
function ofOrders(usable: readonly { readonly path: string; readonly name: string }[], recordsAt = ''): Found {
  if (!/(?:order|objednavk[ay])$/i.test(recordsAt) || recordsAt.startsWith('winstrom')) return []
  const found = usable.find(({ name }) => name === 'number' || name === 'code')
  return found === undefined ? [] : [['order_number', found.path]]
}

function byValues(values: ReadonlyMap<string, readonly string[]>): Found {
  const columns = [...values]
  const parcel = columns.find(([, cells]) => readAsParcels(cells))?.[0]
  const order = columns.find(([name, cells]) => name !== parcel && readAsOrders(cells))?.[0]
  return [
    ...(order === undefined ? [] : [['order_number', order] as const]),
    ...(parcel === undefined ? [] : [['tracking_code', parcel] as const]),
  ]
}

/** A feed by the names of the columns, or by their values: only to start from, a person has to say what each means. */
export function draftFeed(format: string, outline: Outline): Draft | undefined {
  if (outline.paths.length === 0 || (format === 'xml' && outline.recordsAt === undefined)) return undefined
  const found = outline.values === undefined ? byName(outline) : byValues(outline.values)
  const fields = new Map<string, unknown>([['order_number', unknownColumn]])
  for (const [field, path] of found)
    if (!fields.has(field) || fields.get(field) === unknownColumn) fields.set(field, path)
  return {
    format: {
      type: format,
      ...(outline.delimiter === undefined ? {} : { delimiter: outline.delimiter }),
      ...(outline.recordsAt === undefined ? {} : { records: outline.recordsAt }),
      ...(outline.header === undefined ? {} : { header: outline.header }),
    },
    ...asPayments(fields, outline),
  }
}

/** A bank's list names payments by the variable symbol; what the bank took away again dates none. */
function asPayments(fields: ReadonlyMap<string, unknown>, { paths }: Outline): Draft {
  const number = String(fields.get('order_number'))
  const day = paths.find(({ path, sample }) => /^datum|^date/.test(plain(path)) && date.test(sample))?.path
  const amount = paths.find(({ path }) => isAmountName(path))?.path
  if (!bySymbol.test(plain(number)) || day === undefined || amount === undefined || fields.has('status'))
    return { fields: Object.fromEntries(fields) }
  return {
    contents: 'changes',
    duplicates: 'every',
    skip: [{ when: { [amount]: { below: 0 } } }],
    fields: { ...Object.fromEntries(fields), paid_date: day },
  }
}

/**
 * A draft with all words of the status that are known, each to be given a status of the shop; `null` leaves the status
 * alone until somebody does.
 * @param words those of this file
 */
export function withWords(draft: Draft, words: readonly string[]): Draft {
  const { preset, fields } = draft
  const known = typeof preset === 'string' ? (presetWords[preset]?.status ?? []) : []
  const all = [...new Set([...known, ...words])]
  const speaksShop = preset === 'upgates-csv'
  const translations = Object.fromEntries(all.map((word) => [word, null]))
  // without a map, whatever a later export says would go to the shop as it stands
  const map = all.length === 0 ? { map: translations, otherwise: 'keep' } : { map: translations }
  const from = typeof fields.status === 'string' ? { from: fields.status } : {}
  const isMapped = !speaksShop && (fields.status !== undefined || (preset !== undefined && all.length > 0))
  const rest = Object.fromEntries(Object.entries(draft).filter(([name]) => name !== 'fields'))
  return { contents: 'full', ...rest, fields: { ...fields, ...(isMapped ? { status: { ...from, ...map } } : {}) } }
}

/** The name of a feed: what its files are. */
export function feedNameOf({ preset, fields }: Draft): string {
  const kind = typeof preset === 'string' ? preset.split('-').at(-1) : undefined
  if (kind !== undefined && kind !== 'csv') return kind
  if (preset !== undefined || 'status' in fields || 'resolved_yn' in fields) return 'orders'
  if ('paid_date' in fields) return 'payments'
  return 'tracking_code' in fields ? 'parcels' : 'orders'
}

/** What an owner without settings starts from, beside the feed. `PROJECT`, `SERVER` and `LOGIN` are the shop's; nobody is mailed before the owner says so. */
export const settingsStart = {
  shop: 'my-shop',
  upgates: { api: 'v2', project: 'PROJECT', server: 'SERVER', login: 'LOGIN', notify: false },
} as const

/** The draft of a ready-made mapping. */
export const presetDraft = (preset: keyof typeof presets & string): Draft => ({ preset, fields: {} })
