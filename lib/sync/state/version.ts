/**
 * Version of everything under `state/` but the snapshot, which has its own. A newer engine reads every older version (kept ones are test fixtures); an older
 * engine stops at a newer one with a sentence.
 */
export const stateVersion = 1
