import { type FieldName, fieldEntries } from '../../order.ts'
import type { Batch, Update } from '../../upgates/shop.ts'
import type { Change } from './change.ts'

/** A batch with the changes that it carries, most urgent first. */
export interface PlannedBatch {
  readonly changes: readonly Change[]
  readonly mayNotify: boolean
  /** no further change would fit in */
  readonly full: boolean
}

const urgency: readonly FieldName[] = ['tracking_code', 'status', 'status_id', 'paid_date']

/** 0 for a tracking code, then status, paid date, and the rest. */
export function rankOf(change: Pick<Change, 'fields'>): number {
  const rank = urgency.findIndex((name) => change.fields[name] !== undefined)
  return rank === -1 ? urgency.length : rank
}

/** When the oldest of a change's values was first wanted, ISO 8601. */
export const oldestOf = (change: Pick<Change, 'fields'>): string =>
  fieldEntries(change.fields)
    .map(([, field]) => field.since)
    .sort()[0] ?? ''

/** How many orders may share a request with one that was in so many refused ones: 100, 50, 25 … 1. */
export const sizeAfter = (batchSize: number, failedBatches: number): number => Math.max(1, batchSize >> failedBatches)

/** How often requests must have failed until no more than so many orders share one. */
export function timesUntil(batchSize: number, size: number): number {
  let times = 0
  while (sizeAfter(batchSize, times) > size) times++
  return times
}

/**
 * Splits changes into requests: never two notification flags in one, the most urgent first, the oldest first among
 * equals; orders from requests that failed as a whole travel in smaller ones, behind all others.
 */
export function batchesOf(changes: readonly Change[], batchSize: number): PlannedBatch[] {
  const groups = new Map<string, Change[]>()
  for (const change of byUrgency(changes)) {
    const size = sizeAfter(batchSize, change.failedBatches)
    const group = groupOf(change.mayNotify, size)
    const members = groups.get(group)
    if (members === undefined) groups.set(group, [change])
    else members.push(change)
  }
  const batches = [...groups.values()].flatMap((group) =>
    chunks(group, sizeAfter(batchSize, group[0]?.failedBatches ?? 0)),
  )
  return batches
    .map((batch) => ({ changes: batch, mayNotify: batch[0]?.mayNotify ?? false, full: batch.length === batchSize }))
    .sort((left, right) => failuresOf(left) - failuresOf(right) || compare(left.changes[0], right.changes[0]))
}

const failuresOf = ({ changes }: Pick<PlannedBatch, 'changes'>): number => changes[0]?.failedBatches ?? 0

/** How many requests they are split into. */
export function requestsOf(changes: readonly Change[], batchSize: number): number {
  const counts = new Map<string, { readonly size: number; orders: number }>()
  for (const { mayNotify, failedBatches } of changes) {
    const size = sizeAfter(batchSize, failedBatches)
    const group = groupOf(mayNotify, size)
    const known = counts.get(group)
    if (known === undefined) counts.set(group, { size, orders: 1 })
    else known.orders++
  }
  return [...counts.values()].reduce((sum, { size, orders }) => sum + Math.ceil(orders / size), 0)
}

/** Orders that may share a request. */
const groupOf = (mayNotify: boolean, size: number): string => `${mayNotify} ${size}`

/** The most urgent first, the oldest first among equals. */
export const byUrgency = (changes: readonly Change[]): Change[] =>
  changes
    .map((change) => ({ change, rank: rankOf(change), oldest: oldestOf(change) }))
    .sort(
      (left, right) => left.rank - right.rank || (left.oldest < right.oldest ? -1 : left.oldest > right.oldest ? 1 : 0),
    )
    .map(({ change }) => change)

function compare(left: Change | undefined, right: Change | undefined): number {
  if (left === undefined || right === undefined) return 0
  const [older, newer] = [oldestOf(left), oldestOf(right)]
  return rankOf(left) - rankOf(right) || (older < newer ? -1 : older > newer ? 1 : 0)
}

function chunks(changes: readonly Change[], size: number): Change[][] {
  const count = Math.ceil(changes.length / size)
  return Array.from({ length: count }, (_, index) => changes.slice(index * size, (index + 1) * size))
}

/** What the shop is sent of a change. */
export function updateOf(change: Change): Update {
  const fields = fieldEntries(change.fields).map(([name, field]) => [name, field.after])
  return { order_number: change.order_number, fields: Object.fromEntries(fields) }
}

/** The wire batch of a planned one. */
export const wireBatch = (batch: Pick<PlannedBatch, 'changes' | 'mayNotify'>): Batch => ({
  mayNotify: batch.mayNotify,
  updates: batch.changes.map(updateOf),
})
