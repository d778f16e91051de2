import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAst } from 'vitest/node'

/**
 * The rooms of lib, lowest first. A room may import those of lower lines, and nothing else: neither what stands above
 * it nor its neighbours on the same line. A file directly in lib is a room of its own.
 */
const layers: readonly (readonly string[])[] = [
  ['printable.ts', 'order.ts', 'units.ts', 'json.ts'],
  ['errors.ts'],
  ['file-troubles.ts'],
  ['effects.ts'],
  ['system.ts'],
  ['settings/presets'],
  ['settings'],
  ['storage', 'upgates'],
  ['exports'],
  ['exports/inspect'],
  ['sync/problems.ts', 'sync/options.ts'],
  ['sync/state'],
  ['sync/ledger'],
  ['sync/plan'],
  ['sync/import', 'sync/words'],
  ['sync/decisions/decisions.ts'],
  ['sync/late.ts'],
  ['sync/check.ts'],
  ['sync/decisions'],
  ['sync/post'],
  ['sync/facts.ts'],
  ['sync/commit'],
  ['sync'],
  ['sync/past'],
  ['sync/decisions/commands.ts', 'sync/decisions/dismiss.ts', 'sync/decisions/undo-decision.ts'],
  ['text'],
  ['page'],
  ['console'],
  ['print', 'simulator'],
  ['schedule', 'upload', 'init', 'alerts'],
  ['cli', 'engine.ts'],
]

const mostLines = 400
const mostSiblings = 15
const mostParameters = 3

/** Imports that are still wrong, as the tests below tell them. Lines leave this list, and none is added. */
const known: readonly string[] = ['lib/effects.ts → lib/storage/store.ts', 'lib/effects.ts → lib/upgates/shop.ts']
/** Where circles, many siblings and many parameters are not looked at yet. */
const exempt: readonly string[] = []
/** Files of sync that no test calls directly. */
const calledByAll: readonly string[] = [
  // the run itself, which every test of the whole engine starts by runSync
  'lib/sync/run.ts',
]

interface Node {
  readonly type: string
  readonly [name: string]: unknown
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

const top = join(import.meta.dirname, '..')

interface Source {
  /** `lib/…` */
  readonly name: string
  readonly text: string
  readonly nodes: readonly Node[]
  /** as they are written */
  readonly imports: readonly string[]
  /** those of this project, as `lib/…` */
  readonly files: readonly string[]
}

function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const inner of value) yield* nodesIn(inner)
  if (!isNode(value)) return
  yield value
  for (const inner of Object.values(value)) yield* nodesIn(inner)
}

