import type { Store } from './storage/store.ts'
import type { Shop } from './upgates/shop.ts'

/** Time, injected so that tests and the simulation own it. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>
}

/** A number in [0, 1), injected so that ids and jitter can be repeated. */
export type Random = () => number

/** The API key with something that changes when it does: SSM's version on AWS, a fingerprint elsewhere. */
export interface ApiKey {
  readonly value: string
  readonly version: string
}

/** Where the API key is read from. */
export interface Secrets {
  /** @throws OrderSyncError naming what is missing and the command that stores it */
  apiKey(): Promise<ApiKey>
}

/** What a run says while it works. Never carries a secret or a person's data beyond an order's number. */
export interface Log {
  info(message: string, data?: Readonly<Record<string, unknown>>): void
  warn(message: string, data?: Readonly<Record<string, unknown>>): void
}

/** Everything with an effect, built once at the edge and passed in. */
export interface Effects {
  readonly store: Store
  readonly shop: Shop
  readonly secrets: Secrets
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}
