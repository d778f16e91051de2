import { awsCommands } from './aws-commands.ts'
import {
  type Command,
  command,
  flag,
  maybeNumber,
  needed,
  rows,
  several,
  text,
  textOr,
  wholeNumber,
} from './command.ts'

/** Options that several commands share. */
const settings = { settings: textOr('<file>', 'order-sync.json', 'settings of the shop') }
const place = {
  ...settings,
  folder: text('<dir>', 'folder with the exports and the state (default: ./data)'),
  bucket: text('<name>', 'bucket with the exports and the state, instead of a folder'),
  deployed: flag('the bucket of the deployed function'),
  ownSettings: flag('work with the settings of the file, also where the deployed function has others'),
}
const all = { all: flag('every shop of order-sync.d/; below the folder each has a folder of its name') }
const keyFile = text('<file>', 'file that holds the API key (default: what UPGATES_API_KEY says)')
const part = {
  only: several('<orders...>', 'only these orders; the rest stays planned'),
  limit: maybeNumber('at most so many orders, the most urgent first; the rest stays planned'),
}
const decides = {
  ...place,
  by: text('<name>', 'who decides (default: your user name)'),
  yes: flag('decide without being asked once more'),
}
const json = { json: flag('print the result as JSON') }
const daysBack = (usual: number) => ({ days: wholeNumber({ most: 4000, usual }, 'how many days to look back') })

