import type { Deliver } from './channels.ts'

/** SNS takes printable ASCII, and less than a hundred of it. */
const subjectOf = (title: string): string =>
  title
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^ -~]/g, '?')
    .slice(0, 99)

/** E-mail to whoever has subscribed to the topic of the alarms. The client is the one that Lambda's runtime brings. */
export const snsDelivery =
  (topicArn: string): Deliver =>
  async ({ title, text }) => {
    const { PublishCommand, SNSClient } = await import('@aws-sdk/client-sns')
    await new SNSClient({}).send(
      new PublishCommand({ TopicArn: topicArn, Subject: subjectOf(title), Message: `${title}\n\n${text}\n` }),
    )
  }
