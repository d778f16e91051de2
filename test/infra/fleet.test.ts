import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { User } from 'aws-cdk-lib/aws-iam'
import { AwsSolutionsChecks } from 'cdk-nag'
import { beforeAll, describe, expect, it } from 'vitest'
import { OrderSyncFleetStack, type OrderSyncSettings, OrderSyncStack } from '../../infra/index.ts'
import { temporaryFolder } from '../support/folder.ts'
import { flags, settingsWith } from './settings.ts'

const shopOf = (shop: string, changes: Partial<OrderSyncSettings> = {}): OrderSyncSettings =>
  settingsWith({ shop, upgates: { api: 'v2', project: shop, server: 's7', login: '1', notify: false }, ...changes })
const three = ['one', 'two', 'three'].map((shop) => shopOf(shop, { memoryMb: shop === 'two' ? 1024 : 512 }))

function fleetOf(settings = three): { stack: OrderSyncFleetStack; app: App } {
  const app = new App({ context: flags.context, outdir: join(temporaryFolder(), 'cdk.out') })
  return { app, stack: new OrderSyncFleetStack(app, 'order-sync-agency', { fleet: 'agency', settings }) }
}

describe('a fleet', () => {
  let template: Template
  let directory: string
  let app: App
  beforeAll(() => {
    const made = fleetOf()
    app = made.app
    template = Template.fromStack(made.stack)
    directory = app.outdir
  })
  const propertiesOf = (type: string) => Object.values(template.findResources(type)).map(({ Properties }) => Properties)

  it('has one function, bucket and topic, and a schedule and a rule per shop', () => {
    template.resourceCountIs('AWS::S3::Bucket', 1)
    template.resourceCountIs('AWS::SNS::Topic', 1)
    expect(propertiesOf('AWS::Lambda::Function')).toMatchObject([
      { FunctionName: 'order-sync-agency', MemorySize: 1024 },
    ])
    expect(propertiesOf('AWS::Lambda::Alias').map(({ Name, FunctionVersion }) => [Name, FunctionVersion])).toEqual([
      ['one', '$LATEST'],
      ['two', '$LATEST'],
      ['three', '$LATEST'],
    ])
    template.resourceCountIs('AWS::Scheduler::Schedule', 3)
    expect(propertiesOf('AWS::Events::Rule').map(({ EventPattern }) => EventPattern.detail.object.key)).toEqual([
      [{ wildcard: 'one/exports/*' }, { wildcard: 'one/state/decisions/*' }],
      [{ wildcard: 'two/exports/*' }, { wildcard: 'two/state/decisions/*' }],
      [{ wildcard: 'three/exports/*' }, { wildcard: 'three/state/decisions/*' }],
    ])
  })

  it('wakes the alias of the shop, which is not retried', () => {
    const aliases = Object.keys(template.findResources('AWS::Lambda::Alias'))
    const targets = propertiesOf('AWS::Scheduler::Schedule').map(({ Target }) => Target.Arn.Ref)
    expect(targets).toEqual(aliases)
    expect(propertiesOf('AWS::Events::Rule').map(({ Targets }) => Targets[0].Arn.Ref)).toEqual(aliases)
    expect(propertiesOf('AWS::Lambda::EventInvokeConfig')).toMatchObject(
      ['one', 'two', 'three'].map((Qualifier) => ({ Qualifier, MaximumRetryAttempts: 0 })),
    )
  })

  it('alarms by shop, in the shop’s name', () => {
    const alarms = propertiesOf('AWS::CloudWatch::Alarm')
    expect(alarms.map(({ AlarmName }) => AlarmName).sort()).toEqual([
      'order-sync-agency-one: errors',
      'order-sync-agency-one: no run',
      'order-sync-agency-three: errors',
      'order-sync-agency-three: no run',
      'order-sync-agency-two: errors',
      'order-sync-agency-two: no run',
      'order-sync-agency: dead letters',
    ])
    for (const { AlarmName, AlarmDescription, Dimensions } of alarms) {
      const [, shop] = /agency-(\w+):/.exec(AlarmName) ?? []
      if (shop === undefined) continue
      expect(AlarmDescription).toContain(`Shop ${shop}.`)
      expect(JSON.stringify(Dimensions)).toContain(`:${shop}"`)
    }
  })

  it('keeps every shop’s settings beside the code, and expires each shop’s files as it says', () => {
    const [asset = ''] = readdirSync(directory).filter((name) => name.startsWith('order-sync.'))
    expect(readdirSync(join(directory, asset, 'settings')).sort()).toEqual(['one.json', 'three.json', 'two.json'])
    const { Rules } = propertiesOf('AWS::S3::Bucket')[0]?.LifecycleConfiguration ?? {}
    const prefixes = (Rules as { Prefix?: string }[]).map(({ Prefix }) => Prefix)
    expect(prefixes).toEqual(expect.arrayContaining(['one/exports/', 'two/archive/', 'three/state/', 'three/runs/']))
  })

  it('may read the parameters of its shops, and no other', () => {
    const [policy] = propertiesOf('AWS::IAM::Policy')
    const statement = policy?.PolicyDocument.Statement.find(
      ({ Action }: { Action: unknown }) => Action === 'ssm:GetParameter',
    )
    expect(JSON.stringify(statement.Resource).match(/parameter\/[\w/-]+/g)).toEqual([
      'parameter/order-sync/one/api-key',
      'parameter/order-sync/three/api-key',
      'parameter/order-sync/two/api-key',
    ])
  })

  it('gives each shop’s uploader its own folder; who looks after the fleet sees all', () => {
    const placesOf = (id: string) =>
      Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
        .filter(([name]) => name.startsWith(id))
        .flatMap(([, { Properties }]) => JSON.stringify(Properties.PolicyDocument).match(/\/[\w*]+\/[\w/]+\/\*/g) ?? [])
    for (const shop of ['one', 'two', 'three'])
      expect(placesOf(`OrderSync${shop}Uploader`)).toEqual([`/${shop}/exports/*`])
    expect(placesOf('OrderSyncViewer')).toEqual(['exports', 'state', 'archive', 'runs'].map((place) => `/*/${place}/*`))
    expect(placesOf('OrderSyncDecider')).toContain('/*/state/decisions/*')
  })

  it('passes the AwsSolutions rules', () => {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
    expect(() => app.synth()).not.toThrow()
  })
})

