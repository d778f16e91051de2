import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { writeFunctionCode } from '../../infra/code.ts'
import { temporaryFolder } from '../support/folder.ts'
import { settingsOf, simpleFeed } from '../support/world.ts'

let folder: string
beforeAll(() => {
  folder = writeFunctionCode(temporaryFolder(), settingsOf({ feeds: { orders: simpleFeed } }))
})

const sizeOf = (names: readonly string[]): number =>
  names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)

/** A file and all that it imports before it runs. */
function loadedWith(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen
  seen.add(name)
  for (const [, other = ''] of readFileSync(join(folder, name), 'utf8').matchAll(/(?:from|import)"\.\/([^"]+)"/g))
    loadedWith(other, seen)
  return seen
}

it('the function’s code stays under 1.1 MB, and an idle run loads one file of it, under 450 KB', () => {
  expect(sizeOf(readdirSync(folder))).toBeLessThanOrEqual(1_100_000)
  const loaded = [...loadedWith('index.mjs')]
  expect(loaded).toEqual(['index.mjs'])
  expect(sizeOf(loaded)).toBeLessThanOrEqual(450_000)
})

it.each(['cs', 'sk', 'en'] as const)('of the languages it has only that of the shop: %s', (language) => {
  const files = readdirSync(
    writeFunctionCode(temporaryFolder(), settingsOf({ feeds: { orders: simpleFeed }, language })),
  )
  const spoken = files.flatMap((name) => /^(cs|sk|en)-(?!said)/.exec(name)?.[1] ?? [])
  expect(spoken).toEqual([language])
  const said = files
    .filter((name) => /^(cs|sk)-said-|^patterns-/.test(name))
    .map((name) => name.replace(/-\w+\.mjs$/, ''))
  // what only the command line says
  expect(files.filter((name) => /^said-(all|errors)/.test(name))).toEqual([])
  expect(said.sort()).toEqual(language === 'en' ? [] : [`${language}-said`, 'patterns'].sort())
})

it.each(['cs', 'sk', 'en'] as const)(
  'has no file that nothing of it imports, and imports none that it has not: %s',
  (language) => {
    const place = writeFunctionCode(temporaryFolder(), settingsOf({ feeds: { orders: simpleFeed }, language }))
    const files = readdirSync(place).filter((name) => name.endsWith('.mjs'))
    const imported = files.flatMap((name) =>
      [...readFileSync(join(place, name), 'utf8').matchAll(/(?:from|import\(?)"\.\/([^"]+)"/g)].map(
        ([, other = '']) => other,
      ),
    )
    const others = /^(cs|sk|en)(-said)?-|^patterns-/
    expect(imported.filter((name) => !files.includes(name) && !others.test(name))).toEqual([])
    expect(files.filter((name) => name !== 'index.mjs' && !imported.includes(name))).toEqual([])
  },
)

it('every file of it can be loaded, also those that an idle run never reads', async () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.mjs'))
  expect(files.length).toBeGreaterThan(1)
  for (const name of files) {
    const loaded: unknown = await import(join(folder, name))
    expect(loaded, name).toBeTypeOf('object')
  }
})

it('every error says by itself what it is called: a minified class has another name', () => {
  const sources = ['lib', 'functions'].flatMap((room) =>
    readdirSync(join(import.meta.dirname, '../..', room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(import.meta.dirname, '../..', room, name), 'utf8')),
  )
  const classes = sources.flatMap((source) => [
    ...source.matchAll(/class (\w+) extends (?:Error|OrderSyncError|\w*(?:Export|Value)) \{\n(.*)\n/g),
  ])
  expect(classes.length).toBeGreaterThan(10)
  expect(
    classes.filter(([, name, first]) => first?.trim() !== `override name = '${name}'`).map(([, name]) => name),
  ).toEqual([])
})
