import type { ExportSummary, InvalidRecord } from '../exports/record.ts'
import type { Conflict } from './intake.ts'
import type { Problem } from './model.ts'

/** How many invalid records of one export are told one by one. */
export const toldRecords = 100

/** Gathers what is to be told about the records of one export; the first hundred one by one. */
export function createProblems(key: string) {
  const problems: Problem[] = []
  let invalid = 0
  return {
    tell(record: InvalidRecord): void {
      invalid++
      if (invalid <= toldRecords) problems.push(invalidProblem(key, record))
    },
    end(summary: ExportSummary): { invalid: number; problems: Problem[] } {
      const more: Problem[] =
        invalid > toldRecords
          ? [
              {
                kind: 'invalid record',
                subject: key,
                message: `${key}: ${invalid - toldRecords} more records could not be mapped.`,
              },
            ]
          : []
      const odd = summary.suspicions.map((message) => ({
        kind: 'suspicious export',
        subject: key,
        message: `${key}: ${message}`,
      }))
      return { invalid, problems: [...problems, ...more, ...odd] }
    },
  }
}

const invalidProblem = (key: string, { record, order_number, column, value, reason }: InvalidRecord): Problem => ({
  kind: 'invalid record',
  subject: order_number ?? `${key}, record ${record}`,
  message: `${key}, record ${record}${order_number === undefined ? '' : ` (order ${order_number})`}, ${column} = "${value}": ${reason}`,
})

/** An order that one export mentions twice with different values. */
export const conflictProblem = (key: string, conflict: Conflict): Problem => ({
  kind: 'conflicting records',
  subject: conflict.order_number,
  message:
    `${key}, records ${conflict.records.join(' and ')}: order ${conflict.order_number} has ${conflict.field} ` +
    `${conflict.values.map((value) => JSON.stringify(value)).join(' and then ')}; none of it was used. ` +
    'Set "duplicates": "last" in the feed if the last one is right.',
})
