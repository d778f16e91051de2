import * as z from 'zod'
import { alertsSchema } from './alerts-schema.ts'
import { awsSchema } from './aws-schema.ts'
import { cronProblem } from './cron.ts'
import { feedSchema } from './feed-schema.ts'
import { gatesOfFields, gatesSchema } from './gates.ts'
import { languages } from './languages.ts'
import { fieldsOfApi, fieldsOnce, oldNames } from './owners.ts'
import { statuses, upgatesSchema } from './upgates-schema.ts'
import { askingOfApi } from './verify.ts'
import { driftSchema, verifySchema } from './verify-schema.ts'

// settings are read once: making their parsers as code would take longer than it saves
z.config({ jitless: true })

const name = (what: string) =>
  z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, `${what}: lower-case letters, digits and dashes`)
const text = z.string().min(1)

const schedule = z
  .union([
    z.strictObject({ everyMinutes: z.int().min(1).max(1440) }),
    z.strictObject({
      cron: text
        .superRefine((written, ctx) => {
          const expected = cronProblem(written)
          if (expected !== undefined) ctx.addIssue({ code: 'custom', message: expected })
        })
        .describe('Six fields as EventBridge Scheduler has them, as "0/10 6-20 ? * MON-FRI *".'),
      timeZone: z.string().refine(isTimeZone, 'a time zone, as "Europe/Prague"'),
    }),
  ])
  .default({ everyMinutes: 5 })
  .describe('When the function looks for exports. Default: every 5 minutes.')

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}

const allowed = (usual: { readonly orders: number; readonly notifications: number }) =>
  z
    .strictObject({
      orders: z.int().min(0).default(usual.orders),
      notifications: z.int().min(0).default(usual.notifications),
    })
    .prefault({})

