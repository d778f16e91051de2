import type { Mutant } from './mutants.ts'

const guard = 'lib/console/guard.ts'
const guardTest = 'test/console/guard.test.ts'
const consoleTest = 'test/console/console.test.ts'

/** What stands between a page or the console and those who mean harm, or the owner's mistakes. */
export const pageMutants: readonly Mutant[] = [
  {
    name: 'texts from outside are markup',
    file: 'lib/page/html.ts',
    search: "if (typeof part === 'string') return markupText(part)",
    replace: "if (typeof part === 'string') return part",
    breaks: 'an order number or a note of an export runs in the owner’s browser',
    killedBy: { file: 'test/page/page.test.ts', test: 'stays text' },
  },
  {
    name: 'any host reaches the console',
    file: guard,
    search: 'if (!hosts.includes(host))',
    replace: 'if (false)',
    breaks: 'a name that somebody makes point at this machine opens the console to their page',
    killedBy: { file: guardTest },
  },
  {
    name: 'any page may send the console’s forms',
    file: guard,
    search: 'if (headers.origin !== ',
    replace: 'if (false && headers.origin !== ',
    breaks: 'a foreign page approves a plan',
    killedBy: { file: guardTest },
  },
  {
    name: 'the console asks for no secret',
    file: guard,
    search: 'if (!isSame(first, token))',
    replace: 'if (false)',
    breaks: 'everybody on this machine decides',
    killedBy: { file: guardTest },
  },
  {
    name: 'a half-written report is believed',
    file: 'lib/sync/kept-report.ts',
    search: "parsed.success ? (parsed.data as unknown as RunReport) : 'unreadable'",
    replace: '(parsed.data as unknown as RunReport)',
    breaks: 'one damaged report hides all others',
    killedBy: { file: consoleTest, test: 'half-written report' },
  },
  {
    name: 'a quiet approval is told as one that mails',
    file: 'lib/sync/decisions/hold-answer.ts',
    search: "(decision.quiet !== true || name === 'paid_date')",
    replace: 'true',
    breaks: 'an owner is told of mails that nobody gets',
    killedBy: { file: 'test/sync/decisions/hold-answer.test.ts' },
  },
  {
    name: 'a decision that was taken back still counts for a held plan',
    file: 'lib/sync/decisions/hold-answer.ts',
    search: '.filter((decision) => !over.has(decisionId(decision)))',
    replace: '',
    breaks: 'a plan that waits for a person is told as approved',
    killedBy: { file: 'test/sync/decisions/hold-answer.test.ts' },
  },
  {
    name: 'a page that cannot be written fails the run',
    file: 'lib/sync/page-of.ts',
    search: 'log.warn(`the page of the run was not written',
    replace: 'if (error) throw error; log.warn(`the page of the run was not written',
    breaks: 'a run that has posted everything is reported as failed',
    killedBy: { file: 'test/page/written.test.ts', test: 'cannot be made' },
  },
]
