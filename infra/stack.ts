import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { OrderSync } from './order-sync.ts'
import type { OrderSyncProps } from './props.ts'

/** What an {@link OrderSyncStack} is made of: the props of the sync, and those of any stack. */
export interface OrderSyncStackProps
  extends OrderSyncProps,
    Omit<StackProps, keyof OrderSyncProps | 'permissionsBoundary'> {}

/** The sync of one shop as a stack of its own. */
export class OrderSyncStack extends Stack {
  /** the sync that the stack holds */
  readonly sync: OrderSync

  /** @throws SettingsError with all problems of the settings at once */
  constructor(scope: Construct, id: string, { permissionsBoundary, ...props }: OrderSyncStackProps) {
    super(scope, id, { description: 'Carries order states from ERP exports into an Upgates shop.', ...props })
    this.sync = new OrderSync(this, 'OrderSync', {
      ...props,
      ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
    })
    for (const [name, value] of Object.entries(this.sync.outputs)) new CfnOutput(this, name, { value })
  }
}
