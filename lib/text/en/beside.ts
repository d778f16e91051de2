import { createCounter } from '../language.ts'
import type { TerminalTexts } from '../terminal-shape.ts'

const count = createCounter('en')
const orders = count({ one: '# order', other: '# orders' })
const customers = count({ one: '# customer', other: '# customers' })
const requests = count({ one: '# request', other: '# requests' })
const emails = count({ one: '# e-mail', other: '# e-mails' })

/** What the command line says of what goes on beside runs, in English. */
export const beside: Pick<TerminalTexts, 'serve' | 'upload' | 'demo' | 'simulate'> = {
  serve: {
    console: (shops, address) => `The console of ${shops}: ${address}`,
    consoleSafe: 'Whoever knows this address may decide. It answers this machine only. Ctrl-C ends it.',
    schedule: (minutes, scheduler) => `Runs every ${minutes} minutes from now on, by ${scheduler}:`,
    scheduleHow: 'How it goes: order-sync status. The end of it: order-sync schedule remove',
    unscheduled: (scheduler) => `Removed from ${scheduler}, and the key kept for it.`,
    nothingScheduled: 'Nothing is scheduled.',
    scheduleIt: 'Nothing is scheduled. Do it with: order-sync schedule install',
    keyStored: (version, parameter) =>
      `Stored as version ${version} of ${parameter}. The next run uses it; now: order-sync invoke`,
    typeKey: 'The API key of the shop (it is not shown):',
    inItsBucket: 'archive/ in its bucket',
  },
  upload: {
    watching: (folder, place) => `Watching ${folder} for ${place}. Ctrl-C ends it.`,
    nothing: 'Nothing to upload.',
    link: (hours, place) =>
      `For ${count({ one: '# hour', other: '# hours' })(hours)}, or as long as the credentials live that made it, whoever has this address can upload ${place}, as often as they like:`,
  },
  demo: {
    shop: (number, address) => `A simulated shop of ${orders(number)} answers on ${address}.`,
    days: [
      'Day one: the first run adopts what the ERP says, and posts nothing',
      'Day two: only what changed is posted',
      'Day two again: nothing new, so nothing is sent',
    ],
    drops: (file) => `The ERP drops ${file}`,
    saw: (number, reads, mails) =>
      `The shop saw ${requests(number)}${reads > 0 ? ` (${reads} of them only read)` : ''} and mailed ${customers(mails)}.`,
    look: 'Look at it:',
    holds: (folder) => `${folder} holds the exports, the state, the reports and every request with its answer.`,
    settings: 'the settings of this shop',
    page: 'the page of day two: open it in a browser',
  },
  simulate: {
    listens: (number, address) => `The simulated shop of ${orders(number)} listens on ${address}`,
    anOrder: 'an order:',
    shows: (address) => `${address} shows it, as the administration would`,
    setUrl: 'Set "url" of "upgates" in the settings to the first of these addresses. Ctrl-C ends it.',
    ended: (number, mails) => `${requests(number)}, ${emails(mails)} to customers`,
  },
}