describe('what a fleet is told', () => {
  it('grants by shop', () => {
    const { stack } = fleetOf()
    stack.fleet.grantUpload('two', new User(stack, 'Erp'), 'orders')
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Action: 's3:PutObject',
            Resource: { 'Fn::Join': ['', [Match.anyValue(), '/two/exports/orders/*']] },
          }),
        ],
      },
    })
    expect(() => stack.fleet.grantRead('four', new User(stack, 'Somebody'))).toThrow(
      'the shop "four": it is none of "order-sync-agency/OrderSync". These are: one, two, three.',
    )
  })

  it.each([
    ['a shop twice', [...three, shopOf('one')], 'its shop "one" is that of another of its settings already'],
    [
      'topics that differ',
      [
        settingsWith({ shop: 'a', aws: { topic: 'arn:aws:sns:eu-central-1:123456789012:x' } }),
        settingsWith({ shop: 'b' }),
      ],
      'its shops "a" and "b" name another "aws.topic" each',
    ],
    ['no shop', [], 'a fleet has 1 to 50 shops, not 0'],
    ['too many shops', Array.from({ length: 51 }, (_, index) => shopOf(`s${index}`)), 'not 51'],
  ])('refuses %s', (_, settings, message) => {
    expect(() => fleetOf(settings)).toThrow(message)
  })

  it('takes fifty shops that rest at night within what CloudFormation and IAM allow', () => {
    const schedule = { cron: '0/5 6-20 ? * MON-FRI *', timeZone: 'Europe/Prague' }
    const shops = Array.from({ length: 50 }, (_, index) => shopOf(`some-longer-shop-name-${index}`, { schedule }))
    const { Resources, Outputs } = Template.fromStack(fleetOf(shops).stack).toJSON()
    expect(Object.keys(Resources).length).toBeLessThanOrEqual(500)
    expect(Object.keys(Outputs).length).toBeLessThanOrEqual(200)
    expect(JSON.stringify(Resources).length).toBeLessThan(1_000_000)
    const policies = Object.values(Resources as Record<string, { Type: string; Properties: object }>)
      .filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .map(({ Properties }) => JSON.stringify(Properties).replaceAll(/\{"Ref":"[^"]*"\}/g, '"123456789012"').length)
    expect(Math.max(...policies)).toBeLessThan(10_240)
    const mutes = Object.values(Resources as Record<string, { Type: string }>).filter(({ Type }) =>
      Type.endsWith('MuteRule'),
    )
    expect(mutes).toHaveLength(5)
  })

  it('stands beside shops with stacks of their own', () => {
    const { app } = fleetOf()
    new OrderSyncStack(app, 'order-sync-alone', { settings: shopOf('alone') })
    expect(app.synth().stacks.map(({ stackName }) => stackName)).toEqual(['order-sync-agency', 'order-sync-alone'])
    expect(JSON.parse(readFileSync(join(app.outdir, 'manifest.json'), 'utf8'))).toBeDefined()
  })
})
