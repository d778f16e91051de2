import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttp } from '../../lib/upgates/http.ts'
import { NoAnswer, type ShopRequest } from '../../lib/upgates/shop.ts'
import { selfSigned } from '../support/certificate.ts'

const timeoutMs = 5_000
const soonMs = 60
const megabyte = 1024 ** 2
const open: Server[] = []
const sockets = new Set<Socket>()

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => void server.close(resolve))))
})

async function listening(server: Server): Promise<string> {
  open.push(server)
  server.on('connection', (socket) => void sockets.add(socket))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server that does something with what comes first over each connection. */
const rawServer = (onData: (socket: Socket, text: string) => void): Promise<string> =>
  listening(
    createServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (bytes) => onData(socket, String(bytes)))
    }),
  )

const answering = (...lines: readonly string[]) =>
  rawServer((socket) => void socket.end(Buffer.from(lines.join('\r\n'), 'latin1')))

const put = (url: string, more: Partial<ShopRequest> = {}): ShopRequest => ({
  method: 'PUT',
  url,
  headers: { Authorization: 'Basic a2V5', 'Content-Type': 'application/json' },
  body: '{"orders": []}',
  ...more,
})

describe('an answer', () => {
  it.each([
    ['plain', 'HTTP/1.1 200 OK', 'Content-Length: 9', 'Příliš'],
    ['without its length', 'HTTP/1.1 200 OK', 'Connection: close', 'Příliš'],
    ['in parts', 'HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', 'Příliš'],
    ['with a mark of its encoding', 'HTTP/1.1 200 OK', 'Connection: close', '\ufeffPříliš'],
    ['of an error', 'HTTP/1.1 500 No', 'Content-Length: 9', 'Příliš'],
    ['of a gateway', 'HTTP/1.0 502 Bad', 'Via: x', 'Příliš'],
  ])('%s is read to its end', async (_what, status, header, body) => {
    const bytes = Buffer.from(body).toString('latin1')
    const length = Buffer.byteLength(body).toString(16)
    const sent = header.includes('chunked') ? [length, bytes, '0', '', ''] : [bytes]
    const address = await answering(status, header, '', ...sent)
    const answer = await createHttp()(put(`http://${address}/orders`), timeoutMs)
    expect(answer).toMatchObject({ status: Number(status.split(' ')[1]), body: 'Příliš' })
  })

  it('without a body is empty', async () => {
    const address = await answering('HTTP/1.1 204 Nothing', 'Content-Encoding: gzip', '', '')
    expect(await createHttp()(put(`http://${address}/`), timeoutMs)).toMatchObject({ status: 204, body: '' })
  })

  it('that leads elsewhere is not followed', async () => {
    const address = await answering('HTTP/1.1 302 There', 'Location: http://127.0.0.1:1/', 'Content-Length: 0', '', '')
    const answer = await createHttp()(put(`http://${address}/`), timeoutMs)
    expect(answer).toMatchObject({ status: 302, headers: { location: 'http://127.0.0.1:1/' } })
  })

  it('gives its headers in lower case, each once', async () => {
    const address = await answering('HTTP/1.1 200 OK', 'X-A: 1', 'x-a: 2', 'Content-Length: 0', '', '')
    expect((await createHttp()(put(`http://${address}/`), timeoutMs)).headers).toMatchObject({ 'x-a': '1, 2' })
  })

  it('that was asked for packed is unpacked', async () => {
    const asked: unknown[] = []
    const server = createHttpServer((request, response) => {
      asked.push(request.headers)
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"orders": []}'))
    })
    const address = await listening(server)
    expect((await createHttp()(put(`http://${address}/`), timeoutMs)).body).toBe('{"orders": []}')
    expect(asked).toMatchObject([{ 'accept-encoding': 'gzip', 'user-agent': 'order-sync', 'content-length': '14' }])
  })
})

