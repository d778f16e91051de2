import { OrderSyncError } from '../errors.ts'

/** The environment variable that holds the secret of a channel: `ORDER_SYNC_ALERT_OPS_TEAM`. */
const alertVariable = (channel: string): string => `ORDER_SYNC_ALERT_${channel.replaceAll('-', '_').toUpperCase()}`

/** The parameter that holds the secret of a channel on AWS. */
export const alertParameter = (shop: string, channel: string): string => `/order-sync/${shop}/alerts/${channel}`

/** Reads secrets of channels from the environment. */
export const secretsOfEnvironment =
  (environment: Readonly<Record<string, string | undefined>>) =>
  async (channel: string): Promise<string> => {
    const name = alertVariable(channel)
    const value = environment[name]?.trim() ?? ''
    if (value !== '') return value
    throw new OrderSyncError({
      attempted: 'read the secret of the channel from',
      subject: `the environment variable ${name}`,
      ended: 'it is not set',
    })
  }
