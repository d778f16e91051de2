import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSettings, parseJsonc } from '../../lib/settings/load.ts'
import { parseSettings, SettingsError } from '../../lib/settings/parse.ts'
import { settingsJsonSchema } from '../../lib/settings/schema.ts'
import { apiBase, ownedFields, planSettingsHash, settingsHash } from '../../lib/settings/settings.ts'

const top = join(import.meta.dirname, '../..')
const complete = await readFile(join(top, 'test/fixtures/settings/complete.jsonc'), 'utf8')

type Json = Record<string, unknown>
const good = (): Json => parseJsonc(complete, 'complete.jsonc') as Json

/** The good settings with values set (or, undefined, removed) at paths. */
function changed(changes: Json): Json {
  const settings = good()
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split('.')
    const last = names.pop() ?? ''
    const parent = names.reduce<Json>((inner, name) => {
      inner[name] ??= {}
      return inner[name] as Json
    }, settings)
    if (value === undefined) delete parent[last]
    else parent[last] = value
  }
  return settings
}

const problemsOf = (input: unknown): string[] => {
  try {
    parseSettings(input)
    return []
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    return error.problems.map(({ path, expected, found }) => `${path}: ${expected} | ${found}`)
  }
}

describe('the settings', () => {
  it('are read as the design writes them, with defaults filled in', () => {
    const settings = parseSettings(good())
    expect(settings).toMatchObject({
      firstRun: 'adopt',
      finalStatuses: ['Storno'],
      guard: { orders: 500, conflicts: 5 },
      upgates: { timeoutSeconds: 30 },
    })
    expect(ownedFields(settings.feeds.orders ?? parseSettings(undefined).feeds.orders!)).toEqual([
      'status',
      'paid_date',
      'tracking_code',
      'resolved_yn',
      'metas.invoice_note',
    ])
  })

  it.each([
    [{ shop: 'Můj obchod' }, 'shop: a short name: lower-case letters, digits and dashes | "Můj obchod"'],
    [{ 'upgates.notify': undefined }, 'upgates.notify: true or false or a list | nothing'],
    [{ 'upgates.api': 'v3' }, 'upgates.api: "v2" or "state-update" | "v3"'],
    [
      { 'upgates.login': undefined },
      'upgates.login: the login of the API v2, as the administration shows it | nothing',
    ],
    [
      { 'upgates.url': 'https://x.cz' },
      'upgates.url: either "project" with "server", or "url", not both | "https://x.cz"',
    ],
    [
      { 'upgates.project': undefined, 'upgates.server': undefined, 'upgates.url': 'http://shop.cz' },
      'upgates.url: an https address, or http to this machine (127.0.0.1, localhost) | "http://shop.cz"',
    ],
    [
      { 'upgates.project': undefined },
      'upgates.project: the project in https://PROJECT.admin.SERVER.upgates.com, or "url" | nothing',
    ],
    [
      { 'upgates.apiKey': 'abc123' },
      'upgates.apiKey: no API key in the settings: it belongs into SSM (apiKeyParameter), off AWS into the environment variable UPGATES_API_KEY | [redacted]',
    ],
    [{ feeds: {} }, 'feeds: at least one feed | an object'],
    [
      { 'feeds.orders.fields.order_number': undefined },
      'feeds.orders.fields.order_number: a text or an object | nothing',
    ],
    [
      { 'feeds.orders.format.type': 'cvs' },
      'feeds.orders.format.type: "csv" or "ndjson" or "json" or "xml" or "xlsx" | "cvs"',
    ],
    [
      { 'feeds.orders.format.encoding': 'latin2' },
      'feeds.orders.format.encoding: "utf-8" or "utf-16le" or "utf-16be" or "windows-1250" or "iso-8859-2" or "cp852" or "macce" | "latin2"',
    ],
    [
      { 'feeds.orders.fields.status': { from: 'Stav', blank: 'clear' } },
      'feeds.orders.fields.status.blank: nothing of this name here | "clear"',
    ],
    [
      { 'feeds.orders.fields.trackingcode': 'x' },
      'feeds.orders.fields.trackingcode: nothing of this name; did you mean "tracking_code"? | "x"',
    ],
    [
      {
        'feeds.parcels': {
          contents: 'full',
          format: { type: 'csv' },
          fields: { order_number: 'a', tracking_code: 'b' },
        },
      },
      'feeds.parcels.fields.tracking_code: one feed for each field; the feed "orders" has it already | a second one',
    ],
    [{ 'feeds.orders.preset': 'pohoda-order' }, 'feeds.orders.preset: '],
    [{ 'feeds.orders.ico': '123' }, 'feeds.orders.ico: no company number: only XML exports name it | "123"'],
    [
      { 'feeds.orders.format': { type: 'xml', records: 'a/b' }, 'feeds.orders.fields.status': 'a[b]/c' },
      'feeds.orders.fields.status: paths as orderHeader/numberOrder, @attribute, or list/item[name=Value]/textValue | "a[b]/c"',
    ],
    [
      {
        'feeds.orders.fields.status': {
          rules: [{ when: { Stav: '1' }, then: 'delivered' }],
          map: { deliverd: 'Odeslaná' },
        },
      },
      'feeds.orders.fields.status.map.deliverd: a word that the rules say; did you mean "delivered"? | "deliverd"',
    ],
    [
      { 'feeds.orders.fields.paid_date': [{ when: { Stav: 'A' }, then: 'zaplaceno' }] },
      'feeds.orders.fields.paid_date.0.then: a date as yyyy-MM-dd | "zaplaceno"',
    ],
    [
      { 'feeds.orders.fields.paid_date': { rules: [{ when: { a: 'A' }, then: { from: 'b' } }], map: { x: 'y' } } },
      'feeds.orders.fields.paid_date.map: nothing of this name here | an object',
    ],
    [{ statusOrder: ['a', 'b', 'a'] }, 'statusOrder: each status once | "a" twice'],
    [{ finalStatuses: ['a', 'a'] }, 'finalStatuses: each status once | "a" twice'],
    [{ 'upgates.notify': ['a', 'a'] }, 'upgates.notify: each status once | "a" twice'],
    [
      { waitFor: { Odeslaná: { fields: ['tracking_cod'] } } },
      'waitFor.Odeslaná.fields.0: a field that a feed gives: paid_date, tracking_code, resolved_yn, metas.invoice_note; did you mean "tracking_code"? | "tracking_cod"',
    ],
    [
      { waitFor: { Odeslaná: { fields: ['paid_date', 'metas.invoicenote'] } } },
      'waitFor.Odeslaná.fields.1: a field that a feed gives: paid_date, tracking_code, resolved_yn, metas.invoice_note; did you mean "metas.invoice_note"? | "metas.invoicenote"',
    ],
    [
      { waitFor: { Odeslaná: { fields: ['status'] } } },
      'waitFor.Odeslaná.fields.0: a field that a feed gives: paid_date, tracking_code, resolved_yn, metas.invoice_note | "status"',
    ],
    [{ waitFor: { Odeslaná: { fields: [] } } }, 'waitFor.Odeslaná.fields: a list of at least 1 entries | a list'],
    [
      { waitFor: { Odeslaná: { fields: ['paid_date'], hour: 2 } } },
      'waitFor.Odeslaná.hour: nothing of this name; did you mean "hours"? | 2',
    ],
    [{ waitFor: { Odeslaná: { fields: ['paid_date'], hours: 0 } } }, 'waitFor.Odeslaná.hours: '],
    [{ waitFor: { Odeslaná: { fields: ['paid_date'], hours: 400 } } }, 'waitFor.Odeslaná.hours: at most 336 | 400'],
    [
      { waitFor: { Odeslaná: { fields: ['paid_date'], then: 'mail' } } },
      'waitFor.Odeslaná.then: "send" or "quiet" or "hold" | "mail"',
    ],
    [{ verify: 'sometimes' }, 'verify: "all" or "status" or "notifying" or "never" | "sometimes"'],
    [
      { drift: { trackingcode: 'erp' } },
      'drift.trackingcode: a field that a feed gives: status, paid_date, tracking_code, resolved_yn, metas.invoice_note; did you mean "tracking_code"? | "trackingcode"',
    ],
    [{ drift: { status: 'us' } }, 'drift.status: "shop" or "erp" or "report" | "us"'],
    ...[{ verify: 'status' }, { drift: { status: 'erp' } }, { firstRun: 'shop' }].map((asking): [Json, string] => [
      { 'upgates.api': 'state-update', 'upgates.login': undefined, 'upgates.reservedRequests': undefined, ...asking },
      `${Object.keys(asking)[0]}: nothing with "api": "state-update", which cannot be asked what it shows`,
    ]),
    [{ timeZone: 'Europe/Praha' }, 'timeZone: a time zone, as "Europe/Prague" | "Europe/Praha"'],
    [{ 'upgates.invoice': true }, 'upgates.invoice: false | true'],
    [{ 'upgates.notifyPaid': 'yes' }, 'upgates.notifyPaid: true or false | "yes"'],
    [
      { 'feeds.orders.fields.status_id': 'Stav' },
      'feeds.orders.fields.status_id: either "status" or "status_id"; the feed "orders" has "status" already | a second one',
    ],
    [
      {
        'feeds.orders.fields.status': undefined,
        'feeds.orders.fields.status_id': { from: 'Stav', map: { A: '12', B: 'x' } },
      },
      'feeds.orders.fields.status_id.map.B: the number of a status as text, as "12" | "x"',
    ],
    [
      { 'feeds.orders.fields.tracking_code': { from: 'x', match: '(?=a)b' } },
      'feeds.orders.fields.tracking_code.match: a regular expression of RE2, without looking ahead, looking behind and back references (invalid or unsupported Perl syntax: `(?=`) | "(?=a)b"',
    ],
    [
      { 'feeds.orders.fields.order_number': { from: 'x', match: '(' } },
      'feeds.orders.fields.order_number.match: a regular expression of RE2',
    ],
    [
      { 'feeds.orders.fields.order_number': { from: 'x', match: '/^O/i' } },
      'feeds.orders.fields.order_number.match: a regular expression without slashes around it | "/^O/i"',
    ],
    [
      { 'feeds.orders.fields.status': { from: 'x', several: 'join' } },
      'feeds.orders.fields.status.several: "first" or "last" | "join"',
    ],
    [
      { 'feeds.orders.fields.tracking_code': { from: 'x', severl: 'join' } },
      'feeds.orders.fields.tracking_code.severl: nothing of this name; did you mean "several"? | "join"',
    ],
    [
      { 'feeds.orders.fields.paid_date': [{ when: { a: { above: '0' } }, then: { from: 'b' } }] },
      'feeds.orders.fields.paid_date.0.when.a.above: a number | "0"',
    ],
    [
      { 'feeds.orders.fields.paid_date': [{ when: { a: { abov: 0 } }, then: { from: 'b' } }] },
      'feeds.orders.fields.paid_date.0.when.a.abov: nothing of this name; did you mean "above"? | 0',
    ],
    [
      { 'feeds.orders.fields.paid_date': [{ when: { a: {} }, then: { from: 'b' } }] },
      'feeds.orders.fields.paid_date.0.when.a: at least one of above, below and equals | an object',
    ],
    [{ 'feeds.orders.nothing': 'x' }, 'feeds.orders.nothing: a list | "x"'],
    [{ 'feeds.orders.nothing': [''] }, 'feeds.orders.nothing.0: a text of at least 1 characters | ""'],
    [
      { 'feeds.orders.format': { type: 'xml', records: 'a/b' }, 'feeds.orders.skip': [{ when: { 'a[b]': 'x' } }] },
      'feeds.orders.skip.0.when: paths as orderHeader/numberOrder, @attribute, or list/item[name=Value]/textValue | "a[b]"',
    ],
    [
      {
        'feeds.orders.format': { type: 'xml', records: 'a/b' },
        'feeds.orders.fields.metas': { note: { values: { cs: '@a/b' } } },
      },
      'feeds.orders.fields.metas.note: paths as',
    ],
    [{ 'schedule.everyMinutes': 0 }, 'schedule.everyMinutes: at least 1 | 0'],
    [{ schedule: { cron: '0/5 * * * ? *' } }, 'schedule.timeZone: a text | nothing'],
    [{ 'guard.order': 5 }, 'guard.order: nothing of this name; did you mean "orders"? | 5'],
    [{ 'alerts.emails': ['nobody'] }, 'alerts.emails.0: '],
  ])('name the problem of %j', (changes, expected) => {
    const problems = problemsOf(changed(changes))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(expected)
  })

  it.each(['d.M', 'd.M.yyy', 'ddd.M.yyyy', 'dMyyyy', 'd.M.yyyy H', 'epoch', 'yyyyMd', 'd.d.M.yyyy', ''])(
    'do not take "%s" for a form of dates',
    (date) => {
      expect(problemsOf(changed({ 'feeds.orders.fields.paid_date.date': date }))).toEqual([
        `feeds.orders.fields.paid_date.date: a pattern of d or dd, M or MM, and yyyy or yy, as "d.M.yyyy" or "yyyyMMdd", or "unix", "unix-ms", "/Date()/" | "${date}"`,
      ])
    },
  )

  it.each([
    'd.M.yyyy',
    'dd.MM.yy',
    'yyyyMMdd',
    'yyMMdd',
    'M/d/yyyy',
    'yyyy-MM-dd',
    'd. M. yyyy',
    'unix',
    'unix-ms',
    '/Date()/',
  ])('take "%s" for a form of dates', (date) => {
    expect(problemsOf(changed({ 'feeds.orders.fields.paid_date.date': date }))).toEqual([])
  })

  it.each([
    ['status_id', { status_id: 'x' }],
    ['delivered_date', { delivered_date: 'x' }],
    ['internal_note', { internal_note: 'x' }],
    ['external_order_number', { external_order_number: 'x' }],
  ])('take %s for v2 only', (name, field) => {
    const feeds = { a: { contents: 'full', format: { type: 'csv' }, fields: { order_number: 'n', ...field } } }
    expect(problemsOf(changed({ feeds }))).toEqual([])
    const old = { 'upgates.api': 'state-update', 'upgates.login': undefined, 'upgates.reservedRequests': undefined }
    expect(problemsOf(changed({ ...old, feeds }))).toEqual([
      `feeds.a.fields.${name}: no "${name}" with "api": "state-update" (only v2 takes it) | "${name}"`,
    ])
  })

  it('tell what crosses settings beside what is wrong in one', () => {
    const problems = problemsOf(
      changed({
        'upgates.server': undefined,
        'upgates.timeoutSeconds': 0,
        'feeds.orders.fields.status_id': 'Stav',
        'feeds.orders.fields.paid_date.date': 'x',
        'feeds.orders.format': { type: 'xml', records: 'a/b' },
        'feeds.orders.fields.tracking_code': 'a[b]/c',
        'feeds.orders.ico': 5,
        'feeds.parcels': { contents: 'all', format: { type: 'csv' }, ico: '1', fields: { tracking_code: 'b' } },
        finalStatuses: ['a', 'a'],
        statusOrder: 5,
        timeZone: 'x',
      }),
    )
    expect(problems.map((problem) => problem.split(': ')[0])).toEqual([
      'feeds.orders.fields.paid_date.date',
      'feeds.orders.fields.status_id',
      'feeds.orders.fields.tracking_code',
      'feeds.orders.ico',
      'feeds.parcels.contents',
      'feeds.parcels.fields.order_number',
      'feeds.parcels.fields.tracking_code',
      'feeds.parcels.ico',
      'finalStatuses',
      'statusOrder',
      'timeZone',
      'upgates.server',
      'upgates.timeoutSeconds',
    ])
  })

  it.each([
    ['notifyPaid', { 'upgates.notifyPaid': true }],
    ['invoice', { 'upgates.invoice': false }],
    ['timeZone', { timeZone: 'Europe/Bratislava' }],
    ['match', { 'feeds.orders.fields.order_number': { from: 'n', match: 'O(.*)' } }],
    ['nothing', { 'feeds.orders.nothing': ['x'] }],
    ['skip', { 'feeds.orders.skip': [{ when: { a: 'b' } }] }],
    ['notify', { 'upgates.notify': true }],
    ['finalStatuses', { finalStatuses: ['x'] }],
    ['guard', { 'guard.orders': 1 }],
  ])('shape a plan by %s, so that its hash changes', (_name, changes) => {
    const hashOf = (change: Json) => planSettingsHash(parseSettings(changed(change)))
    expect(hashOf(changes)).not.toBe(hashOf({}))
  })
  it.each([
    ['schedule', { 'schedule.everyMinutes': 7 }],
    ['alerts', { 'alerts.emails': [] }],
    ['memoryMb', { memoryMb: 1024 }],
    ['timeoutSeconds', { 'upgates.timeoutSeconds': 7 }],
    ['comments on them', { $schema: 'x' }],
  ])('do not shape a plan by %s', (_name, changes) => {
    const hashOf = (change: Json) => planSettingsHash(parseSettings(changed(change)))
    expect(hashOf(changes)).toBe(hashOf({}))
  })

  it.each(['login', 'reservedRequests'])('do not take %s for the API state-update', (name) => {
    const settings = changed({
      'upgates.api': 'state-update',
      'upgates.login': undefined,
      'upgates.reservedRequests': undefined,
      [`upgates.${name}`]: name === 'login' ? '1' : 1,
    })
    expect(problemsOf(settings)).toEqual([expect.stringContaining(`upgates.${name}: `)])
  })

  it('tell all their problems at once, sorted, and no secret', () => {
    const problems = problemsOf(
      changed({
        'upgates.api': 'v3',
        'guard.orders': 'many',
        shop: 7,
        'upgates.password': 'hunter2',
        firstRun: 'maybe',
      }),
    )
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'firstRun',
      'guard.orders',
      'shop',
      'upgates.api',
      'upgates.password',
    ])
    expect(problems.join()).not.toContain('hunter2')
  })

  it('end in settings or a SettingsError, whatever they are', () => {
    const anything = fc.anything({ withNullPrototype: false })
    fc.assert(
      fc.property(
        anything,
        fc.constantFrom(
          'shop',
          'upgates',
          'feeds',
          'schedule',
          'feeds.orders',
          'feeds.orders.fields',
          'feeds.orders.fields.status',
          'guard',
        ),
        (value, path) => void problemsOf(changed({ [path]: value })),
      ),
      { numRuns: 300 },
    )
    fc.assert(
      fc.property(anything, (value) => void problemsOf(value)),
      { numRuns: 100 },
    )
  })

  it.each([
    [{}, 'https://demo-shop.admin.s7.upgates.com/api/v2'],
    [{ url: 'http://127.0.0.1:8787' }, 'http://127.0.0.1:8787/api/v2'],
    [{ url: 'https://x.upgates.com/other/' }, 'https://x.upgates.com/other'],
    [
      { url: 'http://localhost:1', api: 'state-update', login: undefined, reservedRequests: undefined },
      'http://localhost:1/api/orders/state/update',
    ],
  ])('know the address of the API for %j', (upgates, address) => {
    const changes = Object.fromEntries(Object.entries(upgates).map(([name, value]) => [`upgates.${name}`, value]))
    const withoutProject = 'url' in upgates ? { 'upgates.project': undefined, 'upgates.server': undefined } : {}
    expect(apiBase(parseSettings(changed({ ...changes, ...withoutProject })))).toBe(address)
  })

  it('have a hash that does not depend on the order of names', () => {
    expect(settingsHash({ a: 1, b: [{ c: 1, d: 2 }] })).toBe(settingsHash({ b: [{ d: 2, c: 1 }], a: 1 }))
    expect(settingsHash({ a: [1, 2] })).not.toBe(settingsHash({ a: [2, 1] }))
  })
})

