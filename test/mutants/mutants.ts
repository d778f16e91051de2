import { edges } from './edges.ts'
import { layers } from './layers.ts'
import { pageMutants } from './pages.ts'
import { peopleMutants } from './people.ts'
import { sieve } from './sieve.ts'
import { syncMutants } from './sync.ts'

/** One change of a source. */
export interface Edit {
  readonly file: string
  /** text that is there exactly once */
  readonly search: string
  readonly replace: string
}

/** One defence of the product, removed; and the test that must cry out. */
export interface Mutant extends Edit {
  readonly name: string
  /** other defences that would cover this one: removed with it */
  readonly with?: readonly Edit[]
  /** what goes wrong without the defence */
  readonly breaks: string
  readonly killedBy: { readonly file: string; readonly test?: string }
  /** belongs to the short list that runs with every change */
  readonly short?: true
}

/** Every mutant. */
export const mutants: readonly Mutant[] = [
  ...layers,
  ...edges,
  ...sieve,
  ...syncMutants,
  ...pageMutants,
  ...peopleMutants,
]
