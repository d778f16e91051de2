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
    search: 'return { line: notSet(known, { name, wanted, winner }, [shown, acknowledged]), drifted }',
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
    search: 'if (line.wanted?.[name] !== undefined) return { line }',
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
    name: 'looks at the shop take all the time of a run',
    file: 'lib/sync/post/read-back.ts',
    search: 'events.length > 0 && clock.now() >= untilMs',
    replace: 'false',
    breaks: 'every run looks, and none ever posts',
    killedBy: { file: 'test/sync/verify.test.ts', test: 'leave half of it to posting' },
  },
  {
    name: 'what the shop refuses to be asked about is posted unseen',
    file: 'lib/sync/post/look.ts',
    search: '.filter(([order_number]) => !refused.has(order_number))',
    replace: '',
    breaks: "a clerk's cancellation is undone, and its customer mailed",
    killedBy: { file: 'test/sync/verify.test.ts', test: 'refuses to be asked' },
  },
  {
    name: 'a blank that clears withholds nothing',
    file: 'lib/sync/import/withheld.ts',
    search: "(value === '' ? undefined : blanks.get(name)?.get(order_number))",
    replace: 'undefined',
    breaks: 'an order is marked as paid while one of its invoices is not',
    killedBy: { file: 'test/sync/import/merge.test.ts', test: 'would clear it' },
  },
  {
    name: 'an older word goes out behind a rejected one that sound exports say too',
    file: merge,
    search: 'if (!isDoubtful) line = sayUnheard(line, name)',
    replace: '',
    breaks: 'the customer of a cancelled order is told that it was sent',
    killedBy: { file: 'test/sync/decided-seams.test.ts', test: 'ends the older one' },
  },
  {
    name: 'a suspicious text of a language goes out with a sound one',
    file: merge,
    search: 'isDoubtful ? wish : soundWish(wish)',
    replace: 'wish',
    breaks: 'what a cut export says is posted without anybody',
    killedBy: { file: 'test/sync/decided-seams.test.ts', test: 'another language' },
  },
  {
    name: 'what an export says too is dropped with an undo',
    file: 'lib/sync/ledger/drift.ts',
    search: ' && wanted.cause.feed === undoFeed',
    replace: '',
    breaks: "the export's next word goes over what a clerk has set meanwhile",
    killedBy: { file: undoTest, test: 'where the export says it again' },
  },
  {
    name: 'a pin is not heeded',
    file: merge,
    search: 'if (isPinned(line, name, said)) {',
    replace: 'if (name.length === 0) {',
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
