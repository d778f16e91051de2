import { Readable } from 'node:stream'
import type { Clock, Random } from '../effects.ts'
import { OrderSyncError, reasonOf } from '../errors.ts'
import { bodyOf } from './body.ts'
import type { Body, ByteRange, Store, StoredContent } from './store.ts'

/** What waiting between two attempts takes. */
export interface Patience {
  readonly clock: Pick<Clock, 'sleep'>
  /** default: no jitter */
  readonly random?: Random
}

/** A connection that broke too often: nothing is known to be wrong with the object. */
export class Interrupted extends OrderSyncError {
  override name = 'Interrupted'
  constructor(subject: string, attempts: number, cause: unknown) {
    super({
      attempted: 'read',
      subject,
      ended: `the connection broke ${attempts} times in a row, at last with: ${reasonOf(cause).replace(/\.$/, '')}`,
      hint: 'Nothing is known to be damaged; the next run tries again.',
      cause,
    })
  }
}

const mostAttempts = 5
const pauseMs = 200

const resumedStores = new WeakSet<object>()

/**
 * A store whose bodies survive a connection that breaks, or ends early: what is missing is read from where it broke off,
 * as long as the object is the same version. Bounded, with growing pauses.
 */
export function withResumedReads<S extends Store>(store: S, patience: Patience): S {
  if (resumedStores.has(store)) return store
  const resumed: S = {
    ...store,
    async get(key: string, range?: ByteRange) {
      const content = await store.get(key, range)
      return content === undefined ? undefined : { ...content, body: resumedBody({ store, content, range }, patience) }
    },
  }
  resumedStores.add(resumed)
  return resumed
}

interface Reading {
  readonly store: Pick<Store, 'get' | 'description'>
  readonly content: StoredContent
  readonly range: ByteRange | undefined
}

/** Bytes that were asked for, over as many connections as it takes. */
function resumedBody(reading: Reading, patience: Patience): Body {
  const { content, range } = reading
  const end = Math.min(range?.end ?? content.size, content.size)
  let body = quietly(content.body)
  const bytes = async function* (): AsyncGenerator<Buffer> {
    let at = range?.start ?? 0
    for (let attempts = 1; ; attempts++) {
      const before = at
      let cause: unknown
      try {
        for await (const chunk of body) {
          at += chunk.length
          yield chunk
        }
      } catch (error) {
        cause = error
      }
      if (cause === undefined && at >= end) return
      if (at > before) attempts = 1
      if (attempts >= mostAttempts) throw new Interrupted(nameOf(reading), attempts, cause ?? endedEarly(at, end))
      await patience.clock.sleep(pauseMs * 2 ** attempts * (0.5 + (patience.random?.() ?? 0.5)))
      const rest = await reading.store.get(content.key, { start: at, end }).catch(() => undefined)
      // a version that is gone is told by who reads it
      if (rest !== undefined && rest.etag !== content.etag) rest.body.destroy()
      if (rest !== undefined && rest.etag === content.etag) body = quietly(rest.body)
      else if (rest !== undefined) {
        if (cause === undefined) return
        throw cause
      } else body = broken(cause ?? endedEarly(at, end))
    }
  }
  return bodyOf(bytes(), () => body.destroy())
}

const nameOf = ({ content, store }: Reading): string => `${content.key} in the ${store.description}`

const endedEarly = (at: number, end: number): Error => new Error(`it ended after ${at} of ${end} bytes`)

/** A body whose failure is told to whoever reads it, and to nobody else. */
const quietly = (body: Body): Body => (body instanceof Readable ? body.once('error', () => undefined) : body)

const broken = (cause: unknown): Body =>
  bodyOf({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(cause) }) }, () => undefined)
