import { buffer } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { orderNumberAt, ordersCsv, ordersFeed } from '../support/orders-csv.ts'
import { createWorld, settingsOf } from '../support/world.ts'

const orders = 100_000
const settings = settingsOf({ feeds: { orders: ordersFeed } })

it('a single change among 100,000 orders is one request with one order and only its changed fields; 250 are three; none is none', async () => {
  const numbers = Array.from({ length: orders / 400 + 1 }, (_, index) => ({
    order_number: orderNumberAt(Math.max(1, index) * 400),
  }))
  const world = createWorld({
    settings,
    orders: numbers,
    shop: { statuses: ['new', 'Odeslaná', 'Vyřízená'], metas: ['invoice_note'] },
  })
  const drop = async (content: Promise<Buffer>) => world.drop((await content).toString())
  const plain = buffer(ordersCsv({ orders }))
  await drop(plain)
  expect(await world.run()).toMatchObject({ adopted: orders, requests: 0 })

  const number = orderNumberAt(40_000)
  await drop(
    plain.then((bytes) =>
      Buffer.from(bytes.toString().replace(new RegExp(`(${number};[^;]*;[^;]*;)Expedována`), '$1Vyřízena')),
    ),
  )
  const one = await world.run()
  expect(one).toMatchObject({ planned: 1, requests: 1, accepted: 1 })
  const entry = JSON.parse(String(world.store.bytes(`archive/2026/11/24/${one.run}/0001.json`)))
  expect(entry.request.body.orders).toEqual([{ order_number: number, status: 'Vyřízená' }])

  await drop(buffer(ordersCsv({ orders, changedEvery: 400 })))
  expect(await world.run()).toMatchObject({ planned: 250, requests: 3, accepted: 250 })
  expect(world.shop.requests).toHaveLength(4)

  const before = await world.store.list('')
  expect(await world.run()).toMatchObject({ outcome: 'idle', requests: 0 })
  expect(await world.store.list('')).toEqual(before)
}, 60_000)
