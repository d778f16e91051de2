import type { WorkspaceOptions } from './workspace.ts'

/** How what was decided is done: a deployed function is woken by it, and does it with its own settings. */
export const nextOf = ({ bucket, deployed }: Pick<WorkspaceOptions, 'bucket' | 'deployed'>): string =>
  bucket === undefined && deployed !== true
    ? 'The next run acts on it; now: order-sync run'
    : 'The deployed function is woken by it; where it is not: order-sync invoke'
