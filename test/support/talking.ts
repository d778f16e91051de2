import type { Ledger } from '../../lib/sync/ledger/ledger.ts'
import { type Connection, type ConnectionInput, connect } from '../../lib/sync/post/connection.ts'
import { iso, ledgerOf } from './lines.ts'
import { minuteMs, settingsOf, type World } from './world.ts'

interface Talk {
  readonly settings?: ConnectionInput['settings']
  readonly ledger?: Ledger
  readonly head?: ConnectionInput['head']
  /** milliseconds from now until the run must have ended; default: ten minutes */
  readonly endsInMs?: number
}

/** A real connection of a run to the simulated shop of a world; its archive lies in the world's store. */
export function talkingTo(
  world: World,
  { settings = settingsOf(), ledger = ledgerOf(), head = {}, endsInMs }: Talk = {},
): Connection {
  const deadlineMs = world.clock.now() + (endsInMs ?? 10 * minuteMs)
  const lease: ConnectionInput['lease'] = {
    run: '20261124T100000Z-aaaa',
    token: 1,
    until: iso(60 * minuteMs),
    openRuns: [],
    foundRuns: [],
    hasCommitted: false,
    knows: () => true,
    check: () => undefined,
    deathsOver: () => 0,
    noteReading: async () => undefined,
    lasts: () => true,
    release: async () => true,
  }
  return connect({ settings, lease, head, deadlineMs, ledger }, world.effects)
}

/** What the shop was asked, as `GET orders`. */
export const pathsOf = ({ shop }: World): string[] =>
  shop.requests.map(({ method, path }) => `${method} ${path.slice('/api/v2/'.length).replace(/\?.*/s, '')}`)
