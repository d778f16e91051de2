import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../lib/settings/parse.ts'
import { settingsWarnings } from '../../lib/settings/warnings.ts'

const mapped = { from: 'Stav', map: { A: 'Odeslaná', B: 'Vyřízená', C: null } }

const warningsOf = (
  fields: object,
  more: { upgates?: object; feed?: object; [name: string]: unknown } = {},
): string[] => {
  const { upgates = {}, feed = {}, ...rest } = more
  return settingsWarnings(
    parseSettings({
      shop: 'demo',
      upgates: {
        api: 'v2',
        url: 'http://127.0.0.1:1',
        notify: false,
        ...('api' in upgates ? {} : { login: '1' }),
        ...upgates,
      },
      feeds: {
        orders: { contents: 'full', format: { type: 'csv' }, fields: { order_number: 'n', ...fields }, ...feed },
      },
      ...rest,
    }),
  )
}

describe('statuses that no mapping gives', () => {
  it.each([
    [
      'in notify',
      { upgates: { notify: ['Odeslana', 'Vyřízená'] } },
      'upgates.notify names the status "Odeslana", which no mapping gives (did you mean "Odeslaná"?).',
    ],
    [
      'in notify, however far from any',
      { upgates: { notify: ['Storno'] } },
      'upgates.notify names the status "Storno", which no mapping gives (it may be "Odeslaná", "Vyřízená").',
    ],
    [
      'in finalStatuses, where it is nearly another',
      { finalStatuses: ['Vyrizena'] },
      'finalStatuses names the status "Vyrizena", which no mapping gives (did you mean "Vyřízená"?).',
    ],
    [
      'in waitFor',
      {
        feed: { fields: { order_number: 'n', status: mapped, tracking_code: 't' } },
        waitFor: { Odeslana: { fields: ['tracking_code'] } },
      },
      'waitFor names the status "Odeslana", which no mapping gives (did you mean "Odeslaná"?).',
    ],
    [
      'in statusOrder, where it is nearly another',
      { statusOrder: ['Přijatá', 'Odeslána', 'Vyřízená'] },
      'statusOrder names the status "Odeslána", which no mapping gives (did you mean "Odeslaná"?).',
    ],
  ])('are told %s', (_place, more, warning) => {
    expect(warningsOf({ status: mapped }, more)).toEqual([warning])
  })

  it('are told where names stand and only numbers come', () => {
    const more = { upgates: { notify: ['12', 'Odeslaná'] }, finalStatuses: ['Storno'], statusOrder: ['1', '12'] }
    const why = 'but the feeds give statuses by their numbers (status_id): it never applies. Write its number.'
    expect(warningsOf({ status_id: 'Stav' }, more)).toEqual([
      `upgates.notify names the status "Odeslaná", ${why}`,
      `finalStatuses names the status "Storno", ${why}`,
    ])
    expect(warningsOf({ status_id: 'Stav' }, { finalStatuses: ['4'] })).toEqual([])
  })

  it.each([
    ['are final', { finalStatuses: ['Storno', 'Vrácená'] }],
    ['stand in the order', { statusOrder: ['Přijatá', 'Odeslaná', 'Reklamace'] }],
    ['are named beside what they are near to', { statusOrder: ['Odeslána', 'Odeslaná'] }],
  ])('are nothing to tell where only people set them, and they %s', (_what, more) => {
    expect(warningsOf({ status: mapped }, more)).toEqual([])
  })
  it('are nothing to tell where they are numbers, which are all alike', () => {
    const status_id = { from: 'Stav', map: { A: '12', B: '13' } }
    expect(warningsOf({ status_id }, { finalStatuses: ['14'], statusOrder: ['11', '12', '13'] })).toEqual([])
  })
  it.each([
    ['a map', { status: mapped }],
    ['a map that keeps', { status: { ...mapped, otherwise: 'keep' } }],
    [
      'rules',
      {
        status: [
          { when: { a: '1' }, then: 'Odeslaná' },
          { when: { b: '1' }, then: mapped },
        ],
      },
    ],
    ['rules with a map', { status: { rules: [{ when: { a: '1' }, then: 'x' }], map: { x: 'Odeslaná' } } }],
    ['nothing at all', {}],
    ['ids', { status_id: { from: 'Stav', map: { A: '12' } } }],
  ])('are told of %s', (_what, fields) => {
    expect(warningsOf(fields, { upgates: { notify: ['Jiná'] } })).toHaveLength(1)
  })
  it.each([
    ['a plain column', { status: 'Stav' }],
    [
      'a column in a rule',
      {
        status: [
          { when: { a: '1' }, then: { from: 'Stav' } },
          { when: { b: '1' }, then: 'Odeslaná' },
        ],
      },
    ],
    ['a match without a map', { status: { from: 'Stav', match: '(.*)' } }],
  ])('cannot be told of %s, which may say anything', (_what, fields) => {
    expect(
      warningsOf(fields, { finalStatuses: ['Jiná'], statusOrder: ['x', 'y'], upgates: { notify: ['z'] } }),
    ).toEqual([])
  })
  it('are looked for in all feeds', () => {
    const feeds = (status: unknown) => ({
      a: { contents: 'full', format: { type: 'csv' }, fields: { order_number: 'n', status } },
      b: { contents: 'full', format: { type: 'csv' }, fields: { order_number: 'n', tracking_code: 't' } },
    })
    expect(warningsOf({}, { feeds: feeds(mapped), upgates: { notify: ['Odeslaná'] } })).toEqual([])
    expect(warningsOf({}, { feeds: feeds(mapped), upgates: { notify: ['Jiná'] } })).toHaveLength(1)
  })
  it('are none where everything is given', () => {
    expect(
      warningsOf(
        { status: mapped },
        { upgates: { notify: ['Odeslaná'] }, finalStatuses: ['Vyřízená'], statusOrder: ['Odeslaná', 'Vyřízená'] },
      ),
    ).toEqual([])
  })
})

describe('words that a ready-made mapping never says', () => {
  const preset = (map: object, more: object = {}) =>
    settingsWarnings(
      parseSettings({
        shop: 'demo',
        upgates: { api: 'v2', url: 'http://127.0.0.1:1', login: '1', notify: false },
        feeds: { orders: { preset: 'flexi-orders', contents: 'full', fields: { status: { map, ...more } } } },
      }),
    )
  it('are told with the nearest one', () => {
    expect(preset({ 'stavDoklObch.vydanoo': 'Odeslaná', 'stavDoklObch.hotovo': 'Vyřízená' })).toEqual([
      'feeds.orders.fields.status.map names "stavDoklObch.vydanoo", which the ready-made mapping "flexi-orders" never says (did you mean "stavDoklObch.vydano"?).',
    ])
  })
  it('are none of the words that it says, nor of a column of the owner', () => {
    expect(preset({ 'stavDoklObch.vydano': 'Odeslaná' })).toEqual([])
    expect(preset({ cokoli: 'Odeslaná' }, { from: 'jinyStav' })).toEqual([])
  })
})

it('the old API is told with its date and what replaces it', () => {
  expect(warningsOf({}, { upgates: { api: 'state-update' } })).toEqual([expect.stringMatching(/31 March 2019.*"v2"/)])
})
