import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isApart } from '../../build/cli.ts'

const top = join(import.meta.dirname, '../..')

/** Names in braces that are values, as they are called where they come from. */
const namesIn = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim().split(/\s/)[0] ?? '')
    .filter((name) => !/^(type)?$/.test(name))

/** What a module uses of the packages that have a file of their own in the command line. */
function usedBy(source: string): string[] {
  const statics = [...source.matchAll(/^import \{([^}]*)\} from '([^']+)'/gm)]
  const lazy = [...source.matchAll(/const \{([^}]*)\} = await import\('([^']+)'\)/g)]
  const whole = [...source.matchAll(/^import \* as (\w+) from '([^']+)'/gm)]
  const named = [...statics, ...lazy]
    .filter(([, , from = '']) => isApart(from))
    .flatMap(([, list = '']) => namesIn(list))
  const ofWhole = whole
    .filter(([, , from = '']) => isApart(from))
    .flatMap(([, name]) => [...source.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, used = '']) => used))
  return [...named, ...ofWhole]
}

it('what the command line uses of packages that lie apart is all in their file, and nothing else', () => {
  const lib = join(top, 'lib')
  const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const used = files.flatMap((name) => usedBy(readFileSync(join(lib, name), 'utf8')))
  const listed = readFileSync(join(top, 'build/apart.ts'), 'utf8').matchAll(/^export \{([^}]*)\}/gm)
  expect([...listed].flatMap(([, list = '']) => namesIn(list)).sort()).toEqual([...new Set(used)].sort())
})
