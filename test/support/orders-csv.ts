import { Readable } from 'node:stream'

/** How a generated export looks. */
export interface GeneratedCsv {
  readonly orders: number
  /** orders whose status, payment and tracking code differ from the first day's: every n-th */
  readonly changedEvery?: number
}

const header = 'Číslo objednávky;Zákazník;Celkem s DPH;Stav;Datum úhrady;Číslo zásilky;Vyřízeno;Poznámka\r\n'

/** Number of the order at a position, from 1. */
export const orderNumberAt = (position: number): string => `O${String(position).padStart(8, '0')}`

function row(position: number, changedEvery: number | undefined): string {
  const changed = changedEvery !== undefined && position % changedEvery === 0
  const status = changed ? 'Vyřízena' : 'Expedována'
  const day = `${(position % 28) + 1}.${(position % 12) + 1}.2025`
  const note = position % 10 === 0 ? '"Volat předem\nnechat u sousedů; dům"' : ''
  return `${orderNumberAt(position)};Žofie Vzorová ${position % 97};1 234,50 Kč;${status};${changed ? '24.11.2026' : day};DR${String(position).padStart(10, '0')}E;Ne;${note}\r\n`
}

/** An export as a Czech ERP writes it, in UTF-8, streaming: the same arguments give the same bytes. */
export function ordersCsv({ orders, changedEvery }: GeneratedCsv): Readable {
  return Readable.from(
    (function* () {
      let chunk = header
      for (let position = 1; position <= orders; position++) {
        chunk += row(position, changedEvery)
        if (chunk.length > 64 * 1024) {
          yield Buffer.from(chunk)
          chunk = ''
        }
      }
      yield Buffer.from(chunk)
    })(),
    { objectMode: false },
  )
}

/** The feed that reads {@link ordersCsv}. */
export const ordersFeed = {
  contents: 'full',
  format: { type: 'csv', delimiter: ';' },
  fields: {
    order_number: 'Číslo objednávky',
    status: { from: 'Stav', map: { Expedována: 'Odeslaná', Vyřízena: 'Vyřízená' } },
    paid_date: { from: 'Datum úhrady', date: 'd.M.yyyy' },
    tracking_code: 'Číslo zásilky',
    resolved_yn: 'Vyřízeno',
    metas: { invoice_note: 'Poznámka' },
  },
} as const
