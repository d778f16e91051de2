// the door to the commands that look before anything is done
export { check } from './check.ts'
export { drift } from './drift.ts'
export { plan } from './plan.ts'
