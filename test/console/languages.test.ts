import { describe, expect, it } from 'vitest'
import { planPage } from '../../lib/page/plan-page.ts'
import { runPage } from '../../lib/page/run-page.ts'
import { pageKey } from '../../lib/sync/state/keys.ts'
import { editedWorld, heldWorld, openConsole, refusedWorld } from '../support/console.ts'
import { englishIn } from '../support/english.ts'

/** What a person reads of a document: no markup and no code. */
const readOf = (text: string): string =>
  text
    .replaceAll(/<(style|script|code|title)[^>]*>[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

/** Statuses of these worlds, names of feeds and exports, and what the simulated shop says. */
const named = [/\b(?:sent|orders)\b(?=[\s.,;)]|$)/g, /Order (?:status|with) [^\n;]*/g]

const worlds = { held: heldWorld, refused: refusedWorld, edited: editedWorld }
const views = [
  '',
  'test',
  'test/plan',
  'test/runs',
  'test/order?number=O1',
  'test/order?number=X',
  'test/decided',
  'test/check',
  'test/nothing',
  'test/run/20200101T000000Z-aaaa',
]

describe.each(['cs', 'sk'] as const)('in %s', (language) => {
  it.each(Object.keys(worlds) as (keyof typeof worlds)[])(
    'no view of the console says a word in English: %s',
    async (name) => {
      const world = await worlds[name]()
      const { get, post, close } = await openConsole([{ ...world.shopOf, runWith: 'order-sync run' }], language)
      try {
        const { run, hold } = await world.head()
        if (hold !== undefined)
          await post('test/decide', { kind: 'approve', sure: 'yes', hash: hold.hash, back: 'plan', quiet: 'yes' })
        for (const view of [...views, `test/run/${run}`, `test/run/${run}/undo`, 'test/plan?done=approve'])
          expect.soft(englishIn(readOf((await get(view)).text), named), view).toEqual([])
        const checked = await post('test/check', {})
        expect(englishIn(readOf(await checked.text()), named)).toEqual([])
        const refused = await post('test/decide', { kind: 'approve', sure: 'yes', hash: 'abcdef', back: 'plan' })
        expect(englishIn(readOf(await refused.text()), named)).toEqual([])
      } finally {
        await close()
      }
    },
  )

  it.each(Object.keys(worlds) as (keyof typeof worlds)[])('no page says a word in English: %s', async (name) => {
    const world = await worlds[name]()
    world.drop('<html>', 'zz.csv')
    const settings = { ...world.shopOf.settings, language }
    const { run } = await world.run({
      page: (ran) => runPage({ ...ran, settings: { ...ran.settings, language }, isFolder: true }),
    })
    const page = String(world.store.bytes(pageKey(run)))
    expect(page).toContain('<!doctype html>')
    expect(englishIn(readOf(page), named)).toEqual([])
    const plan = await planPage({ settings, language, dry: await world.plan(), at: '2026-11-24T10:00:00.000Z' })
    expect(englishIn(readOf(plan), named)).toEqual([])
  })
})
