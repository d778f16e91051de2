import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { describe, expect, it } from 'vitest'
import { keptCode } from '../../lib/cli/kept-code.ts'

const code = (result: string): string =>
  `const path = require('node:path')
module.exports = { said: () => [${result}, path.basename(__dirname)] }`

/** A file of code beside the folder where it is kept. */
function setUp(result = '"one"') {
  const root = mkdtempSync(join(tmpdir(), 'kept-code-'))
  const file = join(root, 'code.cjs')
  writeFileSync(file, code(result))
  const folder = join(root, 'kept')
  const said = (): unknown => (keptCode(file, folder).run() as { said: () => unknown }).said()
  const kept = (): string[] => readdirSync(folder)
  const start = () => keptCode(file, folder)
  return { root, file, folder, said, kept, start }
}

/** What a process of its own says that has nothing but the usual flags. */
function flagsOf(code: string): { flags: boolean; all: number } {
  const imports = `import { cachedDataVersionTag, setFlagsFromString } from 'node:v8'
import { usualFlags } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../lib/system.ts')).href)}
`
  const args = ['--input-type=module', '--eval', imports + code]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}

/** Runs it as a command does, to its end. */
function command({ start }: ReturnType<typeof setUp>, looks = false): unknown {
  const code = start()
  const said = (code.run() as { said: () => unknown }).said()
  code.keep(looks)
  return said
}

const partOf = (root: string): string => root.split('/').at(-1) ?? ''

describe('code with what was compiled of it', () => {
  it('runs as a module does, with what is kept and without', () => {
    const here = setUp()
    expect([command(here), command(here), here.said()]).toEqual(Array(3).fill(['one', partOf(here.root)]))
    expect(here.kept()).toHaveLength(1)
  })

  it('is kept for this user alone', () => {
    const here = setUp()
    command(here)
    const [name = ''] = here.kept()
    expect([statSync(here.folder).mode & 0o777, statSync(join(here.folder, name)).mode & 0o777]).toEqual([0o700, 0o600])
  })

  it.each<[what: string, damage: (kept: Buffer) => Buffer]>([
    [
      'a bit of it has changed',
      (kept) => kept.fill((kept[kept.length >> 1] ?? 0) ^ 1, kept.length >> 1, (kept.length >> 1) + 1),
    ],
    ['it is cut off', (kept) => kept.subarray(0, kept.length >> 1)],
    ['it is empty', () => Buffer.alloc(0)],
    ['it is something else', () => Buffer.from('something else')],
  ])('is thrown away where %s', (_, damage) => {
    const here = setUp()
    command(here)
    const [name = ''] = here.kept()
    const path = join(here.folder, name)
    const whole = readFileSync(path)
    writeFileSync(path, damage(Buffer.from(whole)))
    expect(command(here)).toEqual(['one', partOf(here.root)])
    expect(readFileSync(path).length).toBe(whole.length)
  })

  it('belongs to this very code, also where another one is as long', () => {
    const here = setUp()
    command(here)
    writeFileSync(here.file, code('"two"'))
    expect(command(here)).toEqual(['two', partOf(here.root)])
    expect(here.said()).toEqual(['two', partOf(here.root)])
  })

  it('is not kept under other flags of V8 than it was begun with', () => {
    const here = setUp()
    const begun = here.start()
    begun.run()
    setFlagsFromString('--semi-space-growth-factor=1')
    begun.keep(true)
    setFlagsFromString('--semi-space-growth-factor=2')
    expect(here.kept).toThrow()
    begun.keep(true)
    expect(here.kept()).toHaveLength(1)
  })

  it('is kept also by who has read much: the flags are put back as Node has them', () => {
    const { flags, all } = flagsOf(`const before = cachedDataVersionTag()
for (const flag of usualFlags) setFlagsFromString(flag)
console.log(JSON.stringify({ flags: cachedDataVersionTag() === before, all: usualFlags.length }))`)
    expect(flags).toBe(true)
    // what is known of another version of V8 has to be found out anew
    expect(all).toBe(4)
  })

  it('is kept anew where much more has been compiled, if somebody looks', () => {
    const here = setUp()
    const many = Array.from({ length: 50 }, (_, n) => `function f${n}(a) { return [a, ${n}].map((x) => x * ${n}) }`)
    const all = many.map((_, n) => `f${n}(1)`)
    writeFileSync(here.file, `${many.join('\n')}\nmodule.exports = { more: () => [${all}].length, said: () => 1 }`)
    command(here)
    const sizes = [true, false, true].map((looks, turn) => {
      const code = here.start()
      const { more } = code.run() as { more: () => number }
      if (turn > 0) expect(more()).toBe(50)
      code.keep(looks)
      return statSync(join(here.folder, here.kept()[0] ?? '')).size
    })
    expect(sizes[1]).toBe(sizes[0])
    expect(sizes[2]).toBeGreaterThan(2 * (sizes[1] ?? 0))
  })

  it('runs also where nothing can be kept', () => {
    const here = setUp()
    writeFileSync(here.folder, 'a file')
    expect([command(here), command(here)]).toEqual(Array(2).fill(['one', partOf(here.root)]))
  })
})
