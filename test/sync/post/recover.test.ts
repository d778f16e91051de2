import { describe, expect, it } from 'vitest'
import type { ShopEvent } from '../../../lib/sync/post/events.ts'
import { recover } from '../../../lib/sync/post/recover.ts'
import { createShop } from '../../../lib/upgates/create.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { createManualClock, settingsOf, stateUpdate } from '../../support/world.ts'

const run = '20261124T095000Z-dead'
const sentAt = '2026-11-24T09:50:30.000Z'
const sentMs = Date.parse(sentAt)
const timeoutMs = 30_000
const marginMs = 60_000
const fields = { status: 'sent' }
const cause = { feed: 'orders', key: 'exports/orders/1.csv', record: 1 }
const updates = ['A', 'B'].map((order_number) => ({ order_number, fields }))

interface Answer {
  readonly status: number
  readonly body?: unknown
}

async function recovered(answers: readonly (Answer | null)[], upgates: object = {}, reading = false) {
  const settings = settingsOf({ upgates })
  const clock = createManualClock()
  const store = createMemoryStore(clock)
  for (const [index, answer] of answers.entries()) {
    const response =
      answer === null
        ? null
        : { status: answer.status, headers: {}, body: answer.body ?? '', receivedAt: sentAt, durationMs: 1 }
    const entry = {
      run,
      sequence: index + 1,
      attempt: 1,
      keyVersion: '7',
      orders: ['A', 'B'],
      ...(reading ? {} : { changes: updates.map((update) => ({ ...update, causes: {} })), mayNotify: true }),
      request: { method: settings.upgates.api === 'v2' ? 'PUT' : 'POST', url: 'u', headers: {}, body: {}, sentAt },
      response,
    }
    store.drop(`archive/2026/11/24/${run}/000${index + 1}.json`, JSON.stringify(entry))
  }
  const http = async () => Promise.reject(new Error('nobody may be asked'))
  const shop = createShop(settings, { http, clock, random: Math.random })
  return recover([run], settings, { store, clock, shop })
}

const told = (events: readonly ShopEvent[]) =>
  events.map((event) => {
    if (event.kind === 'lost') return `${event.update.order_number} lost until ${event.untilMs - sentMs}`
    return event.kind === 'outcome' ? `${event.update.order_number} ${event.outcome.kind}` : event.kind
  })
const v2 = (...orders: readonly (readonly [string, boolean])[]) => ({
  status: 200,
  body: { orders: orders.map(([order_number, updated_yn]) => ({ order_number, updated_yn, messages: [] })) },
})
const lost = (ms: number) => [`A lost until ${ms}`, `B lost until ${ms}`]

describe('what the archive of a dead run says on v2', () => {
  it.each<[string, readonly (Answer | null)[], readonly string[], readonly string[]]>([
    ['nothing where it is empty', [], [], []],
    ['no answer: it may be processed until the time-out and a margin', [null], lost(timeoutMs + marginMs), []],
    ['accepted', [v2(['A', true], ['B', true])], ['A accepted', 'B accepted'], []],
    [
      'rejected: counts once it is known what is wanted',
      [v2(['A', true], ['B', false])],
      ['A accepted'],
      ['B rejected'],
    ],
    ['one order is not named: nobody knows', [v2(['A', true])], ['A accepted', 'B unknown'], []],
    ['an answer that nobody can read', [{ status: 200, body: '<html>' }], ['A unknown', 'B unknown'], []],
    ['500: perhaps processed, but over', [{ status: 500 }], lost(0), []],
    ['503: the same', [{ status: 503 }], lost(0), []],
    ['502: a gateway gave up, and the shop behind it may not have', [{ status: 502 }], lost(marginMs), []],
    ['504: the same', [{ status: 504 }], lost(marginMs), []],
    ['408: the same', [{ status: 408 }], lost(marginMs), []],
    ['refused as a whole: nothing is open', [{ status: 400 }, { status: 413 }], [], []],
    ['refused credentials', [{ status: 401 }, { status: 403 }], [], []],
    ['allowance used up', [{ status: 429 }], [], []],
    ['moved', [{ status: 301 }], [], []],
    [
      'one attempt after the other',
      [{ status: 500 }, v2(['A', true], ['B', true])],
      [...lost(0), 'A accepted', 'B accepted'],
      [],
    ],
  ])('%s', async (_what, answers, acknowledgements, refusals) => {
    const result = await recovered(answers)
    expect([told(result.acknowledgements), told(result.refusals)]).toEqual([acknowledgements, refusals])
  })

  it('nothing of what was only read', async () => {
    expect(await recovered([null, v2(['A', true])], {}, true)).toEqual({
      acknowledgements: [],
      refusals: [],
      talked: 1,
    })
  })

  it('whether the customers may have been mailed', async () => {
    const { acknowledgements } = await recovered([null])
    expect(acknowledgements).toMatchObject([{ mayMail: true }, { mayMail: true }])
  })
})

