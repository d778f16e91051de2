import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import * as z from 'zod'
import { OrderSyncError } from '../errors.ts'
import { fileReasonOf } from '../file-troubles.ts'
import { ordersOfExport } from './load-export.ts'
import type { ShopOptions } from './model.ts'

const text = z.union([z.string(), z.number()]).transform(String)
const blank = text.nullish().transform((value) => value ?? undefined)
const orderSchema = z.union([
  text.transform((order_number) => ({ order_number })),
  z.object({
    order_number: text,
    status: z.string().optional(),
    paid_date: blank,
    delivered_date: blank,
    tracking_code: blank,
    resolved_yn: z.boolean().optional(),
    internal_note: blank,
    external_order_number: blank,
    metas: z.record(z.string(), z.string()).optional(),
  }),
])
const mark = z.boolean().optional()
const statusSchema = z.object({
  name: z.string(),
  type: z.string().optional(),
  mark_paid_yn: mark,
  mark_resolved_yn: mark,
  mark_delivered_yn: mark,
})
const shopSchema = z.object({
  orders: z.array(orderSchema),
  statuses: z.array(z.union([z.string(), statusSchema])).optional(),
  metas: z.array(z.string()).optional(),
  endpoints: z.array(z.string()).optional(),
  apiKey: z.string().optional(),
  login: z.string().optional(),
  limits: z.object({ hour: z.int().min(1), day: z.int().min(1) }).optional(),
  mailsInvoices: z.boolean().optional(),
})

/** What a file can say about a simulated shop. */
export type ShopFile = Omit<ShopOptions, 'clock'>

/**
 * Reads what a simulated shop starts with: any export that `inspect` understands; JSON with `orders` (and, if wanted, `statuses`, `metas`, `endpoints`, `apiKey`,
 * `login`, `limits`, `mailsInvoices`), a JSON array of orders or of their numbers, NDJSON, CSV with a column `order_number` or `[ORDER_NUMBER]`,
 * or one order number a line.
 * @param today `yyyy-mm-dd`, for exports
 */
export async function loadShop(file: string, today: string): Promise<ShopFile> {
  try {
    const bytes = await readFile(file)
    const own = ownShop(bytes)
    if (own?.success === true) return defined(own.data) as ShopFile
    try {
      const orders = await ordersOfExport({ file, size: bytes.length, today })
      if (orders.length === 0) throw new Error('it names no order')
      return { orders }
    } catch (error) {
      throw own === undefined ? error : own.error
    }
  } catch (cause) {
    const ended = cause instanceof z.ZodError ? z.prettifyError(cause) : fileReasonOf(cause).replace(' or folder', '')
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'read the orders of the simulated shop from',
      subject: file,
      ended,
      hint: 'It takes any export that "order-sync inspect" understands, JSON, NDJSON, CSV with a column order_number, or one order number a line.',
      cause,
    })
  }
}

/** A file in one of our own forms; `undefined` for what can only be an export. */
function ownShop(bytes: Buffer): ReturnType<typeof shopSchema.safeParse> | undefined {
  const content = bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (content.includes('\0') || content.includes('\uFFFD') || content.trimStart().startsWith('<')) return undefined
  const [head = '', next = ''] = content.split(/\r?\n/).filter((line) => line.trim() !== '')
  if (head === '') return undefined
  const isJson = /^\s*[[{]/.test(content)
  const isTable = /[;,\t]/.test(head) || /\S\s\S/.test(next.trim())
  if (!isJson && isTable && !/order_number/i.test(head)) return undefined
  try {
    return shopSchema.safeParse(shaped(content))
  } catch (error) {
    if (isJson) return undefined
    throw error
  }
}

/** Without the names whose value is undefined. */
function defined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(defined)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, defined(inner)]),
  )
}

function shaped(content: string): unknown {
  const start = content.trimStart()[0]
  if (start === '[') return { orders: JSON.parse(content) }
  if (start === '{') return jsonOrLines(content)
  const lines = content.split(/\r?\n/).filter((line) => line.trim() !== '')
  const [head = ''] = lines
  if (!/order_number/i.test(head)) return { orders: numbersOf(lines) }
  return { orders: csvOrders(content, head) }
}

/** One order number a line, where a title of the column may stand above them. */
function numbersOf([head = '', ...rest]: readonly string[]): string[] {
  const isTitle = !/\d/.test(head) && /\d/.test(rest[0] ?? '')
  return [...(isTitle ? [] : [head]), ...rest].map((line) => line.trim())
}

function jsonOrLines(content: string): unknown {
  try {
    const value: unknown = JSON.parse(content)
    return typeof value === 'object' && value !== null && 'orders' in value ? value : { orders: [value] }
  } catch {
    return {
      orders: content
        .split(/\r?\n/)
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line)),
    }
  }
}

const upgatesNames: Readonly<Record<string, string>> = {
  '[order_number]': 'order_number',
  '[order_status]': 'status',
  '[paid_date]': 'paid_date',
  '[tracking_number]': 'tracking_code',
  '[resolved_yn]': 'resolved_yn',
}

function csvOrders(content: string, head: string): unknown[] {
  const delimiter = [';', ',', '\t'].sort((left, right) => head.split(right).length - head.split(left).length)[0] ?? ';'
  const columns = (header: string[]) => header.map((name) => upgatesNames[name.trim().toLowerCase()] ?? name.trim())
  const rows: Record<string, string>[] = parse(content, { delimiter, columns, skip_empty_lines: true })
  return rows.map(({ resolved_yn, ...row }) => ({
    ...Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '')),
    ...(resolved_yn === undefined || resolved_yn === '' ? {} : { resolved_yn: ['1', 'true'].includes(resolved_yn) }),
  }))
}
