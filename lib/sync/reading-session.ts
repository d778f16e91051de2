import type { ApiKey } from '../effects.ts'
import type { Settings } from '../settings/settings.ts'
import { redactor } from '../upgates/redact.ts'
import type { Allowance, Session } from '../upgates/shop.ts'

/**
 * A session outside of a run that only reads: nothing is archived, for nothing is said about any order.
 * @param most requests; default: as many as it takes
 */
export function createSession(apiKey: ApiKey, { upgates }: Pick<Settings, 'upgates'>, most = Number.POSITIVE_INFINITY) {
  let [requests, allowance] = [0, undefined as Allowance | undefined]
  const session: Session = {
    apiKey,
    redact: redactor(apiKey.value, upgates.login),
    permit: () => (requests < most ? undefined : 'out of allowance'),
    record: async () => {
      requests++
      return async () => undefined
    },
    allowance: (told) => {
      allowance = told
    },
    newAddress: () => undefined,
  }
  return { session, told: () => ({ requests, ...(allowance === undefined ? {} : { allowance }) }) }
}
