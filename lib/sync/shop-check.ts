import type { ApiKey, Effects } from '../effects.ts'
import { OrderSyncError, reasonOf } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import { type UsedWord, usedWords } from '../settings/used-words.ts'
import type { Allowance, Reply, ShopStatus, ShopWords, Trouble } from '../upgates/shop.ts'
import { check } from './check.ts'
import { versionHash } from './import/select.ts'
import { createSession } from './reading-session.ts'
import type { Head } from './state/head.ts'
import { missingSentence, missingWords, statusWords, type WordsToCompare } from './words/missing.ts'

/** A word of the settings, and what the shop has of it. */
export interface CheckedWord extends UsedWord {
  /** absent: the shop could not be asked */
  readonly isThere?: boolean
  /** of a status: what an order gets by itself that changes to it */
  readonly does: readonly ('is marked paid' | 'is marked resolved' | 'is marked delivered' | 'returns its goods')[]
}

/** The newest export of a feed. */
export interface CheckedFeed {
  readonly feed: string
  readonly newest?: { readonly key: string; readonly lastModified: string; readonly size: number }
  /** `read`: by an earlier run; `refused`: it could not be used; `new`: the next run reads it */
  readonly state: 'none' | 'read' | 'refused' | 'new'
}

/** What all is well with, and what is missing. */
export interface ShopCheck {
  /** the shop took the login; absent: its API cannot be asked */
  readonly login?: 'taken' | 'refused' | 'not asked' | 'unreachable'
  readonly requests: number
  /** endpoints that the login may use, as the shop names them */
  readonly rights: readonly string[]
  readonly words: readonly CheckedWord[]
  readonly allowance?: Allowance
  readonly feeds: readonly CheckedFeed[]
  /** what the last run has left; absent before the first run */
  readonly head?: Pick<Head, 'run' | 'at' | 'orders' | 'counts'>
  /** what the owner should know, though nothing is missing */
  readonly notes: readonly string[]
  /** what is missing: as long as there is something, not everything can be carried over */
  readonly missing: readonly string[]
}

type CheckEffects = Pick<Effects, 'store' | 'shop' | 'secrets' | 'clock'>

/**
 * Looks whether everything is there that a run needs: the login and its rights, the statuses and custom fields of the
 * settings, exports, the state. Reads only, and writes nothing, not even an archive: three requests, none about an order.
 */
export async function checkShop(settings: Settings, effects: CheckEffects): Promise<ShopCheck> {
  const place = await checkPlace(settings, effects)
  const used = usedWords(settings)
  const asked = await askShop({ settings, used, blocked: place.head?.blocked }, effects)
  const { head, feeds } = place
  const { statuses, known, ...told } = asked
  return {
    ...told,
    feeds,
    words: checkedWords(used, asked),
    ...(head === undefined ? {} : { head: { run: head.run, at: head.at, orders: head.orders, counts: head.counts } }),
    notes: [...asked.notes, ...place.notes],
    missing: [...asked.missing, ...missingWords(used, known).map(missingSentence), ...place.missing],
  }
}

type Place = Pick<ShopCheck, 'feeds' | 'notes' | 'missing'> & { readonly head?: Head }

/**
 * What the shop calls its statuses, each by its first name; `undefined` where it cannot be asked, or does not answer. One
 * request.
 */
export async function shopStatuses(
  settings: Settings,
  { shop, secrets }: Pick<Effects, 'shop' | 'secrets'>,
): Promise<readonly string[] | undefined> {
  if (shop.words === undefined) return undefined
  const { session } = createSession(await secrets.apiKey(), settings)
  const statuses = await shop.words.statuses(session)
  return statuses.kind === 'answered' ? statuses.value.flatMap(({ names }) => names.slice(0, 1)) : undefined
}

/** The folder's or bucket's state and its exports: one GET and one LIST. */
async function checkPlace(settings: Settings, effects: CheckEffects): Promise<Place> {
  try {
    const { stored, selections } = await check(settings, effects)
    const head = stored?.head
    const feeds = selections.map(({ feed, present, exports, refused }): CheckedFeed => {
      const newest = present.at(-1)?.object
      if (newest === undefined) return { feed, state: 'none' }
      const { key, lastModified, size } = newest
      const isNew = exports.some(({ object }) => versionHash(object) === versionHash(newest))
      const state = refused !== undefined && refused.key === key ? 'refused' : isNew ? 'new' : 'read'
      return { feed, newest: { key, lastModified, size }, state }
    })
    return {
      ...(head === undefined ? {} : { head }),
      feeds,
      notes:
        head === undefined
          ? ['No run yet: the first one adopts, posts, or asks the shop, as "firstRun" of the settings says.']
          : [],
      missing: feeds.flatMap(feedProblem),
    }
  } catch (error) {
    if (!(error instanceof OrderSyncError)) throw error
    return { feeds: [], notes: [], missing: [reasonOf(error)] }
  }
}

function feedProblem({ feed, state, newest }: CheckedFeed): string[] {
  if (state === 'none') return [`The feed "${feed}" has no export in exports/${feed}/.`]
  return state === 'refused' ? [`The newest export of the feed "${feed}", ${newest?.key}, cannot be used.`] : []
}

interface Asking {
  readonly settings: Settings
  readonly used: readonly UsedWord[]
  readonly blocked: Head['blocked']
}

type Asked = Pick<ShopCheck, 'login' | 'requests' | 'rights' | 'allowance' | 'notes' | 'missing'> & {
  readonly statuses: readonly ShopStatus[]
  readonly known: WordsToCompare
}

const unknown = { rights: [], notes: [], missing: [], statuses: [], known: {} }
const notAsked = { ...unknown, requests: 0 }

