import type { Fields } from '../../lib/order.ts'
import type { Batch, Outcome, Reply, Session, Shop, Trouble } from '../../lib/upgates/shop.ts'

/** A request of a test: the numbers of its orders, `?` before those that were only asked about. */
export type Asked = string

/** How a scripted shop answers a batch; `nth` counts the updates from 1 on. */
export type Answering = (batch: Batch, nth: number) => Reply<readonly Outcome[]> | Promise<Reply<readonly Outcome[]>>

/** A shop that answers as a test says, and keeps what it was asked. */
export interface ScriptedShop extends Shop {
  readonly asked: Asked[]
}

/** What it shows of orders, where it can be read. */
export type Showing = (orderNumbers: readonly string[]) => Reply<ReadonlyMap<string, Fields>>

export function scriptedShop(answer: Answering, read?: Showing, batchSize = 100): ScriptedShop {
  const asked: Asked[] = []
  let updates = 0
  const numbersOf = (numbers: readonly string[]) => numbers.join(',')
  return {
    api: read === undefined ? 'state-update' : 'v2',
    batchSize,
    asked,
    async update(batch, session) {
      const refusal = session.permit()
      if (refusal !== undefined) return trouble({ kind: 'not sent', refusal })
      asked.push(numbersOf(batch.updates.map(({ order_number }) => order_number)))
      updates++
      return answer(batch, updates)
    },
    ...(read === undefined
      ? {}
      : {
          read: async (numbers: readonly string[], session: Session) => {
            const refusal = session.permit()
            if (refusal !== undefined) return trouble({ kind: 'not sent', refusal })
            asked.push(`?${numbersOf(numbers)}`)
            return read(numbers)
          },
        }),
    interpret: () => [],
  }
}

/** No answer, as the transport tells it. */
export const trouble = (
  what: Trouble,
  { mayHaveProcessed = false, settled = [], ...more }: Partial<Omit<Troubled, 'kind' | 'trouble'>> = {},
): Troubled => ({ kind: 'trouble', trouble: what, mayHaveProcessed, settled, ...more })

type Troubled = Extract<Reply<never>, { kind: 'trouble' }>

/** An answer. */
export const answered = <T>(value: T): Reply<T> => ({ kind: 'answered', value })

/** Every order of a batch is taken, but those that the shop does not know. */
export const taking =
  (...unknown: readonly string[]) =>
  ({ updates }: Batch): Reply<readonly Outcome[]> =>
    answered(
      updates.map(({ order_number }) =>
        unknown.includes(order_number)
          ? { order_number, kind: 'rejected', messages: ['not found'] }
          : { order_number, kind: 'accepted' },
      ),
    )
