import type { Command } from 'commander'

/** Adds the options that say which shop a command works on. */
export const onPlace = (command: Command): Command =>
  command
    .option('--settings <file>', 'settings of the shop', 'order-sync.json')
    .option('--folder <dir>', 'folder with the exports and the state (default: ./data)')
    .option('--bucket <name>', 'bucket with the exports and the state, instead of a folder')
