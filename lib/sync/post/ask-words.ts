import type { Effects } from '../../effects.ts'
import type { Settings } from '../../settings/settings.ts'
import { usedWords } from '../../settings/used-words.ts'
import { dayMs, hourMs } from '../../units.ts'
import type { Reply } from '../../upgates/shop.ts'
import { batchesOf } from '../plan/batches.ts'
import { type Plan, postable } from '../plan/change.ts'
import { budgetAt, pace, paceSettings } from '../plan/pace.ts'
import type { Head, KnownWords } from '../state/head.ts'
import { isoNow } from '../state/keys.ts'
import { missingWords, statusWords, wordsToSend } from '../words/missing.ts'
import type { Connection } from './connection.ts'
import type { Stop } from './read-back.ts'

/** One for the statuses, one for the custom fields. */
const requests = 2

/** What asking depends on. */
export interface WordsInput {
  readonly plan: Plan
  readonly settings: Settings
  readonly head: Pick<Head, 'words'>
  readonly isWanted: boolean
}

/** What asking gave: nothing where it was not time, or there was no room. */
export interface AskedWords {
  readonly words?: KnownWords
  /** the shop refused the key, or wants to be let alone: it must not be asked again, nor sent anything */
  readonly stop?: Stop
}

/**
 * Asks the shop once a day which statuses and custom fields it has, before the first update: so that one which is
 * missing is told before the first refusal. It takes no request that an update needs now, stops nothing, and where the
 * shop does not say, nothing counts as missing. Only a wrong key (401), and a shop that says until when it wants to be let
 * alone, end the run, as they would with the update.
 */
export async function askWords(input: WordsInput, connection: Connection, effects: Effects): Promise<AskedWords> {
  const { shop, clock } = effects
  if (shop.words === undefined || !isTime(input, connection, effects)) return {}
  const session = await connection.open()
  if (session === undefined) return {}
  const statuses = await shop.words.statuses(session)
  if (isEnd(statuses)) return { stop: statuses.trouble }
  const lookedFor = usedWords(input.settings).flatMap(({ kind, name }) => (kind === 'field' ? [name] : []))
  const fields = await shop.words.fields(lookedFor, session)
  if (isEnd(fields)) return { stop: fields.trouble }
  const words = {
    at: isoNow(clock),
    ...(statuses.kind === 'answered' ? statusWords(statuses.value) : {}),
    ...(fields.kind === 'answered' ? { fields: [...fields.value] } : {}),
  }
  connection.learn(words)
  return { words }
}

/** Something leaves now, the last answer is old, and the allowance has room beside what leaves. */
function isTime({ plan, settings, head, isWanted }: WordsInput, connection: Connection, effects: Effects): boolean {
  const { clock, shop } = effects
  const nowMs = clock.now()
  const changes = postable(plan)
  if (!isWanted || changes.length === 0) return false
  const isMissing = head.words !== undefined && missingWords(wordsToSend(settings, changes), head.words).length > 0
  if (head.words !== undefined && nowMs - Date.parse(head.words.at) < (isMissing ? hourMs : dayMs)) return false
  const { allowance } = connection.told()
  const pacing = { allowance, settings: paceSettings(settings), nowMs }
  const { send } = pace(batchesOf(changes, shop.batchSize), pacing)
  return send.length > 0 && budgetAt(allowance, pacing.settings, nowMs).now - send.length >= requests
}

type End = Extract<Reply<never>, { kind: 'trouble' }> & { readonly trouble: Stop }

/** 403 may be a right that is missing; what that means for updates, the update is told. */
const isEnd = (reply: Reply<unknown>): reply is End =>
  reply.kind === 'trouble' &&
  ((reply.trouble.kind === 'denied' && reply.trouble.status === 401) ||
    ('notBeforeMs' in reply.trouble && reply.trouble.notBeforeMs !== undefined))
