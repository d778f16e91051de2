import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { type Http, NoAnswer, type ShopRequest } from './shop.ts'

const largestAnswer = 16 * 1024 ** 2
const connectTimeoutMs = 10_000

/** What is said with each request, beside what it says itself. */
const usualHeaders = { 'User-Agent': 'order-sync', 'Accept-Encoding': 'gzip' }

/**
 * The door to the network, on Node's own client: `fetch` takes longer to load than a hundred requests take. Connections are
 * kept for the next request. Follows no redirects; a whole answer must come in time.
 */
export function createHttp(): Http {
  return async (request, timeoutMs) => {
    const progress: Progress = { mayBeSent: false }
    try {
      const answer = await ask(request, timeoutMs, progress)
      return { status: answer.statusCode ?? 0, headers: headersOf(answer), body: await bodyOf(answer) }
    } catch (error) {
      throw noAnswer(error, progress)
    } finally {
      clearTimeout(progress.timer)
    }
  }
}

/** How far a request came. */
interface Progress {
  /** there was a connection over which it could leave */
  mayBeSent: boolean
  /** why it was given up */
  givenUp?: string
  /** of the whole exchange */
  timer?: NodeJS.Timeout
}

async function ask(request: ShopRequest, timeoutMs: number, progress: Progress): Promise<IncomingMessage> {
  const { url, method, headers, body } = request
  const client = url.startsWith('https:') ? await import('node:https') : await import('node:http')
  const asked = client.request(url, { method, headers: { ...usualHeaders, ...headers } })
  const giveUp = (why: string): void => {
    progress.givenUp = why
    asked.destroy(new Error(why))
  }
  progress.timer = setTimeout(() => giveUp(`no answer within ${timeoutMs / 1000} s`), timeoutMs)
  watchConnection(asked, progress, giveUp)
  return new Promise((resolve, reject) => {
    asked.once('response', resolve)
    asked.on('error', reject)
    asked.end(body)
  })
}

/** Nothing leaves before a connection is there, of https before both have agreed on how to speak. */
function watchConnection(asked: ClientRequest, progress: Progress, giveUp: (why: string) => void): void {
  asked.once('socket', (socket: Socket & { readonly secureConnecting?: boolean }) => {
    if (!socket.connecting && socket.secureConnecting !== true) {
      progress.mayBeSent = true
      return
    }
    const timer = setTimeout(() => giveUp(`no connection within ${connectTimeoutMs / 1000} s`), connectTimeoutMs)
    socket.once(socket.secureConnecting === true ? 'secureConnect' : 'connect', () => {
      progress.mayBeSent = true
      clearTimeout(timer)
    })
    socket.once('close', () => clearTimeout(timer))
  })
}

const headersOf = ({ headersDistinct }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headersDistinct).map(([name, values]) => [name, values?.join(', ') ?? '']))

async function bodyOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length > largestAnswer) throw new Error(tooLong)
  }
  const bytes = Buffer.concat(chunks)
  const isPacked = length > 0 && /^(x-)?gzip$/i.test(answer.headers['content-encoding']?.trim() ?? '')
  return new TextDecoder().decode(isPacked ? unpacked(bytes) : bytes)
}

const tooLong = `the answer is longer than ${largestAnswer} bytes`

function unpacked(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: largestAnswer })
  } catch (error) {
    throw codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? new Error(tooLong) : error
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

function noAnswer(error: unknown, { givenUp, mayBeSent }: Progress): NoAnswer {
  if (givenUp !== undefined) return new NoAnswer(givenUp, mayBeSent)
  // a host with several addresses fails with an error for each of them
  const inner: unknown = error instanceof AggregateError && error.message === '' ? (error.errors[0] ?? error) : error
  const code = codeOf(inner)
  const message = inner instanceof Error ? inner.message : String(inner)
  return new NoAnswer(code === '' ? message : `${code}: ${message}`, mayBeSent)
}
