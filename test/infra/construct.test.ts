import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { App, RemovalPolicy, Stack, TimeZone, Validations } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2'
import { ManagedPolicy, User } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { AwsSolutionsChecks } from 'cdk-nag'
import { Construct } from 'constructs'
import { describe, expect, it } from 'vitest'
import { OrderSync, type OrderSyncProps, type OrderSyncSettings } from '../../infra/index.ts'
import { temporaryFolder } from '../support/folder.ts'
import { flags, settingsWith } from './settings.ts'

function newStack(): Stack {
  const app = new App({ context: flags.context, outdir: mkdtempSync(join(temporaryFolder(), 'cdk-')) })
  return new Stack(app, 'mine')
}

/** The template of a construct with these props, made in the stack that they are made for. */
function templateWith(props: (stack: Stack) => Partial<OrderSyncProps>, then?: (sync: OrderSync) => void): Template {
  const stack = newStack()
  const sync = new OrderSync(stack, 'OrderSync', { settings: settingsWith(), ...props(stack) })
  then?.(sync)
  return Template.fromStack(stack)
}

type Statement = { readonly Action: string | string[]; readonly Resource: unknown }
const statementsOf = (template: Template, type = 'AWS::IAM::Policy', name = ''): Statement[] =>
  Object.entries(template.findResources(type))
    .filter(([id]) => id.includes(name))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
const actionsOf = (statements: readonly Statement[]): string[] => statements.flatMap(({ Action }) => Action)

