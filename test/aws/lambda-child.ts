/**
 * What AWS Lambda does: imports a bundle and gives it one event. Prints the result, or the error, as the last line.
 * Usage: node lambda-child.ts BUNDLE EVENT REMAINING-MS LOG-STREAM [ALIAS]
 */
const [, , bundle = '', event = '{}', remaining = '300000', logStreamName = 'stream', alias] = process.argv

const startedAt = Date.now()
const context = {
  logStreamName,
  awsRequestId: '2f3c8e9a-request',
  invokedFunctionArn: `arn:aws:lambda:eu-central-1:123456789012:function:order-sync-test${alias === undefined ? '' : `:${alias}`}`,
  getRemainingTimeInMillis: () => Number(remaining) - (Date.now() - startedAt),
}

const { handler } = (await import(bundle)) as { handler(event: unknown, context: object): Promise<object> }
const outcome = await handler(JSON.parse(event), context).then(
  (result) => ({ result }),
  (error: unknown) => (error instanceof Error ? { error: error.message, name: error.name } : { error: String(error) }),
)
process.stdout.write(`\n${JSON.stringify(outcome)}\n`)

export {}
