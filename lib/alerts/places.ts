import type { ChannelEffects } from './channels.ts'
import { alertParameter, secretsOfEnvironment } from './secrets.ts'
import { smtpDelivery } from './smtp.ts'
import { snsDelivery } from './sns.ts'

/** A machine with a folder: secrets in the environment, e-mail by SMTP. */
export const channelsHere = (environment: Readonly<Record<string, string | undefined>>): ChannelEffects => ({
  fetch,
  secret: secretsOfEnvironment(environment),
  email: smtpDelivery,
})

async function ofParameter(shop: string, channel: string): Promise<string> {
  const { createSsmClient, createSsmSecrets } = await import('../storage/ssm.ts')
  const parameter = alertParameter(shop, channel)
  const secrets = createSsmSecrets(parameter, createSsmClient(), `the secret of the channel "${channel}"`)
  return (await secrets.apiKey()).value
}

/**
 * AWS: secrets in SSM, e-mail by the topic of the alarms.
 * @param topicArn absent where somebody works on the bucket from a keyboard: then e-mail waits for the function
 */
export const channelsOnAws = (shop: string, topicArn?: string): ChannelEffects => ({
  fetch,
  secret: (channel) => ofParameter(shop, channel),
  email: () => (topicArn === undefined ? undefined : snsDelivery(topicArn)),
})
