import type { TerminalTexts } from '../text/terminal.ts'
import type { WorkspaceOptions } from './workspace.ts'

/** How what was decided is done: a deployed function is woken by it, and does it with its own settings. */
export const nextOf = (
  { bucket, deployed }: Pick<WorkspaceOptions, 'bucket' | 'deployed'>,
  { nextRunActs, functionActs }: Pick<TerminalTexts, 'nextRunActs' | 'functionActs'>,
): string => (bucket === undefined && deployed !== true ? nextRunActs : functionActs)
