import { createServer, type Server } from 'node:http'
import { text } from 'node:stream/consumers'

/** What it says of its words: those that the generated exports come to. */
const words: Readonly<Record<string, object>> = {
  '/order-statuses': {
    order_statuses: ['Odeslaná', 'Vyřízená'].map((name, id) => ({ id, descriptions: [{ name }] })),
  },
  '/metas': { metas: [{ key: 'invoice_note' }] },
}

/** A shop that takes everything at once, so that what is measured is the engine's own. */
export async function startLoopback(): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer(async (request, response) => {
    const sent = JSON.parse((await text(request)) || '{}') as { orders?: { order_number: string }[] }
    const known = words[/\/[^/?]*(?=\?|$)/.exec(request.url ?? '')?.[0] ?? '']
    const orders = (sent.orders ?? []).map(({ order_number }) => ({ order_number, updated_yn: true, messages: [] }))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(known ?? { orders }))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return { server, url: `http://127.0.0.1:${address.port}` }
}
