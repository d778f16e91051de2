import type { InitTexts } from '../init-shape.ts'

/** `init` in English. */
export const init: InitTexts = {
  title: 'A new shop: which file says what, and what it means there',
  howTo: {
    oneOf: '(arrows choose, Enter goes on)',
    severalOf: '(arrows move, space selects, Enter goes on; none is safe)',
    none: 'none',
  },
  meanings: {},
  whichFile: 'Which file has the ERP exported?',
  noFile: 'Which file has the ERP exported? (name it with its folder)',
  another: 'another file …',
  noSuchFile: (file) => `There is no file "${file}".`,
  found: ({ file, kind, number, preset }) =>
    `${file}: ${kind}, ${number} ${number === 1 ? 'record' : 'records'}; ${
      preset === null ? 'the columns were understood by their names' : `read as ${preset}`
    }.`,
  whichColumn: "Which column holds the shop's order number (not the ERP's own)?",
  whichAddress: "The address of the shop's administration, as the browser shows it",
  wrongAddress: 'An address like https://my-shop.admin.s7.upgates.com is needed.',
  whichLogin: 'The login of the API (in the administration: Add-ons, API)',
  whichStatuses: (words) =>
    `What are these called in the shop, in this order and with commas, or as WORD=STATUS: ${words.join(', ')}? "-" leaves a status alone`,
  statusOf: (word) => `What does "${word}" mean in the shop?`,
  leaveAlone: 'nothing: leave the status alone',
  whoIsMailed: 'Which of these statuses mail the customer?',
  written: (files) => `Written: ${files.join(', ')}.`,
  next: 'Next:',
  keyFirst: 'Put the API key into UPGATES_API_KEY, or into a file that you name with --key-file; then:',
  firstPlan: 'What a first run would do:',
  comments: {
    shop: 'short name of the shop, in reports and on AWS',
    address: 'where the shop answers; the API key is never written here',
    notify: 'the statuses that mail the customer; false: none',
    contents: '"full": every export holds all orders; "changes": what has changed since the last one',
    map: 'word of the ERP: status of the shop; null leaves the status alone',
    firstRun: 'the first run takes the export as what the shop shows already, and posts nothing',
    finalStatuses: 'statuses that are never changed any more, as ["Storno"]',
  },
}
