import { syncMutants } from './sync.ts'

/** One defence of the product, removed; and the test that must cry out. */
export interface Mutant {
  readonly name: string
  readonly file: string
  /** text that is there exactly once */
  readonly search: string
  readonly replace: string
  /** what goes wrong without the defence */
  readonly breaks: string
  readonly killedBy: { readonly file: string; readonly test?: string }
  /** belongs to the short list that runs with every change */
  readonly short?: true
}

/** Every mutant. */
export const mutants: readonly Mutant[] = syncMutants
