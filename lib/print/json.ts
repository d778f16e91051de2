import { fieldEntries } from '../order.ts'
import type { DryRun } from '../sync/dry-run.ts'

/** The plan as programs read it (`plan --json`). */
export function planJson({ plan, adopts, exports, problems }: DryRun): object {
  const { hash, changes, leftOut, requests, verdict } = plan
  return {
    hash,
    changes: changes.map(({ order_number, fields, mails }) => ({
      order_number,
      fields: Object.fromEntries(
        fieldEntries(fields).map(([name, { before, after, because }]) => [
          name,
          { before: before ?? null, after, ...(because === undefined ? {} : { because }) },
        ]),
      ),
      notifies: mails.length > 0,
    })),
    leftOut: leftOut.map(({ order_number, field, value, kind, reason }) => ({
      order_number,
      reason,
      kind,
      field,
      value,
    })),
    requests,
    verdict: verdict.kind,
    reasons: verdict.kind === 'hold' ? verdict.reasons : [],
    notifications: changes.filter(({ mails }) => mails.length > 0).length,
    adopts,
    exports,
    problems,
  }
}
