import { crc32 } from 'node:zlib'
import { OrderSyncError, reasonOf } from '../../errors.ts'
import { type Settings, shopAddress } from '../../settings/settings.ts'
import { StateVanished, wayBack } from '../../storage/errors.ts'
import { textOf } from '../../storage/read.ts'
import type { Store } from '../../storage/store.ts'
import { hourMs } from '../../units.ts'
import type { Head } from './head-schema.ts'
import { headKey, leaseKey, snapshotsPrefix } from './keys.ts'
import { stateVersion } from './version.ts'

export type { Blocked, FeedState, FeedStates, Head, HoldReason, KnownWords } from './head-schema.ts'
export { stateVersion }

/** A head with the etag that a swap has to match. */
export interface StoredHead {
  readonly head: Head
  readonly etag: string
}

/** The longest that a run ever waits: allowances are renewed every day. */
export const longestWaitMs = 25 * hourMs

/** The longest that a run of these settings waits: what waits for fields may do so for days. */
export const longestWaitOf = ({ waitFor }: Pick<Settings, 'waitFor'>): number =>
  Math.max(longestWaitMs, ...Object.values(waitFor).map(({ hours }) => (hours + 1) * hourMs))

/**
 * Whether a time of the state is still to come. One that is further away than anybody waits was written by a wrong clock.
 * @param mostMs how long anybody waits; default: for an allowance
 */
export const isToCome = (ms: number, nowMs: number, mostMs = longestWaitMs): boolean =>
  ms > nowMs && ms <= nowMs + mostMs

/** The head of a shop that no run has worked for yet. */
export const emptyHead = (shop: string, at: string): Omit<Head, 'version' | 'writeId'> => ({
  shop,
  address: '',
  run: '',
  closedRuns: [],
  at,
  snapshot: null,
  orders: 0,
  settingsHash: '',
  adoptedFields: [],
  feeds: {},
  counts: { pending: 0, parked: 0, held: 0, leftOut: 0 },
})

/**
 * Reads `state/head.json` with one GET; `undefined` before the first run.
 * @throws OrderSyncError if it is damaged, of a newer version, or names another shop
 * @throws StateVanished if it is missing although the shop has been worked for: a snapshot or a lease is there
 */
export async function loadHead(
  store: Pick<Store, 'get' | 'list' | 'description'>,
  settings: Pick<Settings, 'shop' | 'upgates'>,
): Promise<StoredHead | undefined> {
  const content = await store.get(headKey)
  if (content === undefined) return firstRun(store)
  const head = await parseHead(await textOf(content.body), store.description)
  checkShop(head, settings, store.description)
  return { head, etag: content.etag }
}

/** What another shop has acknowledged says nothing about this one; a shop that has only moved is the same. */
function checkShop(head: Head, settings: Pick<Settings, 'shop' | 'upgates'>, place: string): void {
  const address = shopAddress(settings)
  const moved = head.newAddress !== undefined && shopAddress({ upgates: { url: head.newAddress } }) === address
  if (head.shop === settings.shop && (head.answered !== true || head.address === address || moved)) return
  const [theirs, ours] =
    head.shop === settings.shop ? [head.address, address] : [`"${head.shop}"`, `"${settings.shop}"`]
  throw new OrderSyncError({
    attempted: 'use',
    subject: place,
    ended: `its ${headKey} belongs to the shop ${theirs}, the settings are for ${ours}`,
    hint: 'Use the settings of that shop, or another bucket or folder for this one.',
    kind: 'usage',
  })
}

/** The head is the first thing that a first run writes: where anything else is there without it, somebody removed it. */
async function firstRun(store: Pick<Store, 'list' | 'description'>): Promise<undefined> {
  const left = (await store.list('state/')).find(({ key }) => key === leaseKey || key.startsWith(snapshotsPrefix))
  if (left !== undefined) throw new StateVanished(headKey, store.description, left.key)
}

/** The checksum of a head as the engine has written it, before everything that it holds for. */
const summed = /^\{\n {2}"sum": "([0-9a-f]{8})",\n/
const sumOf = (rest: string): string => crc32(rest).toString(16).padStart(8, '0')

/** A head as text, with a checksum of it: what has one is what an engine has written, and need not be looked at part by part. */
export function headText(head: Head): string {
  const rest = JSON.stringify(head, null, 2).slice('{\n'.length)
  return `{\n  "sum": "${sumOf(rest)}",\n${rest}\n`
}

function isAsWritten(content: string): boolean {
  const [begin, sum] = summed.exec(content) ?? []
  return begin !== undefined && sumOf(content.slice(begin.length).trimEnd()) === sum
}

async function parseHead(content: string, place: string): Promise<Head> {
  let version: unknown
  try {
    const value: unknown = JSON.parse(content)
    version = versionOf(value)
    if (version === stateVersion && isAsWritten(content)) return withoutSum(value)
    const { parsedHead } = await import('./head-schema.ts')
    return parsedHead(value)
  } catch (error) {
    if (typeof version === 'number' && version > stateVersion) throw newerState(inPlace(headKey, place), version)
    throw damagedState(inPlace(headKey, place), reasonOf(error), error)
  }
}

function withoutSum(value: unknown): Head {
  const { sum: _, ...head } = value as Head & { readonly sum?: string }
  return head
}

const versionOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined

/** An object of the state, as people find it. */
export const inPlace = (key: string, place: string): string => `${key} in the ${place}`

const wayBackOf = (placed: string): string => {
  const [key = '', place = ''] = placed.split(' in the ')
  return wayBack(key, place)
}

/** State that a newer engine wrote. */
export const newerState = (key: string, version: number, known: number = stateVersion): OrderSyncError =>
  new OrderSyncError({
    attempted: 'read',
    subject: key,
    ended: `it has the format ${version}, this version of order-sync knows formats up to ${known}`,
    hint: 'Nothing was posted. Use the newer version of order-sync that wrote it.',
  })

/** An object of the state that is there, but not as the engine wrote it. */
export const damagedState = (key: string, ended: string, cause?: unknown): OrderSyncError =>
  new OrderSyncError({
    attempted: 'read',
    subject: key,
    ended: `it is damaged (${ended})`,
    hint: `Nothing was posted. ${wayBackOf(key)}; docs/runbook.md, "Damaged state", says how.`,
    cause,
  })
