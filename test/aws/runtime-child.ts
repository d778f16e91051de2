/**
 * A runtime of Lambda, as its Runtime API wants it: asks for an event, gives it to the handler of a bundle, answers, and
 * asks again. Usage: node runtime-child.ts BUNDLE, under AWS's runtime interface emulator.
 */
const [, , bundle = ''] = process.argv
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`
const { handler } = (await import(bundle)) as { handler(event: unknown, context: object): Promise<object> }

const contextOf = (headers: Headers) => ({
  awsRequestId: headers.get('lambda-runtime-aws-request-id') ?? '',
  invokedFunctionArn: headers.get('lambda-runtime-invoked-function-arn') ?? '',
  logStreamName: process.env.TEST_LOG_STREAM ?? `stream-${process.pid}`,
  getRemainingTimeInMillis: () => Number(headers.get('lambda-runtime-deadline-ms')) - Date.now(),
})

for (;;) {
  const next = await fetch(`${api}/next`)
  const context = contextOf(next.headers)
  const event: unknown = await next.json()
  const answer = await handler(event, context).then(
    (result) => ({ path: 'response', body: result }),
    (error: unknown) => ({
      path: 'error',
      body:
        error instanceof Error
          ? { errorMessage: error.message, errorType: error.name }
          : { errorMessage: String(error) },
    }),
  )
  await fetch(`${api}/${context.awsRequestId}/${answer.path}`, { method: 'POST', body: JSON.stringify(answer.body) })
}

export {}
