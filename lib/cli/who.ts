import { userInfo } from 'node:os'
import { OrderSyncError } from '../errors.ts'
import type { TerminalVoice } from '../print/voice.ts'
import type { Answer } from './command.ts'
import type { Io } from './io.ts'

/** Options of every command that decides something. */
export interface DecideOptions {
  /** who decides; default: what the workspace says of whoever calls */
  readonly by: string | undefined
  /** decide without being asked once more */
  readonly yes: boolean
  readonly json?: boolean
}

/** The name of this user, for a folder; where the system tells none, `USER` or `USERNAME` of the environment. */
export async function localUser({ environment }: Pick<Io, 'environment'>): Promise<string | undefined> {
  try {
    return userInfo().username
  } catch {
    return environment.USER ?? environment.USERNAME
  }
}

/** Whoever decides, as `--by` or the workspace says. */
export async function decider(
  { by }: Pick<DecideOptions, 'by'>,
  { whoAmI, vouched }: { readonly whoAmI: () => Promise<string | undefined>; readonly vouched: boolean },
): Promise<string | undefined> {
  if (by === undefined) return whoAmI()
  const name = by.trim()
  if (name !== '' && by.length <= 200) return vouched ? `${name} (${await whoAmI()})` : name
  throw new OrderSyncError({
    kind: 'usage',
    attempted: 'use',
    subject: `--by "${by}"`,
    ended: 'it must be a name of at most 200 characters',
  })
}

/** Asks whether that is meant, where a person sits at a terminal and has not said so. `undefined`: it is. */
export async function declined(
  question: string,
  { yes, json, texts }: Omit<DecideOptions, 'by'> & Pick<TerminalVoice, 'texts'>,
  io: Io,
): Promise<Answer | undefined> {
  if (yes || json === true || io.ask === undefined || (await io.ask(`${question} ${texts.yesOrNo}`))) return undefined
  return { value: { decided: false }, text: () => texts.nothingDecided }
}
