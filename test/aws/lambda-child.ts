/**
 * What AWS Lambda does: imports a bundle and gives it one event. Prints the result, or the error, as the last line.
 * Usage: node lambda-child.ts BUNDLE EVENT REMAINING-MS LOG-STREAM
 */
const [, , bundle = '', event = '{}', remaining = '300000', logStreamName = 'stream'] = process.argv

const startedAt = Date.now()
const context = {
  logStreamName,
  getRemainingTimeInMillis: () => Number(remaining) - (Date.now() - startedAt),
}

const { handler } = (await import(bundle)) as { handler(event: unknown, context: object): Promise<object> }
const outcome = await handler(JSON.parse(event), context).then(
  (result) => ({ result }),
  (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
)
process.stdout.write(`\n${JSON.stringify(outcome)}\n`)

export {}
