import { Stack } from 'aws-cdk-lib'
import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import type { Metrics } from './alarms.ts'

/** The dashboard of a shop; returns its address. */
export function createDashboard(scope: Construct, dashboardName: string, metrics: Metrics): string {
  const graph = (title: string, ...names: string[]): GraphWidget =>
    new GraphWidget({ title, width: 12, left: names.map((name) => metrics[name] as IMetric) })
  new Dashboard(scope, 'Dashboard', {
    dashboardName,
    widgets: [
      [graph('Orders', 'acceptedOrders', 'refusedOrders'), graph('Exports', 'freshExports')],
      [graph('Runs', 'successfulRuns', 'errors', 'throttles', 'waitingForPerson'), graph('Duration', 'duration')],
    ],
  })
  const { region } = Stack.of(scope)
  return `https://console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards:name=${dashboardName}`
}
