/** What the engine says of runs, plans and the shop, in English: the patterns by which they are known. */
export const run = {
  orderSays: 'Order {order}: the shop says: {words}',
  orderNoAnswer: 'Order {order}: no readable answer: {words}',
  postingEnded: 'Posting ended before everything was sent; the next run goes on.',
  keyBlocked:
    '{message} That was at {since}. Nothing is sent with this key any more, because five wrong logins lock the shop out. Store the right key, and the next run goes on by itself; or, if the key was right and the login has been unlocked: {command}',
  killed:
    'The run {run} was killed before its end: out of time, out of memory, or with its machine. Nothing is lost: this run has read what it had sent. On AWS its log says which: a line of the type platform.report has the status "timeout", or the error type Runtime.OutOfMemory.',
  shopMoved: 'The shop has moved to {address}. Every run asks the old address first: change it in the settings.',
  heldPart:
    'Not posted: a plan of {n} changed order[s] is held. {reasons} Look at it with "{plan}", then: {approve}, or: {reject}',
  held: 'Nothing was posted: a plan of {n} changed order[s] is held. {reasons} Look at it with "{plan}", then: {approve}, or: {reject}',
  shopFailedOnce: 'The shop has failed once, at last at {at}. It is asked again from {from} on; {n} order[s] wait[s].',
  shopFailed:
    'The shop has failed {times} times in a row, at last at {at}. It is asked again from {from} on; {n} order[s] wait[s].',
  leaseVanished:
    '{lease} had been deleted, so nobody knows whether another run is still at work. Nothing is sent before {until}, when such a run must be over; then the next run goes on by itself.',
  requestsLeft:
    '{n} request[s] [has|have] left by then; the next run reads in the archive what came of that, before it sends anything.',
  runFailed: 'The run failed unexpectedly: {reason}',
  nothingPlanned:
    'Nothing is planned about the order {order}: the shop has what the exports say, or no export names it.',
  partHeld: 'The part of {orders} that was asked for is held. {reasons} Decide with: {approve}',
  waitedInVain:
    '{n} order[s] [has|have] waited in vain for the fields that "waitFor" names; "then": "hold" leaves them to a person.',
  feedLooksWrong: 'The last export of the feed "{feed}" looks wrong: {message}',
  changesTooMany: 'It changes {n} orders; guard.orders allows {limit}.',
  changesPercent: 'It changes {percent} % of the {n} known orders; guard.percent allows {limit} %.',
  mailsTooMany: 'The shop would mail {n} customers; guard.notifications allows {limit}.',
  paysTooMany: 'It marks {n} orders as paid; guard.payments allows {limit}.',
  revertsTooMany:
    'It sets {n} orders back to what they had before, as an old export would; guard.reverts allows {limit}.',
  changesInTime: 'It changes {n} orders, after {before} within {span}; guard.{rule}.orders allows {limit}.',
  mailsInTime:
    'The shop would mail {n} customers, after {before} within {span}; guard.{rule}.notifications allows {limit}.',
  anHour: 'an hour',
  aDay: '24 hours',
  waitsFor: 'it waits for {fields} until {until}, and {end}',
  thenSend: 'goes out without it then',
  thenQuiet: 'goes out then, mailing nobody',
  thenHold: 'is held for a person then',
  mailedOften: 'the customer was mailed {n} times within 24 hours (guard.perOrder); it waits until {until}',
  personRejected: 'a person rejected this value; it waits for another one from the export',
  sentAsked: 'it was sent without a readable answer; the shop is asked first what it shows',
  sentAgainAt: 'it was sent without a readable answer, which the shop may still process; it is sent again at {until}',
  askedFirst: 'the shop is asked first what it shows ("firstRun")',
  doubtfulWord: 'only an export that looks wrong says so, and takes back what waited; it waits for a sound one',
  acceptedShown: 'a person has accepted what somebody has set in the shop; it waits for another value from the export',
  undoOf: 'undo of {run}',
  newerUnread: 'the feed "{feed}" has a newer export, which could not be read yet',
  statusFinal: 'the status "{before}" is final and is not changed to "{after}"',
  statusBack: 'the status would fall back from "{before}" to "{after}"',
  onlyOwnCleared: 'only a value that this sync has set itself is cleared',
  somebodySet:
    'somebody has set another value in the shop ({messages}); {accept} leaves it, {overrule} lets this one go out all the same',
  shopWins: 'the shop has another value ({messages}), which wins by the settings ("drift")',
  noWordNextTry: 'the shop does not say what became of it ({messages}); next try at {at}',
  refusedNextTry: 'the shop refused it ({messages}); next try at {at}',
  skippedNextTry: 'the shop skipped it ({messages}); next try at {at}',
  showsInstead: 'it shows {shown} instead of {acknowledged}',
  itShows: 'it shows {shown}',
  leftAlone: 'Order {order} is left alone: {reason}',
  leftAloneField: 'Order {order} is left alone ({field} = {value}): {reason}',
  drifted: 'Order {order}: the shop shows {field} = {shown} instead of {acknowledged}: {end}.',
  driftedWanted:
    'Order {order}: the shop shows {field} = {shown} instead of {acknowledged}; the export says {wanted}: {end}.',
  exportWins: 'the export wins',
  shopWinsAlone: 'the shop wins by the settings ("drift"), and it is left alone',
  changedSinceKept: 'somebody has changed it since, and it is not taken back',
  finalKept: 'it is final or later, and is not changed',
  nothingUntilNew: 'nothing is changed before the export says something new',
  conflictsTooMany: 'it names {n} orders twice with different values; guard.conflicts allows {limit}.',
  noLineEnd: 'its last line has no end, which it always had; it may be cut off.',
  columnsSlipped: 'none of its rows is as wide as its header, which they always were; its columns may have slipped.',
  headerChanged:
    'its header, of {n} columns, is another one ({before} before), which not all of its rows fit; its columns may have slipped.',
  olderExport: '{key} is older than the export that was taken in before{rest}',
  olderItself: ', as it says itself ({written}, after {last}).',
  olderDisputed: '({last}) by one of name and time, and newer by the other.',
  orderHint: 'If it is the newer one, approve; "order" in the settings of the feed says what counts.',
  staleLeft: 'What it says about {n} order[s] was left alone, for a newer export has spoken about [it|them].',
  overtaken:
    '{key} is newer by its name than exports that were uploaded after it, and says something else about {n} order[s] than they do. {hint}',
  emptyExport: 'it is empty; the last one had {n} records.',
  shrunk: 'it has {n} records; the last one had {usual}.',
  deadlyExport: '{n} runs died while they were reading it',
  tooLarge:
    'It may be too large for the memory or the time that a run has: raise "memoryMb", or export less at a time.',
  moreUnmapped: 'exports/{key}: {n} more records could not be mapped.',
  moreOdd: 'exports/{key}: {n} more odd values were accepted.',
  moreWithheld: 'exports/{key}: {n} more values were withheld.',
  strangersNoNumber:
    'exports/{key}: {n} record[s] without an order number in "{column}" (the first is {place}); [it|they] cannot be used. [An order|Orders] that did not come from the shop may look so; if these did, correct "order_number" of the feed.',
  strangersOther:
    'exports/{key}: {n} record[s] whose "{column}" is no order number of the shop (the first is {place}); [it|they] cannot be used. [An order|Orders] that did not come from the shop may look so; if these did, correct "order_number" of the feed.',
  invalidOrderColumn: 'exports/{key}, {place} (order {order}), {column} = "{value}": {reason}',
  invalidOrder: 'exports/{key}, {place} (order {order}): {reason}',
  invalidColumn: 'exports/{key}, {place}, {column} = "{value}": {reason}',
  aboutFile: 'exports/{key}: {remark}',
  atPlace: 'exports/{key}, line {line}: {reason}',
  lineAndRow: 'line {line} (row {row} in a spreadsheet)',
  placeLine: 'line {line}',
  placeRow: 'row {row}',
  placeRecordNumber: 'record {record}, number {number}',
  placeRecord: 'record {record}',
  conflict:
    'exports/{key}, records {first} and {second}: order {order} has {field} {one} and then {other}; none of it was used. Set "duplicates": "last" in the feed if the last one is right.',
  withheld:
    'exports/{key}: record {record} gives order {order} the {field} {value}, which {by} withholds: every record of an order must give it ("duplicates": "every").',
  feedWaitsDismiss: '{reason} The feed "{feed}" waits for a new export, or for: {dismiss}',
  lastAhead:
    'The last export of the feed "{feed}", {key}, counts from {at}, which is still to come: a clock was wrong when it was imported. Until then no other export counts as newer. Drop the next one under the same name: it is held, and "approve" lets it go.',
  noExportYet: 'There is no export yet in {places}.',
  elsewhere: 'There is {key}, which no feed reads.',
  backlog:
    '{read} of {of} exports of the feed "{feed}" have been read. The next run goes on; until all are read, nothing of this feed is sent.',
  strayOne: '{key} lies where no feed looks for it: feeds read {places}. Move it there, or delete it.',
  strayMore: '{key}, and {n} more, lies where no feed looks for it: feeds read {places}. Move it there, or delete it.',
  cannotOpen:
    '{key} could not be opened ({reason}). Its feed waits; the others go on. It is tried again in the next run.',
  timeAhead:
    '{key} has the time {at}, which is still to come. It counts as dropped at {counted}. Correct the clock of the machine that writes it.',
  sieveFault:
    '{key}: {n} records would have been passed over as unchanged, but say something else than what is known. All of them were read this time, so that nothing is lost; what is kept of them was made anew. It is a fault of order-sync: please report it, with the export if you may.',
  lateExport:
    'The feed "{feed}" has had no new export since {since}, for more than {hours} hours. The shop shows what the ERP said last. Look whether the ERP exports, and whether its uploads arrive.',
  stuck:
    'A change has waited since {since}, for more than {hours} hours, although nothing holds it; {n} order[s] wait[s] in all. The allowance of the shop may be too small, or the shop may fail: {status} says which.',
  nothingWanted:
    'Nothing of the plan {hash} is wanted any more, so there was nothing to approve. Look at the current plan with: {plan}',
  nothingWantedReject:
    'Nothing of the plan {hash} is wanted any more, so there was nothing to reject. Look at the current plan with: {plan}',
  tooLate:
    'The decision {id} was not taken back: a run had acted on it by then, and nothing of it waits any more. Look at what came of it with: {decisions}',
  decisionDamaged: 'The decision {key} cannot be read and is left alone. Delete it and decide again.',
  missingStatus:
    'The shop has no status "{name}" ({places}); did you mean "{near}"? Orders that change to it are refused until it exists there, or the settings name another.',
  missingStatusPlain:
    'The shop has no status "{name}" ({places}). Orders that change to it are refused until it exists there, or the settings name another.',
  missingStatusId:
    'The shop has no status with the id "{name}" ({places}). Orders that change to it are refused until it exists there, or the settings name another.',
  unusedStatus:
    'The shop has no status "{name}" ({places}); did you mean "{near}"? What is said of it there never applies.',
  unusedStatusPlain: 'The shop has no status "{name}" ({places}). What is said of it there never applies.',
  unusedStatusId: 'The shop has no status with the id "{name}" ({places}). What is said of it there never applies.',
  missingFieldNear:
    'The shop has no custom field "{name}" ({places}); did you mean "{near}"? The shop skips it until it exists there, or the settings name another.',
  missingField:
    'The shop has no custom field "{name}" ({places}). The shop skips it until it exists there, or the settings name another.',
  isMarkedPaid: 'is marked paid',
  isMarkedResolved: 'is marked resolved',
  isMarkedDelivered: 'is marked delivered',
  returnsGoods: 'returns its goods',
  noRunYet: 'No run yet: the first one adopts, posts, or asks the shop, as "firstRun" of the settings says.',
  feedNoExport: 'The feed "{feed}" has no export in exports/{folder}/.',
  feedNewestRefused: 'The newest export of the feed "{feed}", {key}, cannot be used.',
  oldApiSilent:
    'The API "state-update" can be asked nothing: whether the login, the statuses and the custom fields are right shows with the first update.',
  keyRefusedBefore:
    'The shop refused this key at {since} ({status}), and it is not tried again: five wrong logins lock the shop out. Store the right key; or, if the login has been unlocked: {command}',
  noRightToOrders: 'The login has no right to use the endpoint "orders": no order can be updated.',
  doesNotTakeLogin: 'The shop does not take the login ({status}): {reason}',
  doesNotAnswer: 'The shop does not answer: {reason}',
  doesNotAnswerStatus: 'The shop does not answer ({status}): {reason}',
  statusesUnread: 'The statuses could not be read, so nothing is known of them: {reason}',
  fieldsUnread: 'The custom fields could not be read, so nothing is known of them: {reason}',
  endpointsUnknown: 'The shop does not say which endpoints the login may use; the first update shows it.',
  keyDenied: 'The shop refused the credentials ({status}, {answer}).',
  showsNothing:
    'The shop refuses to say what it shows of any order ({words}). Nothing is sent that needs to know it; "verify": "never" in the settings does without.',
  askedShown: 'asked what it shows of the order: {words}',
  askedLeftOut: 'asked what it shows of the order, it left the order out of its answer',
  shopFailedStatus: 'The shop failed ({status}, {answer}).',
  wholeRefused: 'the shop refused the request as a whole ({answer})',
  answerUnreadable: "The shop's answer to the request cannot be read ({status}, {answer}).",
  allowanceUsed: 'The allowance of requests is used up until {until}.',
  wrongAddress: 'The shop does not know this address or method ({status}). {hint}',
  checkAddress: 'Check "project", "server" or "url" of "upgates" in the settings.',
  badRedirect:
    'The shop redirects to an address that is not https under .upgates.com, so the request does not follow. {hint}',
  noReadableAnswer: 'The shop gave no readable answer ({reason}).',
  unreachable: 'The shop cannot be reached ({reason}).',
  ifOnline: 'If this machine is online, check "project" and "server" (or "url") of "upgates" in the settings.',
  noAnswerWithin: 'no answer within {seconds} s',
  emptyAnswer: 'an empty answer',
  unreadableAnswer: 'an unreadable answer',
  noReason: 'the shop gave no reason',
  answerWithoutOrder: 'the answer does not name this order',
  messageWithoutWords: 'a message without words',
  noAnswerArchived: 'no answer was archived',
  answeredWith: 'the request as a whole was answered with {status}',
  channelSilent: 'it did not answer within {n} s',
  channelRefused: 'The channel "{name}" did not take a message: {reason}. The next run tries again.',
  channelAnswered: 'it answered with {status}',
  notAnAddress: 'what is stored for it is not an address',
  smtpNeeded: '"smtp", "from" and "to" of the channel are needed to send e-mail from here',
  pinnedReason: 'a person has taken it back and pinned that; it is not heard until the export says something else',
  channelNobody: 'The channel "{name}" tells nobody: {reason}',
  channelSmtp: 'it needs "smtp", "from" and "to" to send e-mail from here.',
  channelNoAddress: 'what is stored as its secret is not an address.',
  channelNoSecret: 'its secret is not there. {reason}',
  channelUnknown: 'Whether the channel "{name}" has its secret is not known. {reason}',
  moreDrifted:
    'More orders were changed in the shop since {since} than the daily look reads; the others were not compared. All of them: {drift}',
} as const
