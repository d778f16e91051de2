import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readKept } from '../../lib/settings/kept.ts'
import { parseJsonc } from '../../lib/settings/load.ts'
import { parseSettings } from '../../lib/settings/parse.ts'
import { presets } from '../../lib/settings/presets/index.ts'
import type { Settings } from '../../lib/settings/settings.ts'
import { settingsOf, simpleFeed, stateUpdate } from '../support/world.ts'

const fileOf = (name: string): unknown => parseJsonc(readFileSync(name, 'utf8'), name)
/** As it lies beside the head. */
const stored = (settings: Settings): Record<string, unknown> => JSON.parse(JSON.stringify(settings))

const feedOf = (fields: object, more: object = {}) => ({
  feeds: { orders: { contents: 'full', format: { type: 'csv' }, ...more, fields: { order_number: 'n', ...fields } } },
})

describe('settings that were kept in their checked form', () => {
  it.each<[string, Settings]>([
    ['of the demo', parseSettings(fileOf('order-sync.json'))],
    ['with everything that may be said', parseSettings(fileOf('test/fixtures/settings/complete.jsonc'))],
    ['of the tests', settingsOf()],
    ['of the old API', settingsOf(stateUpdate)],
    ...Object.keys(presets).map((preset): [string, Settings] => [
      `with the preset ${preset}`,
      parseSettings({
        shop: 'test',
        upgates: { api: 'v2', project: 'a', server: 's7', login: '1', notify: true },
        feeds: { orders: { format: { type: 'csv' }, contents: 'full', ...presets[preset], preset, fields: {} } },
      }),
    ]),
    [
      'with a preset of which a field is left out',
      settingsOf({ feeds: { orders: { preset: 'pohoda-orders', contents: 'full', fields: { paid_date: null } } } }),
    ],
    [
      'with rules',
      settingsOf(feedOf({ status: [{ when: { a: 'x', b: { present: true }, c: { absent: true } }, then: 'sent' }] })),
    ],
    [
      'with rules that are translated',
      settingsOf(
        feedOf({
          status: {
            rules: [{ when: { a: 'x' }, then: { from: 's' } }],
            map: { y: 'sent', z: null },
            otherwise: 'keep',
          },
        }),
      ),
    ],
    [
      'with amounts',
      settingsOf(
        feedOf({ paid_date: [{ when: { sum: { above: 0, below: 5 } }, then: { from: 'd', date: 'd.M.yyyy' } }] }),
      ),
    ],
    ['with flags', settingsOf(feedOf({ resolved_yn: { from: 'r', true: ['Ano'], false: ['Ne', ''] } }))],
    [
      'with blanks that clear',
      settingsOf(feedOf({ tracking_code: { from: 't', blank: 'clear', several: 'join', match: 'x(.)' } })),
    ],
    [
      'with languages',
      settingsOf(feedOf({ metas: { note: { values: { cs: 'a', sk: [{ when: { q: 'x' }, then: 'b' }] } } } })),
    ],
    ['with records to skip', settingsOf(feedOf({ status: 's' }, { skip: [{ when: { k: 'x' } }] }))],
    ['with several formats', settingsOf(feedOf({ status: 's' }, { format: [{ type: 'csv' }, { type: 'json' }] }))],
  ])('are the same again: %s', (_what, settings) => {
    expect(readKept(stored(settings), 'x')).toEqual({ settings, unknown: [] })
  })

  const one = settingsOf()
  const { verify: _, drift: __, waitFor: ___, ...older } = stored(one)
  it.each<[string, unknown, (settings: Settings) => unknown, unknown]>([
    ['of the whole', older, ({ verify, waitFor, drift }) => [verify, waitFor, drift], [undefined, {}, one.drift]],
    ['of a part', { ...older, guard: { orders: 7 } }, ({ guard }) => [guard.orders, guard.perOrder], [7, 3]],
    [
      'of a feed',
      {
        ...older,
        feeds: {
          orders: {
            contents: 'full',
            format: { type: 'csv', header: true },
            fields: { order_number: { from: 'n' }, mappings: {} },
          },
        },
      },
      ({ feeds }) => [feeds.orders?.duplicates, feeds.orders?.limits.depth, feeds.orders?.skip, feeds.orders?.timeZone],
      ['invalid', 64, [], 'Europe/Prague'],
    ],
  ])('have the defaults of what an older version did not know: %s', (_what, kept, pick, expected) => {
    const { settings, unknown } = readKept(kept, 'x')
    expect([pick(settings), unknown]).toEqual([expected, []])
  })

  it.each<[string, object, string[]]>([
    ['of the whole', { later: 1 }, ['later']],
    ['of the guard', { guard: { ...one.guard, weekends: true } }, ['guard.weekends']],
    ['of the shop', { upgates: { ...one.upgates, region: 'x' } }, ['upgates.region']],
    ['of a feed', { feeds: { orders: { ...one.feeds.orders, colour: 'x' } } }, ['feeds.orders.colour']],
    [
      'of a feed, at two places',
      { later: {}, feeds: { orders: { ...one.feeds.orders, colour: 'x' } } },
      ['feeds.orders.colour', 'later'],
    ],
  ])('tell what a newer version has and this one does not know: %s', (_what, more, unknown) => {
    const kept = readKept({ ...stored(one), ...more }, 'x')
    expect([kept.unknown.toSorted(), kept.settings]).toEqual([unknown, one])
  })

  it.each<[string, unknown]>([
    [
      'another kind of mapping',
      {
        ...stored(one),
        feeds: {
          orders: {
            ...simpleFeed,
            fields: { order_number: { from: 'n' }, mappings: { status: { kind: 'table', from: 's', table: {} } } },
          },
        },
      },
    ],
    ['another API', { ...stored(one), upgates: { ...one.upgates, api: 'v3' } }],
    ['no object', []],
  ])('are refused where this version cannot work with them: %s', (_what, kept) => {
    expect(() => readKept(kept, 'of the deployed function')).toThrow('The settings of the deployed function have')
  })
})
