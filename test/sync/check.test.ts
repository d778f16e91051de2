import { describe, expect, it } from 'vitest'
import { check, checkAgain, endsAsSeen, hasNewExports } from '../../lib/sync/check.ts'
import { writeDecision } from '../../lib/sync/decisions/decisions.ts'
import type { Head } from '../../lib/sync/state/head.ts'
import { headOf, holdReason } from '../support/facts.ts'
import { listening } from '../support/listening-store.ts'
import { createWorld, hourMs, minuteMs, type Row, settingsOf, type World } from '../support/world.ts'

const settings = settingsOf()
const rows: readonly Row[] = [['O1', 'new']]

/** A shop that has run once, whose head then says something more. */
async function worldOf(more: Partial<Head> = {}): Promise<World> {
  const world = createWorld({ settings })
  world.drop(rows)
  await world.run()
  const head = await world.head()
  world.store.drop('state/head.json', JSON.stringify({ ...head, ...more }))
  return world
}

/** What a look does, in order, and what it finds. */
async function look(world: World, current = settings, again = false) {
  const before = again ? await check(current, world.effects) : undefined
  const done: string[] = []
  const watched = listening(world.store, (effect) => void done.push(effect.replace(/decisions\/.+/, 'decisions/…')))
  const effects = { ...world.effects, store: watched }
  const seen =
    before === undefined
      ? await check(current, effects)
      : await checkAgain({ seen: before, settings: current }, effects)
  return { done, seen }
}

const cheap = ['GET state/head.json', 'LIST exports/']
const withDecisions = [...cheap, 'LIST state/decisions/']
const hold: Head['hold'] = {
  hash: 'a'.repeat(64),
  changes: 1,
  notifications: 0,
  reasons: [holdReason],
  since: headOf().at,
}
const blocked: Head['blocked'] = { keyVersion: '1', status: 401, message: '', since: headOf().at }
const counts = { pending: 0, parked: 1, held: 0, leftOut: 0 }

describe('a look that finds nothing to do', () => {
  it.each<[string, Partial<Head>, readonly string[]]>([
    ['is one GET and one LIST', {}, cheap],
    ['asks for decisions where a plan is held', { hold }, withDecisions],
    ['where a key was refused', { blocked }, withDecisions],
    ['where an order is parked', { counts }, withDecisions],
    ['not where orders only wait', { counts: { ...counts, parked: 0, pending: 1 } }, cheap],
  ])('%s', async (_what, more, effects) => {
    const { done, seen } = await look(await worldOf(more))
    expect([seen.idle, done]).toEqual([true, effects])
  })

  it('asks for decisions where an export was refused', async () => {
    const world = await worldOf()
    world.drop('no;header\r\n')
    await world.run()
    const { done, seen } = await look(world)
    expect([seen.idle, done]).toEqual([true, withDecisions])
  })
})

describe('there is something to do', () => {
  it('where an export is new, without a look for decisions', async () => {
    const world = await worldOf({ hold })
    world.drop([['O1', 'sent']])
    const { done, seen } = await look(world)
    expect([seen.idle, done]).toEqual([false, cheap])
    expect(await hasNewExports(await world.head(), settings, world.effects)).toBe(true)
  })

  it.each<[string, number, boolean]>([
    ['a minute before it is due', -minuteMs, true],
    ['once it is due', 0, false],
    ['an hour later', hourMs, false],
  ])('%s', async (_what, laterMs, idle) => {
    const world = await worldOf()
    const dueMs = world.clock.now() - laterMs
    world.store.drop(
      'state/head.json',
      JSON.stringify({ ...(await world.head()), wakeAt: new Date(dueMs).toISOString() }),
    )
    expect((await look(world)).seen.idle).toBe(idle)
  })

  it('where settings that shape the plan have changed', async () => {
    const world = await worldOf()
    expect((await look(world, settingsOf({ upgates: { notify: true } }))).seen.idle).toBe(false)
  })

  it('where somebody has decided', async () => {
    const world = await worldOf({ blocked })
    await writeDecision({ kind: 'unblock', since: blocked.since }, world.effects)
    const { done, seen } = await look(world)
    expect(seen).toMatchObject({ idle: false, decisions: [{ kind: 'unblock' }] })
    expect(done).toEqual([...withDecisions, 'GET state/decisions/…'])
  })
})

describe('a second look, under the lease', () => {
  it('always asks for decisions, and lists exports again only where the head has moved', async () => {
    const world = await worldOf()
    expect((await look(world, settings, true)).done).toEqual(['GET state/head.json', 'LIST state/decisions/'])
    const before = await check(settings, world.effects)
    world.store.drop('state/head.json', JSON.stringify({ ...(await world.head()), run: 'other' }))
    world.drop([['O1', 'sent']])
    const again = await checkAgain({ seen: before, settings }, world.effects)
    expect(again.idle).toBe(false)
    expect(again.stored?.head.run).toBe('other')
  })

  it.each([
    ['is that of the run before, which has come to its end', 'seen', []],
    ['was moved before the run before had the lease', 'other', ['GET state/head.json']],
    ['may have been moved by a run that has not come to its end', undefined, ['GET state/head.json']],
  ])('asks for the head again unless the one that was seen %s', async (_what, last, asked) => {
    const world = await worldOf()
    const before = await check(settings, world.effects)
    const done: string[] = []
    const store = listening(world.store, (effect) => void done.push(effect))
    const tidiedBy = last === 'seen' ? before.stored?.head.run : last
    const lease = tidiedBy === undefined ? {} : { tidiedBy }
    const again = await checkAgain({ seen: before, settings, lease }, { ...world.effects, store })
    expect(done).toEqual([...asked, 'LIST state/decisions/'])
    expect(again.stored).toEqual(before.stored)
  })
})

it('writes nothing', async () => {
  const world = await worldOf({ hold })
  const before = await world.store.list('')
  await look(world)
  await look(world, settings, true)
  expect(await world.store.list('')).toEqual(before)
})

describe('a run that finds nothing new', () => {
  const waiting = { counts: { ...counts, pending: 1 } }
  it.each<[string, Partial<Head>, Parameters<typeof endsAsSeen>[1], boolean]>([
    ['where a plan is held', { hold }, {}, true],
    ['where a plan is held, of which a part is asked for', { hold }, { part: { limit: 1 } }, false],
    ['where a plan is held, which is asked for without mails', { hold }, { quiet: true }, false],
    ['where something waits', waiting, {}, true],
    ['where something waits for others, and is asked for at once', waiting, { impatient: true }, false],
    ['where nothing waits, whatever is asked for', {}, { impatient: true, quiet: true, part: { only: ['O1'] } }, true],
    ['where everything is to be adopted', {}, { adopt: true }, false],
  ])('ends with its look %s: %o', async (_what, more, options, ends) => {
    const world = await worldOf(more)
    expect(endsAsSeen(await check(settings, world.effects), options)).toBe(ends)
  })
})
