import { type Http, NoAnswer, type ShopResponse } from './shop.ts'

const largestAnswer = 16 * 1024 ** 2

/** Codes of errors that surely come before anything was sent. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_INVALID_URL',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** The door to the network, on the platform's `fetch`. Follows no redirects; a whole answer must come in time. */
export function createHttp(): Http {
  return async (request, timeoutMs) => {
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: { ...request.headers },
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        ...(request.body === undefined ? {} : { body: request.body }),
      })
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await bodyOf(response) }
    } catch (error) {
      throw noAnswer(error, timeoutMs)
    }
  }
}

async function bodyOf(response: Response): Promise<ShopResponse['body']> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    if (text.length > largestAnswer) throw new Error(`the answer is longer than ${largestAnswer} bytes`)
  }
  return text + decoder.decode()
}

function noAnswer(error: unknown, timeoutMs: number): NoAnswer {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new NoAnswer(`no answer within ${timeoutMs / 1000} s`, true)
  }
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : ''
  const message = inner instanceof Error ? inner.message : String(inner)
  return new NoAnswer(code === '' ? message : `${code}: ${message}`, !beforeSending.has(code))
}
