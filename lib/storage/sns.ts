import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns'
import { OrderSyncError, reasonOf } from '../errors.ts'
import { clientConfig } from './s3.ts'

/** A client of SNS as the environment says. */
function createClient(): SNSClient {
  const { maxAttempts, requestHandler } = clientConfig()
  return new SNSClient({ ...(maxAttempts && { maxAttempts }), ...(requestHandler && { requestHandler }) })
}

const trouble = (attempted: string, topic: string, cause: unknown): OrderSyncError =>
  new OrderSyncError({
    attempted,
    subject: `the topic ${topic}`,
    ended: `${cause instanceof Error ? cause.name : ''}, ${reasonOf(cause)}`.replace(/\.$/, ''),
    hint: 'Is it there, and may this identity use it?',
    cause,
  })

/** Who is subscribed to a topic. */
export interface Subscribers {
  /** e-mail addresses that have not confirmed yet: they are told nothing */
  readonly unconfirmed: readonly string[]
  /** how many are told, in whatever way */
  readonly confirmed: number
}

/** Who is subscribed to a topic, as far as its first hundred say. */
export async function subscribersOf(topic: string): Promise<Subscribers> {
  const { Subscriptions = [] } = await createClient()
    .send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }))
    .catch((error: unknown) => {
      throw trouble('read the subscriptions of', topic, error)
    })
  const waiting = Subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation')
  return {
    unconfirmed: waiting.map(({ Endpoint = '' }) => Endpoint),
    confirmed: Subscriptions.length - waiting.length,
  }
}
