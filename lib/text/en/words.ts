import type { LeftOutWords, ProblemWords } from '../shape.ts'

/** What a kind of problem means for an owner, and the way on. */
export const problems: ProblemWords = {
  'invalid record': {
    title: 'Row that cannot be used',
    means: 'A row of the export holds something that makes no sense there. Its order stays as it was.',
    next: 'Correct it in the ERP or in the settings; the next export puts it right.',
  },
  'not an order': {
    title: 'Rows that are not orders of the shop',
    means: 'They have no order number of the shop, as sales over the counter have none. They are passed over.',
    next: 'Nothing, unless they did come from the shop.',
  },
  'conflicting records': {
    title: 'Order that contradicts itself',
    means: 'The export names it several times with different values. It was left alone.',
    next: 'Correct it in the ERP.',
  },
  'odd value': { title: 'Unusual value', means: 'It was accepted.', next: 'See whether it is right.' },
  'withheld value': {
    title: 'Value that waits for other rows',
    means: 'Not every row of the order gives it yet.',
    next: 'Nothing: it goes out once all of them do.',
  },
  'unknown words': {
    title: 'Word that the settings do not know',
    means: 'Nobody has said which status of the shop it stands for.',
    next: 'Add it to "map" in the settings.',
  },
  'refused export': {
    title: 'Export that cannot be used',
    means: 'Nothing of it was used, the shop stays as it was.',
    next: 'Export once more, or have the file passed over.',
  },
  'suspicious export': {
    title: 'Export that looks wrong',
    means: 'What it would change waits for a person.',
    next: 'Export once more; or look at the plan and approve or reject it.',
  },
  'no export': {
    title: 'No export yet',
    means: 'There is no file where exports are expected.',
    next: 'See where the ERP puts its exports.',
  },
  'late export': {
    title: 'Export is late',
    means: 'No new export has come for longer than usual.',
    next: 'See whether the ERP still exports.',
  },
  backlog: {
    title: 'Exports wait to be read',
    means:
      'There are so many exports that not all of them were read at once. Until all are read, nothing of this feed is sent.',
    next: 'Nothing, the next run goes on.',
  },
  'stray export': {
    title: 'File that no feed reads',
    means: 'A file lies where no feed looks for it.',
    next: 'Move it into the folder of a feed, or delete it.',
  },
  'time ahead': {
    title: 'File from the future',
    means: 'The clock of the machine that writes the exports is fast.',
    next: 'Set that clock right.',
  },
  rejected: {
    title: 'Order that the shop refused',
    means: 'The shop did not take the change. It is tried again by itself, less and less often.',
    next: 'Put right what the shop says, then have it sent again.',
  },
  warned: {
    title: 'Order taken with a reservation',
    means: 'The shop took the change, but not all of it.',
    next: 'See what the shop says.',
  },
  'mailed too often': {
    title: 'Too many e-mails to one customer',
    means: 'The customer has had several e-mails today, so this change waits.',
    next: 'See why the order goes back and forth in the ERP.',
  },
  drifted: {
    title: 'Changed in the shop meanwhile',
    means: 'The shop showed another value than was known of it. The settings say which one counts.',
    next: 'Nothing, unless a cancelled order was sent.',
  },
  edited: {
    title: 'Order changed by hand in the shop',
    means: 'Somebody has set something else in the shop, so it is left alone.',
    next: 'Say which of the two is right: the shop’s value or the ERP’s.',
  },
  'unreadable export': {
    title: 'Export that could not be opened',
    means: 'Its feed waits, the others go on.',
    next: 'Nothing: it is tried again. If it stays, see who keeps the file open.',
  },
  'not in the shop': {
    title: 'Missing in the shop',
    means: 'The settings use a status or a field that the shop does not have.',
    next: 'Create it in the shop, or correct the settings.',
  },
  unanswered: {
    title: 'Order without a clear answer',
    means: 'Nobody knows yet whether the shop took the change.',
    next: 'Nothing: it is found out before anything is sent again.',
  },
  decision: {
    title: 'Decision without effect',
    means: 'What was decided about has changed meanwhile.',
    next: 'Look at the current plan and decide anew.',
  },
  held: {
    title: 'Plan that waits for you',
    means: 'It is larger or stranger than what may go out without a person.',
    next: 'Look through the changes, then approve or reject them.',
  },
  blocked: {
    title: 'The shop refuses the key',
    means: 'Nothing is sent any more, because wrong logins would lock the shop out.',
    next: 'Store the right API key; then it goes on by itself.',
  },
  denied: {
    title: 'The shop refused the key',
    means: 'Nothing is sent with it any more.',
    next: 'See whether the API key is valid and stored correctly.',
  },
  limited: {
    title: 'Allowance used up',
    means: 'The shop takes no more requests for now.',
    next: 'Nothing: the rest goes out later by itself.',
  },
  misdirected: {
    title: 'Wrong address of the shop',
    means: 'What answers there is not the API of the shop.',
    next: 'Correct the address in the settings.',
  },
  'vanished lease': {
    title: 'A file of the state was deleted',
    means: 'It was put back. Because a run may still be at work, the next ones wait until it surely is not.',
    next: 'Nothing: they go on by themselves.',
  },
  'alert not delivered': {
    title: 'A message to you was not delivered',
    means: 'A channel of the settings did not take it. No run depends on it.',
    next: 'See what is said below; the next run tries again.',
  },
  failing: {
    title: 'The shop is out of order',
    means: 'It answers with errors, or not at all. Nothing is lost.',
    next: 'Nothing: it is tried again. If it lasts, ask the provider of the shop.',
  },
  'out of time': {
    title: 'Not everything was done in time',
    means: 'The rest stays for the next run.',
    next: 'Nothing.',
  },
  key: {
    title: 'API key missing',
    means: 'Without it, nothing can be sent.',
    next: 'Store the API key of the shop.',
  },
  'new address': {
    title: 'The shop has moved',
    means: 'It answers at another address by now.',
    next: 'Write the new address into the settings.',
  },
  sieve: {
    title: 'A fault of order-sync',
    means:
      'Some records would have been passed over as unchanged although they say something new. All of them were read, so nothing is lost.',
    next: 'Please report it, with the export if you may.',
  },
  stuck: {
    title: 'Changes that do not get through',
    means: 'Orders have waited for long although nothing holds them.',
    next: 'See whether the shop answers, and whether its allowance is large enough.',
  },
  killed: {
    title: 'Run that was killed',
    means: 'It was out of time or memory, or its machine went away. The next one went on where it stopped.',
    next: 'If it happens again, give the sync more memory, or export less at a time.',
  },
  'near a limit': {
    title: 'Run near its limits',
    means: 'It used nearly all of its time or memory. A larger one would be killed.',
    next: 'Give the sync more memory, or export less at a time.',
  },
  failed: {
    title: 'The run failed',
    means: 'It ended before it was done. The next one goes on where it stopped.',
    next: 'If it happens again, see what is said below.',
  },
}

