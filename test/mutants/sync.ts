import type { Mutant } from './mutants.ts'

const connection = 'lib/sync/post/connection.ts'
const connectionTest = 'test/sync/post/connection.test.ts'
const send = 'lib/sync/post/send.ts'
const sendTest = 'test/sync/post/send.test.ts'
const commit = 'lib/sync/commit/commit.ts'
const commitTest = 'test/sync/commit/commit.test.ts'
const nextHead = 'lib/sync/commit/next-head.ts'
const nextHeadTest = 'test/sync/commit/next-head.test.ts'
const recover = 'lib/sync/post/recover.ts'
const recoverTest = 'test/sync/post/recover.test.ts'
const endingsTest = 'test/sync/endings.test.ts'

/** Defences of the engine. */
export const syncMutants: readonly Mutant[] = [
  {
    name: 'a request leaves whether the lease lasts or not',
    file: connection,
    search: "if (!lease.lasts(endMs)) return 'lease lost'",
    replace: '',
    breaks: 'a run whose lease ends posts beside the one that took over',
    killedBy: { file: connectionTest, test: 'whether a request may leave' },
    short: true,
  },
  {
    name: 'the lease need not outlive the answer',
    file: connection,
    search: 'lease.lasts(endMs)',
    replace: 'lease.lasts(clock.now())',
    breaks: 'an answer comes when another run is at work',
    killedBy: { file: connectionTest, test: 'may be over before its answer comes' },
  },
  {
    name: 'the lease is not looked at after the entry was written',
    file: connection,
    search: 'input.lease.check()',
    replace: '',
    breaks: 'a run that slept while it wrote its entry posts',
    killedBy: { file: connectionTest, test: 'stops where the lease ended while it was written' },
  },
  {
    name: 'no time is kept for the answer',
    file: connection,
    search: "if (endMs > deadlineMs) return 'out of time'",
    replace: '',
    breaks: 'a function is cut off while a request is under way',
    killedBy: { file: connectionTest, test: 'no time for its answer' },
  },
  {
    name: 'requests under way do not count against the allowance',
    file: connection,
    search: ' - underWay < 1',
    replace: ' < 1',
    breaks: 'the allowance of other integrations is used up',
    killedBy: { file: connectionTest, test: 'under way' },
  },
  {
    name: 'a refused key is used again',
    file: connection,
    search: 'blocked !== undefined && blocked.keyVersion === apiKey.version',
    replace: 'blocked !== undefined && apiKey.version === undefined',
    breaks: 'five wrong logins lock the shop out',
    killedBy: { file: connectionTest, test: 'that was refused is not used again' },
    short: true,
  },
  {
    name: 'a key that was refused to a dead run is forgotten',
    file: recover,
    search: '...(denied === undefined ? {} : { denied })',
    replace: '',
    breaks: 'every run that dies costs a wrong login',
    killedBy: { file: endingsTest, test: 'is not tried once more' },
  },
  {
    name: 'refusals of a dead run count early',
    file: recover,
    search: 'acknowledgements: events.filter((event) => !isRefusal(event))',
    replace: 'acknowledgements: events',
    breaks: 'a refusal is about a value that is not known to be wanted yet, and is lost',
    killedBy: { file: recoverTest, test: 'rejected: counts once' },
  },
  {
    name: 'a gateway that gave up ends a dead run’s request',
    file: recover,
    search: 'status === 408 || status === 502 || status === 504',
    replace: 'status === 408',
    breaks: 'what is processed late is sent again',
    killedBy: { file: recoverTest, test: '502' },
  },
  {
    name: 'three requests at once from the start',
    file: send,
    search: 'if (first !== undefined) await next(first)',
    replace: 'if (first !== undefined) queue.unshift(first)',
    breaks: 'one wrong key is three wrong logins',
    killedBy: { file: sendTest, test: 'goes alone' },
  },
  {
    name: 'others do not see that one has to stop',
    file: send,
    search: "permit: () => (stop === undefined ? session.permit() : 'out of time')",
    replace: 'permit: () => session.permit()',
    breaks: 'a shop that refused the key is asked on and on',
    killedBy: { file: sendTest, test: 'keeps the others from asking' },
  },
  {
    name: 'no order goes alone where a server fails',
    file: send,
    search: 'await send({ ...work, updates: work.updates.slice(index, index + 1) })',
    replace: '',
    breaks: 'one order that the shop cannot process stops all others',
    killedBy: { file: sendTest, test: 'that one is found out' },
  },
  {
    name: 'an attempt that may have been processed is forgotten',
    file: send,
    search: 'if (mayHaveProcessed) lose(work, clock.now() + lateMarginMs, messageOf(trouble))',
    replace: '',
    breaks: 'after 500 and 429, what was processed is sent and mailed again',
    killedBy: { file: sendTest, test: 'after an attempt that may have been processed' },
    short: true,
  },
  {
    name: 'a refused batch is split without a look at what it may have done',
    file: send,
    search: 'if (!mayHaveProcessed) return split(work, message)',
    replace: 'return split(work, message)',
    breaks: 'what an earlier attempt did is done and mailed again',
    killedBy: { file: sendTest, test: 'is asked about first' },
  },
  {
    name: 'a batch that was taken as a whole is a failing shop',
    file: send,
    search: 'if (open.length === 0) answering = true',
    replace: '',
    breaks: 'a shop that only answers wrongly is left alone for an hour',
    killedBy: { file: sendTest, test: 'has taken everything' },
  },
  {
    name: 'the head is not written anew after a takeover',
    file: commit,
    search: 'if (lease.openRuns.length === 0) return current',
    replace: 'return current',
    breaks: 'a run that was thought dead commits over the one that took over',
    killedBy: { file: commitTest, test: 'written anew' },
    short: true,
  },
  {
    name: 'the fence is not repeated',
    file: commit,
    search: 'const fenceAttempts = 3',
    replace: 'const fenceAttempts = 1',
    breaks: 'a takeover fails although the dead run has only just committed',
    killedBy: { file: commitTest, test: 'loaded again' },
  },
  {
    name: 'a commit does not look at the lease',
    file: commit,
    search: '  lease.check()\n  const next: HeadContent',
    replace: '  const next: HeadContent',
    breaks: 'a run that slept commits beside the one that took over',
    killedBy: { file: commitTest, test: 'once the lease has run out' },
    short: true,
  },
  {
    name: 'the snapshot that the head points to is deleted',
    file: commit,
    search: 'if (key !== null && key !== undefined && key !== head.snapshot) await',
    replace: 'if (key !== null && key !== undefined) await',
    breaks: 'the state is gone, and the shop stops',
    killedBy: { file: commitTest, test: 'what is deleted after a commit' },
    short: true,
  },
  {
    name: 'a run that asked nothing forgets that the key was refused',
    file: nextHead,
    search: 'return decided.unblocked ? undefined : head.blocked',
    replace: 'return undefined',
    breaks: 'the same wrong key is tried at every export',
    killedBy: { file: nextHeadTest, test: 'nobody asked' },
  },
  {
    name: 'a hold about one feed lets nothing of the others be tried again',
    file: nextHead,
    search: "left.kind === 'unconfirmed' || mayLeave(left, verdict)",
    replace: "left.kind === 'unconfirmed' || verdict.kind === 'pass'",
    breaks: 'what the shop refused once waits until a person decides about something else',
    killedBy: { file: nextHeadTest, test: 'held for one feed' },
  },
  {
    name: 'a failing shop is asked again at every export',
    file: 'lib/sync/run.ts',
    search: "const mayAsk = options.adopt !== true && !isToCome(Date.parse(head.notBefore ?? ''), clock.now())",
    replace: 'const mayAsk = options.adopt !== true',
    breaks: 'a shop that said when to come back is not left alone',
    killedBy: { file: 'test/sync/finds.test.ts', test: 'is left alone' },
  },
]
