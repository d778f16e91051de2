/** Constructs for AWS CDK apps. */
export { OrderSyncError } from '../lib/errors.ts'
export type { OrderSyncSettings } from '../lib/settings/input.ts'
export { SettingsError, type SettingsProblem } from '../lib/settings/problems.ts'
export { OrderSyncFleet } from './fleet.ts'
export type { RunMetric } from './metrics.ts'
export { OrderSync } from './order-sync.ts'
export type { OrderSyncFleetProps, OrderSyncProps } from './props.ts'
export {
  OrderSyncFleetStack,
  type OrderSyncFleetStackProps,
  OrderSyncStack,
  type OrderSyncStackProps,
} from './stack.ts'
