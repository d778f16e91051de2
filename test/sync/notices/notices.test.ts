import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../lib/storage/memory.ts'
import { nextTold, type Told } from '../../../lib/sync/notices/notices.ts'
import { tellNews } from '../../../lib/sync/notices/tell.ts'
import { type Problem, type ProblemKind, problemKinds } from '../../../lib/sync/problems.ts'
import { emptyReport, type RunReport } from '../../../lib/sync/report.ts'
import { problems } from '../../../lib/text/cs/words.ts'
import { createManualClock, hourMs, seededRandom } from '../../support/world.ts'

const nowMs = Date.parse('2026-11-26T10:00:00.000Z')
const problem = (kind: ProblemKind, subject = 's', message = 'what it is.'): Problem => ({ kind, subject, message })
const reportOf = (problems: readonly Problem[], more: Partial<RunReport> = {}): RunReport => ({
  ...emptyReport('r', '2026-11-26T10:00:00.000Z'),
  outcome: 'done',
  problems,
  ...more,
})

function inbox() {
  const clock = createManualClock('2026-11-26T10:00:00.000Z')
  const store = createMemoryStore(clock)
  const mails: { subject: string; text: string }[] = []
  let broken = false
  const effects = {
    store,
    clock,
    random: seededRandom(1),
    words: problems,
    publish: async (subject: string, text: string) => {
      if (broken) throw new Error('no such topic')
      mails.push({ subject, text })
    },
  }
  return {
    clock,
    store,
    tell: async (problems: readonly Problem[], more: Partial<RunReport> = {}) => {
      clock.advance(5 * 60_000)
      await tellNews('acme', reportOf(problems, more), effects)
      return mails.splice(0)
    },
    break: (now: boolean) => {
      broken = now
    },
  }
}

const lasting = (Object.keys(problemKinds) as ProblemKind[]).filter(
  (kind) => problemKinds[kind].waitsForPerson && problemKinds[kind].about !== 'order',
)

describe('what waits for a person', () => {
  it.each(lasting)('%s is told once, by name, and when it is over', async (kind) => {
    const { tell, clock } = inbox()
    const [mail, ...more] = await tell([problem(kind)])
    expect(more).toEqual([])
    expect(mail?.subject).toBe(`order-sync acme: ${kind}`)
    expect(mail?.text).toContain(`${kind}: `)
    for (let tick = 0; tick < 30; tick++) expect(await tell([problem(kind)])).toEqual([])
    clock.advance(49 * hourMs)
    const [over] = await tell([])
    expect(over?.subject).toBe(`order-sync acme: ${kind} is over`)
    expect(over?.text).toContain(`(${kind}), since 2026-11-26T10:05:00.000Z.`)
    expect(await tell([])).toEqual([])
    expect(await tell([problem(kind)])).toHaveLength(1)
  })

  it('keeps words that may be a person’s out of mails', async () => {
    const { tell } = inbox()
    const [mail] = await tell([problem('blocked', 'API key', 'Jana Nováková')])
    expect(mail?.text).not.toContain('Jana')
    expect((await tell([problem('held', 'h', 'a plan of 612 orders is held.')]))[0]?.text).toContain('612 orders')
  })

  it.each([
    ['a plan that changes at every export', 'held', ['hash-1', 'hash-2', 'hash-3']],
    [
      'an export after the other that looks wrong',
      'suspicious export',
      ['exports/orders/1.csv', 'exports/orders/2.csv'],
    ],
    ['an export after the other that is refused', 'refused export', ['exports/orders/1.csv', 'exports/orders/2.csv']],
  ] as const)('is told once: %s', async (_, kind, subjects) => {
    const { tell } = inbox()
    const told = []
    for (const subject of subjects) told.push(...(await tell([problem(kind, subject)])))
    expect(told).toHaveLength(1)
  })

  it('is told apart: held, blocked and refused, feed by feed', async () => {
    const { tell } = inbox()
    await tell([problem('held', 'h')])
    expect((await tell([problem('held', 'h'), problem('blocked')]))[0]?.subject).toBe('order-sync acme: blocked')
    const refused = (feed: string) => problem('refused export', `exports/${feed}/1.csv`)
    expect(await tell([problem('held', 'h'), problem('blocked'), refused('orders')])).toHaveLength(1)
    expect(await tell([problem('held', 'h'), problem('blocked'), refused('orders'), refused('invoices')])).toHaveLength(
      1,
    )
    const [over] = await tell([problem('held', 'h'), refused('orders'), refused('invoices')])
    expect(over?.subject).toBe('order-sync acme: blocked is over')
  })

  it.each([
    ['a run that failed', { outcome: 'failed' }, 'held', 0],
    ['a run that found another at work', { outcome: 'busy' }, 'held', 0],
    ['a look, what only runs find', { outcome: 'idle', onlyLooked: true }, 'suspicious export', 0],
    ['a look, what every look finds', { outcome: 'idle', onlyLooked: true }, 'late export', 1],
    ['a run', {}, 'suspicious export', 1],
  ] as const)('is ended by %s: as it knows', async (_, more, kind, mails) => {
    const { tell } = inbox()
    await tell([problem(kind, 'exports/orders/')])
    expect(await tell([], more)).toHaveLength(mails)
  })
})

