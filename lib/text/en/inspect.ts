import type { InspectTexts } from '../inspect-shape.ts'
import { createCounter } from '../language.ts'

const count = createCounter('en')
const records = count({ one: '# record', other: '# records' })

/** `inspect` in English. */
export const inspect: InspectTexts = {
  encoding: (name) => `encoding ${name}`,
  delimiter: (sign) => `delimiter ${sign}`,
  tab: 'tab',
  packed: (container) => `packed as ${container}`,
  refused: (reason) => `Refused: ${reason}`,
  holds: (at) => (at === undefined ? 'What its records hold:' : `What its records hold, at ${at}:`),
  columns: ['column or path', 'for example'],
  records: (number) => `${records(number)}.`,
  presetFits: (number, preset, percent) =>
    `${records(number)}. The ready-made mapping ${preset} maps ${percent} of them; see docs/erp/${preset}.md.`,
  othersRead: (names) => `Others that can read it: ${names}.`,
  guessed: (number) =>
    `${records(number)}. No ready-made mapping fits; what the columns mean was guessed by their names.`,
  whichNumber: "No column reads as the shop's order number, which is not the ERP's own: say which it is.",
  firstOrders: 'What it says of the first orders:',
  given: 'Of its records give:',
  share: (field, percent) => `${field} in ${percent ?? 'none'}`,
  twice: count({
    one: '# order stands in it more than once, with different values; they are left alone unless "duplicates" of the feed says otherwise.',
    other:
      '# orders stand in it more than once, with different values; they are left alone unless "duplicates" of the feed says otherwise.',
  }),
  unmapped: 'Records that cannot be mapped:',
  words: 'Its words for the status:',
  moreWords: (more) => `and ${more} more`,
  draft: 'Settings to start from, for a new file order-sync.json:',
  feedDraft: 'A feed to start from; put it between the braces of "feeds" in your settings:',
  address:
    'PROJECT and SERVER are parts of the address of your administration, https://PROJECT.admin.SERVER.upgates.com; LOGIN is the login of the API.',
  notify:
    '"notify" says whether a status change mails the customer: true, a list of the statuses that do, or false. It is false here, so that nobody gets an e-mail before you want it.',
  questionMark: 'Replace "?" by the column that holds the shop\'s order number.',
  contents: '"contents" is "full" where every export holds all orders, "changes" where it holds what has changed.',
  noStatus:
    'The file says no status yet: "map" is to hold every word of the ERP with the name of the status in your shop.',
  replaceNull:
    'Replace each null by the name of the status in your shop that the word means; null leaves the status alone.',
  otherwiseKeep: 'A word that is not in "map" makes its record invalid, unless you add "otherwise": "keep".',
}