describe('a settings file', () => {
  it('may have comments, trailing commas and a byte order mark', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'order-sync-'))
    try {
      const file = join(folder, 'order-sync.json')
      await writeFile(file, `\ufeff${complete.replace(/\}\s*$/, '  // the end\n}')}`)
      expect((await loadSettings(file)).shop).toBe('demo')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('may be in UTF-16, and is refused with letters of another encoding', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'order-sync-'))
    try {
      const file = join(folder, 'order-sync.json')
      await writeFile(file, Buffer.from(`\ufeff${complete}`, 'utf16le'))
      expect((await loadSettings(file)).shop).toBe('demo')
      await writeFile(file, Buffer.from('{\n  "shop": "Vy\xf8"}', 'latin1'))
      await expect(loadSettings(file)).rejects.toThrow(
        'the file: expected a text in UTF-8, found a letter in another encoding at line 2, column 14',
      )
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it.each([
    ['{"a": 1,\n  "b": }', 'no value where one is needed at line 2, column 8'],
    ['{"a": 1, "a": 2}', 'a: expected each name once, found the name twice'],
    ['', 'no value where one is needed at line 1, column 1'],
    ['{"a": 1 "b": 2}', 'a missing comma at line 1, column 9'],
    ['{"a": 1, b: 2}', 'a word that is not in quotes at line 1, column 10'],
  ])('that is %j names the place', (text, message) => {
    expect(() => parseJsonc(text, 'x.json')).toThrow(message)
  })

  it('that is missing is told with what to do', async () => {
    await expect(loadSettings('nowhere/order-sync.json')).rejects.toThrow(
      /nowhere\/order-sync\.json: there is no such file.*--settings FILE/,
    )
  })
})

describe('the schema for editors', () => {
  it('is the one that the settings are checked with', async () => {
    const kept = await readFile(join(top, 'order-sync.schema.json'), 'utf8')
    expect(JSON.parse(kept), 'run: npm run schema').toEqual(JSON.parse(JSON.stringify(settingsJsonSchema())))
  })
})

describe('a name that is meant for another', () => {
  const start = { shop: 'a', upgates: { api: 'v2', project: 'p', server: 's7', login: '1', notify: false } }
  const told = (feed: object): string => {
    try {
      parseSettings({ ...start, feeds: { orders: { contents: 'full', ...feed } } })
      return ''
    } catch (error) {
      return String(error)
    }
  }

  it('is suggested where it is a part of the right one', () => {
    expect(told({ format: { type: 'csv' }, fields: { number: 'Cislo' } })).toContain('did you mean "order_number"?')
  })

  it('of a ready-made mapping is told alone, without what follows from it', () => {
    expect(told({ preset: 'pohoda-order', fields: {} })).toMatch(/have 1 problem:\n.*did you mean "pohoda-orders"\?.*$/)
  })
})
