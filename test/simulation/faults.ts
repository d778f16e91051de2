import * as fc from 'fast-check'
import { type EffectName, effectNames } from './names.ts'
import type { Action } from './story.ts'

/** What may happen to one effect of a run. */
export const faultKinds = [
  /** the run dies before, or right after it */
  'crash before',
  'crash after',
  /** it fails, and did not happen */
  'error',
  /** it happened, but fails */
  'lost answer',
  /** a conditional write is answered with "somebody else wrote" */
  'conflict',
  /** S3 answers 409, or 412 to the repetition of a write that got through: the adapter deals with both */
  'conflict 409',
  'own 412',
  /** what is read breaks off in the middle */
  'cut body',
  /** it takes 20 minutes */
  'delay',
  /** the machine sleeps before it goes on with it */
  'pause',
  /** a request arrives at the shop later than its run waited for it, up to the end of its longest life */
  'late',
  /** the same, and the run dies while the request is under way */
  'crash late',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** A fault at the n-th effect of this name in a run, counted from 1; or something that others do in this very moment. */
export type PlannedFault =
  | { readonly at: EffectName; readonly nth: number; readonly kind: FaultKind }
  | { readonly at: EffectName; readonly nth: number; readonly kind: 'meanwhile'; readonly then: Action }

const conditional = (at: EffectName): boolean => at.startsWith('PUT ') && at !== 'PUT orders'

/** Whether a kind of fault can happen to an effect. */
export function fits(at: EffectName, kind: FaultKind): boolean {
  if (kind === 'late' || kind === 'crash late') return at === 'PUT orders'
  if (kind === 'conflict' || kind === 'conflict 409' || kind === 'own 412') return conditional(at)
  if (kind === 'cut body') return at.startsWith('GET ') && at !== 'GET orders'
  return true
}

/** All faults that can happen to an effect. */
export const faultsAt = (at: EffectName): FaultKind[] => faultKinds.filter((kind) => fits(at, kind))

/** Faults for random stories: what every run does is met more often than what is rare. */
export const plannedFault: fc.Arbitrary<PlannedFault> = fc
  .tuple(fc.constantFrom(...effectNames), fc.integer({ min: 1, max: 3 }), fc.nat())
  .map(([at, nth, dice]) => {
    const kinds = faultsAt(at)
    return { at, nth, kind: kinds[dice % kinds.length] ?? 'error' }
  })
