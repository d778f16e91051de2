import { oneByOne } from '../exports/batches.ts'
import { fileSource } from '../exports/inspect/file.ts'
import { inspectExport } from '../exports/inspect/inspect.ts'
import { feedOf } from '../exports/inspect/trial.ts'
import { readOrderStates } from '../exports/read.ts'
import type { MappedRecord } from '../exports/record.ts'
import { fieldEntries } from '../order.ts'
import type { InitialOrder } from './model.ts'

/** A file that a simulated shop is to start from. */
export interface ExportFile {
  readonly file: string
  readonly size: number
  /** `yyyy-mm-dd` */
  readonly today: string
}

/**
 * The orders that an export names, with what it says about them; of a status only what the shop calls so itself.
 * @throws Error saying why it is not an export
 */
export async function ordersOfExport({ file, size, today }: ExportFile): Promise<InitialOrder[]> {
  const source = fileSource(file, size)
  const { refused, draft, isIncomplete } = await inspectExport(source, { today })
  if (refused !== null || draft === null) throw new Error(refused ?? 'it is not an export')
  if (isIncomplete) throw new Error("no column of it reads as the shop's order number")
  const orders = new Map<string, InitialOrder>()
  for await (const records of oneByOne(readOrderStates(feedOf(draft), source, { today })))
    for (const record of records) {
      const { order_number } = record
      if (order_number !== undefined)
        orders.set(order_number, { ...orders.get(order_number), ...orderOf(record), order_number })
    }
  return [...orders.values()]
}

/** Texts by language are left out, and so is the number of a status, which is another shop's. */
function orderOf(record: MappedRecord): Partial<InitialOrder> {
  if (!record.valid) return {}
  const { status_id: _, ...fields } = record.fields
  const entries = fieldEntries(fields).filter(([, value]) => typeof value !== 'object')
  const metas = entries.flatMap(([name, value]) => (name.startsWith('metas.') ? [[name.slice(6), value]] : []))
  return {
    ...Object.fromEntries(entries.filter(([name]) => !name.startsWith('metas.'))),
    ...(metas.length === 0 ? {} : { metas: Object.fromEntries(metas) }),
  }
}