describe('a connection', () => {
  const counting = async (onSecond: (socket: Socket) => void): Promise<{ url: string; count: () => number }> => {
    let [connections, requests] = [0, 0]
    const server = createServer((socket) => {
      connections++
      socket.on('error', () => undefined)
      socket.on('data', () => {
        if (++requests === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')
        else onSecond(socket)
      })
    })
    return { url: `http://${await listening(server)}/`, count: () => connections }
  }

  it('is kept for the next request', async () => {
    const { url, count } = await counting((socket) => void socket.write('HTTP/1.1 201 OK\r\nContent-Length: 0\r\n\r\n'))
    const http = createHttp()
    await http(put(url), timeoutMs)
    expect((await http(put(url), timeoutMs)).status).toBe(201)
    expect(count()).toBe(1)
  })

  it('that breaks when it is used once more may have carried the request, which is not sent again', async () => {
    const { url, count } = await counting((socket) => void socket.destroy())
    const http = createHttp()
    await http(put(url), timeoutMs)
    await expect(http(put(url), timeoutMs)).rejects.toMatchObject({ name: 'NoAnswer', sent: true })
    expect(count()).toBe(1)
  })
})

describe('a request without an answer', () => {
  const silent = () => rawServer(() => undefined)
  const free = async (): Promise<string> => {
    const server = createServer()
    const address = await listening(server)
    await new Promise((resolve) => void server.close(resolve))
    open.splice(open.indexOf(server), 1)
    return address
  }
  const long = `HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${'x'.repeat(17 * megabyte)}`

  it.each<readonly [what: string, address: () => Promise<string>, sent: boolean, words: RegExp]>([
    ['nobody listens', async () => `http://${await free()}/`, false, /^ECONNREFUSED: connect ECONNREFUSED 127/],
    ['nobody has the name', async () => 'http://nobody.invalid/', false, /^(ENOTFOUND|EAI_AGAIN): /],
    ['the address is none', async () => 'http://', false, /^ERR_INVALID_URL/],
    ['the scheme is another', async () => 'ftp://127.0.0.1/', false, /^ERR_INVALID_PROTOCOL/],
    ['https is answered in plain', async () => `https://${await answering('no')}/`, false, /SSL|EPROTO|TLS/],
    ['https is not agreed upon in time', async () => `https://${await silent()}/`, false, /^no answer within 0.06 s$/],
    ['the other end hangs up in between', async () => `https://${await rawServer((to) => to.destroy())}/`, false, /./],
    ['nothing comes in time', async () => `http://${await silent()}/`, true, /^no answer within 0.06 s$/],
    [
      'the connection breaks',
      async () => `http://${await rawServer((to) => to.resetAndDestroy())}/`,
      true,
      /^ECONNRESET/,
    ],
    [
      'the answer is cut off',
      async () => `http://${await answering('HTTP/1.1 200 OK', 'Content-Length: 9', '', 'a')}/`,
      true,
      /^ECONNRESET/,
    ],
    [
      'the rest of it does not come',
      async () => `http://${await rawServer((to) => to.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na'))}/`,
      true,
      /^no answer within/,
    ],
    ['it is not HTTP', async () => `http://${await answering('hello')}/`, true, /^HPE_/],
    [
      'it is too long',
      async () => `http://${await answering(long)}/`,
      true,
      /^the answer is longer than 16777216 bytes$/,
    ],
    [
      'it is packed and broken',
      async () => `http://${await answering('HTTP/1.1 200 OK', 'Content-Encoding: gzip', '', 'a')}/`,
      true,
      /^Z_/,
    ],
    [
      'it is too long unpacked',
      async () => `http://${await packed()}/`,
      true,
      /^the answer is longer than 16777216 bytes$/,
    ],
  ])('where %s says whether it may have left', async (what, address, sent, words) => {
    const url = await address()
    const isLate = String(words).includes('within')
    const asked = createHttp()(put(url), isLate ? soonMs : timeoutMs)
    const error = await asked.catch((reason: unknown) => reason)
    expect(error, what).toBeInstanceOf(NoAnswer)
    expect(error).toMatchObject({ sent })
    expect((error as NoAnswer).message).toMatch(words)
    expect((error as NoAnswer).message).not.toContain('a2V5')
  })

  it('whose header cannot be written has not left', async () => {
    const asked = createHttp()(put(`http://${await silent()}/`, { headers: { A: 'a2V5\nb' } }), timeoutMs)
    await expect(asked).rejects.toMatchObject({
      name: 'NoAnswer',
      sent: false,
      message: expect.not.stringMatching('a2V5'),
    })
  })

  it.each([
    ['is not trusted', undefined, false, /^DEPTH_ZERO_SELF_SIGNED_CERT/],
    ['is trusted', '0', true, /^ECONNRESET/],
  ])('to a server whose certificate %s has left only where it is', async (_what, trust, sent, words) => {
    const heard: string[] = []
    const server = createTlsServer(selfSigned(), (socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (bytes) => {
        heard.push(String(bytes))
        socket.destroy()
      })
    })
    const url = `https://${await listening(server)}/`
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
    try {
      if (trust !== undefined) process.env.NODE_TLS_REJECT_UNAUTHORIZED = trust
      const error = await createHttp()(put(url), timeoutMs).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ name: 'NoAnswer', sent, message: expect.stringMatching(words) })
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
    }
    expect(heard.join('').includes('a2V5')).toBe(sent)
  })

  it('never says its key to somebody with whom it could not agree how to speak', async () => {
    let said = ''
    const address = await rawServer((socket, text) => {
      said += text
      socket.end('HTTP/1.1 200 OK\r\n\r\n')
    })
    await createHttp()(put(`https://${address}/`), timeoutMs).catch(() => undefined)
    expect(said).not.toBe('')
    expect(said).not.toContain('a2V5')
  })
})

const packed = (): Promise<string> =>
  listening(
    createHttpServer((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(17 * megabyte)))
    }),
  )
