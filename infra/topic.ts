import { Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'

/** The topic that was given, or a new one; whoever the settings name is mailed. */
export function createTopic(
  scope: Construct,
  given: ITopic | undefined,
  { displayName, emails }: { readonly displayName: string; readonly emails: readonly string[] },
): ITopic {
  const topic = given ?? ownTopic(scope, displayName)
  for (const email of emails) topic.addSubscription(new EmailSubscription(email))
  return topic
}

function ownTopic(scope: Construct, displayName: string): Topic {
  const topic = new Topic(scope, 'Alerts', { displayName, enforceSSL: true })
  // A policy of one's own takes the place of the usual one, which lets the account's alarms in.
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  )
  return topic
}
