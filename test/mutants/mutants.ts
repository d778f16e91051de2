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

const lease = 'lib/storage/lease.ts'
const leaseTest = 'test/storage/lease.test.ts'
const defences = 'test/simulation/defences.test.ts'
const answersTest = 'test/upgates/answers.test.ts'
const transportTest = 'test/upgates/transport.test.ts'

/** Every mutant, by the room that it is in. */
export const mutants: readonly Mutant[] = [
  {
    name: 'the lease is free whoever holds it',
    file: lease,
    search: 'lease.released || Date.parse(lease.until) <= nowMs || isGone(lease.holder)',
    replace: 'lease !== undefined || nowMs > 0 || isGone !== undefined',
    breaks: 'two runs post at the same time',
    killedBy: { file: defences, test: 'keeps others from posting' },
    short: true,
  },
  {
    name: 'a lease never runs out for its holder',
    file: lease,
    search: 'valid: () => clock.now() < Date.parse(lease.until)',
    replace: 'valid: () => clock.now() > 0',
    breaks: 'a run that slept posts beside the one that took over',
    killedBy: { file: leaseTest, test: 'runs out' },
    short: true,
  },
  {
    name: 'a lease that ran out is not free',
    file: lease,
    search: 'Date.parse(lease.until) <= nowMs || ',
    replace: '',
    breaks: 'a run that died stops the shop for ever',
    killedBy: { file: leaseTest, test: 'runs out' },
  },
  {
    name: 'the run that was taken over is forgotten',
    file: lease,
    search: '...(old === undefined || old.released ? [] : [old.run])',
    replace: '',
    breaks: 'what a dead run had sent is never read back',
    killedBy: { file: defences, test: 'dead run' },
    short: true,
  },
  {
    name: 'runs that died before the one that was taken over are forgotten',
    file: lease,
    search: 'unsettled: [...(old?.unsettled ?? []), ',
    replace: 'unsettled: [',
    breaks: 'what the first of two dead runs had sent is never read back',
    killedBy: { file: leaseTest, test: 'remembers every run' },
  },
  {
    name: 'the lease is given back over somebody else’s',
    file: lease,
    search: 'const released: LeaseFile = { ...lease,',
    replace: 'const released: LeaseFile = { ...lease, token: 0,',
    breaks: 'tokens stop growing',
    killedBy: { file: leaseTest, test: 'held by one run' },
  },
  {
    name: 'text messages are always allowed',
    file: 'lib/upgates/v2/shop.ts',
    search: 'send_sms_yn: notify',
    replace: 'send_sms_yn: true',
    breaks: 'customers of a silent change get a text message',
    killedBy: { file: defences, test: 'quiet run' },
    short: true,
  },
  {
    name: 'mails are always allowed on v2',
    file: 'lib/upgates/v2/shop.ts',
    search: 'send_emails_yn: notify',
    replace: 'send_emails_yn: true',
    breaks: 'customers of a silent change are mailed',
    killedBy: { file: defences, test: 'quiet run' },
    short: true,
  },
  {
    name: 'mails are always allowed on state-update',
    file: 'lib/upgates/state-update/shop.ts',
    search: 'sendEmails: notify',
    replace: 'sendEmails: true',
    breaks: 'customers of a silent change are mailed',
    killedBy: { file: defences, test: 'old API' },
  },
  {
    name: 'only the first page of a reading is read',
    file: 'lib/upgates/v2/shop.ts',
    search: 'pages = read?.pages ?? 1',
    replace: 'pages = 1',
    breaks: 'orders of the second page count as not there, and are sent again',
    killedBy: { file: 'test/upgates/defences.test.ts', test: 'every page' },
  },
  {
    name: 'a lost answer to a change is repeated on v2',
    file: 'lib/upgates/v2/shop.ts',
    search: 'repeatable: false',
    replace: 'repeatable: true',
    breaks: 'an order is sent again before anybody asked what the shop shows',
    killedBy: { file: transportTest },
    short: true,
  },
  {
    name: 'a 429 is repeated at once',
    file: 'lib/upgates/transport.ts',
    search: "kind: 'limited',\n      notBefore,",
    replace: "kind: 'unknown' as never,\n      notBefore,",
    breaks: 'the allowance is asked for again and again',
    killedBy: { file: transportTest },
  },
  {
    name: 'a permit is asked for only before the first attempt',
    file: 'lib/upgates/transport.ts',
    search: 'const refusal = session.permit()',
    replace: 'const refusal = attempt > 1 ? undefined : session.permit()',
    breaks: 'a retry leaves although the lease or the time is over',
    killedBy: { file: transportTest, test: 'asks for leave before every attempt' },
    short: true,
  },
  {
    name: 'answers are not cleaned of the key',
    file: 'lib/upgates/transport.ts',
    search: 'response = redacted(await http(request, timeoutMs), session)',
    replace: 'response = await http(request, timeoutMs)',
    breaks: 'an echoed key reaches archive and messages',
    killedBy: { file: 'test/sync/secrets.test.ts' },
    short: true,
  },
  {
    name: 'only the first occurrence of the key is removed',
    file: 'lib/upgates/redact.ts',
    search: 'clean.replaceAll(form, placeholder)',
    replace: 'clean.replace(form, placeholder)',
    breaks: 'a key that is echoed twice is kept',
    killedBy: { file: 'test/upgates/defences.test.ts', test: 'every occurrence' },
  },
  {
    name: 'an order that is refused counts as accepted on v2',
    file: 'lib/upgates/v2/answers.ts',
    search: 'if (!updated_yn)\n',
    replace: 'if (updated_yn && told.length > 99)\n',
    breaks: 'a refused order is never sent again',
    killedBy: { file: answersTest, test: 'v2' },
    short: true,
  },
  {
    name: 'an order that the answer does not name counts as accepted on v2',
    file: 'lib/upgates/v2/answers.ts',
    search: "{ order_number, kind: 'unknown', messages: ['the answer does not name this order'] },",
    replace: "{ order_number, kind: 'accepted' },",
    breaks: 'what the shop never took is acknowledged',
    killedBy: { file: answersTest, test: 'v2' },
    short: true,
  },
  {
    name: 'an order that the answer does not name counts as accepted on state-update',
    file: 'lib/upgates/state-update/shop.ts',
    search:
      "if (about.length === 0) return { order_number, kind: 'unknown', messages: ['the answer does not name this order'] }",
    replace: "if (about.length === 0) return { order_number, kind: 'accepted' }",
    breaks: 'what the shop never took is acknowledged',
    killedBy: { file: answersTest, test: 'state-update' },
    short: true,
  },
  {
    name: 'a shop that moved anywhere is followed',
    file: 'lib/upgates/moved.ts',
    search: 'if (!isSafe(url, new URL(base))) return undefined',
    replace: 'if (!isSafe(url, new URL(base)) && url.protocol === "ftp:") return undefined',
    breaks: 'the key is sent to whoever answers a redirect',
    killedBy: { file: transportTest, test: 'moved' },
    short: true,
  },
  {
    name: 'a blank is never a blank',
    file: 'lib/exports/mapping/mapping.ts',
    search: "mapping.blank === 'clear' ? { value: '' } : alone",
    replace: "{ value: '' }",
    breaks: 'a blank cell clears a field that nobody asked to clear',
    killedBy: { file: 'test/exports/mapping.test.ts', test: 'leaves the field alone' },
    short: true,
  },
  {
    name: 'a table that is cut in its last line is taken',
    file: 'lib/exports/formats/csv.ts',
    search: 'if (!lineEnd && isShort(',
    replace: 'if (lineEnd && isShort(',
    breaks: 'the half of an order number is used as a whole one',
    killedBy: { file: 'test/exports/csv.test.ts', test: 'end is missing' },
    short: true,
  },
  ...syncMutants,
]
