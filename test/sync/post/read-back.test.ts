import { describe, expect, it } from 'vitest'
import { readBack, stopOf } from '../../../lib/sync/post/read-back.ts'
import type { Session, Trouble } from '../../../lib/upgates/shop.ts'
import { answered, type Showing, scriptedShop, taking, trouble } from '../../support/scripted-shop.ts'
import { createSession } from '../../support/session.ts'
import { createManualClock } from '../../support/world.ts'

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => `O${index}`)
const refused: Trouble = { kind: 'refused', status: 400, message: 'bad' }

async function read(orders: readonly string[], showing: Showing | undefined, session: Session = createSession()) {
  const shop = scriptedShop(taking(), showing, 3)
  const { events, stop } = await readBack(orders, session, { shop, clock: createManualClock() })
  const shown = events.map((event) =>
    event.kind === 'shown' ? `${event.order_number} ${event.fields === undefined ? 'gone' : 'shown'}` : event.kind,
  )
  return { shown, stop, asked: shop.asked }
}

const all: Showing = (asked) => answered(new Map(asked.map((order) => [order, { status: 'sent' }])))

describe('what the shop shows', () => {
  it('is asked in requests of the size that the API allows', async () => {
    const { shown, asked, stop } = await read(numbers(7), all)
    expect(asked).toEqual(['?O0,O1,O2', '?O3,O4,O5', '?O6'])
    expect(shown).toHaveLength(7)
    expect(stop).toBeUndefined()
  })

  it('of an order that it does not have is nothing', async () => {
    expect((await read(['O0', 'X'], () => answered(new Map([['O0', {}]])))).shown).toEqual(['O0 shown', 'X gone'])
  })

  it('is not asked where the API cannot, or about nothing', async () => {
    expect(await read(numbers(2), undefined)).toEqual({ shown: [], stop: undefined, asked: [] })
    expect(await read([], all)).toEqual({ shown: [], stop: undefined, asked: [] })
  })

  it('is asked in halves where it refuses; of the one that is left nobody knows', async () => {
    const showing: Showing = (asked) => (asked.includes('O1') ? trouble(refused) : all(asked))
    const { shown, asked } = await read(numbers(3), showing)
    expect(asked).toEqual(['?O0,O1,O2', '?O0,O1', '?O2', '?O0', '?O1'])
    expect(shown).toEqual(['O2 shown', 'O0 shown', 'not told'])
  })

  it('is one trouble where it refuses whatever it is asked, found with few requests', async () => {
    for (const count of [7, 30, 300]) {
      const { shown, asked, stop } = await read(numbers(count), () => trouble(refused))
      expect(asked.length).toBeLessThan(8)
      expect({ shown, stop }).toEqual({
        shown: [],
        stop: { kind: 'failing', message: expect.stringContaining('of any order (400: bad)') },
      })
    }
  })

  it('is not looked for one by one without an end where it refuses most of what it is asked', async () => {
    const showing: Showing = (asked) => (!asked.includes('O0') ? trouble(refused) : all(asked))
    const { shown, asked, stop } = await read(numbers(300), showing)
    expect(asked.length).toBeLessThan(150)
    expect(stop).toBeUndefined()
    expect(shown).toHaveLength(300)
  })

  it.each<[string, Trouble, string]>([
    ['failing', { kind: 'failing', status: 500, message: 'x' }, 'failing'],
    ['unreadable', { kind: 'unreadable', message: 'x' }, 'failing'],
    ['denied', { kind: 'denied', status: 401, message: 'x' }, 'denied'],
    ['limited', { kind: 'limited', notBeforeMs: 1, message: 'x' }, 'limited'],
    ['misdirected', { kind: 'misdirected', status: 404, message: 'x' }, 'misdirected'],
    ['not sent', { kind: 'not sent', refusal: 'out of allowance' }, 'not sent'],
  ])('ends at a shop that is %s, with what it said before', async (_what, what, kind) => {
    const { shown, stop, asked } = await read(numbers(9), (orders) =>
      orders.includes('O3') ? trouble(what) : all(orders),
    )
    expect(shown).toEqual(['O0 shown', 'O1 shown', 'O2 shown'])
    expect(stop?.kind).toBe(kind)
    expect(asked).toHaveLength(2)
  })

  it('cannot be understood: the shop counts as failing', () => {
    expect(stopOf({ kind: 'unreadable', message: 'html' })).toEqual({ kind: 'failing', message: 'html' })
  })
})
