import type { Readable, Writable } from 'node:stream'
import * as clack from '@clack/prompts'
import { OrderSyncError } from '../errors.ts'
import type { Asker } from './asker.ts'

/** Where the questions appear, and the answers come from; default: the terminal of the process. */
export interface Streams {
  readonly input?: Readable
  readonly output?: Writable
}

/** What the questions say beside themselves. */
export interface Instructions {
  readonly oneOf: string
  readonly severalOf: string
  readonly none: string
}

/** The library says "none" in English, and has no other word. */
const sayingNone = (output: Writable, none: string): Writable =>
  new Proxy(output, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (name === 'write')
        return (text: string | Uint8Array) =>
          target.write(typeof text === 'string' ? text.replace(/\bnone(?=\W*$)|(?<=\[2m)none\b/, () => none) : text)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

/** Asks a person at the terminal. Escape and Ctrl+C end it, and nothing has been written by then. */
export function createTerminalAsker(title: string, said: Instructions, streams: Streams = {}): Asker {
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
      const answer = await clack.select<string>({
        ...streams,
        showInstructions: false,
        message: `${message} ${said.oneOf}`,
        options: [...choices],
        ...initial,
      })
      return clack.isCancel(answer) ? cancelled() : answer
    },
    several: async ({ message, choices }) => {
      const options = [...choices]
      const asked = { ...streams, output: sayingNone(streams.output ?? process.stdout, said.none) }
      const answer = await clack.multiselect<string>({
        ...asked,
        message: `${message} ${said.severalOf}`,
        options,
        required: false,
        showInstructions: false,
      })
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
