import type { Mutant } from './mutants.ts'

const plan = 'lib/sync/plan/plan.ts'
const gate = 'lib/sync/plan/gate.ts'
const gateTest = 'test/sync/plan/gate.test.ts'
const drift = 'lib/sync/ledger/drift.ts'
const driftTest = 'test/sync/ledger/drift.test.ts'
const line = 'lib/sync/ledger/line.ts'
const undone = 'lib/sync/ledger/undone.ts'
const merge = 'lib/sync/import/merge.ts'
const seamsTest = 'test/sync/decided-seams.test.ts'
const undoTest = 'test/sync/past/undo.test.ts'

/** Defences of customers against incomplete mails, and of what people have done and decided. */
export const peopleMutants: readonly Mutant[] = [
  {
    name: 'a status does not wait at its gate',
    file: gate,
    search: 'const waits = missing.length > 0 && isToCome(',
    replace: 'const waits = missing.length > 99 && isToCome(',
    breaks: 'a mail leaves before its parcel number',
    killedBy: { file: gateTest },
    short: true,
  },
  {
    name: 'a field that is going to change counts as there',
    file: gate,
    search: '!isGoing(line, field, line.wanted?.[field]) && ',
    replace: '',
    breaks: 'a mail leaves with an old parcel number',
    killedBy: { file: gateTest },
  },
  {
    name: 'a wait that ends quietly mails',
    file: plan,
    search: "ended !== 'quiet' && ",
    replace: '',
    breaks: 'a customer gets the incomplete mail that the owner had ruled out',
    killedBy: { file: gateTest, test: 'ends as the settings say' },
  },
  {
    name: 'a wait that ends in a hold is not held',
    file: plan,
    search: "...(ended === 'hold' && name === gate?.status ? { incomplete: true } : {}),",
    replace: '',
    breaks: 'a customer gets the incomplete mail that a person was to look at',
    killedBy: { file: gateTest, test: 'is held with its reason' },
  },
  {
    name: 'what somebody has set in the shop is overwritten',
    file: drift,
    search:
      "return { line: leftAlone(known, { name, wanted, kind: winner === 'shop' ? 'shop' : 'edited' }, message), drifted }",
    replace: 'return { line: known, drifted }',
    breaks: "a clerk's cancellation is undone, and its customer mailed",
    killedBy: { file: driftTest },
    short: true,
  },
  {
    name: 'a final status in the shop is overwritten where the exports win',
    file: drift,
    search: 'const stays = isStatus(name) && rules.stays(shown, wanted.value)',
    replace: 'const stays = false',
    breaks: 'an order that somebody has cancelled in the shop is sent',
    killedBy: { file: driftTest },
  },
  {
    name: 'what the exports have taken back is set again with a status',
    file: drift,
    search: ' && after.wanted?.[name] === undefined',
    replace: '',
    breaks: 'a parcel number that was withdrawn comes back',
    killedBy: { file: driftTest, test: 'have taken it back' },
  },
  {
    name: 'a rejected suspicious word is forgotten',
    file: line,
    search: ', rejected: { ...line.rejected, [name]: field } }',
    replace: ' }',
    breaks: 'the next export sends what a person has rejected',
    killedBy: { file: seamsTest, test: 'a rejected suspicious word' },
  },
  {
    name: 'a rejected word that is said again is heard',
    file: undone,
    search: ', line.rejected?.[name]?.value]',
    replace: ']',
    breaks: 'the next export sends what a person has rejected',
    killedBy: { file: seamsTest, test: 'a rejected suspicious word' },
  },
  {
    name: 'a run that died over a rejection wipes it out',
    file: line,
    search: '[before, soundWish(before)]',
    replace: '[before]',
    breaks: 'what a person has rejected goes out after a crash',
    killedBy: { file: 'test/simulation/mended.test.ts', test: 'stays rejected' },
  },
  {
    name: 'a pin is not heeded',
    file: merge,
    search: 'if (isPinned(line, name, said)) continue',
    replace: '',
    breaks: 'what a person has taken back is sent again',
    killedBy: { file: undoTest, test: 'is pinned' },
    short: true,
  },
  {
    name: 'an undo mails',
    file: plan,
    search: ' || (undo !== undefined && undo.notify !== true)',
    replace: '',
    breaks: 'customers are mailed about what is taken back',
    killedBy: { file: undoTest, test: 'in silence' },
  },
  {
    name: 'an order that was forgotten is heard again',
    file: merge,
    search: 'ledger.get(record.order_number)?.forgotten === true',
    replace: 'false',
    breaks: 'values that were taken out come back with the next export',
    killedBy: { file: 'test/sync/past/forgotten.test.ts' },
  },
]
