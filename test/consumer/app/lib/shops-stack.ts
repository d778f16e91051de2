import * as path from 'node:path'
import { OrderSync, type OrderSyncSettings } from '@order-sync/order-sync'
import * as cdk from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as kms from 'aws-cdk-lib/aws-kms'
import * as logs from 'aws-cdk-lib/aws-logs'
import * as s3 from 'aws-cdk-lib/aws-s3'
import * as scheduler from 'aws-cdk-lib/aws-scheduler'
import * as sns from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'

/** Settings can be written in TypeScript, and be shared between shops. */
const guard = { orders: 100, percent: 10 } as const
const first: OrderSyncSettings = {
  shop: 'first',
  upgates: { api: 'v2', project: 'first', server: 's7', login: '1', notify: ['Odeslaná'] },
  feeds: {
    orders: {
      preset: 'pohoda-orders',
      contents: 'full',
      fields: { status: { map: { delivered: 'Odeslaná' } } },
    },
  },
  guard,
  alerts: { emails: ['ops@example.cz'] },
}

/** Two shops in one stack: one on what the team has already, one with nothing but its settings file. */
export class ShopsStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props)
    const topic = new sns.Topic(this, 'Alerts')
    const key = new kms.Key(this, 'Key')
    const bucket = new s3.Bucket(this, 'Exports', { versioned: true, eventBridgeEnabled: true, encryptionKey: key })
    const erp = new iam.User(this, 'Erp')
    const support = new iam.Role(this, 'Support', { assumedBy: new iam.AccountPrincipal('123456789012') })

    const one = new OrderSync(this, 'First', {
      settings: first,
      bucket,
      topic,
      vpc: new ec2.Vpc(this, 'Network', { maxAzs: 1 }),
      memorySize: 1024,
      logRetention: logs.RetentionDays.ONE_YEAR,
      schedule: scheduler.ScheduleExpression.cron({
        minute: '0/10',
        hour: '6-20',
        timeZone: cdk.TimeZone.EUROPE_PRAGUE,
      }),
      permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(this, 'Boundary', 'team-boundary'),
      namePrefix: 'team-',
    })
    const two = new OrderSync(this, 'Second', {
      settings: path.join(__dirname, 'second.json'),
      encryptionKey: key,
      removalPolicy: cdk.RemovalPolicy.DESTROY,
    })

    for (const shop of [one, two]) {
      shop.grantUpload(erp, 'orders')
      shop.grantRead(support)
      shop.grantDecide(support)
      shop.grantInvoke(support)
    }
    new cloudwatch.Dashboard(this, 'Dashboard', {
      widgets: [
        [
          new cloudwatch.GraphWidget({
            left: [one.metricAcceptedOrders(), two.metric('RefusedOrders', { period: cdk.Duration.hours(1) })],
            right: [one.function.metricDuration(), two.deadLetterQueue.metricNumberOfMessagesSent()],
          }),
        ],
      ],
    })
    new cdk.CfnOutput(this, 'Uploads', { value: one.outputs.UploadOrders ?? '' })
    new cdk.CfnOutput(this, 'Names', {
      value: [one.shop, two.shop, two.bucket.bucketName, one.topic.topicArn].join(' '),
    })
  }
}
