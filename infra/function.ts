import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { CfnRole, Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  Architecture,
  CfnEventInvokeConfig,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Settings } from '../lib/settings/settings.ts'
import { acknowledge, acknowledgePrefixes } from './acknowledge.ts'
import { bundleFunction } from './bundle.ts'

/** How long the function may run. */
export const functionTimeout = Duration.minutes(5)

/** The function with its role, its log and the queue for what failed. */
export interface SyncFunction {
  readonly fn: LambdaFunction
  /** triggers that could not be delivered, and invocations that failed; forgotten after a day, for they carry no data */
  readonly queue: Queue
  readonly log: LogGroup
}

export function createFunction(scope: Construct, settings: Settings, bucket: Bucket): SyncFunction {
  const queue = new Queue(scope, 'DeadLetters', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(1),
  })
  acknowledge(queue, { 'AwsSolutions-SQS3': 'It is the dead-letter queue itself.' })
  const logGroup = new LogGroup(scope, 'Log', {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  })
  const role = createRole(scope, settings, bucket, queue, logGroup)
  const fn = new LambdaFunction(scope, 'Function', {
    functionName: `order-sync-${settings.shop}`,
    description: `Carries order states into the shop ${settings.shop}.`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: settings.memoryMb,
    timeout: functionTimeout,
    handler: 'index.handler',
    code: Code.fromAsset(bundleFunction(settings)),
    role: role.withoutPolicyUpdates(),
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    environment: { ORDER_SYNC_BUCKET: bucket.bucketName },
    ...(settings.reservedConcurrency ? { reservedConcurrentExecutions: 1 } : {}),
  })
  new CfnEventInvokeConfig(scope, 'NoRetries', {
    functionName: fn.functionName,
    qualifier: '$LATEST',
    maximumRetryAttempts: 0,
    maximumEventAgeInSeconds: 300,
    destinationConfig: { onFailure: { destination: queue.queueArn } },
  }).node.addDependency(role)
  return { fn, queue, log: logGroup }
}

function createRole(scope: Construct, settings: Settings, bucket: Bucket, queue: Queue, log: LogGroup): Role {
  const role = new Role(scope, 'FunctionRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
  const parameter = Stack.of(scope).formatArn({
    service: 'ssm',
    resource: 'parameter',
    resourceName: settings.upgates.apiKeyParameter.slice(1),
  })
  const objects = (...prefixes: string[]): string[] => {
    acknowledgePrefixes(role, bucket, prefixes)
    return prefixes.map((prefix) => bucket.arnForObjects(`${prefix}/*`))
  }
  const allowed: readonly (readonly [actions: string[], resources: string[]])[] = [
    [['ssm:GetParameter'], [parameter]],
    [['s3:ListBucket'], [bucket.bucketArn]],
    [['s3:GetObject'], objects('exports')],
    [['s3:GetObject', 's3:PutObject'], objects('state', 'archive', 'runs')],
    [['s3:DeleteObject'], objects('state/snapshots', 'state/holds', 'state/decisions')],
    [['sqs:SendMessage'], [queue.queueArn]],
    [['logs:CreateLogStream', 'logs:PutLogEvents'], [log.logGroupArn]],
  ]
  for (const [actions, resources] of allowed)
    role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources }))
  return role
}

/** A role for a service that only invokes the function and, failing that, tells the queue. */
export function createInvokerRole(
  scope: Construct,
  id: string,
  service: string,
  { fn, queue }: Pick<SyncFunction, 'fn' | 'queue'>,
): CfnRole {
  return new CfnRole(scope, id, {
    assumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: service },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
        },
      ],
    },
    policies: [
      {
        policyName: 'Invoke',
        policyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: fn.functionArn },
            { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue.queueArn },
          ],
        },
      },
    ],
  })
}