const importing = new Set(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression'])

function sourceOf(name: string): Source {
  const text = readFileSync(join(top, name), 'utf8')
  const nodes = [...nodesIn(parseAst(text, { lang: 'ts' }))]
  const imports = nodes.flatMap(({ type, source }) =>
    importing.has(type) && isNode(source) && typeof source.value === 'string' ? [source.value] : [],
  )
  const files = imports.filter((path) => path.startsWith('.')).map((path) => normalize(join(dirname(name), path)))
  return { name, text, nodes, imports, files: [...new Set(files)] }
}

const sources = readdirSync(join(top, 'lib'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => sourceOf(`lib/${name}`))

const rooms = layers.flat()

/** The innermost room that a file lies in. */
const roomOf = (file: string): string | undefined =>
  rooms
    .filter((room) => file === `lib/${room}` || file.startsWith(`lib/${room}/`))
    .sort((left, right) => right.length - left.length)[0]

const layerOf = (room: string): number => layers.findIndex((layer) => layer.includes(room))

/** Groups of files of which each imports itself in the end. */
function circles(): string[] {
  const imports = new Map(sources.map(({ name, files }) => [name, files]))
  const reached = new Map(sources.map(({ name }) => [name, reachedFrom(name, imports)]))
  const leads = (from: string, to: string) => reached.get(from)?.has(to) === true
  const turning = [...imports.keys()].filter((file) => leads(file, file)).sort()
  const groups = turning.map((file) => turning.filter((other) => leads(file, other) && leads(other, file)))
  return [...new Set(groups.map((group) => group.join(' ⇄ ')))]
}

function reachedFrom(file: string, imports: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set<string>()
  const open = [...(imports.get(file) ?? [])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...(imports.get(next) ?? []))
  }
  return seen
}

const parametersOf = ({ params }: Node): number => (Array.isArray(params) ? params.length : 0)

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

/** Whether a file exports a function. */
const exportsFunctions = ({ nodes }: Source): boolean =>
  nodes.some(({ type, declaration }) => type === 'ExportNamedDeclaration' && declares(declaration))

function declares(declaration: unknown): boolean {
  if (!isNode(declaration)) return false
  if (declaration.type === 'FunctionDeclaration') return true
  const values = Array.isArray(declaration.declarations) ? declaration.declarations.map(({ init }) => init) : []
  return (
    declaration.type === 'VariableDeclaration' && values.some((value) => isNode(value) && functions.has(value.type))
  )
}

/** The files of lib that tests under a folder import for more than their types. */
function calledUnder(folder: string): Set<string> {
  const tests = readdirSync(join(top, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`)
  const imported = tests.flatMap((test) =>
    [...readFileSync(join(top, test), 'utf8').matchAll(/^import (?!type\b)[^']*'(\.[^']+)'/gm)].map(([, path = '']) =>
      normalize(join(dirname(test), path)),
    ),
  )
  return new Set(imported)
}

const unexpected = (found: readonly string[]): string[] =>
  found.filter((one) => !known.includes(one) && !exempt.some((start) => one.startsWith(start)))

describe('the code in lib', () => {
  it.each(sources)('$name imports nothing of infra, functions or the CDK', ({ imports, files }) => {
    expect(imports.filter((imported) => /^(aws-cdk-lib|constructs)/.test(imported))).toEqual([])
    expect(files.filter((file) => !/^(lib\/|package\.json$)/.test(file))).toEqual([])
  })

  it('has a layer for every room', () => {
    expect(sources.map(({ name }) => name).filter((name) => roomOf(name) === undefined)).toEqual([])
  })

  it('imports downwards only', () => {
    const upwards = sources.flatMap(({ name, files }) =>
      files
        .filter((file) => {
          const [from, to] = [roomOf(name), roomOf(file)]
          return from !== undefined && to !== undefined && from !== to && layerOf(to) >= layerOf(from)
        })
        .map((file) => `${name} → ${file}`),
    )
    expect(unexpected(upwards)).toEqual([])
  })

  it('has no circle of imports', () => {
    expect(unexpected(circles())).toEqual([])
  })

  it(`has no file that imports more than ${mostSiblings} others of its room`, () => {
    const wing = (file: string) => file.split('/').slice(0, 2).join('/')
    const many = sources
      .map(({ name, files }) => ({ name, siblings: files.filter((file) => wing(file) === wing(name)).length }))
      .filter(({ siblings }) => siblings > mostSiblings)
    expect(unexpected(many.map(({ name, siblings }) => `${name}: ${siblings} siblings`))).toEqual([])
  })

  it(`has no function with more than ${mostParameters} parameters in sync`, () => {
    const long = sources
      .filter(({ name }) => name.startsWith('lib/sync/'))
      .flatMap(({ name, nodes, text }) =>
        nodes
          .filter((node) => functions.has(node.type) && parametersOf(node) > mostParameters)
          .map(({ start }) => `${name}:${text.slice(0, Number(start)).split('\n').length}`),
      )
    expect(unexpected(long)).toEqual([])
  })

  it(`has no file of more than ${mostLines} lines`, () => {
    expect(sources.filter(({ text }) => text.split('\n').length > mostLines + 1).map(({ name }) => name)).toEqual([])
  })

  it('has a test of its own for every file of sync with a function', () => {
    const called = calledUnder('test/sync')
    const untested = sources
      .filter((source) => source.name.startsWith('lib/sync/') && exportsFunctions(source) && !called.has(source.name))
      .map(({ name }) => name)
    expect(untested).toEqual(calledByAll)
  })

  it('uses the AWS SDK in its adapters only', () => {
    const users = sources.filter(({ imports }) => imports.some((imported) => imported.startsWith('@aws-sdk')))
    expect(
      users
        .map(({ name }) => name)
        .filter(
          (name) =>
            ![
              'lib/storage/s3.ts',
              'lib/storage/sns.ts',
              'lib/storage/ssm.ts',
              'lib/storage/sts.ts',
              'lib/cli/lambda.ts',
              'lib/upload/bucket.ts',
              'lib/upload/link.ts',
              'lib/alerts/sns.ts',
            ].includes(name),
        ),
    ).toEqual([])
  })

  it('takes time and chance from its effects, but for the edge', () => {
    const ambient = sources.filter(({ text }) => /Date\.now\(\)|new Date\(\)|Math\.random/.test(text))
    expect(ambient.map(({ name }) => name)).toEqual(['lib/system.ts'])
  })

  it('is known to be wrong only where it still is', () => {
    const standing = [...circles(), ...sources.flatMap(({ name, files }) => files.map((file) => `${name} → ${file}`))]
    expect(known.filter((one) => !standing.includes(one))).toEqual([])
  })
})
