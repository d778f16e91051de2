import { OrderSyncError } from '../errors.ts'
import type { Part } from '../sync/options.ts'

/** Options of the commands that look at, decide about or post a part of a plan. */
export interface PartOptions {
  readonly only: readonly string[] | undefined
  readonly limit: number | undefined
}

/** The part that was asked for; `undefined`: all. */
export function partOf({ only, limit }: PartOptions): { readonly part?: Part } {
  if (only === undefined && limit === undefined) return {}
  const orders = only?.map((order) => orderNumber(order, '--only'))
  return {
    part: { ...(orders === undefined ? {} : { only: orders }), ...(limit === undefined ? {} : { limit }) },
  }
}

/** An order's number as a command is told it. A variable of a shell that is not set would mean every order, or none. */
export function orderNumber(text: string, option = ''): string {
  const trimmed = text.trim()
  if (trimmed !== '') return trimmed
  const subject = `${option} ""`.trimStart()
  throw new OrderSyncError({ kind: 'usage', attempted: 'use', subject, ended: 'it is not an order number' })
}

/** The options once more, behind every approval that a text suggests. */
export function withPart(text: string, { only, limit }: PartOptions): string {
  const options = [
    ...(limit === undefined ? [] : [`--limit ${limit}`]),
    ...(only === undefined ? [] : [`--only ${only.join(' ')}`]),
  ]
  return options.length === 0
    ? text
    : text.replaceAll(/order-sync approve [0-9a-f]{12}/g, (suggested) => [suggested, ...options].join(' '))
}
