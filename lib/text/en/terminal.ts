import { createCounter } from '../language.ts'
import type { DecidedParts, TerminalTexts } from '../terminal-shape.ts'
import { beside } from './beside.ts'
import { inspect } from './inspect.ts'
import { page } from './page.ts'
import { waiting } from './waiting.ts'

const count = createCounter('en')
const orders = count({ one: '# order', other: '# orders' })
const customers = count({ one: '# customer', other: '# customers' })
const requests = count({ one: '# request', other: '# requests' })
const records = count({ one: '# record', other: '# records' })
const values = count({ one: '# value', other: '# values' })
const days = count({ one: '# day', other: '# days' })
const runs = count({ one: '# run', other: '# runs' })
const things = count({ one: '# thing', other: '# things' })
const exchanges = count({ one: '# archived exchange', other: '# archived exchanges' })
const reports = count({ one: '# report', other: '# reports' })
const holds = count({ one: '# held plan', other: '# held plans' })
const exports = count({ one: '# export', other: '# exports' })
const problems = count({ one: '# problem', other: '# problems' })
const onlyReads = count({ one: '1 that only read', other: '# that only read' })
const changes = count({ one: '# status change waits', other: '# status changes wait' })
const verb = (number: number, one: string, many: string): string => (number === 1 ? one : many)

const waitingDecisions = count({ one: '# waiting decision', other: '# waiting decisions' })
const states = { none: '', read: 'read', refused: 'refused', new: 'new: the next run reads it' } as const

function decided({ at, kind, hash, planned, quiet, about, undone, pin, adopted, by, became, run }: DecidedParts) {
  const parts = [
    hash === undefined ? '' : ` the plan ${hash}`,
    planned === undefined ? '' : ` of ${orders(planned)}`,
    quiet === true ? ', mailing nobody' : '',
    about.length === 0 ? '' : ` ${about.join(', ')}`,
    undone === undefined ? '' : `, ${orders(undone)}`,
    pin === true ? ', pinned' : '',
    adopted === undefined ? '' : ` ${orders(adopted)}`,
    by === undefined ? '' : `, by ${by}`,
  ]
  const ends = {
    waiting: 'the next run acts on it',
    'taken back': run === undefined ? 'taken back' : `done by the run ${run}, and taken back later`,
    void: `nothing of it was wanted any more in the run ${run}`,
    done: `done by the run ${run}`,
  }
  return `${at}  ${kind}${parts.join('')}: ${ends[became]}`
}

