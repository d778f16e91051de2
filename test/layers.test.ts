import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const top = join(import.meta.dirname, '..')
const sources = readdirSync(join(top, 'lib'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name: `lib/${name}`, text: readFileSync(join(top, 'lib', name), 'utf8') }))

const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map((match) => match[1] ?? '')

describe('the code in lib', () => {
  it.each(sources)('$name imports nothing of infra, functions or the CDK', ({ name, text }) => {
    for (const imported of importsOf(text)) {
      expect(imported).not.toMatch(/^(aws-cdk-lib|constructs)/)
      if (imported.startsWith('.'))
        expect(relative(top, join(top, name, '..', imported))).toMatch(/^(lib\/|package\.json$)/)
    }
  })

  it('uses the AWS SDK in its adapters only', () => {
    const users = sources.filter(({ text }) => importsOf(text).some((imported) => imported.startsWith('@aws-sdk')))
    expect(
      users
        .map(({ name }) => name)
        .filter((name) => !['lib/storage/s3.ts', 'lib/storage/ssm.ts', 'lib/cli/lambda.ts'].includes(name)),
    ).toEqual([])
  })

  it('takes time and chance from its effects, but for the edge', () => {
    const ambient = sources.filter(({ text }) => /Date\.now\(\)|new Date\(\)|Math\.random/.test(text))
    expect(ambient.map(({ name }) => name)).toEqual(['lib/system.ts'])
  })

  it('has no file of much more than 250 lines', () => {
    expect(sources.filter(({ text }) => text.split('\n').length > 270).map(({ name }) => name)).toEqual([])
  })
})
