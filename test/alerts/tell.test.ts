import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { ChannelEffects } from '../../lib/alerts/channels.ts'
import { runAndTell } from '../../lib/alerts/run-and-tell.ts'
import { secretsOfEnvironment } from '../../lib/alerts/secrets.ts'
import { smtpDelivery } from '../../lib/alerts/smtp.ts'
import { toldKey } from '../../lib/alerts/tell.ts'
import type { RunReport } from '../../lib/sync/report.ts'
import { createWorld, hourMs, minuteMs, settingsOf, type World } from '../support/world.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

interface Got {
  readonly body: string
  readonly headers: IncomingHttpHeaders
}

/** A server that takes messages, and answers with a status, or never. */
async function receiver() {
  const got: Got[] = []
  const answer = { status: 200 as number | undefined, asked: 0 }
  const server = createServer((request, response) => {
    let body = ''
    answer.asked++
    request.on('data', (chunk) => {
      body += String(chunk)
    })
    request.on('end', () => {
      if (answer.status === 200) got.push({ body, headers: request.headers })
      if (answer.status !== undefined) response.writeHead(answer.status).end('private words')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { got, answer, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

interface Stage {
  readonly world: World
  readonly run: () => Promise<RunReport>
}

/** A shop whose owner is told by these channels. */
function stageOf(alerts: object, channels: Partial<ChannelEffects> = {}): Stage {
  const settings = settingsOf({ alerts, firstRun: 'post' })
  const world = createWorld({ settings, orders: [{ order_number: 'O1', status: 'new' }] })
  const effects: ChannelEffects = {
    fetch,
    secret: async () => 'a secret',
    email: () => undefined,
    ...channels,
  }
  return { world, run: () => runAndTell(() => world.run(), settings, { ...world.effects, channels: () => effects }) }
}

const told = (got: readonly Got[]) =>
  got.map(({ body }) => JSON.parse(body)).map(({ stage, kind }) => `${stage} ${kind}`)

describe('an owner with a webhook', () => {
  it('is told twice of a hundred failing runs and a good one', async () => {
    const { url, got } = await receiver()
    const { world, run } = stageOf({ channels: [{ type: 'webhook', url }] })
    world.drop([['O1', 'sent']])
    world.shop.fault({ kind: 'answer', status: 500 }, 100_000)
    for (let runs = 0; runs < 100; runs++) {
      expect((await run()).outcome).toBe('failed')
      world.clock.advance(5 * minuteMs)
    }
    world.shop.clearFaults()
    world.clock.advance(hourMs)
    expect((await run()).outcome).toBe('done')
    expect(told(got)).toEqual(['new failing', 'over failing'])
    expect(JSON.parse(got[1]?.body ?? '{}')).toMatchObject({
      title: 'test: well again: The shop is out of order',
      text: expect.stringMatching(/^It lasted \d+ hours\. Nothing was lost\.$/),
    })
  })

  it('is told nothing by an idle run of a shop that is well, and nothing is written', async () => {
    const { url, answer } = await receiver()
    const { world, run } = stageOf({ channels: [{ type: 'webhook', url }] })
    world.drop([['O1', 'sent']])
    await run()
    await run()
    expect(answer.asked).toBe(0)
    expect((await world.store.list('state/')).map(({ key }) => key)).not.toContain(toldKey)
  })

  it('knows who signed a message', async () => {
    const { url, got } = await receiver()
    const { world, run } = stageOf({ channels: [{ type: 'webhook', url }] })
    world.drop('<html>')
    await run()
    const [{ body = '', headers = {} } = {}] = got
    expect(headers['x-order-sync-signature']).toBe(
      `sha256=${createHmac('sha256', 'a secret').update(body).digest('hex')}`,
    )
  })

  it('is told again with the same id after a crash that came between', async () => {
    const { url, got } = await receiver()
    const { world, run } = stageOf({ channels: [{ type: 'webhook', url }] })
    world.drop('<html>')
    await run()
    await world.store.delete(toldKey)
    world.clock.advance(-1000)
    await run()
    const ids = got.map(({ body }) => JSON.parse(body).id)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it.each([
    ['answers 500', 500],
    ['never answers', undefined],
  ])('is told later where it %s, which stops no run', { timeout: 20_000 }, async (_what, status) => {
    const { url, got, answer } = await receiver()
    const { world, run } = stageOf({ channels: [{ type: 'webhook', url }] }, { timeoutMs: 500 })
    answer.status = status
    world.drop('<html>')
    const report = await run()
    expect(report.outcome).toBe('done')
    expect(report.problems.map(({ kind }) => kind)).toContain('alert not delivered')
    expect(JSON.stringify(report.problems)).not.toContain('private words')
    answer.status = 200
    expect((await run()).problems.map(({ kind }) => kind)).not.toContain('alert not delivered')
    expect(told(got)).toEqual(['new refused export'])
  })

  it('is told after the quiet hours of what is still wrong, and never of what was over by then', async () => {
    const { url, got } = await receiver()
    const quietHours = { from: '10:00', to: '16:00' }
    const { world, run } = stageOf({ channels: [{ type: 'webhook', url }], quietHours })
    world.drop('<html>')
    await run()
    world.drop([['O1', 'sent']])
    await run()
    world.drop('<html>')
    await run()
    expect(got).toEqual([])
    world.clock.advance(5 * hourMs)
    await run()
    expect(told(got)).toEqual(['new refused export'])
  })

  it('is told of a run that could not even look', async () => {
    const { url, got } = await receiver()
    const { world, run } = stageOf({ channels: [{ type: 'webhook', url }] })
    world.drop([['O1', 'sent']])
    await run()
    await world.store.delete('state/head.json')
    await expect(run()).rejects.toThrow('state/head.json')
    await expect(run()).rejects.toThrow('state/head.json')
    expect(told(got)).toEqual(['new failed'])
  })

  it('reads no value of an order, and no word of the shop', async () => {
    const { url, got } = await receiver()
    const { world, run } = stageOf({ channels: [{ type: 'webhook', url }] })
    world.drop([['O1', 'no such status of Jan Novák']])
    await run()
    expect(told(got)).toEqual(['new rejected'])
    expect(got[0]?.body).toContain('O1')
    expect(got[0]?.body).not.toContain('Novák')
  })
})

describe('channels', () => {
  it.each([
    ['slack', (url: string) => ({ secret: async () => url })],
    ['teams', (url: string) => ({ secret: async () => url })],
  ])('%s gets the message at the address that is its secret', async (type, effects) => {
    const { url, got } = await receiver()
    const { world, run } = stageOf({ channels: [{ type }] }, effects(url))
    world.drop('<html>')
    await run()
    expect(got[0]?.body).toContain('test: Export that cannot be used')
  })

  it('never repeat their secret where it is wrong', async () => {
    const { world, run } = stageOf(
      { channels: [{ type: 'slack' }] },
      { secret: async () => 'hooks.slack.example/T0/B0' },
    )
    world.drop('<html>')
    const { problems } = await run()
    expect(problems.map(({ kind }) => kind)).toContain('alert not delivered')
    expect(JSON.stringify(problems)).not.toContain('B0')
  })

  it('say which variable holds their secret where it is missing', async () => {
    const { world, run } = stageOf(
      { channels: [{ type: 'slack', name: 'night-shift' }] },
      { secret: secretsOfEnvironment({}) },
    )
    world.drop('<html>')
    expect(JSON.stringify((await run()).problems)).toContain('ORDER_SYNC_ALERT_NIGHT_SHIFT')
  })

  it('e-mail leaves by SMTP, from and to whom the settings say', async () => {
    const { url, lines } = await mailServer()
    const channel = { type: 'email', from: 'shop@example.cz', to: ['anna@example.cz'], smtp: url }
    const { world, run } = stageOf({ channels: [channel] }, { email: smtpDelivery })
    world.drop('<html>')
    expect((await run()).problems.map(({ kind }) => kind)).not.toContain('alert not delivered')
    const mail = lines.join('\n')
    expect(mail).toContain('MAIL FROM:<shop@example.cz>')
    expect(mail).toContain('RCPT TO:<anna@example.cz>')
    expect(mail).toContain('Subject: test: Export that cannot be used')
  })

  it('e-mail waits for the function where it cannot leave from here', async () => {
    const { world, run } = stageOf({ channels: [{ type: 'email' }] })
    world.drop('<html>')
    expect((await run()).problems.map(({ kind }) => kind)).not.toContain('alert not delivered')
    expect(String(world.store.bytes(toldKey))).toContain('"told": {}')
  })
})

/** As much of SMTP as a client without login needs. */
async function mailServer() {
  const lines: string[] = []
  const server = createTcpServer((socket) => {
    let inData = false
    socket.write('220 ready\r\n')
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      for (const line of String(chunk)
        .split('\r\n')
        .filter((one) => one !== '')) {
        lines.push(line)
        if (inData) {
          if (line !== '.') continue
          inData = false
          socket.write('250 taken\r\n')
        } else if (line === 'DATA') {
          inData = true
          socket.write('354 go on\r\n')
        } else socket.write(line.startsWith('QUIT') ? '221 bye\r\n' : '250 ok\r\n')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  return { lines, url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
