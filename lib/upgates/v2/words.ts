import * as z from 'zod/mini'
import { jsonOf } from '../named.ts'
import type { Reply, Session, ShopResponse, ShopStatus, ShopWords } from '../shop.ts'
import { flag } from '../values.ts'

/** Asks for one path below the API; `read` gives `undefined` for an answer that it cannot read. */
export type Get = <T>(
  path: string,
  read: (response: Pick<ShopResponse, 'body'>) => T | undefined,
  session: Session,
) => Promise<Reply<T>>

const mark = z.pipe(
  z.nullish(flag),
  z.transform((value) => value ?? false),
)

const statusesSchema = z.object({
  order_statuses: z.array(
    z.object({
      id: z.union([z.string(), z.number()]),
      type: z.nullish(z.string()),
      descriptions: z.nullish(z.array(z.object({ name: z.nullish(z.string()) }))),
      mark_paid_yn: mark,
      mark_resolved_yn: mark,
      mark_delivered_yn: mark,
    }),
  ),
})

const fieldsSchema = z.object({
  number_of_pages: z.optional(z.int().check(z.minimum(0))),
  metas: z.array(z.object({ key: z.string() })),
})

const mostPages = 20

/** What the shop says of itself by the API v2. */
export const createWords = (get: Get): ShopWords => ({
  rights: (session) => get('/status', readRights, session),
  statuses: (session) => get('/order-statuses', readStatuses, session),
  fields: async (lookedFor, session) => {
    const found: string[] = []
    for (let page = 1, pages = 1; page <= Math.min(pages, mostPages); page++) {
      const reply = await get(`/metas?category=orders&page=${page}`, readFields, session)
      if (reply.kind === 'trouble') return reply
      found.push(...reply.value.keys)
      if (lookedFor.every((key) => found.includes(key))) break
      pages = reply.value.pages
    }
    return { kind: 'answered', value: found }
  },
})

/** `GET /order-statuses`. */
export function readStatuses({ body }: Pick<ShopResponse, 'body'>): ShopStatus[] | undefined {
  const { data } = statusesSchema.safeParse(jsonOf(body))
  return data?.order_statuses.map(({ id, type, descriptions, ...marks }) => ({
    id: String(id),
    type: type ?? '',
    names: (descriptions ?? []).flatMap(({ name }) => name ?? []),
    marks: (['paid', 'resolved', 'delivered'] as const).filter((name) => marks[`mark_${name}_yn`]),
  }))
}

function readFields({ body }: Pick<ShopResponse, 'body'>): { keys: string[]; pages: number } | undefined {
  const { data } = fieldsSchema.safeParse(jsonOf(body))
  return data && { keys: data.metas.map(({ key }) => key), pages: data.number_of_pages ?? 1 }
}

/**
 * `GET /status`: which endpoints the login may use. The form of the answer is not documented, so whatever names a path
 * counts: entries of a list, or names whose value is not a refusal.
 */
export function readRights({ body }: Pick<ShopResponse, 'body'>): string[] | undefined {
  const value = jsonOf(body)
  return typeof value === 'object' && value !== null ? [...new Set(pathsIn(value))] : undefined
}

const isPath = (text: string): boolean =>
  /^(?:(?:GET|PUT|POST|DELETE|PATCH)\s+)?\/?[a-z][\w{}:-]*(?:\/[\w{}:-]*)*$/i.test(text)
const refusals: readonly unknown[] = [false, 0, null, '', 'false', '0', 'no', 'none', 'denied', 'forbidden']

function pathsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return isPath(value) ? [value] : []
  if (typeof value !== 'object' || value === null || depth > 4) return []
  if (Array.isArray(value)) return value.flatMap((inner) => pathsIn(inner, depth + 1))
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(isPath(name) && !Array.isArray(inner) && !refusals.includes(inner) ? [name] : []),
    ...pathsIn(inner, depth + 1),
  ])
}
