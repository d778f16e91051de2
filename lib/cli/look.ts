// the door to the commands that look before anything is done: none of them brings the others along
export const check = async () => (await import('./check.ts')).check
export const drift = async () => (await import('./drift.ts')).drift
export const plan = async () => (await import('./plan.ts')).plan