/** The settings file as people write it. */
export const settingsSchema = z
  .strictObject({
    $schema: z.string().optional(),
    shop: name('a short name').describe('Short name of the shop: names the stack, the parameter and the reports.'),
    upgates: upgatesSchema,
    feeds: z
      .record(name('a feed name'), feedSchema)
      .refine((feeds) => Object.keys(feeds).length > 0, 'at least one feed')
      .describe('The kinds of export, by name; the feed "orders" reads exports/orders/.'),
    firstRun: z
      .enum(['adopt', 'post', 'shop'])
      .default('adopt')
      .describe(
        'What the first run does: take the exports as acknowledged (default), "post" them, through the guard, or ask the "shop" what it shows and post the difference (v2 only).',
      ),
    timeZone: z
      .string()
      .refine(isTimeZone, 'a time zone, as "Europe/Prague"')
      .default('Europe/Prague')
      .describe('Time zone of the shop: whose day a time in UTC belongs to. Default: Europe/Prague.'),
    language: z
      .enum(languages)
      .optional()
      .describe(
        'Language of what an owner reads: pages, console, messages. Default: that of the system; on AWS English.',
      ),
    finalStatuses: statuses.default([]).describe('Statuses which are not changed any more.'),
    statusOrder: statuses
      .optional()
      .describe('Statuses from the earliest to the latest; a status never falls back in this list.'),
    waitFor: gatesSchema,
    verify: verifySchema,
    drift: driftSchema,
    guard: z
      .strictObject({
        orders: z.int().min(0).default(500).describe('Most changed orders in a plan. Default: 500.'),
        percent: z
          .number()
          .min(0)
          .max(100)
          .default(30)
          .describe('Largest share of the known orders, from 20 changes on. Default: 30.'),
        notifications: z.int().min(0).default(200).describe('Most customers that a plan may mail. Default: 200.'),
        payments: z.int().min(0).default(300).describe('Most orders that a plan may mark as paid. Default: 300.'),
        reverts: z
          .int()
          .min(0)
          .default(10)
          .describe(
            'Most orders that a plan may set back to a value that they had before, as an old export would. Default: 10.',
          ),
        perHour: allowed({ orders: 1500, notifications: 600 }).describe(
          'Most orders changed and customers mailed within an hour, all runs together. Default: 1500 and 600.',
        ),
        perDay: allowed({ orders: 6000, notifications: 3000 }).describe(
          'Most orders changed and customers mailed within 24 hours, all runs together. Default: 6000 and 3000.',
        ),
        perOrder: z
          .int()
          .min(1)
          .default(3)
          .describe(
            'How often one customer may be mailed within 24 hours; further changes that mail wait. Default: 3.',
          ),
        conflicts: z
          .int()
          .min(0)
          .default(5)
          .describe('Most orders that one export may name twice with different values. Default: 5.'),
      })
      .prefault({})
      .describe('A plan beyond these limits is held until a person approves it.'),
    maxDelayMinutes: z
      .int()
      .min(1)
      .max(60)
      .default(15)
      .describe('On a small allowance: how long a change may wait for others to share its request. Default: 15.'),
    silentAfterHours: z
      .number()
      .positive()
      .optional()
      .describe(
        'A status change whose export is older than this goes out without mailing the customer. Default: never silent.',
      ),
    schedule,
    alerts: alertsSchema,
    retention: z
      .strictObject({
        archiveDays: z
          .int()
          .min(1)
          .default(400)
          .describe('How long requests, answers and reports are kept. Default: 400.'),
        exportDays: z.int().min(1).default(30).describe('How long exports are kept in the bucket. Default: 30.'),
      })
      .prefault({})
      .describe('How long things are kept in the bucket.'),
    aws: awsSchema,
    reservedConcurrency: z
      .boolean()
      .default(false)
      .describe('Reserve one concurrent execution for the function. Fails in new AWS accounts. Default: false.'),
    memoryMb: z
      .int()
      .min(512)
      .max(10_240)
      .default(512)
      .describe('Memory of the function. Default: 512, enough for exports of 300,000 orders.'),
    dashboard: z
      .boolean()
      .default(false)
      .describe('Create a CloudWatch dashboard; about half of the monthly cost. Default: false.'),
  })
  .superRefine(fieldsOnce, { when: ({ value }) => typeof value === 'object' && value !== null })
  .superRefine(oldNames, { when: ({ value }) => typeof value === 'object' && value !== null })
  .superRefine(fieldsOfApi, { when: ({ value }) => typeof value === 'object' && value !== null })
  .superRefine(askingOfApi, { when: ({ value }) => typeof value === 'object' && value !== null })
  .superRefine(gatesOfFields, { when: ({ value }) => typeof value === 'object' && value !== null })
  .describe('Settings of order-sync for one shop.')

/** The settings as the schema gives them, before mappings are brought into their one form. */
export type RawSettings = z.infer<typeof settingsSchema>

let jsonSchema: unknown

/** The names that the schema knows at a path, for suggestions; empty where it cannot be told. */
export function knownNamesAt(path: readonly PropertyKey[]): string[] {
  jsonSchema ??= z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' })
  let schema = jsonSchema
  for (const name of path) schema = below(schema, String(name))
  const names = branches(schema).flatMap((branch) => Object.keys((branch.properties as object | undefined) ?? {}))
  return [...new Set(names)]
}

type JsonSchema = Record<string, unknown>

const branches = (schema: unknown): JsonSchema[] => {
  if (typeof schema !== 'object' || schema === null) return []
  const { anyOf, oneOf, allOf } = schema as JsonSchema
  const inner = [anyOf, oneOf, allOf].flatMap((list) => (Array.isArray(list) ? list : []))
  return [schema as JsonSchema, ...inner.flatMap(branches)]
}

function below(schema: unknown, name: string): unknown {
  const found = branches(schema).flatMap((branch) => {
    const properties = branch.properties as JsonSchema | undefined
    if (properties !== undefined && Object.hasOwn(properties, name)) return [properties[name]]
    return [branch.additionalProperties, branch.items].filter((inner) => typeof inner === 'object')
  })
  return { anyOf: found }
}

/** The JSON schema that editors use for the settings file. */
export const settingsJsonSchema = (): object =>
  z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any', reused: 'ref' })
