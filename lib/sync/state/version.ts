/**
 * Version of everything under `state/` but the snapshot, which has its own. A newer engine reads every older version (kept ones are test fixtures); an older
 * engine stops at a newer one with a sentence.
 */
export const stateVersion = 1

/**
 * What the parts of a head are (`head-schema.ts`), as a hash of them; a test says what it has to be. What an engine with
 * another one has written is looked at part by part: it may know more, or less.
 */
export const headShape = 'c0cf981b'