describe('what the archive of a dead run says on state-update', () => {
  const message = (order_number: string, error: boolean) => ({ order_number, error, message: 'm' })
  it.each<[string, Answer, readonly string[], readonly string[]]>([
    ['success', { status: 200, body: { success: true } }, ['A accepted', 'B accepted'], []],
    [
      'one refused: nobody knows about the other',
      { status: 200, body: [message('A', true)] },
      ['B unknown'],
      ['A rejected'],
    ],
    ['the same under 400: the other is not open', { status: 400, body: [message('A', true)] }, [], ['A rejected']],
    ['a warning', { status: 200, body: [message('A', false)] }, ['A accepted with warnings', 'B unknown'], []],
    ['a word that says nothing', { status: 200, body: { success: false } }, ['A unknown', 'B unknown'], []],
  ])('%s', async (_what, answer, acknowledgements, refusals) => {
    const result = await recovered([answer], stateUpdate.upgates)
    expect([told(result.acknowledgements), told(result.refusals)]).toEqual([acknowledgements, refusals])
  })
})

it('what every dead run said counts, in the order in which they died', async () => {
  const clock = createManualClock()
  const store = createMemoryStore(clock)
  const settings = settingsOf()
  const shop = createShop(settings, { http: async () => Promise.reject(new Error()), clock, random: Math.random })
  const runs = ['20261124T095000Z-one1', '20261124T095500Z-two2']
  for (const [index, name] of runs.entries()) {
    const entry = {
      run: name,
      sequence: 1,
      attempt: 1,
      keyVersion: '7',
      orders: ['A'],
      changes: [
        { order_number: 'A', fields: { status: `s${index}` }, causes: { status: { ...cause, since: sentAt } } },
      ],
      mayNotify: false,
      request: { method: settings.upgates.api === 'v2' ? 'PUT' : 'POST', url: 'u', headers: {}, body: {}, sentAt },
      response: { ...v2(['A', true]), headers: {}, receivedAt: sentAt, durationMs: 1 },
    }
    store.drop(`archive/2026/11/24/${name}/0001.json`, JSON.stringify(entry))
  }
  const { acknowledgements, talked } = await recover(runs, settings, { store, clock, shop })
  const said = acknowledgements.map((event) => [event.kind, 'update' in event ? event.update.fields.status : ''])
  expect(said).toEqual([
    ['sent', 's0'],
    ['outcome', 's0'],
    ['sent', 's1'],
    ['outcome', 's1'],
  ])
  expect(talked).toBe(2)
})

describe('a key that was refused to a dead run', () => {
  const at = (name: string, sequence: number) => `archive/2026/11/24/${name}/000${sequence}.json`
  const runs = ['20261124T095000Z-one1', '20261124T095500Z-two2'] as const
  type Said = readonly [run: 0 | 1, keyVersion: string, answer: Answer | null, reading?: 'read']
  const no = { status: 401, body: 'no' }
  const page = { status: 403, body: '<html>Forbidden</html>' }
  const yes = v2(['A', true])

  it.each<[string, readonly Said[], object, string | undefined]>([
    ['401', [[0, '7', no]], {}, '7'],
    ['402', [[0, '7', { status: 402 }]], {}, '7'],
    ['403', [[0, '7', { status: 403 }]], {}, '7'],
    ['a page that forbids', [[0, '7', page]], {}, '7'],
    [
      'a page that forbids one request of several',
      [
        [0, '7', yes],
        [0, '7', page],
      ],
      {},
      undefined,
    ],
    ['401 to a reading', [[0, '7', no, 'read']], {}, '7'],
    ['a refusal in words', [[0, '7', { status: 400, body: 'Invalid API key' }]], {}, '7'],
    ['a list of orders', [[0, '7', yes]], {}, undefined],
    ['a reading that was answered', [[0, '7', { status: 200, body: '{"orders":[]}' }, 'read']], {}, undefined],
    ['no answer', [[0, '7', null]], {}, undefined],
    ['500', [[0, '7', { status: 500 }]], {}, undefined],
    [
      'taken by one request, refused by the next',
      [
        [0, '7', yes],
        [0, '7', no],
      ],
      {},
      '7',
    ],
    [
      'refused to the first run, taken of the second',
      [
        [0, '7', no],
        [1, '8', yes],
      ],
      {},
      undefined,
    ],
    [
      'refused to the first run, the second got no answer',
      [
        [0, '7', no],
        [1, '7', null],
      ],
      {},
      '7',
    ],
    [
      'refused to both: the last one counts',
      [
        [0, '7', no],
        [1, '8', no],
      ],
      {},
      '8',
    ],
    ['on the other API', [[0, '7', no]], stateUpdate.upgates, '7'],
  ])('%s', async (_what, said, upgates, keyVersion) => {
    const clock = createManualClock()
    const store = createMemoryStore(clock)
    const settings = settingsOf({ upgates })
    const shop = createShop(settings, { http: async () => Promise.reject(new Error()), clock, random: Math.random })
    for (const [index, [run, version, answer, reading]] of said.entries()) {
      const entry = {
        run: runs[run],
        sequence: index + 1,
        attempt: 1,
        keyVersion: version,
        orders: ['A'],
        ...(reading ? {} : { changes: [{ order_number: 'A', fields, causes: {} }], mayNotify: false }),
        request: { method: settings.upgates.api === 'v2' ? 'PUT' : 'POST', url: 'u', headers: {}, body: {}, sentAt },
        response: answer === null ? null : { body: '', ...answer, headers: {}, receivedAt: sentAt, durationMs: 1 },
      }
      store.drop(at(runs[run], index + 1), JSON.stringify(entry))
    }
    const { denied } = await recover(runs, settings, { store, clock, shop })
    expect(denied?.keyVersion).toBe(keyVersion)
    if (denied !== undefined) expect(denied).toMatchObject({ status: expect.any(Number), since: sentAt })
  })
})
