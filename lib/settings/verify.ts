import type * as z from 'zod'
import { isObject } from '../json.ts'
import { givenFields } from './owners.ts'
import { nearest } from './problems.ts'

/** Which orders are read before they are changed. */
export type Verify = 'all' | 'status' | 'notifying' | 'never'

/** Who wins where the shop shows another value than it had acknowledged. */
export type Winner = 'shop' | 'erp' | 'report'

interface Asking {
  readonly upgates: { readonly api: 'v2' | 'state-update' }
  readonly verify?: Verify | undefined
}

/** Which orders are read before they are changed; the order-status API reads none. */
export const verifyOf = ({ upgates, verify = 'status' }: Asking): Verify =>
  upgates.api === 'state-update' ? 'never' : verify

/** Who wins about a field, as the settings say. */
export const winnerOf = ({ drift }: { readonly drift: Readonly<Record<string, Winner>> }, field: string): Winner =>
  (Object.hasOwn(drift, field) ? drift[field] : undefined) ??
  (field === 'status' || field === 'status_id' ? 'report' : 'erp')

/** What of the settings says which orders are read before they are changed. */
export interface ReadsFirst {
  readonly verify: Verify
  /** fields, but for the status, over which the export does not win: they can only be kept where they are read */
  readonly kept?: readonly string[]
}

/** Which changes need a look at the shop first. */
export function readsFirst(settings: Asking & { readonly drift: Readonly<Record<string, Winner>> }): ReadsFirst {
  const isKept = (field: string): boolean => !/^status/.test(field) && winnerOf(settings, field) !== 'erp'
  const kept = Object.keys(settings.drift).filter(isKept)
  return { verify: verifyOf(settings), ...(kept.length === 0 ? {} : { kept }) }
}

interface Given {
  readonly upgates?: unknown
  readonly feeds?: unknown
  readonly verify?: unknown
  readonly drift?: unknown
  readonly firstRun?: unknown
}

const noReading = 'nothing with "api": "state-update", which cannot be asked what it shows'

/** Only v2 can be asked what it shows, and only about fields that a feed gives. */
export function askingOfApi(settings: Given, ctx: z.RefinementCtx): void {
  const { upgates, verify, drift, firstRun } = settings
  const fields = isObject(drift) ? Object.keys(drift) : []
  if (isObject(upgates) && upgates.api === 'state-update') {
    const tell = (path: string): void => ctx.addIssue({ code: 'custom', path: [path], message: noReading })
    if (verify !== undefined && verify !== 'never') tell('verify')
    if (fields.length > 0) tell('drift')
    if (firstRun === 'shop') tell('firstRun')
    return
  }
  const given = givenFields(settings).map(({ field }) => field)
  for (const field of fields.filter((name) => !given.includes(name))) {
    const near = nearest(field, given)
    const message = `a field that a feed gives: ${given.join(', ')}${near === undefined ? '' : `; did you mean "${near}"?`}`
    ctx.addIssue({ code: 'custom', path: ['drift', field], message, params: { found: JSON.stringify(field) } })
  }
}