/** Every command, in the order of `--help`. */
export const commands: readonly Command[] = [
  command({
    name: 'init',
    words: '[file]',
    summary:
      'set a shop up from one export: asks what the file does not tell, writes the settings, shows the first plan',
    options: {
      ...settings,
      folder: textOr('<dir>', './data', 'folder for the exports and the state, made where it is missing'),
      yes: flag('ask nothing: what has no option here is as usual'),
      address: text('<address>', "the shop's administration, as https://my-shop.admin.s7.upgates.com"),
      login: text('<login>', 'the login of the API'),
      orderNumber: text('<column>', "the column with the shop's order number, where no column reads as one"),
      statuses: text(
        '<list>',
        'what the words of the ERP are called in the shop, as "WORD=STATUS, …" or in their order; "-" leaves one alone',
      ),
      notify: text('<list>', 'the statuses that mail the customer'),
      language: text('<code>', 'en, cs or sk (default: as the system is set)'),
    },
    examples: [
      'init',
      'init orders.xml',
      'init orders.csv --yes --address https://my-shop.admin.s7.upgates.com --login 12345678 --statuses "Přijatá, Odeslaná, -"',
    ],
    load: async () => (await import('./init.ts')).init,
  }),
  command({
    name: 'inspect',
    words: '<file>',
    summary: 'tell what an export is, which ready-made mapping fits, and settings to start from',
    options: {
      preset: text('<name>', 'try this ready-made mapping (docs/erp has a page for each)'),
      feed: text('<name>', 'read it as this feed of the settings does, and tell what comes of it'),
      ...settings,
      ...json,
    },
    examples: ['inspect export.csv', 'inspect orders.xml --preset pohoda-orders', 'inspect orders.xml --feed orders'],
    load: async () => (await import('./inspect.ts')).inspect,
  }),
  command({
    name: 'check',
    summary:
      'tell whether everything is there: login, statuses, custom fields, exports, state; reads only (3 requests)',
    options: { ...place, ...json, ...all, keyFile },
    examples: ['check', 'check --deployed', 'check --all'],
    load: async () => (await import('./all.ts')).eachShop((await import('./look.ts')).check, commands),
  }),
  command({
    name: 'plan',
    summary: 'show what a run would change, and whether the guard lets it pass; writes and sends nothing',
    options: {
      ...place,
      ...json,
      ...all,
      ...part,
      html: text('<file>', 'write it as a page to read, print and send, too'),
      rows: rows('rows of the table at most, or all (default: 40 on a terminal, all in a pipe)'),
    },
    examples: ['plan', 'plan --bucket BUCKET', 'plan --html plan.html', 'plan --only O24001', 'plan --json'],
    load: async () => (await import('./all.ts')).eachShop((await import('./look.ts')).plan, commands),
  }),
  command({
    name: 'run',
    summary: 'read the exports, post what changed, keep the evidence',
    options: {
      ...place,
      ...json,
      ...all,
      ...part,
      quiet: flag('mail no customer in this run'),
      keyFile,
      full: flag('read every record, also those that have not changed since the last export, and compare'),
      now: flag('on a small allowance, do not wait for other changes to share a request'),
      minutes: wholeNumber(
        { most: 600, usual: 15 },
        'stop posting after so many minutes; the rest stays for the next run',
      ),
    },
    examples: [
      'run',
      'run --quiet',
      'run --limit 5',
      'run --only O24001 O24007',
      'run --settings shops/one.json --folder /srv/one',
    ],
    load: async () => (await import('./all.ts')).eachShop((await import('./run.ts')).run, commands),
  }),
  command({
    name: 'status',
    summary: 'what happened lately and what waits: pending, parked, held, blocked, refused',
    options: { ...place, ...json, ...daysBack(3), ...all },
    examples: ['status', 'status --days 30', 'status --all --deployed'],
    load: async () => (await import('./all.ts')).eachShop((await import('./status.ts')).status, commands),
  }),
  command({
    name: 'console',
    words: '[settings...]',
    summary: 'serve what waits, plans, runs and orders to a browser on this machine, and decide there',
    options: {
      ...place,
      ...all,
      port: wholeNumber({ least: 0, most: 65_535, usual: 8788 }, 'port; 0 for any that is free'),
    },
    examples: ['console', 'console one.json two.json', 'console --all --deployed', 'console --port 0'],
    load: async () => (await import('./console.ts')).console,
  }),
  command({
    name: 'history',
    words: '<order>',
    summary: 'everything that was sent about one order and what the shop said, newest first',
    options: { ...place, ...json, ...daysBack(90) },
    examples: ['history O24001'],
    load: async () => (await import('./status.ts')).history,
  }),
  command({
    name: 'ledger',
    summary: 'what was set in the shop in a month, as CSV: order, field, before, after, export, mailed, approved by',
    options: {
      ...place,
      ...json,
      month: needed('<month>', 'as 2026-11'),
      csv: text('<file>', 'write it into a file for a spreadsheet, instead of printing it'),
    },
    examples: ['ledger --month 2026-11', 'ledger --month 2026-11 --csv november.csv'],
    load: async () => (await import('./past.ts')).ledger,
  }),
  command({
    name: 'approve',
    words: '<hash>',
    summary: 'approve exactly the changes of a held plan',
    options: { ...decides, ...json, quiet: flag('whoever posts them, mail no customer'), ...part },
    examples: ['approve 3f9a1c20b4de', 'approve 3f9a1c20b4de --quiet'],
    load: async () => (await import('./decide.ts')).approve,
  }),
  command({
    name: 'reject',
    words: '<hash>',
    summary: 'turn down the changes of a held plan until the exports say something else',
    options: { ...decides, ...json },
    examples: ['reject 3f9a1c20b4de'],
    load: async () => (await import('./decide.ts')).reject,
  }),
  command({
    name: 'retry',
    words: '[orders...]',
    summary: 'let parked orders go out with the next run: these, or all',
    options: { ...decides, ...json },
    examples: ['retry', 'retry O24001 O24007'],
    load: async () => (await import('./decide.ts')).retry,
  }),
  command({
    name: 'drift',
    summary: 'list what people have changed in the shop since the last look; reads only, a request for 100 orders',
    options: {
      ...place,
      ...json,
      hours: wholeNumber({ least: 0, most: 2400, usual: 0 }, 'how many hours to look back; 0 for since the last look'),
      keyFile: text('<file>', 'file that holds the API key (default: what UPGATES_API_KEY says)'),
    },
    examples: ['drift', 'drift --hours 48'],
    load: async () => (await import('./look.ts')).drift,
  }),
  command({
    name: 'accept',
    words: '<orders...>',
    summary: 'leave what somebody has set in the shop, until the export says something else about these orders',
    options: { ...decides, ...json },
    examples: ['accept O24001'],
    load: async () => (await import('./decide.ts')).accept,
  }),
  command({
    name: 'overrule',
    words: '<orders...>',
    summary: 'let the export have its way over what somebody has set in the shop; customers may be mailed',
    options: { ...decides, ...json },
    examples: ['overrule O24001 O24007'],
    load: async () => (await import('./decide.ts')).overrule,
  }),
  command({
    name: 'unblock',
    summary: 'let the same API key be tried once more, after the login was unlocked',
    options: { ...decides, ...json },
    examples: ['unblock'],
    load: async () => (await import('./decide.ts')).unblock,
  }),
  command({
    name: 'dismiss',
    words: '<key>',
    summary: 'give up a refused export, so that its feed goes on with the newest sound one that was never read',
    options: { ...decides, ...json },
    examples: ['dismiss exports/orders/orders-24.csv'],
    load: async () => (await import('./decide.ts')).dismiss,
  }),
  command({
    name: 'decisions',
    summary: 'what was decided, by whom and when, and what came of it, newest first',
    options: { ...place, ...json, ...daysBack(90) },
    examples: ['decisions', 'decisions --days 400 --deployed'],
    load: async () => (await import('./decide.ts')).decisions,
  }),
  command({
    name: 'undo-decision',
    words: '<id>',
    summary: 'take back a rejection, a dismissal, or an approval, as far as nothing of it was posted yet',
    options: { ...decides, ...json },
    examples: ['undo-decision 20261124T101500Z-k3f9-reject'],
    load: async () => (await import('./decide.ts')).undoDecision,
  }),
  command({
    name: 'undo',
    words: '<run> [orders...]',
    summary: 'take back what a run has set, mailing nobody; tell what has changed since, and whom it had mailed',
    options: {
      ...decides,
      ...json,
      notify: flag('the shop may mail customers of it'),
      pin: flag('do not hear what the exports still say about it, until they say something else'),
      csv: text('<file>', 'write down whom the run had mailed, for a spreadsheet'),
    },
    examples: ['undo 20261124T101500Z-k3f9', 'undo 20261124T101500Z-k3f9 O24001 --yes --pin --csv mailed.csv'],
    load: async () => (await import('./past.ts')).undo,
  }),
  command({
    name: 'adopt',
    summary: 'take what the exports say as acknowledged, without posting: for a shop that shows it already',
    options: { ...decides, ...json },
    examples: ['adopt'],
    load: async () => (await import('./run.ts')).adopt,
  }),
  command({
    name: 'forget',
    words: '<order>',
    summary: "take an order's values out of archive, reports, snapshot and held plans; the proof of the requests stays",
    options: { ...decides, ...json },
    examples: ['forget O24001', 'forget O24001 --yes'],
    load: async () => (await import('./past.ts')).forget,
  }),
  command({
    name: 'prune',
    summary: 'delete requests, reports and exports that are older than "retention" of the settings says',
    options: { ...place, ...json, yes: decides.yes },
    examples: ['prune', 'prune --yes'],
    load: async () => (await import('./past.ts')).prune,
  }),
  ...awsCommands,
  command({
    name: 'schedule',
    words: '<what>',
    summary: 'have this machine run the sync every few minutes: install, remove or show',
    options: { ...place, ...json, every: wholeNumber({ most: 1440, usual: 5 }, 'minutes between two runs') },
    examples: ['schedule install', 'schedule install --every 10 --folder /srv/acme', 'schedule remove'],
    load: async () => (await import('./schedule.ts')).schedule,
  }),
  command({
    name: 'simulate',
    summary: 'serve a simulated shop on this machine that answers both APIs like Upgates does',
    options: {
      orders: needed(
        '<file>',
        'what the shop starts with: any export that inspect understands, or one order number a line',
      ),
      port: wholeNumber({ least: 0, most: 65_535, usual: 8787 }, 'port to listen on; 0 for any that is free'),
      login: text('<login>', 'the only login that is accepted (default: any)'),
      apiKey: text('<key>', 'the only API key that is accepted (default: any)'),
    },
    examples: [
      'simulate --orders orders.xml',
      'simulate --orders numbers.txt',
      'simulate --orders shop.json --port 9000',
    ],
    load: async () => (await import('./simulate.ts')).simulate,
  }),
  command({
    name: 'demo',
    summary: 'show the main job on two days of a Czech ERP, against a simulated shop; needs no settings',
    options: {
      api: textOr('<api>', 'v2', 'v2 or state-update'),
      folder: textOr('<dir>', './demo', 'folder that is made anew and left behind to look at'),
    },
    examples: ['demo', 'demo --api state-update'],
    load: async () => (await import('./demo.ts')).demo,
  }),
]
