import { join } from 'node:path'
import { Duration, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib'
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
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Settings } from '../lib/settings/settings.ts'
import { acknowledge, acknowledgePrefixes } from './acknowledge.ts'
import { writeFunctionCode } from './code.ts'
import type { OrderSyncProps } from './props.ts'

/** How long the function may run. */
export const functionTimeout = Duration.minutes(5)

/** The function with its role, its log and the queue for what failed. */
export interface SyncFunction {
  readonly fn: LambdaFunction
  /** triggers that could not be delivered, and invocations that failed; forgotten after a day, for they carry no data */
  readonly queue: Queue
  readonly log: LogGroup
}

/** What an OrderSync is to be: its checked settings, its props, the name of its function, and its bucket. */
export interface Wanted {
  readonly settings: Settings
  readonly props: OrderSyncProps
  /** as `order-sync-acme`: the function's name, and the beginning of the alarms' */
  readonly name: string
  readonly bucket: IBucket
}

export function createFunction(scope: Construct, wanted: Wanted): SyncFunction {
  const { settings, props, name, bucket } = wanted
  const queue = new Queue(scope, 'DeadLetters', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(1),
  })
  acknowledge(queue, { 'AwsSolutions-SQS3': 'It is the dead-letter queue itself.' })
  const log = new LogGroup(scope, 'Log', {
    retention: props.logRetention ?? RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  })
  const role = createRole(scope, wanted, { queue, log })
  const fn = new LambdaFunction(scope, 'Function', {
    functionName: name,
    description: `Carries order states into the shop ${settings.shop}.`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: props.memorySize ?? settings.memoryMb,
    timeout: functionTimeout,
    handler: 'index.handler',
    code: codeOf(scope, settings),
    role: role.withoutPolicyUpdates(),
    logGroup: log,
    loggingFormat: LoggingFormat.JSON,
    environment: { ORDER_SYNC_BUCKET: bucket.bucketName },
    ...networkOf(props),
    ...(settings.reservedConcurrency ? { reservedConcurrentExecutions: 1 } : {}),
  })
  new CfnEventInvokeConfig(scope, 'NoRetries', {
    functionName: fn.functionName,
    qualifier: '$LATEST',
    maximumRetryAttempts: 0,
    maximumEventAgeInSeconds: 300,
    destinationConfig: { onFailure: { destination: queue.queueArn } },
  }).node.addDependency(role)
  return { fn, queue, log }
}

/** The code lies in the app's own output, where CDK takes it from and nobody has to clean up. */
function codeOf(scope: Construct, settings: Settings): Code {
  const output = Stage.of(scope)?.assetOutdir ?? '.'
  return Code.fromAsset(writeFunctionCode(join(output, `order-sync.${scope.node.addr}`), settings))
}

function networkOf({ vpc, vpcSubnets, securityGroups }: OrderSyncProps) {
  return {
    ...(vpc === undefined ? {} : { vpc }),
    ...(vpcSubnets === undefined ? {} : { vpcSubnets }),
    ...(securityGroups === undefined ? {} : { securityGroups }),
  }
}

type Allowed = readonly (readonly [actions: string[], resources: string[]])[]

function createRole(scope: Construct, wanted: Wanted, { queue, log }: Pick<SyncFunction, 'queue' | 'log'>): Role {
  const { settings, bucket } = wanted
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
  const allowed: Allowed = [
    [['ssm:GetParameter'], [parameter]],
    [['s3:ListBucket'], [bucket.bucketArn]],
    [['s3:GetObject'], objects('exports')],
    [['s3:GetObject', 's3:PutObject'], objects('state', 'archive', 'runs')],
    [['s3:DeleteObject'], objects('state/snapshots', 'state/holds', 'state/decisions')],
    [['sqs:SendMessage'], [queue.queueArn]],
    [['logs:CreateLogStream', 'logs:PutLogEvents'], [log.logGroupArn]],
    ...allowedKey(wanted),
    ...allowedNetwork(role, wanted),
  ]
  for (const [actions, resources] of allowed)
    role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources }))
  return role
}

const allowedKey = ({ bucket: { encryptionKey } }: Wanted): Allowed =>
  encryptionKey === undefined ? [] : [[['kms:Decrypt', 'kms:GenerateDataKey'], [encryptionKey.keyArn]]]

/** What Lambda does in a network, on behalf of the function. AWS cannot narrow it: the interfaces do not exist yet. */
function allowedNetwork(role: Role, { props }: Wanted): Allowed {
  if (props.vpc === undefined) return []
  acknowledge(role, { 'AwsSolutions-IAM5[Resource::*]': 'Network interfaces of the function, which Lambda makes.' })
  const actions = ['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DescribeSubnets', 'DeleteNetworkInterface']
  const addresses = ['AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses']
  return [[[...actions, ...addresses].map((action) => `ec2:${action}`), ['*']]]
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