describe('the construct', () => {
  it('can stand in any stack, several times, under any id', () => {
    const stack = newStack()
    const ofShop = (project: string) =>
      settingsWith({ shop: project, upgates: { api: 'v2', project, server: 's7', login: '1', notify: false } })
    new OrderSync(stack, 'first-shop', { settings: ofShop('first') })
    new OrderSync(new Construct(stack, 'second'), 'OrderSync', { settings: ofShop('second') })
    new OrderSync(new Construct(stack, 'third'), 'OrderSync', { settings: ofShop('third') })
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::S3::Bucket'))).toEqual([
      'firstshopBucket',
      'secondOrderSyncBucket',
      'thirdOrderSyncBucket',
    ])
  })

  it('works on a bucket that exists, with its key, and makes none', () => {
    const template = templateWith((stack) => {
      const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:123456789012:key/k')
      return { bucket: Bucket.fromBucketAttributes(stack, 'Exports', { bucketName: 'exports', encryptionKey }) }
    })
    template.resourceCountIs('AWS::S3::Bucket', 0)
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { ORDER_SYNC_BUCKET: 'exports' } },
    })
    template.hasResourceProperties('AWS::Events::Rule', { EventPattern: { detail: { bucket: { name: ['exports'] } } } })
    const key = { Effect: 'Allow', Resource: 'arn:aws:kms:eu-central-1:123456789012:key/k' }
    expect(statementsOf(template)).toContainEqual({ ...key, Action: ['kms:Decrypt', 'kms:GenerateDataKey'] })
    expect(statementsOf(template, 'AWS::IAM::ManagedPolicy', 'UploaderPolicy')).toContainEqual({
      ...key,
      Action: ['kms:GenerateDataKey'],
      Resource: [key.Resource],
    })
  })

  it('encrypts a new bucket with a key, and lets it go with the stack', () => {
    const template = templateWith((stack) => ({
      encryptionKey: new Key(stack, 'Key'),
      removalPolicy: RemovalPolicy.DESTROY,
    }))
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Delete',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
          ],
        },
      },
    })
    expect(actionsOf(statementsOf(template))).toContain('kms:GenerateDataKey')
  })

  it('tells a topic that exists, and subscribes those who are to be mailed', () => {
    const template = templateWith((stack) => ({
      topic: Topic.fromTopicArn(stack, 'Alerts', 'arn:aws:sns:eu-central-1:123456789012:alerts'),
    }))
    template.resourceCountIs('AWS::SNS::Topic', 0)
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: ['arn:aws:sns:eu-central-1:123456789012:alerts'],
    })
    template.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: 'ops@example.cz' })
  })

  it('takes memory, log retention, schedule and name as told', () => {
    const template = templateWith(() => ({
      memorySize: 2048,
      logRetention: RetentionDays.ONE_YEAR,
      namePrefix: 'team-',
      schedule: ScheduleExpression.cron({ minute: '0/10', hour: '6-20', timeZone: TimeZone.of('Europe/Bratislava') }),
    }))
    template.hasResourceProperties('AWS::Lambda::Function', { FunctionName: 'team-acme', MemorySize: 2048 })
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 })
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(0/10 6-20 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Bratislava',
    })
    const names = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties.AlarmName,
    )
    expect(names).toContain('team-acme: errors')
    // a schedule of the props, too, has hours that the alarm knows
    template.hasResourceProperties('AWS::CloudWatch::AlarmMuteRule', {
      Rule: { Schedule: { Expression: 'cron(50 20 * * MON)', Timezone: 'Europe/Bratislava' } },
    })
  })

  it('stands in a network, and may have interfaces there', () => {
    const template = templateWith((stack) => {
      const vpc = new Vpc(stack, 'Network', { maxAzs: 1 })
      return {
        vpc,
        vpcSubnets: { subnets: vpc.privateSubnets },
        securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123456789abcdef0')],
      }
    })
    template.hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: { SecurityGroupIds: ['sg-0123456789abcdef0'], SubnetIds: [Match.anyValue()] },
    })
    expect(actionsOf(statementsOf(template))).toContain('ec2:CreateNetworkInterface')
  })

  it('puts its boundary on every role', () => {
    const boundary = 'arn:aws:iam::123456789012:policy/boundary'
    const template = templateWith((stack) => ({
      permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', boundary),
    }))
    expect(Object.keys(template.findResources('AWS::IAM::Role')).length).toBeGreaterThanOrEqual(2)
    template.allResourcesProperties('AWS::IAM::Role', { PermissionsBoundary: boundary })
  })

  it.each([
    ['upload', (sync: OrderSync, user: User) => sync.grantUpload(user), ['s3:PutObject']],
    ['upload to one feed', (sync: OrderSync, user: User) => sync.grantUpload(user, 'orders'), ['s3:PutObject']],
    ['read', (sync: OrderSync, user: User) => sync.grantRead(user), ['s3:GetObject', 's3:ListBucket']],
    [
      'decide',
      (sync: OrderSync, user: User) => sync.grantDecide(user),
      ['s3:GetObject', 's3:ListBucket', 's3:PutObject'],
    ],
    ['invoke', (sync: OrderSync, user: User) => sync.grantInvoke(user), ['lambda:InvokeFunction']],
  ])('grants to %s, and nothing else', (_, grant, actions) => {
    const template = templateWith(
      () => ({}),
      (sync) => grant(sync, new User(sync, 'Somebody')),
    )
    expect(actionsOf(statementsOf(template, 'AWS::IAM::Policy', 'Somebody')).sort()).toEqual(actions)
  })

  it('narrows a grant to the places that it is about', () => {
    const template = templateWith(
      () => ({}),
      (sync) => {
        sync.grantUpload(new User(sync, 'Erp'), 'orders')
        sync.grantDecide(new User(sync, 'Boss'))
      },
    )
    const below = (place: string) => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['OrderSyncBucket', 'Arn'] }, `/${place}`]] })
    const puts = (name: string) =>
      statementsOf(template, 'AWS::IAM::Policy', name).filter(({ Action }) => Action === 's3:PutObject')
    expect(puts('Erp')).toMatchObject([{ Resource: below('exports/orders/*') }])
    expect(puts('Boss')).toMatchObject([{ Resource: [below('state/decisions/*'), below('state/holds/*')] }])
  })

  it('shows its parts and numbers', () => {
    const stack = newStack()
    const sync = new OrderSync(stack, 'OrderSync', { settings: settingsWith() })
    expect(sync.shop).toBe('acme')
    expect(sync.alarms).toHaveLength(3)
    const parts = [sync.bucket.bucketName, sync.function.functionArn, sync.logGroup.logGroupName, sync.topic.topicArn]
    for (const part of [...parts, sync.deadLetterQueue.queueUrl, sync.uploaderPolicy.managedPolicyArn])
      expect(stack.resolve(part)).toBeTypeOf('object')
    const metrics = [
      sync.metricSuccessfulRuns(),
      sync.metricFreshExports(),
      sync.metricAcceptedOrders(),
      sync.metricRefusedOrders(),
      sync.metricWaitingForPerson(),
    ]
    expect(metrics.map((metric) => metric.toMetricConfig().metricStat)).toMatchObject(
      ['SuccessfulRuns', 'FreshExports', 'AcceptedOrders', 'RefusedOrders', 'WaitingForPerson'].map((metricName) => ({
        namespace: 'OrderSync',
        metricName,
        dimensions: [
          { name: 'service', value: 'order-sync' },
          { name: 'shop', value: 'acme' },
        ],
      })),
    )
  })

  it('passes the AwsSolutions rules with everything that it can be given', () => {
    const stack = newStack()
    Validations.of(stack.node.root).addPlugins(new AwsSolutionsChecks(stack.node.root as App))
    new OrderSync(stack, 'Everything', {
      settings: settingsWith(),
      bucket: Bucket.fromBucketName(stack, 'Exports', 'exports'),
      vpc: Vpc.fromVpcAttributes(stack, 'Network', {
        vpcId: 'vpc-0123456789abcdef0',
        availabilityZones: ['eu-central-1a'],
        privateSubnetIds: ['subnet-0123456789abcdef0'],
      }),
      topic: Topic.fromTopicArn(stack, 'Alerts', 'arn:aws:sns:eu-central-1:123456789012:alerts'),
    })
    expect(() => (stack.node.root as App).synth()).not.toThrow()
  })
})

