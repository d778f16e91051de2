import { describe, expect, it } from 'vitest'
import { adoptAll, createLedger, openLedger, setUnownedAside } from '../../../lib/sync/ledger/ledger.ts'
import { want } from '../../../lib/sync/ledger/line.ts'
import { iso, ledgerOf, lineOf, packLines, wanted } from '../../support/lines.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { createManualClock, settingsOf } from '../../support/world.ts'

const quiet = lineOf({ order_number: 'Q', acknowledged: { status: 'new' } })
const waiting = lineOf({ order_number: 'W', wanted: { status: wanted('sent') } })
const numbersOf = (lines: Iterable<{ readonly order_number: string }>) =>
  [...lines].map(({ order_number }) => order_number)

describe('a ledger', () => {
  it('has not changed before somebody moves a line, nor by a move that leads nowhere', () => {
    const ledger = ledgerOf(quiet, waiting)
    ledger.update('Q', (line) => line)
    expect(ledger.changed).toBe(false)
    ledger.update('Q', (line) => ({ ...line, failedBatches: 1 }))
    expect(ledger.changed).toBe(true)
  })

  it('tells what waits without walking all lines, in the order of the snapshot', () => {
    const ledger = ledgerOf(quiet, waiting, lineOf({ order_number: 'V', adoptNext: ['status'] }))
    expect(numbersOf(ledger.open())).toEqual(['W', 'V'])
    ledger.update('W', () => lineOf({ order_number: 'W', acknowledged: { status: 'sent' } }))
    ledger.update('Q', (line) => want(line, 'status', wanted('sent')))
    expect(numbersOf(ledger.open())).toEqual(['V', 'Q'])
    expect(numbersOf(ledger.lines())).toEqual(['Q', 'W', 'V'])
  })

  it('starts an unknown order with nothing acknowledged', () => {
    const ledger = createLedger()
    expect([ledger.size, ledger.get('A')]).toEqual([0, undefined])
    ledger.update('A', (line) => want(line, 'status', wanted('sent')))
    expect(ledger.size).toBe(1)
    expect(ledger.get('A')).toEqual(lineOf({ wanted: { status: wanted('sent') } }))
  })

  it('is empty before the first commit, and what the snapshot says afterwards', async () => {
    const store = createMemoryStore(createManualClock())
    expect((await openLedger({ snapshot: null, orders: 0 }, { store })).size).toBe(0)
    store.drop('state/snapshots/r.blocks', packLines([quiet, waiting]))
    const ledger = await openLedger({ snapshot: 'state/snapshots/r.blocks', orders: 2 }, { store })
    expect([...ledger.lines()]).toEqual([quiet, waiting])
    expect([ledger.size, ledger.changed, numbersOf(ledger.open())]).toEqual([2, false, ['W']])
  })

  it('does not want what no feed gives', () => {
    const settings = settingsOf()
    const ledger = ledgerOf(waiting, lineOf({ wanted: { delivered_date: wanted('2026-11-01') } }))
    setUnownedAside(ledger, settings)
    expect(numbersOf(ledger.open())).toEqual(['W'])
    expect(ledger.get('A')).toEqual(lineOf())
  })

  it('adopts all that is wanted, and tells of how many orders', () => {
    const ledger = ledgerOf(
      quiet,
      waiting,
      lineOf({ unconfirmed: { fields: { status: 'sent' }, until: iso() } }),
      lineOf({ order_number: 'B', wanted: { status: wanted('done') }, adoptNext: ['paid_date'] }),
    )
    expect(adoptAll(ledger)).toBe(2)
    expect(ledger.get('W')?.acknowledged).toEqual({ status: 'sent' })
    expect(ledger.get('A')?.unconfirmed).toBeDefined()
    expect(ledger.get('B')).toEqual(
      lineOf({ order_number: 'B', acknowledged: { status: 'done' }, adoptNext: ['paid_date'] }),
    )
  })
})
