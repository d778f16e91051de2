import { createCounter } from '../language.ts'
import type { PageTexts } from '../page-shape.ts'

const count = createCounter('en')
const orders = count({ one: '# order', other: '# orders' })
const customers = count({ one: '# customer', other: '# customers' })
const mailed = (mails: number): string => (mails === 0 ? 'nobody got an e-mail' : `${customers(mails)} got an e-mail`)

/** The page in English. */
export const page: PageTexts = {
  plan: 'Plan',
  run: 'Run',
  planSentence: ({ orders: changed, mails, adopts, held }) => {
    const taken = adopts === 0 ? '' : `${orders(adopts)} would be taken over without sending anything. `
    if (changed === 0) return `${taken}Nothing would change in the shop.`
    const who = mails === 0 ? 'nobody would get an e-mail' : `${customers(mails)} would get an e-mail`
    return `${taken}${orders(changed)} would change and ${who}${held ? '. It waits for your decision.' : '.'}`
  },
  runSentence: ({ outcome, planned, adopted, accepted, rejected, unknown, pending, mails }) => {
    const said = [
      adopted === 0 ? '' : `${orders(adopted)} taken over without sending anything.`,
      accepted + rejected + unknown === 0
        ? planned === 0
          ? ''
          : `${orders(planned)} differed; nothing was sent.`
        : `The shop took ${orders(accepted)}${rejected === 0 ? '' : `, refused ${orders(rejected)}`}${unknown === 0 ? '' : `, and said nothing clear about ${orders(unknown)}`}; ${mailed(mails)}.`,
      pending === 0 ? '' : count({ one: '# order still waits.', other: '# orders still wait.' })(pending),
    ].filter((part) => part !== '')
    const ends = {
      held: 'It was held for your decision.',
      blocked: 'The shop refuses the key.',
      failed: 'The run failed.',
    }
    const end = outcome in ends ? ends[outcome as keyof typeof ends] : ''
    return [...said, end].join(' ').trim() || 'Nothing had changed.'
  },
  partly: 'Done, but something needs a look',
  outcomes: {
    done: 'Done',
    idle: 'Nothing to do',
    busy: 'Another run was at work',
    held: 'Held for you',
    blocked: 'Key refused',
    failed: 'Failed',
  },
  orders,
  requests: count({ one: '# request', other: '# requests' }),
  customers,
  records: count({ one: '# row', other: '# rows' }),
  verdict: 'Verdict',
  passes: 'It may go out: nothing holds it.',
  holds: 'It waits for your decision, because it goes beyond what may go out by itself:',
  rules: {
    orders: (figure, limit) => `${figure} orders change; ${limit} may without you.`,
    percent: (figure, limit) => `${figure} % of the known orders change; ${limit} % may without you.`,
    notifications: (figure, limit) => `${figure} customers get an e-mail; ${limit} may without you.`,
    payments: (figure, limit) => `${figure} orders become paid; ${limit} may without you.`,
    perHour: (figure, limit) => `${figure} within an hour; ${limit} may without you.`,
    reverts: (figure, limit) => `${figure} changes set an order back to what it was before; ${limit} may without you.`,
    perDay: (figure, limit) => `${figure} within a day; ${limit} may without you.`,
    waiting: (figure) => `Orders that have waited in vain: ${figure}.`,
    export: () => 'An export looks wrong.',
  },
  approve: 'Approve',
  reject: 'Reject',
  mails: 'E-mails to customers',
  nobody: 'None.',
  payment: 'payment received',
  problems: 'What you should know',
  doThis: 'What to do',
  detail: 'In detail',
  more: (more) => `and ${more} more`,
  changes: 'Changes',
  nothingToChange: 'None.',
  order: 'Order',
  change: 'Change',
  why: 'Why',
  source: 'Export row',
  mail: 'E-mail',
  result: 'Result',
  results: {
    'not sent': 'not sent',
    accepted: 'taken',
    warned: 'taken with a reservation',
    rejected: 'refused',
    unknown: 'no clear answer',
  },
  approved: 'approved',
  record: (number) => `no. ${number}`,
  leftOut: 'Left out',
  waitsFor: (fields, until, end) =>
    `waits for ${fields.join(' and ')} until ${until}${end === undefined ? '' : `; ${{ send: 'then it goes out without', quiet: 'then it goes out without, mailing nobody', hold: 'then it waits for your decision' }[end]}`}`,
  nothing: 'nothing',
  cleared: 'cleared',
  yes: 'yes',
  no: 'no',
  search: 'Search',
  onlyMails: 'only with an e-mail',
  shown: (shown, all) => `${shown} of ${all}`,
  sortBy: 'Sort by',
  exports: 'Exports',
  file: 'File',
  invalid: 'unusable',
  refused: 'not used at all',
  none: 'None.',
  sending: 'Requests to the shop',
  asking: 'asked what it shows',
  mailing: 'customers may be mailed',
  answer: 'Answer',
  noAnswer: 'no answer',
  sentAt: 'Sent',
  next: 'What comes next',
  every: count({
    one: 'New exports are looked for every minute.',
    other: 'New exports are looked for every # minutes.',
  }),
  bySchedule: 'New exports are looked for by schedule.',
  byHand:
    'New exports are read by the next run: order-sync run, or by itself where order-sync schedule install was done.',
  wakeAt: (time) => `What waits is tried again at ${time}.`,
  notBefore: (time) => `Nothing is sent before ${time}.`,
  throughAt: (time) => `All will have been sent by about ${time}.`,
  zone: (zone) => `Times are those of ${zone}.`,
  asOf: (time) => `As of ${time}`,
  fields: {
    status: 'Status',
    status_id: 'Status (number)',
    paid_date: 'Paid on',
    delivered_date: 'Delivered on',
    tracking_code: 'Parcel number',
    resolved_yn: 'Finished',
    internal_note: 'Internal note',
    external_order_number: 'Number in the ERP',
  },
  meta: (key) => `Field ${key}`,
  fieldNames: 'Names of the fields in the settings',
}
