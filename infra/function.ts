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
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { alertParameter } from '../lib/alerts/secrets.ts'
import { prefixOf } from '../lib/settings/deployed.ts'
import type { Settings } from '../lib/settings/settings.ts'
import { acknowledge, acknowledgePrefixes } from './acknowledge.ts'
import { writeFunctionCode } from './code.ts'
import type { SharedProps } from './props.ts'

/**
 * How long the function may run: a little less than five minutes, so that whoever ticks every five minutes never meets
 * the lease of one that was killed.
 */
const functionTimeout = Duration.seconds(290)

/** The function with its role, its log and the queue for triggers that could not be delivered. */
export interface SyncFunction {
  readonly fn: LambdaFunction
  /** forgotten after a day, for triggers carry no data */
  readonly queue: Queue
  readonly log: LogGroup
}

/** What a function is to be: the checked settings of its shops, its props, its name, its bucket, and whom it tells. */
export interface Wanted {
  readonly shops: readonly Settings[]
  /** name of the fleet, where the function works for several shops */
  readonly fleet?: string
  readonly props: SharedProps
  /** as `order-sync-acme`: the function's name, and the beginning of the alarms' */
  readonly name: string
  readonly bucket: IBucket
  readonly topic: ITopic
}

export function createFunction(scope: Construct, wanted: Wanted): SyncFunction {
  const { shops, fleet, props, name, bucket, topic } = wanted
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
  const role = createRole(scope, wanted, log)
  const [first] = shops
  const fn = new LambdaFunction(scope, 'Function', {
    functionName: name,
    description:
      fleet === undefined
        ? `Carries order states into the shop ${first?.shop}.`
        : `Carries order states into the shops of the fleet ${fleet}.`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: props.memorySize ?? Math.max(...shops.map(({ memoryMb }) => memoryMb)),
    timeout: functionTimeout,
    handler: 'index.handler',
    code: codeOf(scope, fleet === undefined && first !== undefined ? first : shops),
    role: role.withoutPolicyUpdates(),
    logGroup: log,
    loggingFormat: LoggingFormat.JSON,
    environment: { ORDER_SYNC_BUCKET: bucket.bucketName, ORDER_SYNC_TOPIC: topic.topicArn },
    ...networkOf(props),
    ...(fleet === undefined && first?.reservedConcurrency ? { reservedConcurrentExecutions: 1 } : {}),
  })
  fn.node.addDependency(role)
  return { fn, queue, log }
}

/** An invocation that failed is not repeated, for the next tick is the retry; nor does one wait for long. */
export const withoutRetries = (scope: Construct, functionName: string, qualifier = '$LATEST'): CfnEventInvokeConfig =>
  new CfnEventInvokeConfig(scope, 'NoRetries', {
    functionName,
    qualifier,
    maximumRetryAttempts: 0,
    maximumEventAgeInSeconds: 300,
  })

/** The code lies in the app's own output, where CDK takes it from and nobody has to clean up. */
function codeOf(scope: Construct, settings: Settings | readonly Settings[]): Code {
  const output = Stage.of(scope)?.assetOutdir ?? '.'
  return Code.fromAsset(writeFunctionCode(join(output, `order-sync.${scope.node.addr}`), settings))
}

function networkOf({ vpc, vpcSubnets, securityGroups }: SharedProps) {
  return {
    ...(vpc === undefined ? {} : { vpc }),
    ...(vpcSubnets === undefined ? {} : { vpcSubnets }),
    ...(securityGroups === undefined ? {} : { securityGroups }),
  }
}

type Allowed = readonly (readonly [actions: string[], resources: string[]])[]

function createRole(scope: Construct, wanted: Wanted, log: LogGroup): Role {
  const { shops, bucket, topic } = wanted
  const role = new Role(scope, 'FunctionRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
  const { keys, channels } = secretsOf(scope, shops)
  const objects = (...folders: string[]): string[] => {
    const prefixes = prefixesOf(wanted).flatMap((prefix) => folders.map((folder) => prefix + folder))
    acknowledgePrefixes(role, bucket, prefixes)
    return prefixes.map((prefix) => bucket.arnForObjects(`${prefix}/*`))
  }
  const allowed: Allowed = [
    [['ssm:GetParameter'], [...keys, ...channels]],
    [['s3:ListBucket'], [bucket.bucketArn]],
    [['s3:GetObject'], objects('exports')],
    [['s3:GetObject', 's3:PutObject'], objects('state', 'archive', 'runs')],
    [['s3:DeleteObject'], objects('state/snapshots', 'state/holds', 'state/decisions')],
    [['sns:Publish'], [topic.topicArn]],
    [['logs:CreateLogStream', 'logs:PutLogEvents'], [log.logGroupArn]],
    ...allowedKey(wanted),
    ...allowedNetwork(role, wanted),
  ]
  for (const [actions, resources] of allowed)
    role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources }))
  // what people decide is theirs to write
  const decisions = objects('state/decisions')
  role.addToPolicy(new PolicyStatement({ effect: Effect.DENY, actions: ['s3:PutObject'], resources: decisions }))
  return role
}

/** One place that stands for all shops of a fleet: a policy has no room for the places of fifty. */
export const everyShop = '*/'

const prefixesOf = ({ shops, fleet }: Wanted): string[] => (fleet === undefined ? shops.map(prefixOf) : [everyShop])

/** The parameters of shops: their keys, and the secrets of channels that have one. E-mail goes by the topic. */
export const secretsOf = (scope: Construct, shops: readonly Settings[]) => ({
  keys: shops.map(({ upgates }) => parameterArn(scope, upgates.apiKeyParameter)),
  channels: shops.flatMap(({ shop, alerts }) =>
    alerts.channels.flatMap(({ type, name }) =>
      type === 'email' ? [] : [parameterArn(scope, alertParameter(shop, name))],
    ),
  ),
})

const parameterArn = (scope: Construct, name: string): string =>
  Stack.of(scope).formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.slice(1) })

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

/** A role for a service that only invokes the function, or aliases of it, and failing that, tells the queue. */
export function createInvokerRole(
  scope: Construct,
  { id, service }: { readonly id: string; readonly service: string },
  { arns, queue }: { readonly arns: readonly string[]; readonly queue: Queue },
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
            { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arns },
            { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue.queueArn },
          ],
        },
      },
    ],
  })
}