describe('what the construct refuses', () => {
  const made = (props: Partial<OrderSyncProps>) => () =>
    new OrderSync(newStack(), 'Shop', { settings: settingsWith(), ...props })
  const wrong = { ...settingsWith(), upgates: { api: 'v2', sever: 's7' } } as unknown as OrderSyncSettings

  it('names the line that gave wrong settings, with all problems at once', () => {
    expect(made({ settings: wrong })).toThrow(
      /^The settings of OrderSync "mine\/Shop" \(test\/infra\/construct\.test\.ts:\d+\) have \d+ problems:\n[\s\S]*upgates\.sever: expected nothing of this name; did you mean "server"\?/,
    )
  })

  it('names the settings file as it was named', () => {
    const file = join(temporaryFolder(), 'acme.json')
    writeFileSync(file, JSON.stringify(wrong))
    expect(made({ settings: file })).toThrow(`The settings ${file} have`)
    writeFileSync(file, '{ "shop": ')
    expect(made({ settings: file })).toThrow(/expected JSON, found .* at line 1/)
    expect(made({ settings: 'none.json' })).toThrow(
      /Could not read the settings none\.json: .* A relative path starts at \//,
    )
  })

  it('refuses the same shop twice in one stack', () => {
    const stack = newStack()
    new OrderSync(stack, 'One', { settings: settingsWith() })
    expect(() => new OrderSync(stack, 'Two', { settings: settingsWith() })).toThrow(
      'Could not make "mine/Two": its shop "acme" is that of "mine/One" already.',
    )
  })

  it.each([
    [
      'a name that AWS does not take',
      { namePrefix: 'our shop: ' },
      'AWS takes no function of the name "our shop: acme"',
    ],
    ['a name that is too long', { namePrefix: 'a'.repeat(61) }, 'AWS takes no function of the name'],
  ])('refuses %s', (_, props, message) => {
    expect(made(props)).toThrow(message)
  })

  it('refuses what is to become of a bucket that exists', () => {
    const stack = newStack()
    const both = { bucket: Bucket.fromBucketName(stack, 'Exports', 'exports'), removalPolicy: RemovalPolicy.DESTROY }
    expect(() => new OrderSync(stack, 'Shop', { settings: settingsWith(), ...both })).toThrow(
      'both "bucket" and "removalPolicy"',
    )
  })

  it('refuses a key for a bucket that exists', () => {
    const stack = newStack()
    const both = { bucket: Bucket.fromBucketName(stack, 'Exports', 'exports'), encryptionKey: new Key(stack, 'Key') }
    expect(() => new OrderSync(stack, 'Shop', { settings: settingsWith(), ...both })).toThrow(
      'it has both "bucket" and "encryptionKey"',
    )
  })
})