describe('refused orders', () => {
  const refused = (...numbers: string[]) => numbers.map((number) => problem('rejected', number))
  it('are told when they are new, not the same ones for ever', async () => {
    const { tell, clock } = inbox()
    expect((await tell(refused('O1', 'O2')))[0]).toMatchObject({
      subject: 'order-sync acme: refused orders',
      text: expect.stringContaining('refused orders: O1, O2.'),
    })
    for (let day = 0; day < 20; day++) {
      clock.advance(20 * hourMs)
      expect(await tell(refused('O1', 'O2'))).toEqual([])
    }
    expect((await tell(refused('O1', 'O3')))[0]?.text).toContain('refused orders: O3.')
    clock.advance(8 * 24 * hourMs)
    expect((await tell(refused('O1')))[0]?.text).toContain('refused orders: O1.')
  })

  it('are named, fifty at most', async () => {
    const { tell } = inbox()
    const numbers = Array.from({ length: 60 }, (_, index) => `O${index}`)
    expect((await tell(refused(...numbers)))[0]?.text).toContain('O49 and 10 more')
  })
})

describe('telling', () => {
  it('is tried again where the topic could not be told, or the process died over it', async () => {
    const { tell, break: breakTopic } = inbox()
    breakTopic(true)
    await expect(tell([problem('held')])).rejects.toThrow('no such topic')
    breakTopic(false)
    expect(await tell([problem('held')])).toEqual([])
    expect(await tell([problem('held')])).toHaveLength(1)
    expect(await tell([problem('held')])).toEqual([])
  })

  it('is done by one of two runs', async () => {
    const { store, clock } = inbox()
    const mails: string[] = []
    const effects = {
      store,
      clock,
      random: seededRandom(2),
      words: problems,
      publish: async (subject: string) => void mails.push(subject),
    }
    await Promise.all([1, 2].map(() => tellNews('acme', reportOf([problem('held')]), effects)))
    expect(mails).toHaveLength(1)
  })

  it('writes nothing where nothing is new', async () => {
    const { tell, store } = inbox()
    await tell([])
    expect(await store.list('')).toEqual([])
    await tell([problem('held')])
    const before = store.bytes('state/told.json')?.toString()
    await tell([problem('held')])
    expect(store.bytes('state/told.json')?.toString()).toBe(before)
  })

  it('tells anew what it cannot read', async () => {
    const { tell, store } = inbox()
    store.drop('state/told.json', '{')
    expect(await tell([problem('held')])).toHaveLength(1)
  })

  it('has a subject that mail takes', async () => {
    const { tell } = inbox()
    const [mail] = await tell(lasting.map((kind) => problem(kind, `${kind}/x`)))
    expect(mail?.subject).toMatch(/^[\x20-\x7e]{1,99}$/)
  })
})

it('is a function of values', () => {
  const told: Told = { open: [], orders: {} }
  const once = nextTold(told, reportOf([problem('held')]), nowMs)
  expect(nextTold(told, reportOf([problem('held')]), nowMs)).toEqual(once)
  expect(told).toEqual({ open: [], orders: {} })
})
