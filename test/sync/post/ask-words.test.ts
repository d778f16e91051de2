import { describe, expect, it } from 'vitest'
import type { Fault } from '../../../lib/simulator/model.ts'
import { askWords, type WordsInput } from '../../../lib/sync/post/ask-words.ts'
import type { KnownWords } from '../../../lib/sync/state/head.ts'
import { changesOf } from '../../support/changes.ts'
import { holdOf, planWith } from '../../support/facts.ts'
import { iso } from '../../support/lines.ts'
import { pathsOf, talkingTo } from '../../support/talking.ts'
import { createWorld, hourMs, settingsOf, stateUpdate, type WorldOptions } from '../../support/world.ts'

const both = ['GET order-statuses', 'GET metas']
const known = (ageHours: number, more: Partial<KnownWords> = {}): KnownWords => ({
  at: iso(-ageHours * hourMs),
  statuses: ['new', 'sent'],
  fields: ['note'],
  ...more,
})
const settings = settingsOf()

interface Given extends Partial<WordsInput> {
  readonly shop?: WorldOptions['shop']
  /** what is left of the hour's allowance */
  readonly left?: number
  readonly upgates?: object
  readonly faults?: readonly Fault[]
}

const fine: Fault = { kind: 'delay', ms: 0 }
const answer = (status: number, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: 'answer',
  status,
  headers,
})
const later = { 'retry-after': '1800' }

async function asked({ shop = {}, left, upgates = {}, faults = [], ...more }: Given = {}) {
  const world = createWorld({ settings: settingsOf({ upgates }), shop })
  for (const fault of faults) world.shop.fault(fault, 1)
  const allowance = left === undefined ? {} : { allowance: { at: iso(), hourLimit: 100, hourRemaining: left } }
  const input = { plan: planWith(changesOf(1)), settings, head: {}, isWanted: true, ...more }
  const { words, stop } = await askWords(input, talkingTo(world, { head: allowance }), world.effects)
  return { paths: pathsOf(world), words, stop }
}

describe('the shop is asked which words it has', () => {
  it('before the first update of a day, and says what it has', async () => {
    expect(await asked()).toEqual({
      paths: both,
      words: {
        at: iso(),
        statuses: ['new', 'sent', 'done', 'cancelled'],
        statusIds: ['1', '2', '3', '4'],
        fields: ['note'],
      },
      stop: undefined,
    })
  })

  const { plan: nothing } = { plan: planWith() }
  it.each<[string, Given, boolean]>([
    ['not where nobody wants it', { isWanted: false }, false],
    ['not where nothing leaves', { plan: nothing }, false],
    ['not where what leaves is held', { plan: planWith(changesOf(1), { verdict: holdOf() }) }, false],
    ['not within a day', { head: { words: known(23.9) } }, false],
    ['a day later', { head: { words: known(24) } }, true],
    ['not within an hour where something is missing', { head: { words: known(0.9, { statuses: ['new'] }) } }, false],
    ['an hour later where something is missing', { head: { words: known(1, { statuses: ['new'] }) } }, true],
    ['not by an API that cannot say', { upgates: stateUpdate.upgates }, false],
  ])('%s', async (_what, given, is) => {
    expect((await asked(given)).paths).toEqual(is ? both : [])
  })

  it('only where the allowance has room beside what leaves', async () => {
    // eleven later waits of the hour keep a request each, one belongs to the update, two to the words
    const enough = (await Promise.all(Array.from({ length: 40 }, (_, left) => asked({ left })))).findIndex(
      ({ paths }) => paths.length > 0,
    )
    expect(enough).toBeGreaterThan(3)
    const more = changesOf(200)
    expect((await asked({ left: enough, plan: planWith(more) })).paths).toEqual([])
    expect((await asked({ left: enough + 1, plan: planWith(more) })).paths).toEqual(both)
  })

  it.each<[string, NonNullable<WorldOptions['shop']>, readonly string[], object | undefined]>([
    ['that may not be asked about statuses', { endpoints: ['orders', 'metas'] }, both, { at: iso(), fields: ['note'] }],
    ['that may be asked about nothing', { endpoints: ['orders'] }, both, { at: iso() }],
  ])('of a login %s, and then nothing counts as missing', async (_what, shop, paths, words) => {
    expect(await asked({ shop })).toEqual({ paths, words, stop: undefined })
  })

  it('by a wrong key, which ends it at the first question', async () => {
    expect(await asked({ shop: { apiKey: 'another' } })).toEqual({
      paths: both.slice(0, 1),
      words: undefined,
      stop: expect.objectContaining({ kind: 'denied', status: 401 }),
    })
  })

  it.each<[string, readonly Fault[], number, string | undefined]>([
    ['at its limit', [answer(429, later)], 1, 'limited'],
    ['at its limit by the second question', [fine, answer(429, later)], 2, 'limited'],
    ['that is being mended until a time', [answer(503, later)], 1, 'failing'],
    ['that fails on a question', [answer(404)], 2, undefined],
  ])('of a shop %s, which is let alone as long as it says', async (_what, faults, count, stop) => {
    const told = await asked({ faults })
    expect(told.paths).toEqual(both.slice(0, count))
    expect(told.stop?.kind).toBe(stop)
    if (stop !== undefined) expect(told.words).toBeUndefined()
  })
})