/** The command line in English. */
export const terminal: TerminalTexts = {
  orders,
  field: (name) => name,
  yes: 'yes',
  no: 'no',
  cleared: '(cleared)',
  warning: 'warning',
  more: (more) => `… and ${more} more; --json shows all.`,
  nextRunActs: 'The next run acts on it; now: order-sync run',
  functionActs: 'The deployed function is woken by it; where it is not: order-sync invoke',
  nothingDecided: 'Nothing was decided.',
  yesOrNo: '[y/N]',
  plan: {
    adopts: (number) => `The first export of a feed: ${orders(number)} would be taken as acknowledged, nothing posted.`,
    nothing: 'Nothing to change.',
    unasked: (number) =>
      `Nothing is known yet: a run asks the shop first what it shows of ${orders(number)} ("firstRun": "shop"), and posts the difference.`,
    looks: (number) =>
      `The run reads ${number === 1 ? '1 of these orders' : `${number} of these orders`} in the shop first ("verify"): what it shows already is not posted, and what somebody has changed there is told.`,
    mail: 'mail',
    columns: { order: 'order', field: 'field', before: 'before', after: 'after', why: 'why' },
    approved: 'approved',
    moreRows: count({
      one: '… and # more field; --rows all shows it.',
      other: '… and # more fields; --rows all shows them.',
    }),
    sums: 'By change:',
    set: 'set',
    changed: 'changed',
    leftOut: 'Left out:',
    waitsFor: page.waitsFor,
    inRequests: (changed, sent) => `${orders(changed)} in ${requests(sent)}`,
    mailsNobody: 'no customer is mailed',
    mails: (mails) => `customers mailed: ${mails}`,
    passes: 'The guard lets it pass.',
    holds: 'The guard holds it:',
    hash: (hash) => `Plan ${hash}`,
    decideWith: (hash) => `Decide with: order-sync approve ${hash}, or: order-sync reject ${hash}`,
    page: (file) => `The page of the plan: ${file}`,
  },
  run: {
    outcomes: {
      done: 'Done.',
      idle: 'Nothing to do.',
      busy: 'Another run is at work; this one leaves everything to it.',
      held: 'Held: nothing is posted before a person decides.',
      blocked: 'Blocked: the shop refused the credentials.',
      failed: 'Failed.',
    },
    read: (file, number, invalid) => `Read ${file}: ${records(number)}${invalid > 0 ? `, ${invalid} invalid` : ''}.`,
    refused: (file) => `Refused ${file}: nothing of it was used.`,
    readMore: count({ one: 'Read # more export.', other: 'Read # more exports.' }),
    adopted: (number) => `Adopted ${orders(number)}: taken as acknowledged, nothing was posted for them.`,
    nothingToAdopt: 'Nothing was left to adopt: what the exports say is acknowledged already.',
    posted: ({ planned, requests: all, reads, accepted, warned, rejected, unknown, mailed }) => ({
      sent: `${orders(planned)} differed, ${all > reads ? `${requests(all - reads)} sent` : 'nothing sent'}${reads > 0 ? ` (and ${onlyReads(reads)})` : ''}`,
      results: [
        `${orders(accepted)} accepted`,
        warned > 0 ? `${warned} accepted with warnings` : '',
        rejected > 0 ? `${rejected} rejected` : '',
        unknown > 0 ? `${unknown} without a readable answer` : '',
        `${customers(mailed)} mailed`,
      ],
    }),
    stillWaits: (number, until) =>
      `${orders(number)} still ${verb(number, 'waits', 'wait')} to be sent${until === undefined ? '' : `, probably until ${until}`}`,
    gate: (number, fields, { order, until }) =>
      number === 1
        ? `1 status change waits for ${fields.join(' or ')}: the order ${order}, until ${until} (order-sync status says more).`
        : `${changes(number)} for ${fields.join(' or ')}. The first whose wait is over is the order ${order}: ${until} (order-sync status lists all).`,
    archive: (place) => `Requests and answers: ${place}`,
    several: (number, named) =>
      `${orders(number)}: ${named.join(', ')}${number > named.length ? ` and ${number - named.length} more` : ''}`,
    reading: (file, percent, left) => `Reading ${file}: ${percent}${left === undefined ? '' : `, ${left} left`}`,
    readingMany: (read, of) => `${read} of ${of} exports read`,
    sending: (done, of, pace) =>
      `Sending: ${done} of ${orders(of)}${pace === undefined ? '' : `, ${pace.perSecond} a second, ${pace.left} left`}`,
  },
  status: {
    noRun: (shop) => `The shop ${shop} has had no run yet.`,
    vanished: (report) =>
      `All of state/ has vanished, while ${report} tells of an earlier run. The next run would be a first one: it would take what waits to be sent for sent. Put state/ back before it; docs/runbook.md, "Vanished state", says how.`,
    head: (shop, known, { run, at }) =>
      `Shop ${shop}: ${orders(known)} known, last run with something to do ${run} at ${at}.`,
    counts: ({ pending, held, because }) =>
      `${pending} pending${because.length === 0 ? '' : ` (${because.join(', ')})`}, ${held} held.`,
    allowance: (at, hour, of, day) =>
      `Allowance at ${at}: ${hour} of ${of} requests left in the hour, ${day} in the day.`,
    notBefore: (time) => `No request before ${time}.`,
    blocked: (since, status, message) =>
      `Blocked since ${since}: the shop refused the credentials (${status}). ${message} Store the right key, or: order-sync unblock`,
    decided: (at, kind, by, about) =>
      `Decided at ${at}${by === undefined ? '' : ` by ${by}`}: ${kind}${about}; the next run acts on it.`,
    parked: 'Parked after a refusal (order-sync retry [ORDER…] tries them again):',
    parkedOrder: (shopSays, attempts, next) =>
      `the shop says: ${shopSays}; tried ${attempts === 1 ? '1 time' : `${attempts} times`}, next at ${next}`,
    alerts: 'Alerts that are still open:',
    alert: (kind, since, what) => `${kind}, since ${since}: ${what}`,
    waits: (number) => `${changes(number)} for other fields ("waitFor"):`,
    edited:
      'Edited in the shop (order-sync accept ORDER… leaves it, order-sync overrule ORDER… sends the export’s value):',
    pinned: 'Taken back and pinned (not heard until the exports say something else):',
    lastRun: (run) => `Of the last run (${run}):`,
    lastExports: (run) => `Of the exports read last (${run}):`,
    runs: 'Runs:',
    unreadable: (key) => `The report ${key} cannot be read: it is damaged, or was written only in part.`,
    outcome: (outcome) => outcome,
    inRun: ({ planned, requests: all, reads, adopted, accepted, warned, rejected, unknown, problems: found }) =>
      [
        ...(adopted > 0 ? [`${orders(adopted)} adopted`] : []),
        `${orders(planned)} planned, ${requests(all - reads)} sent${reads > 0 ? ` (and ${onlyReads(reads)})` : ''}`,
        ...(accepted > 0 ? [`${orders(accepted)} accepted`] : []),
        ...(warned > 0 ? [`${warned} accepted with warnings`] : []),
        ...(rejected > 0 ? [`${rejected} rejected`] : []),
        ...(unknown > 0 ? [`${unknown} without a readable answer`] : []),
        ...(found > 0 ? [problems(found)] : []),
      ].join(', '),
    held: (since, changed, mails) =>
      `Held since ${since}: a plan of ${orders(changed)} that would mail ${mails === 0 ? 'nobody' : customers(mails)}.`,
    feed: (name, last) =>
      `Feed ${name}: ${last === undefined ? 'no export taken in yet' : `last export ${last.file} of ${last.at} with ${records(last.records)}`}.`,
    newest: (time) => `the newest upload is of ${time}.`,
    backlog: (read, of) => `${read} of ${of} exports read; the next run goes on.`,
    refused: (reason, key) => `refused: ${reason} Replace it, or: order-sync dismiss ${key}`,
    looksWrong: (reason) => `looks wrong: ${reason}`,
  },
  history: {
    unsent: (order, number) => `Nothing was sent about the order ${order} in the last ${days(number)}.`,
    unknown: (order, number) =>
      `Nothing was sent about the order ${order} in the last ${days(number)}, and no export has named it. Is the number the one that the shop shows?`,
    mailing: 'mailing the customer',
    outcomes: {
      accepted: 'accepted',
      'accepted with warnings': 'accepted with warnings',
      rejected: 'rejected',
      unknown: 'unknown',
      'not taken': 'not taken',
    },
    sent: (fields) => `sent: ${fields}`,
    shopSays: (words) => `the shop says: ${words}`,
    because: (file, record) =>
      `because of ${file}, ${record === undefined ? 'which was taken back' : `record ${record}`}`,
    about: (fields) => `about: ${fields}`,
  },
  decisions: {
    none: (number) => `Nothing was decided in the last ${days(number)}.`,
    takenBackWith: 'What was not posted yet is taken back with: order-sync undo-decision ID',
    kind: (kind) => kind,
    one: decided,
  },
  drift: {
    asked: (changed, since, asked) => `${orders(changed)} changed in the shop since ${since} (${requests(asked)}).`,
    same: 'All show what was known of them.',
    differ: (number) =>
      `${orders(number)} ${verb(number, 'shows', 'show')} something else than was known of ${verb(number, 'it', 'them')}:`,
    notSent: (value) => `${value} (taken over, not sent)`,
    columns: ['order', 'field', 'known', 'in the shop', 'wanted'],
    end: 'Nothing was changed. What becomes of it where the export says something new, "drift" of the settings says.',
  },
  check: {
    logins: {
      taken: 'The shop takes the login.',
      refused: 'The shop refuses the login.',
      'not asked': 'The shop was not asked.',
      unreachable: 'The shop does not answer.',
    },
    mayUse: (rights) => `It may use: ${rights}.`,
    columns: ['', 'of the settings', 'in the shop', 'by itself'],
    kinds: (kind) => (kind === 'field' ? 'custom field' : kind),
    notKnown: 'not known',
    there: 'yes',
    missing: 'MISSING',
    does: (what) => `the order ${what}`,
    allowance: (hour, ofHour, day, ofDay) =>
      `Allowance: ${hour} of ${ofHour} requests left in this hour, ${day} of ${ofDay} in this day.`,
    feed: (feed, { file, at, bytes }, state) =>
      `Feed ${feed}: ${file} of ${at}, ${bytes.toLocaleString('en')} bytes, ${states[state]}.`,
    state: (known, { run, at }, { pending, held, because }) =>
      `State: ${orders(known)} known, last run ${run} at ${at}; ${pending} pending${because.length === 0 ? '' : ` (${because.join(', ')})`}, ${held} held.`,
    missingOne: 'missing',
    good: (asked) => `All is there (${requests(asked)}).`,
    bad: (number) => `${things(number)} missing.`,
  },
  undo: {
    nothing: (run) => `Nothing of the run ${run} can be taken back.`,
    notTakenBack: (number) => `Not taken back (${values(number)}):`,
    pin: 'What the exports still say would be set again: correct it in the ERP first, or take it back with --pin, and it is not heard until they say something else.',
    mailedNobody: 'The run mailed nobody.',
    mailed: (number) => `Mailed by the run (${customers(number)}):`,
    perhaps: '(perhaps: the answer was lost)',
    file: (file) => `Whom the run had mailed: ${file}`,
    question: (number) => `Take back ${orders(number)}?`,
    sayYes: 'Nothing was decided. To take it back, say --yes.',
    held: ' The guard will hold it: then approve it.',
    done: (number, run, id) => `${orders(number)} of the run ${run} will be taken back (decision ${id}).`,
  },
  ledger: {
    sums: (month, number, of) =>
      `${month}: ${values(number)} set in ${orders(of.orders)} by ${runs(of.runs)}, ${customers(of.mailed)} mailed.`,
    same: 'The reports of the runs say the same.',
    unreported: (dead, reported, mailed) =>
      `${runs(dead.length)} left no readable report; the reports of the others say ${orders(reported)}, ${customers(mailed)} mailed: ${dead.join(', ')}`,
    differs: (run, report, archive) =>
      `The report of the run ${run} says ${orders(report.orders)} and ${customers(report.mailed)} mailed, its archive ${archive.orders} and ${archive.mailed}.`,
    written: (file) => `Written: ${file}`,
  },
  decide: {
    approveQuestion: (hash, number, mails) =>
      `Approve the plan ${hash}${number === undefined ? '' : ` of ${orders(number)}`}${mails === undefined ? '' : mails === 0 ? ', mailing nobody' : `, mailing ${customers(mails)}`}?`,
    approved: ({ hash, stillWanted, values: all, orders: of, mails }) =>
      `Approved the plan ${hash}: ${stillWanted} of its ${values(all)}${of === undefined ? '' : ` of ${orders(of)}`} ${verb(stillWanted, 'is', 'are')} still wanted and may be posted${mails === undefined ? '' : mails === 0 ? ', mailing nobody' : `, mailing only ${customers(mails)} about a payment`}.`,
    rejectQuestion: (hash) => `Give up what the plan ${hash} would change, until the exports say something else?`,
    rejected: ({ hash, stillWanted, values: all, orders: of }) =>
      `Rejected the plan ${hash}: ${stillWanted} of its ${values(all)}${of === undefined ? '' : ` of ${orders(of)}`} ${verb(stillWanted, 'is', 'are')} given up until the exports say something else; order-sync plan lists them as left out.`,
    noneParked: 'No order is parked.',
    retried: (number) => `${orders(number)} will be tried again.`,
    accepted: (number) =>
      `${orders(number)} will be left as the shop shows ${verb(number, 'it', 'them')}, until the export says something else.`,
    overruleQuestion: (number) =>
      `Set ${orders(number)} as the export says, over what somebody has set in the shop? Customers may be mailed.`,
    overruled: (number) => `${orders(number)} will be set as the export says.`,
    unblocked: 'The key will be tried once more.',
    passOver: (what) => `${what} Pass it over?`,
    passedOver: (key) => `The export ${key} will be passed over.`,
    alsoPassedOver: (key, reason) => ` So will ${key}, which cannot be used either: ${reason}`,
    feedGoesOn: (feed) => ` The feed "${feed}" goes on with what it has read last.`,
    feedReads: (feed, key, at) => ` The feed "${feed}" reads ${key} of ${at} instead, which was never read.`,
    cannotEither: (reason) => ` It cannot be used either: ${reason}`,
    takeBackQuestion: (id) => `Take back the decision ${id}?`,
    takenBack: (id, number) =>
      `The decision ${id} is taken back${number === undefined ? '' : `: ${values(number)} of it still ${verb(number, 'waits', 'wait')}`}.`,
    adoptQuestion: 'Take everything that the exports say as what the shop shows, without posting it?',
  },
  past: {
    unknown: (order) =>
      `No export has named the order ${order}, and nothing that is kept names it. Is the number the one that the shop shows? Nothing was changed.`,
    found: (order, found) =>
      `Values of the order ${order} are in ${exchanges(found.exchanges)}, ${reports(found.reports)}, ${holds(found.holds)} and ${waitingDecisions(found.decisions)}.`,
    forgetQuestion: ' Take them out, for ever?',
    forgotten: ' They are taken out. A run takes them out of the snapshot, and hears nothing more about this order.',
    exportsStay: "Exports that still name it are the ERP's.",
    notForgotten: ' Nothing was changed. To take them out, say --yes.',
    nothingOld: 'Nothing is older than the settings say.',
    old: (found) =>
      `Older than "retention" of the settings: ${exchanges(found.exchanges)}, ${reports(found.reports)} and ${exports(found.exports)}.`,
    deleteQuestion: ' Delete them?',
    deleted: 'Deleted. ',
  },
  ...beside,
  inspect,
  waiting,
  unexpected: (reason) => `Something went wrong that should not have: ${reason}`,
}
