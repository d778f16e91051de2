import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadSettings, parseJsonc } from '../../lib/settings/load.ts'
import { startSimulator } from '../../lib/simulator/server.ts'
import { createSimulatedShop } from '../../lib/simulator/shop.ts'
import { systemClock } from '../../lib/system.ts'
import { orderSync } from '../support/cli.ts'
import { temporaryFolder } from '../support/folder.ts'

const address = ['--address', 'https://acme.admin.s7.upgates.com/orders', '--login', '12345678']
const table = 'Číslo objednávky;Stav;Číslo zásilky\nO1;Nová;\nO2;Expedována;Z1\nO3;Nová;\n'

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))

const written = (settings: string): unknown => parseJsonc(readFileSync(settings, 'utf8'), settings)

/** A folder with one export, and `init` in it. */
function newUser(content = table, name = 'objednavky.csv') {
  const folder = temporaryFolder()
  writeFileSync(join(folder, name), content)
  const settings = join(folder, 'order-sync.json')
  const place = ['--settings', settings, '--folder', join(folder, 'data'), '--language', 'en']
  return {
    folder,
    settings,
    init: (...given: (string | Record<string, string>)[]) => {
      const args = given.filter((one) => typeof one === 'string')
      const environment = given.find((one) => typeof one === 'object')
      return orderSync(['init', join(folder, name), ...place, ...args], environment)
    },
  }
}

