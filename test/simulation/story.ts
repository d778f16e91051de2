import type { FieldName } from '../../lib/order.ts'
import type { PlannedFault } from './faults.ts'
import type { SettingsChange, Setup } from './setup.ts'
import type { ShopFault, Wrongness } from './wrong-shop.ts'

/** One order of an export: its number and, per field, which of the field's words it says; 0 is a blank. */
export type Said = readonly [
  order: number,
  status: number,
  paid: number,
  code: number,
  resolved?: number,
  note?: number,
]

/** The orders of an export: one by one, or a crowd that says all the same. */
export type Rows = readonly Said[] | { readonly orders: number; readonly status: number; readonly code: number }

/** A part of a plan that is tried first. */
export interface Part {
  readonly only?: readonly string[]
  readonly limit?: number
}

/** How one run goes. */
export interface RunAction {
  readonly do: 'run'
  readonly faults: readonly PlannedFault[]
  /** whether it is known that holders which died are gone */
  readonly gone: boolean
  readonly quiet?: boolean
  readonly adopt?: boolean
  readonly impatient?: boolean
  readonly part?: Part
  /** every record is read, and compared with what would have been passed over */
  readonly full?: boolean
}

/** One thing that happens in a story. */
export type Action =
  | {
      readonly do: 'drop'
      readonly feed?: 'payments'
      readonly rows: Rows
      readonly broken?: 'empty' | 'cut' | 'page'
      /** minutes that the export's time is ahead of the clock, or behind it */
      readonly dated?: number
    }
  | RunAction
  /** runs at once, interleaved effect by effect */
  | { readonly do: 'runs'; readonly runs: readonly (readonly PlannedFault[])[] }
  | { readonly do: 'wait'; readonly minutes: number }
  /** the clock of the machine steps */
  | { readonly do: 'clock'; readonly minutes: number }
  | { readonly do: 'shop'; readonly fault: ShopFault; readonly times: number }
  | { readonly do: 'stay wrong'; readonly how: Wrongness }
  | { readonly do: 'resume' }
  | {
      readonly do: 'decide'
      readonly what:
        | 'approve'
        | 'approve quietly'
        | 'reject'
        | 'take back'
        | 'retry'
        | 'accept'
        | 'overrule'
        | 'unblock'
        | 'dismiss'
    }
  | { readonly do: 'settings'; readonly change: SettingsChange }
  /** the feed of orders is called otherwise from now on, and its files are moved */
  | { readonly do: 'rename' }
  /** a person changes the state by hand */
  | { readonly do: 'hand'; readonly what: 'delete head' | 'delete snapshot' | 'delete lease' | 'old head' }
  /** a person puts back what was deleted */
  | { readonly do: 'put back' }
  /** a person changes an order in the shop */
  | { readonly do: 'edit'; readonly order: number; readonly field: FieldName; readonly word: number }
  /** a person takes back what the last run has set */
  | { readonly do: 'undo'; readonly pin?: true; readonly notify?: true }
  /** a person has the values of an order taken out */
  | { readonly do: 'forget'; readonly order: number }
  /** the order that the shop did not know is there */
  | { readonly do: 'order arrives' }

/** A story: everything that a failing one needs to be told again. */
export interface Story {
  readonly seed: number
  readonly setup: Setup
  readonly actions: readonly Action[]
  /** the shop that stays wrong does so beyond the end of the story */
  readonly staysWrong?: boolean
}

/** A story as a value that can be pasted into a test, one action a line. */
export const storyText = ({ seed, setup, actions }: Story, plain: Setup): string => {
  const differing = Object.entries(setup).filter(
    ([name, value]) => JSON.stringify(plain[name as keyof Setup]) !== JSON.stringify(value),
  )
  return [
    `{ seed: ${seed}, setup: { ...plainSetup, ${differing.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ')} }, actions: [`,
    ...actions.map((action) => `  ${JSON.stringify(action)},`),
    ']}',
  ].join('\n')
}