async function askShop(asking: Asking, effects: CheckEffects): Promise<Asked> {
  const key = await effects.secrets.apiKey().catch((error: unknown) => {
    if (error instanceof OrderSyncError) return error
    throw error
  })
  if (key instanceof OrderSyncError) return { ...notAsked, login: 'not asked', missing: [key.message] }
  const { blocked } = asking
  if (blocked?.keyVersion === key.version) {
    const message = `The shop refused this key at ${blocked.since} (${blocked.status}), and it is not tried again: five wrong logins lock the shop out. Store the right key; or, if the login has been unlocked: order-sync unblock`
    return { ...notAsked, login: 'refused', missing: [message] }
  }
  const { words } = effects.shop
  if (words === undefined) {
    const note =
      'The API "state-update" can be asked nothing: whether the login, the statuses and the custom fields are right shows with the first update.'
    return { ...notAsked, notes: [note] }
  }
  return askWords(words, asking, key)
}

async function askWords(words: ShopWords, { settings, used }: Asking, key: ApiKey): Promise<Asked> {
  const { session, told } = createSession(key, settings)
  const rights = await words.rights(session)
  if (isTrouble(rights, 'denied') && rights.trouble.status === 401)
    return { ...unknown, ...told(), login: 'refused', missing: [saidOf('take the login', rights.trouble)] }
  if (isTrouble(rights, 'failing') || isTrouble(rights, 'misdirected'))
    return { ...unknown, ...told(), login: 'unreachable', missing: [saidOf('answer', rights.trouble)] }
  const statuses = await words.statuses(session)
  const keys = used.flatMap(({ kind, name }) => (kind === 'field' ? [name] : []))
  const fields = await words.fields(keys, session)
  const paths = rights.kind === 'answered' ? rights.value : []
  const replies = [rights, statuses, fields]
  const allDenied = replies.every((reply) => isTrouble(reply, 'denied'))
  if (!allDenied && rights.kind === 'trouble' && replies.every(({ kind }) => kind === 'trouble'))
    return { ...unknown, ...told(), login: 'unreachable', missing: [saidOf('answer', rights.trouble)] }
  return {
    ...told(),
    login: allDenied ? 'refused' : 'taken',
    rights: paths,
    statuses: statuses.kind === 'answered' ? statuses.value : [],
    known: {
      ...(statuses.kind === 'answered' ? statusWords(statuses.value) : {}),
      ...(fields.kind === 'answered' ? { fields: [...fields.value] } : {}),
    },
    notes: [...rightsNote(rights), ...unread('statuses', statuses), ...unread('custom fields', fields)],
    missing: [
      ...(allDenied && rights.kind === 'trouble' ? [saidOf('take the login', rights.trouble)] : []),
      ...(lacksOrders(paths) ? ['The login has no right to use the endpoint "orders": no order can be updated.'] : []),
    ],
  }
}

type InTrouble<K> = Extract<Reply<never>, { kind: 'trouble' }> & { readonly trouble: Extract<Trouble, { kind: K }> }

const isTrouble = <K extends Trouble['kind']>(reply: Reply<unknown>, kind: K): reply is InTrouble<K> =>
  reply.kind === 'trouble' && reply.trouble.kind === kind

const messageOf = (trouble: Trouble): string => ('message' in trouble ? trouble.message : trouble.refusal)

const saidOf = (what: string, trouble: Trouble): string =>
  `The shop does not ${what}${'status' in trouble && trouble.status !== undefined ? ` (${trouble.status})` : ''}: ${messageOf(trouble)}`

const unread = (what: string, reply: Reply<unknown>): string[] =>
  reply.kind === 'answered'
    ? []
    : [`The ${what} could not be read, so nothing is known of them: ${messageOf(reply.trouble)}`]

/** Endpoints of the API that nobody would mistake for another word of an answer. */
const knownEndpoints = ['orders', 'order-statuses', 'metas', 'products', 'customers', 'invoices', 'categories']

const endpointOf = (path: string): string =>
  path
    .replace(/^[A-Z]+\s+/, '')
    .replace(/^\/?(?:api\/v2\/)?/, '')
    .split('/')[0] ?? ''

const namesEndpoints = (paths: readonly string[]): boolean =>
  paths.some((path) => knownEndpoints.includes(endpointOf(path)))

const lacksOrders = (paths: readonly string[]): boolean =>
  namesEndpoints(paths) && !paths.some((path) => endpointOf(path) === 'orders')

const rightsNote = (rights: Reply<readonly string[]>): string[] =>
  rights.kind === 'answered' && namesEndpoints(rights.value)
    ? []
    : ['The shop does not say which endpoints the login may use; the first update shows it.']

function checkedWords(used: readonly UsedWord[], { statuses, known }: Asked): CheckedWord[] {
  const missing = new Set<string>(missingWords(used, known).map(idOf))
  return used.map((word) => {
    const asked = word.kind === 'field' ? known.fields : known.statuses
    const isThere = asked === undefined ? {} : { isThere: !missing.has(idOf(word)) }
    return { ...word, ...isThere, does: doesOf(word, statuses) }
  })
}

const idOf = ({ kind, name }: UsedWord): string => `${kind} ${name}`

function doesOf({ kind, name }: UsedWord, statuses: readonly ShopStatus[]): CheckedWord['does'] {
  const status =
    kind === 'field'
      ? undefined
      : statuses.find(({ id, names }) => (kind === 'status' ? names.includes(name) : id === name))
  if (status === undefined) return []
  const marks = status.marks.map((mark) => `is marked ${mark}` as const)
  return /^cancell?ed$/i.test(status.type) ? [...marks, 'returns its goods'] : marks
}
