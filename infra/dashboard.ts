import { Stack } from 'aws-cdk-lib'
import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { metricOf, type RunMetric } from './metrics.ts'

/** The dashboard of shops; returns its address. */
export function createDashboard(
  scope: Construct,
  dashboardName: string,
  { fn, shops }: { readonly fn: IFunction; readonly shops: readonly string[] },
): string {
  const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, width: 12, left })
  const told = (...names: RunMetric[]): IMetric[] =>
    shops.flatMap((shop) => names.map((name) => metricOf(shop, name, { label: `${shop}: ${name}` })))
  new Dashboard(scope, 'Dashboard', {
    dashboardName,
    widgets: [
      [graph('Orders', told('AcceptedOrders', 'RefusedOrders')), graph('Exports', told('FreshExports'))],
      [
        graph('Runs', [fn.metricInvocations(), fn.metricErrors(), fn.metricThrottles(), ...told('WaitingForPerson')]),
        graph('Duration', [fn.metricDuration({ statistic: 'Maximum' })]),
      ],
    ],
  })
  const { region } = Stack.of(scope)
  return `https://console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards:name=${dashboardName}`
}
