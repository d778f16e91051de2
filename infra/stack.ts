import { CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { Settings } from '../lib/settings/settings.ts'
import { OrderSyncFleet } from './fleet.ts'
import { OrderSync } from './order-sync.ts'
import type { OrderSyncFleetProps, OrderSyncProps } from './props.ts'
import { settingsOf } from './settings.ts'

type StackOnly<Props> = Omit<StackProps, keyof Props | 'permissionsBoundary'>

/** What an {@link OrderSyncStack} is made of: the props of the sync, and those of any stack. */
export interface OrderSyncStackProps extends OrderSyncProps, StackOnly<OrderSyncProps> {}

/** What an {@link OrderSyncFleetStack} is made of: the props of the fleet, and those of any stack. */
export interface OrderSyncFleetStackProps extends OrderSyncFleetProps, StackOnly<OrderSyncFleetProps> {}

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
    finish(this, { settings: [settingsOf(this, props.settings)], props, outputs: this.sync.outputs })
  }
}

/** The sync of many shops as one stack. */
export class OrderSyncFleetStack extends Stack {
  /** the fleet that the stack holds */
  readonly fleet: OrderSyncFleet

  /** @throws SettingsError with all problems of the settings at once */
  constructor(scope: Construct, id: string, { permissionsBoundary, ...props }: OrderSyncFleetStackProps) {
    super(scope, id, { description: 'Carries order states from ERP exports into Upgates shops.', ...props })
    this.fleet = new OrderSyncFleet(this, 'OrderSync', {
      ...props,
      ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
    })
    const settings = props.settings.map((given) => settingsOf(this, given))
    finish(this, { settings, props, outputs: this.fleet.outputs })
  }
}

interface Finished {
  readonly settings: readonly Settings[]
  readonly props: Pick<StackProps, 'terminationProtection'>
  readonly outputs: Readonly<Record<string, string>>
}

/** What the settings say of a whole stack. */
function finish(stack: Stack, { settings, props, outputs }: Finished): void {
  stack.terminationProtection = props.terminationProtection ?? settings.every(({ aws }) => aws.terminationProtection)
  for (const [name, value] of settings.flatMap(({ aws }) => Object.entries(aws.tags))) Tags.of(stack).add(name, value)
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value })
}
