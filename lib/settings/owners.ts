import type * as z from 'zod'
import { isObject } from '../json.ts'

type Value = { readonly feeds?: unknown; readonly upgates?: unknown }

/** The names of the fields that each feed gives, in the order of the file, whatever else is wrong with them. */
export function givenFields({ feeds }: Value): { readonly feed: string; readonly field: string }[] {
  if (!isObject(feeds)) return []
  return Object.entries(feeds).flatMap(([feed, value]) => {
    if (!isObject(value) || !isObject(value.fields)) return []
    const { order_number: _, metas, ...fields } = value.fields
    const keys = isObject(metas) ? Object.keys(metas).map((key) => `metas.${key}`) : []
    return [...Object.keys(fields), ...keys].map((field) => ({ feed, field }))
  })
}

const pathOf = (feed: string, field: string): string[] => ['feeds', feed, 'fields', ...field.split(/(?<=^metas)\./)]

/** Each field has one feed, and an order one status, by its name or by its id. */
export function fieldsOnce(settings: Value, ctx: z.RefinementCtx): void {
  const owners = new Map<string, { readonly feed: string; readonly field: string }>()
  for (const { feed, field } of givenFields(settings)) {
    const what = field === 'status_id' ? 'status' : field
    const owner = owners.get(what)
    owners.set(what, owner ?? { feed, field })
    if (owner === undefined) continue
    const path = pathOf(feed, field)
    const message =
      owner.field === field
        ? `one feed for each field; the feed "${owner.feed}" has it already`
        : `either "status" or "status_id"; the feed "${owner.feed}" has "${owner.field}" already`
    ctx.addIssue({ code: 'custom', path, message, params: { found: 'a second one' } })
  }
}

/** A feed takes over the name of one that is gone. */
export function oldNames({ feeds }: Value, ctx: z.RefinementCtx): void {
  if (!isObject(feeds)) return
  for (const [feed, value] of Object.entries(feeds)) {
    if (!isObject(value) || typeof value.was !== 'string' || !Object.hasOwn(feeds, value.was)) continue
    const message = 'the name of a feed that is not there any more'
    ctx.addIssue({ code: 'custom', path: ['feeds', feed, 'was'], message, params: { found: `"${value.was}"` } })
  }
}

const onlyV2 = new Set(['status_id', 'delivered_date', 'internal_note', 'external_order_number'])

/** Fields that the order-status API does not take. */
export function fieldsOfApi(settings: Value, ctx: z.RefinementCtx): void {
  if (!isObject(settings.upgates) || settings.upgates.api !== 'state-update') return
  for (const { feed, field } of givenFields(settings)) {
    if (!onlyV2.has(field)) continue
    const message = `no "${field}" with "api": "state-update" (only v2 takes it)`
    ctx.addIssue({ code: 'custom', path: pathOf(feed, field), message, params: { found: `"${field}"` } })
  }
}
