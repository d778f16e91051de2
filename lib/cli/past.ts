// the door to the commands about what is over: what was set, and taking it back
export { ledger } from './ledger.ts'
export { forget, prune, pruneDaily } from './privacy.ts'
export { undo } from './undo.ts'
