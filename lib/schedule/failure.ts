import { OrderSyncError } from '../errors.ts'
import type { Ran } from './job.ts'

/** What a program said when it could not do what it was started for. */
export const failure = (program: string, { code, out, err }: Ran, hint?: string): OrderSyncError =>
  new OrderSyncError({
    attempted: 'use',
    subject: program,
    ended:
      code === null
        ? 'there is no such program'
        : (err.trim() || out.trim() || `it ended with ${code}`).replace(/\.$/, ''),
    ...(hint === undefined ? {} : { hint }),
  })
