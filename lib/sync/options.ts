import type { Effects } from '../effects.ts'
import type { Holder } from '../storage/holder.ts'
import type { Shop } from '../upgates/shop.ts'

/** A part of a plan that is tried before the rest: what is not in it stays planned. */
export interface Part {
  /** only these orders; absent: all */
  readonly only?: readonly string[]
  /** at most so many orders, the most urgent first */
  readonly limit?: number
}

/** How a run goes. */
export interface RunOptions {
  /** milliseconds since 1970 at which posting must have ended; the lease outlives it by a minute */
  readonly deadlineMs: number
  /** milliseconds since 1970 at which the process is surely ended, and its lease with it; default: a minute after the deadline */
  readonly endsMs?: number
  readonly holder: Holder
  /** whether the holder of a lease is surely gone, so that its lease need not run out; default: nobody knows */
  readonly isGone?: (holder: Holder) => boolean
  /** no customer is mailed in this run */
  readonly quiet?: boolean
  /** a person waits: changes do not wait for others to share a request */
  readonly impatient?: boolean
  /** before the first update of a day, the shop is asked whether it has the statuses and custom fields of the settings */
  readonly asksWords?: boolean
  /** once a day, the shop is asked what people have changed there, where the allowance has room */
  readonly looksAround?: boolean
  /** everything that differs is taken as acknowledged, nothing is posted */
  readonly adopt?: boolean
  /** the deployed function runs it: its settings are what the command line works with from now on */
  readonly deployed?: boolean
  /** key of the export whose drop has woken it */
  readonly dropped?: string
  /** every record is read, also those that have not changed, and compared with what would have been passed over */
  readonly full?: boolean
  /** exports of so many bytes are sifted: what has not changed in them is passed over; default: 64 KiB */
  readonly siftedFrom?: number
  /** told now and then while many exports of a feed wait: how many of them have been read, of how many */
  readonly reading?: (read: number, of: number) => void
  /** only this part of what differs is posted; the rest stays planned */
  readonly part?: Part
  /** who runs it, for the evidence of an adoption */
  readonly by?: string
  /**
   * what people decided is looked for also where nothing else is to be done and nothing is known to wait for them; one
   * more LIST
   */
  readonly looksForDecisions?: boolean
  /** told after every batch: orders about which the shop has answered so far, of those that leave now */
  readonly progress?: (answeredOrders: number, ofOrders: number) => void
}

/** What a run works with. A shop may be opened only when there is something to do, which an idle run never has. */
export interface RunEffects extends Omit<Effects, 'shop'> {
  readonly shop: Shop | (() => Promise<Shop>)
}
