import { describe, expect, it } from 'vitest'
import type { HeldPlan, StoredDecision } from '../../../lib/sync/decisions/decisions.ts'
import { holdAnswer } from '../../../lib/sync/decisions/hold-answer.ts'
import { holdReason } from '../../support/facts.ts'
import { cause, iso } from '../../support/lines.ts'
import { createWorld, settingsOf } from '../../support/world.ts'

type Said = readonly [kind: 'approve' | 'reject' | 'undo-decision', of: string, more?: object]

const hashOf = (letter: string): string => letter.repeat(64)
const idOf = (index: number): string => `20261124T10000${index}Z-aaaa-word`

/** Orders by the value that they would get; `!` mails the customer, `€` of a payment. */
const planOf = (letter: string, orders: Readonly<Record<string, string>>): HeldPlan => ({
  hash: hashOf(letter),
  at: iso(),
  reasons: [holdReason],
  changes: Object.entries(orders).map(([order_number, value]) => {
    const field = value.endsWith('€') ? 'paid_date' : 'status'
    return {
      order_number,
      fields: { [field]: { after: value.replace(/[!€]/, ''), cause: { ...cause } } },
      mails: /[!€]/.test(value) ? [field] : [],
    }
  }),
})

const held = { A: 'sent!', B: 'sent', C: '2026-11-24€' }

async function answerTo(said: readonly Said[], others: readonly HeldPlan[] = [], isKept = true) {
  const { store } = createWorld({ settings: settingsOf() })
  for (const plan of [...(isKept ? [planOf('a', held)] : []), ...others])
    await store.put(`state/holds/${plan.hash}.json`, JSON.stringify(plan), { ifAbsent: true })
  const decisions = said.map(([kind, of, more = {}], index) => ({
    kind,
    ...(kind === 'undo-decision' ? { of } : { hash: hashOf(of) }),
    at: iso(index * 1000),
    storedAs: `state/decisions/${idOf(index)}.json`,
    ...more,
  })) as StoredDecision[]
  const hold = { hash: hashOf('a'), changes: 3, notifications: 2, reasons: [holdReason], since: iso(-1000) }
  const { words, open } = (await holdAnswer(hold, decisions, store)) ?? { words: [], open: undefined }
  return [words.map(({ kind, orders, mails }) => [kind, orders, mails]), [open?.changes, open?.notifications]]
}

describe('what people have said about the held plan', () => {
  it.each<[string, Said[], unknown]>([
    ['nobody has said anything', [], [[], [3, 2]]],
    ['it was approved', [['approve', 'a']], [[['approve', 3, 2]], [0, 0]]],
    ['quietly: the shop may mail of payments only', [['approve', 'a', { quiet: true }]], [[['approve', 3, 1]], [0, 0]]],
    ['it was rejected', [['reject', 'a']], [[['reject', 3, 0]], [0, 0]]],
    [
      'the last word counts',
      [
        ['approve', 'a'],
        ['reject', 'a'],
      ],
      [[['reject', 3, 0]], [0, 0]],
    ],
    [
      'what was taken back was never said',
      [
        ['approve', 'a'],
        ['undo-decision', idOf(0)],
      ],
      [[], [3, 2]],
    ],
    ['a word about another plan', [['approve', 'b']], [[['approve', 2, 1]], [1, 1]]],
    [
      'a word about part of it, and about the rest',
      [
        ['approve', 'b'],
        ['reject', 'a'],
      ],
      [[['reject', 3, 0]], [0, 0]],
    ],
    [
      'all of it, and part of it otherwise',
      [
        ['reject', 'a'],
        ['approve', 'b'],
      ],
      [
        [
          ['reject', 1, 0],
          ['approve', 2, 1],
        ],
        [0, 0],
      ],
    ],
    ['a plan that is not kept any more', [['approve', 'c']], [[], [3, 2]]],
  ])('%s', async (_, said, expected) =>
    expect(await answerTo(said, [planOf('b', { A: 'sent!', B: 'sent', C: '2026-11-25€', D: 'sent!' })])).toEqual(
      expected,
    ),
  )

  it('is told by the numbers of the head where the plan itself is gone', async () => {
    expect(await answerTo([['approve', 'a']], [], false)).toEqual([[['approve', 3, 2]], [0, 0]])
    expect(await answerTo([['approve', 'a', { quiet: true }]], [], false)).toEqual([[['approve', 3, 0]], [0, 0]])
    expect(await answerTo([['approve', 'b']], [], false)).toEqual([[], [3, 2]])
  })
})
