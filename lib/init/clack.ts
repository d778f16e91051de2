import type { Readable, Writable } from 'node:stream'
import * as clack from '@clack/prompts'
import { OrderSyncError } from '../errors.ts'
import type { Asker } from './asker.ts'

/** Where the questions appear, and the answers come from; default: the terminal of the process. */
export interface Streams {
  readonly input?: Readable
  readonly output?: Writable
}

/** Asks a person at the terminal. Escape and Ctrl+C end it, and nothing has been written by then. */
export function createTerminalAsker(title: string, streams: Streams = {}): Asker {
  clack.intro(title, streams)
  return {
    tell: (text) => clack.log.info(text, streams),
    text: async ({ message, usual, example, check }) => {
      const answer = await clack.text({
        ...streams,
        message,
        ...(usual === undefined ? {} : { defaultValue: usual }),
        placeholder: usual ?? example ?? '',
        validate: (written = '') => (written.trim() === '' ? neededUnless(usual) : check?.(written)),
      })
      return clack.isCancel(answer) ? cancelled() : answer.trim()
    },
    choose: async ({ message, choices, usual }) => {
      const initial = usual === undefined ? {} : { initialValue: usual }
      const answer = await clack.select<string>({ ...streams, message, options: [...choices], ...initial })
      return clack.isCancel(answer) ? cancelled() : answer
    },
    several: async ({ message, choices }) => {
      const options = [...choices]
      const answer = await clack.multiselect<string>({ ...streams, message, options, required: false })
      return clack.isCancel(answer) ? cancelled() : answer
    },
  }
}

/** Enter alone is an answer only where something is usual. */
const neededUnless = (usual: string | undefined): string | undefined => (usual === undefined ? '…' : undefined)

function cancelled(): never {
  throw new OrderSyncError({
    kind: 'usage',
    attempted: 'write',
    subject: 'the settings',
    ended: 'it was cancelled, and nothing was written',
  })
}
