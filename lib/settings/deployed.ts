import type { Settings } from './settings.ts'

type Placed = Pick<Settings, 'shop' | 'aws'>

/** Where the shop's exports and state begin in its bucket: empty, or folders with a `/` at their end. */
export function prefixOf({ shop, aws }: Placed): string {
  const folders = aws.prefix ?? (aws.fleet === undefined ? '' : shop)
  return folders === '' ? '' : `${folders}/`
}

/** The deployed function that works for a shop. */
export interface DeployedFunction {
  readonly name: string
  /** the alias that stands for the shop, where the function works for several */
  readonly alias?: string
}

/** What the stack calls the function, unless it is told otherwise. */
export const functionOf = ({ shop, aws }: Placed): DeployedFunction =>
  aws.fleet === undefined ? { name: `order-sync-${shop}` } : { name: `order-sync-${aws.fleet}`, alias: shop }
