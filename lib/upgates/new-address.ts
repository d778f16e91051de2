import type { ShopResponse } from './shop.ts'

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * The API's new address from an answer that redirects: `Location`, or on older servers `{"api_url": …}`.
 * Only https under `.upgates.com` may be sent a key; a simulated shop may redirect within its own machine.
 * @param base address of the API that was asked
 * @param asked address of the very request
 * @returns the new base, or `undefined` where none is safe
 */
export function newAddressOf(response: ShopResponse, base: string, asked: string): string | undefined {
  const target = response.headers.location ?? apiUrlOf(response.body)
  if (target === undefined || !URL.canParse(target, asked)) return undefined
  const url = new URL(target, asked)
  if (!isSafe(url, new URL(base))) return undefined
  url.hash = ''
  const suffix = new URL(asked).pathname.slice(new URL(base).pathname.length)
  const path = url.pathname.replace(/\/+$/, '')
  url.pathname = suffix !== '' && path.endsWith(suffix) ? path.slice(0, -suffix.length) : path || new URL(base).pathname
  url.search = ''
  return url.href.replace(/\/+$/, '')
}

function isSafe(url: URL, from: URL): boolean {
  if (url.username !== '' || url.password !== '') return false
  if (url.protocol === 'https:') return url.port === '' && url.hostname.endsWith('.upgates.com')
  return (
    url.protocol === 'http:' && from.protocol === 'http:' && loopback.test(url.hostname) && loopback.test(from.hostname)
  )
}

function apiUrlOf(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== 'object' || value === null || !('api_url' in value)) return undefined
    return typeof value.api_url === 'string' ? value.api_url : undefined
  } catch {
    return undefined
  }
}
