import { type Command, command, flag, needed, text, textOr, wholeNumber } from './command.ts'

/** Options that several commands share. */
const settings = { settings: textOr('<file>', 'order-sync.json', 'settings of the shop') }
const json = { json: flag('print the result as JSON') }

/** The commands that are about AWS and nothing else. */
export const awsCommands: readonly Command[] = [
  command({
    name: 'invoke',
    summary: 'run the deployed function now, and print its report',
    options: {
      ...settings,
      function: text('<name>', 'name of the function (default: order-sync-SHOP)'),
      bucket: text('<name>', 'the bucket that the function must work on'),
      ...json,
    },
    examples: ['invoke', 'invoke --settings shops/one.json'],
    load: async () => (await import('./invoke.ts')).invoke,
  }),
  command({
    name: 'key',
    words: '<what>',
    summary: 'store the API key where the deployed function reads it: key set; asks for it, or reads it from a pipe',
    options: { ...settings, ...json, value: text('<file>', 'file that holds the key, as file://api-key.txt') },
    examples: ['key set', 'key set --value file://api-key.txt'],
    load: async () => (await import('./key.ts')).key,
  }),
  command({
    name: 'upload',
    words: '<folder>',
    summary: "watch the ERP's folder, and put finished files into the bucket",
    options: {
      bucket: needed('<name>', 'bucket of the shop; BUCKET/FOLDER where several share it'),
      feed: textOr('<name>', 'orders', 'feed that the files belong to'),
      only: text('<ending>', 'leave alone what does not end like this, as .csv'),
      once: flag('upload what is finished now, and end'),
      journal: text('<file>', 'what was uploaded when (default: .order-sync-uploads.ndjson in the folder)'),
    },
    examples: [
      'upload C:\\export --bucket BUCKET',
      'upload /srv/erp --bucket BUCKET --feed invoices --only .xml --once',
    ],
    load: async () => (await import('./upload.ts')).upload,
  }),
  command({
    name: 'upload-link',
    words: '<file>',
    summary: 'make an address to which one file can be uploaded for some hours, without any key',
    options: {
      ...settings,
      bucket: text('<name>', 'bucket of the shop (default: that of the deployed function)'),
      feed: textOr('<name>', 'orders', 'feed that the file belongs to'),
      hours: wholeNumber({ most: 168, usual: 12 }, 'how long the address lives'),
      ...json,
    },
    examples: ['upload-link orders.csv', 'upload-link orders.csv --feed orders --hours 168'],
    load: async () => (await import('./upload-link.ts')).uploadLink,
  }),
]
