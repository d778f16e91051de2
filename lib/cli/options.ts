import { type Command, InvalidArgumentError } from 'commander'

/** Adds the options that say which shop a command works on. */
export const onPlace = (command: Command): Command =>
  command
    .option('--settings <file>', 'settings of the shop', 'order-sync.json')
    .option('--folder <dir>', 'folder with the exports and the state (default: ./data)')
    .option('--bucket <name>', 'bucket with the exports and the state, instead of a folder')

/** Reads an option that is a whole number from 1 to `most`. */
export const wholeNumber =
  (most: number) =>
  (text: string): number => {
    const number = Number(text)
    if (Number.isInteger(number) && number >= 1 && number <= most) return number
    throw new InvalidArgumentError(`It is a whole number from 1 to ${most}.`)
  }
