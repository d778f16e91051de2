import { Stack, Validations } from 'aws-cdk-lib'
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3'
import type { IConstruct } from 'constructs'

/** Findings of the offline rules that are meant to be so, each with its reason. */
export function acknowledge(scope: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(scope).acknowledge({ id, reason })
}

/** Objects are named by prefix only: their names come with the exports and the runs. */
export function acknowledgePrefixes(scope: IConstruct, bucket: Bucket, prefixes: readonly string[]): void {
  const name = String(Stack.of(bucket).resolve((bucket.node.defaultChild as CfnBucket).logicalId))
  const reason = 'One prefix of one bucket; the names below it come with the exports and the runs.'
  for (const prefix of prefixes)
    acknowledge(scope, { [`AwsSolutions-IAM5[Resource::<${name}.Arn>/${prefix}/*]`]: reason })
}