/** Why a value is left out. */
export const leftOut: LeftOutWords = {
  parked: {
    title: 'The shop refused it',
    means: 'It is tried again by itself, less and less often.',
    next: 'Put right what the shop says, then have it sent again.',
  },
  skipped: {
    title: 'The shop skipped a field',
    means: 'It took the order, but not this field. The field is tried again by itself, less and less often.',
    next: 'Create the field in the shop, or take it out of the settings; then have it sent again.',
  },
  unanswered: {
    title: 'The shop said nothing clear',
    means: 'Its answer does not tell whether it took the change. It is tried again by itself, less and less often.',
    next: 'Look at the order in the shop.',
  },
  accepted: {
    title: 'Left as it is in the shop',
    means: 'You have accepted what somebody has set there. It waits until the export says something else.',
    next: 'Nothing.',
  },
  final: {
    title: 'The status is final',
    means: 'By your settings, it is not changed any more.',
    next: 'Nothing.',
  },
  regress: {
    title: 'The status would go back',
    means: 'By your settings, it never falls back.',
    next: 'If it should, change it in the shop by hand.',
  },
  clear: {
    title: 'Empty in the export',
    means: 'Only what order-sync has filled in itself is cleared.',
    next: 'If it should be empty, clear it in the shop.',
  },
  rejected: {
    title: 'You have rejected it',
    means: 'It waits until the export says something else.',
    next: 'Nothing.',
  },
  unasked: {
    title: 'The shop is asked first',
    means: 'Nothing is known yet of what the shop shows of this order.',
    next: 'Nothing: the next runs ask it.',
  },
  unread: {
    title: 'A newer export waits to be read',
    means: 'It could not be fetched, and may say something else. Nothing older is sent before it was read.',
    next: 'Nothing: the next run tries again.',
  },
  doubtful: {
    title: 'An older value waits behind an export that looks wrong',
    means: 'The export looks wrong and takes back what waited. Neither of the two is sent.',
    next: 'Export again: the next sound export decides.',
  },
  unconfirmed: {
    title: 'Answer is missing',
    means: 'It was sent, and nobody knows yet whether the shop took it.',
    next: 'Nothing: it is found out before anything is sent again.',
  },
  waits: {
    title: 'Waits for other fields',
    means:
      'By your settings ("waitFor"), the status goes out together with these fields, so that the e-mail is complete. Behind each order stands how long it waits, and what happens then.',
    next: 'See that the ERP exports what is missing: once it is there, the status goes out at once.',
  },
  mailed: {
    title: 'Too many e-mails today',
    means: 'The customer has had several e-mails, so this waits until tomorrow.',
    next: 'See why the order goes back and forth in the ERP.',
  },
  pinned: {
    title: 'Taken back and pinned',
    means: 'Somebody has taken it back, and what the export says about it is not heard until it says something else.',
    next: 'Nothing; or correct it in the ERP.',
  },
  shop: {
    title: 'The shop’s value counts',
    means: 'Somebody has set something else in the shop, and by the settings that counts.',
    next: 'Nothing.',
  },
  edited: {
    title: 'Changed by hand in the shop',
    means: 'Somebody has set something else in the shop, so it is left alone.',
    next: 'Say which of the two is right: the shop’s value or the ERP’s.',
  },
}