describe('init', () => {
  it('sets a shop up from one export, without a question where everything is said', async () => {
    const { folder, settings, init } = newUser()
    const { code, out } = await init(...address, '--statuses', 'Přijatá, Odeslaná', '--notify', 'Odeslaná')
    expect(code).toBe(0)
    expect(out).toContain('3 orders would be taken as acknowledged')
    await loadSettings(settings)
    expect(written(settings)).toMatchObject({
      shop: 'acme',
      upgates: { api: 'v2', project: 'acme', server: 's7', login: '12345678', notify: ['Odeslaná'] },
      feeds: {
        orders: {
          fields: {
            order_number: 'Číslo objednávky',
            status: { from: 'Stav', map: { Nová: 'Přijatá', Expedována: 'Odeslaná' } },
            tracking_code: 'Číslo zásilky',
          },
        },
      },
      firstRun: 'adopt',
    })
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('data/\n')
    expect(filesIn(folder)).toEqual(
      expect.arrayContaining(['order-sync.json', 'order-sync.schema.json', 'data/exports/orders/objednavky.csv']),
    )
  })

  it('writes down whose company the export is of, so that another one is held', async () => {
    const samples = join(import.meta.dirname, '../fixtures/samples')
    const name = 'pohoda-listOrder-cp1250.xml'
    const { settings, init } = newUser('', name)
    writeFileSync(join(settings, '..', name), readFileSync(join(samples, name)))
    const { code } = await init(...address, '--statuses', '-,-,-')
    expect(code).toBe(0)
    expect(written(settings)).toMatchObject({ feeds: { orders: { preset: 'pohoda-orders', ico: '12345678' } } })
  })

  it('takes what words mean in any order, and says it once more', async () => {
    const { settings, init } = newUser()
    const { out } = await init(...address, '--statuses', 'Expedována=Odeslaná, Nová=-')
    expect(out).toContain('  Nová → nothing: leave the status alone')
    expect(out).toContain('  Expedována → Odeslaná')
    expect(written(settings)).toMatchObject({
      feeds: { orders: { fields: { status: { map: { Nová: null, Expedována: 'Odeslaná' } } } } },
    })
  })

  it('leaves statuses alone that nobody named, and mails nobody', async () => {
    const { settings, init } = newUser()
    expect((await init(...address)).code).toBe(0)
    expect(written(settings)).toMatchObject({
      upgates: { notify: false },
      feeds: { orders: { fields: { status: { map: { Nová: null, Expedována: null } } } } },
    })
  })

  it.each([
    ['address', [], '--address'],
    ['login', ['--address', 'acme.admin.s7.upgates.com'], '--login'],
  ])('says which option answers what nobody is there to answer: %s', async (_what, args, option) => {
    const { folder, init } = newUser()
    const { code, err } = await init(...args)
    expect(code).toBe(2)
    expect(err).toContain(`Answer it with ${option}`)
    expect(filesIn(folder)).toEqual(['objednavky.csv'])
  })

  it.each([
    ['an address of something else', ['--address', 'https://acme.cz', '--login', '1'], 'is needed'],
    ['too few statuses', [...address, '--statuses', 'Přijatá'], 'with commas, or as WORD=STATUS: Nová, Expedována'],
    ['a word that the file does not say', [...address, '--statuses', 'Nova=Přijatá'], 'Nová, Expedována'],
    [
      'a status that no word means',
      [...address, '--statuses', 'Přijatá, Odeslaná', '--notify', 'Storno'],
      'There are: Přijatá, Odeslaná.',
    ],
  ])('says what is wrong with an option, and writes nothing: %s', async (_what, args, expected) => {
    const { folder, init } = newUser()
    const { code, err } = await init(...args)
    expect(code).toBe(2)
    expect(err).toContain(expected)
    expect(filesIn(folder)).toEqual(['objednavky.csv'])
  })

  it('takes from the shop what its statuses are called, where the key is at hand', async () => {
    const statuses = ['Nova', 'Expedována', 'Storno'].map((name) => ({ name }))
    const shop = createSimulatedShop({ orders: [{ order_number: 'O1' }], statuses, clock: systemClock })
    const server = await startSimulator(shop)
    try {
      const { settings, init } = newUser()
      const { code } = await init({ UPGATES_API_KEY: 'k' }, '--address', server.url, '--login', '1')
      expect(code).toBe(0)
      expect(written(settings)).toMatchObject({
        upgates: { url: server.url },
        feeds: { orders: { fields: { status: { map: { Nová: 'Nova', Expedována: 'Expedována' } } } } },
      })
    } finally {
      await server.close()
    }
  })

  it('leaves statuses open where the shop does not answer', async () => {
    const { settings, init } = newUser()
    const gone = ['--address', 'http://127.0.0.1:1', '--login', '1']
    expect((await init({ UPGATES_API_KEY: 'k' }, ...gone)).code).toBe(0)
    expect(written(settings)).toMatchObject({
      feeds: { orders: { fields: { status: { map: { Nová: null, Expedována: null } } } } },
    })
  })

  it('never overwrites settings', async () => {
    const { settings, init } = newUser()
    writeFileSync(settings, '{}')
    const { code, err } = await init(...address)
    expect(code).toBe(2)
    expect(err).toContain('this file is there already, and is left as it is')
    expect(readFileSync(settings, 'utf8')).toBe('{}')
  })

  it('asks for the column with the order number where none reads as one', async () => {
    const { settings, init } = newUser('Kdo;Stav\nO1;Nová\nO2;Nová\n')
    expect((await init(...address)).err).toContain('Answer it with --order-number')
    expect((await init(...address, '--order-number', 'Nobody')).err).toContain('There are: Kdo, Stav.')
    expect((await init(...address, '--order-number', 'Kdo')).code).toBe(0)
    expect(written(settings)).toMatchObject({ feeds: { orders: { fields: { order_number: 'Kdo' } } } })
  })

  it('says what a file is that cannot be used, and writes nothing', async () => {
    const { folder, init } = newUser('<!DOCTYPE html><html><body>Login</body></html>', 'orders.xml')
    const { code, err } = await init(...address)
    expect(code).toBe(4)
    expect(err).toContain('Refused')
    expect(filesIn(folder)).toEqual(['orders.xml'])
  })

  it('adds to a .gitignore what is missing, once', async () => {
    const { folder, init } = newUser()
    writeFileSync(join(folder, '.gitignore'), 'node_modules')
    await init(...address)
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('node_modules\ndata/\n')
  })

  it.each([
    ['cs', 'Co by udělal první běh'],
    ['sk', 'Čo by urobil prvý beh'],
    ['en', 'What a first run would do'],
  ])('speaks the language that is asked for, also in the comments: %s', async (language, expected) => {
    const { settings, init } = newUser()
    const { out } = await init(...address, '--language', language)
    expect(out).toContain(expected)
    const comment = { cs: 'klíč k API sem nikdy nepatří', sk: 'kľúč k API sem nikdy nepatrí', en: 'never written here' }
    expect(readFileSync(settings, 'utf8')).toContain(comment[language as 'cs'])
  })
})
