import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { OrderSync } from './order-sync.ts'

/** What a stack needs to know. */
export interface OrderSyncStackProps extends StackProps {
  /** the settings file as parsed JSON */
  readonly settings: unknown
}

/** The sync of one shop as a stack of its own. */
export class OrderSyncStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: OrderSyncStackProps) {
    super(scope, id, { description: 'Carries order states from ERP exports into an Upgates shop.', ...props })
    const { outputs } = new OrderSync(this, 'OrderSync', { settings })
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value })
  }
}
