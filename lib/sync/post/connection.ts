import type { Effects } from '../../effects.ts'
import { OrderSyncError, reasonOf } from '../../errors.ts'
import { type FieldName, fieldEntries, fieldNames } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import { redactor } from '../../upgates/redact.ts'
import type { Allowance, Refusal, Session } from '../../upgates/shop.ts'
import type { LedgerView } from '../ledger/ledger.ts'
import type { Line } from '../ledger/line.ts'
import { availableAt, type KnownAllowance, paceSettings } from '../plan/pace.ts'
import type { Blocked, Head, KnownWords } from '../state/head.ts'
import { isoNow } from '../state/keys.ts'
import type { Lease } from '../state/lease.ts'
import { type Archive, type ArchivedCauses, type ArchivedRequest, createArchive } from './archive.ts'
import { spellingIn } from './spelling.ts'
import { standingIn } from './standing.ts'

/** What talking to the shop came to, beside what it said about orders. */
export interface Told {
  readonly requests: number
  /** each of them in short; absent where nothing was asked */
  readonly exchanges?: readonly ArchivedRequest[]
  /** what the shop's headers told last */
  readonly allowance?: KnownAllowance
  /** where the shop says that it has moved to */
  readonly newAddress?: string
  /** of the key that was read; absent where nothing was asked */
  readonly keyVersion?: string
  /** the shop refused this very key before */
  readonly blocked?: Blocked
  /** why the shop could not be asked at all, as a missing key */
  readonly failure?: string
}

/** The way to the shop; opened only when there is something to say. */
export interface Connection {
  /** Reads the API key, once. `undefined` where the shop must not or cannot be asked. */
  open(): Promise<Session | undefined>
  told(): Told
  /** The shop has said anew which words it has. */
  learn(words: KnownWords): void
}

/** What a connection depends on. */
export interface ConnectionInput {
  readonly settings: Settings
  readonly lease: Lease
  readonly head: Pick<Head, 'blocked' | 'allowance' | 'newAddress' | 'words'>
  /** milliseconds since 1970 at which the last answer must have come */
  readonly deadlineMs: number
  readonly ledger: LedgerView
}

/** Prepares the way to the shop; nothing is read or sent before `open`. */
export function connect(input: ConnectionInput, effects: Effects): Connection {
  const permits = createPermits(input, effects)
  let { newAddress, words } = input.head
  const spelled = spellingIn(input.ledger, input.settings, () => words)
  let requests = 0
  let archive: Archive | undefined
  let opened: { session?: Session; keyVersion?: string; blocked?: Blocked; failure?: string } | undefined

  const start = async (): Promise<NonNullable<typeof opened>> => {
    const apiKey = await effects.secrets.apiKey()
    const { blocked } = input.head
    if (blocked !== undefined && blocked.keyVersion === apiKey.version) return { blocked, keyVersion: apiKey.version }
    const redact = redactor(apiKey.value, input.settings.upgates.login)
    const { run } = input.lease
    const causesOf = causesIn(input.ledger)
    const standingOf = standingIn(input.ledger, input.settings)
    const kept = createArchive({ run, keyVersion: apiKey.version, redact, causesOf, standingOf }, effects)
    archive = kept
    const session: Session = {
      apiKey,
      redact,
      permit: permits.permit,
      ours: (orders) => orders.flatMap((order) => fieldsOf(input.ledger.get(order))),
      spelled,
      allowance: permits.told,
      newAddress: (address) => {
        newAddress = address
      },
      record: async (exchange) => {
        permits.started()
        const complete = await kept.record(exchange)
        input.lease.check()
        requests++
        return async (response) => {
          permits.ended()
          await complete(response)
        }
      },
    }
    return { session, keyVersion: apiKey.version }
  }

  return {
    async open() {
      try {
        opened ??= await start()
      } catch (error) {
        if (!(error instanceof OrderSyncError)) throw error
        opened = { failure: reasonOf(error) }
      }
      return opened.session
    },
    learn(now) {
      words = now
    },
    told() {
      const { session: _, ...rest } = opened ?? {}
      const allowance = permits.known()
      return {
        ...rest,
        requests,
        ...(archive === undefined ? {} : { exchanges: archive.requests() }),
        ...(allowance === undefined ? {} : { allowance }),
        ...(newAddress === undefined ? {} : { newAddress }),
      }
    },
  }
}

/** What is going to be compared with what the shop shows. */
const fieldsOf = ({ wanted, unconfirmed }: Partial<Line> = {}): FieldName[] => [
  ...fieldNames(wanted ?? {}),
  ...fieldNames(unconfirmed?.fields ?? {}),
]

const causesIn =
  (ledger: LedgerView) =>
  (order_number: string): ArchivedCauses =>
    Object.fromEntries(
      fieldEntries(ledger.get(order_number)?.wanted).map(([name, { cause, since }]) => [name, { ...cause, since }]),
    )

/** Says before every request whether it may leave, and keeps the allowance that the shop tells. */
function createPermits({ settings, lease, head, deadlineMs }: ConnectionInput, { clock }: Pick<Effects, 'clock'>) {
  const { reserved } = paceSettings(settings)
  const timeoutMs = settings.upgates.timeoutSeconds * 1000
  let known: KnownAllowance | undefined = head.allowance
  let underWay = 0
  return {
    permit: (): Refusal | undefined => {
      const endMs = clock.now() + timeoutMs
      if (!lease.lasts(endMs)) return 'lease lost'
      if (endMs > deadlineMs) return 'out of time'
      return availableAt(known, reserved, clock.now()) - underWay < 1 ? 'out of allowance' : undefined
    },
    started: () => void underWay++,
    ended: () => void underWay--,
    told: (allowance: Allowance) => {
      known = { ...allowance, at: isoNow(clock) }
    },
    known: () => known,
  }
}
