import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** One request to AWS, as `GET head`, `LIST exports/`, `PUT lease`, `SSM GetParameter`. */
export interface SeenCall {
  readonly what: 'GET' | 'PUT' | 'DELETE' | 'LIST' | 'HEAD' | 'SSM' | 'POST'
  /** key, prefix, the operation of SSM, or what is posted to other services */
  readonly subject: string
}

/** What goes wrong: instead of the call, or with its answer. */
export type AwsFault =
  | { readonly kind: 'answer'; readonly status: number; readonly code: string }
  /** the call is carried out, its answer lost */
  | { readonly kind: 'lose answer' }

/** A door to AWS that counts who goes through, and slams on request. */
export interface AwsProxy {
  readonly url: string
  readonly calls: SeenCall[]
  /** The next `times` calls that fit go wrong. */
  fault(fits: (call: SeenCall) => boolean, fault: AwsFault, times?: number): void
  /** Runs before a call that fits is carried out, once. */
  before(fits: (call: SeenCall) => boolean, act: () => Promise<void>): void
  /** From now on a listing comes in pages of so many keys: S3's own have a thousand. */
  cutPages(keys: number): void
  close(): Promise<void>
}

interface Planned {
  readonly fits: (call: SeenCall) => boolean
  readonly fault?: AwsFault
  readonly act?: () => Promise<void>
}

export async function startProxy(awsUrl: string): Promise<AwsProxy> {
  const calls: SeenCall[] = []
  const planned: Planned[] = []
  let paging = ''
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request)
    const call = callOf(request, body)
    calls.push(call)
    const index = planned.findIndex(({ fits }) => fits(call))
    const plan = index === -1 ? undefined : planned.splice(index, 1)[0]
    await plan?.act?.()
    if (plan?.fault?.kind === 'answer') {
      const { status, code } = plan.fault
      response.writeHead(status, { 'content-type': 'application/xml' })
      response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code} was asked for</Message></Error>`)
      return
    }
    const headers = new Headers()
    for (const [name, value] of Object.entries(request.headers)) {
      if (typeof value === 'string' && !['connection', 'content-length', 'expect', 'transfer-encoding'].includes(name))
        headers.set(name, value)
    }
    const { method = 'GET', url = '/' } = request
    const answer = await fetch(`${awsUrl}${url}${call.what === 'LIST' ? paging : ''}`, {
      method,
      headers,
      ...(body.length > 0 ? { body } : {}),
    })
    const answered = Buffer.from(await answer.arrayBuffer())
    if (plan?.fault?.kind === 'lose answer') return void request.socket.destroy()
    const kept = [...answer.headers].filter(
      ([name]) => !['connection', 'content-length', 'content-encoding', 'transfer-encoding'].includes(name),
    )
    const length = method === 'HEAD' ? answer.headers.get('content-length') : String(answered.length)
    response.writeHead(answer.status, [...kept, ['content-length', length ?? '0']].flat())
    response.end(answered)
  }
  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    calls,
    fault: (fits, fault, times = 1) => void planned.push(...Array.from({ length: times }, () => ({ fits, fault }))),
    cutPages: (keys) => {
      paging = `&max-keys=${keys}`
    },
    before: (fits, act) => void planned.push({ fits, act }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function callOf(request: IncomingMessage, body: Buffer): SeenCall {
  const target = request.headers['x-amz-target']
  if (typeof target === 'string') return { what: 'SSM', subject: target.split('.').at(-1) ?? '' }
  if (request.method === 'POST') return { what: 'POST', subject: new URLSearchParams(body.toString()).toString() }
  const url = new URL(request.url ?? '/', 'http://aws')
  if (url.searchParams.has('list-type')) return { what: 'LIST', subject: url.searchParams.get('prefix') ?? '' }
  const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'))
  return { what: request.method as SeenCall['what'], subject: key }
}
