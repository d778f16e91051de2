import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseJsonc } from '../../lib/settings/load.ts'
import { parseSettings } from '../../lib/settings/parse.ts'
import { settingsWarnings } from '../../lib/settings/warnings.ts'
import { type ProblemKind, problemKinds } from '../../lib/sync/problems.ts'

const top = join(import.meta.dirname, '../..')
const text = (file: string) => readFileSync(join(top, file), 'utf8')

const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].concat(
  readdirSync(join(top, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
)

const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

/** Whether a link of a document leads to a file, and to a heading of it. */
function leadsSomewhere(document: string, link: string): boolean {
  if (/^[a-z]+:/.test(link)) return true
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? document : join(dirname(document), path)
  if (!existsSync(join(top, target))) return false
  if (anchor === undefined) return true
  const headings = text(target).matchAll(/^#+ (.*)$/gm)
  return [...headings].some(([, heading = '']) => anchorOf(heading) === anchor)
}

const headingsOf = (document: string) => [...text(document).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading)

describe('the runbook', () => {
  const headings = headingsOf('docs/runbook.md').map((heading) => heading.toLowerCase())

  /** Headings that call a kind of problem something else. */
  const under: Readonly<Partial<Record<ProblemKind, string>>> = {
    'suspicious export': 'held: the export looks wrong',
    'no export': 'late export',
    'not an order': 'invalid record',
    rejected: 'parked: the shop refuses an order',
    warned: 'parked: the shop skips a custom field',
    denied: 'blocked: the shop refused the credentials',
    'new address': 'misdirected: the address is wrong, or the shop has moved',
  }
  /** Problems that say all there is to do by themselves. */
  const complete: readonly ProblemKind[] = ['decision', 'failed']

  it.each((Object.keys(problemKinds) as ProblemKind[]).filter((kind) => !complete.includes(kind)))(
    'has a heading for: %s',
    (kind) => {
      const wanted = under[kind] ?? kind
      expect(headings.filter((heading) => heading.startsWith(wanted))).not.toEqual([])
    },
  )

  it('has the headings that messages name', () => {
    const sources = ['lib', 'functions', 'infra'].flatMap((room) =>
      readdirSync(join(top, room), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => text(join(room, name))),
    )
    const named = sources
      .flatMap((source) => [...source.matchAll(/runbook\.md(?:, |: | under )?["“]([^"”$]+)["”]/g)])
      .map(([, heading = '']) => heading.toLowerCase())
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((heading) => !headings.includes(heading))).toEqual([])
  })
})

it.each(documents.filter((document) => document.startsWith('docs/erp/')))(
  '%s has settings that can be copied as they are',
  (document) => {
    const blocks = [...text(document).matchAll(/```jsonc\n(\{[\s\S]*?)```/g)].map(([, block = '']) => block)
    expect(blocks.length).toBeGreaterThan(0)
    for (const block of blocks)
      expect(settingsWarnings(parseSettings(parseJsonc(block, document), document))).toEqual([])
  },
)

describe('the documents', () => {
  it.each(documents)('%s leads nowhere wrong', (document) => {
    const links = [...text(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !leadsSomewhere(document, link))).toEqual([])
  })

  it.each(['README.md', 'CONTRIBUTING.md', 'docs/design.md'])('%s names only files that are there', (document) => {
    const names = [...text(document).matchAll(/`((?:lib|test|infra|functions|docs|examples)\/[\w./-]+)`/g)].map(
      ([, name = '']) => name,
    )
    const exists = (name: string) => existsSync(join(top, name)) || existsSync(join(top, `${name}.test.ts`))
    expect(names.filter((name) => !exists(name))).toEqual([])
  })
})

describe('the picture of a run', () => {
  const [picture = ''] = /^runSync[\s\S]*?^```/m.exec(text('docs/design.md')) ?? []
  const steps = [...picture.matchAll(/(\w+)(?:\([\w.]+\))? {2,}([\w/-]+\.ts)/g)].map(([, step = '', file = '']) => ({
    step,
    file: `lib/sync/${file}`,
  }))

  it('is one', () => {
    expect(steps.length).toBeGreaterThan(20)
  })

  it.each(steps)('names $step in $file', ({ step, file }) => {
    expect(text(file)).toMatch(new RegExp(`^export (async )?(function|const) ${step}\\b|^    (async )?${step}\\(`, 'm'))
  })
})

it('what writes an object under state/ is a function of the engine', () => {
  const [table = ''] = /^\| object[\s\S]*?\n\n/m.exec(text('docs/design.md')) ?? []
  const writers = table
    .split('\n')
    .slice(2)
    .flatMap((row) => [...(row.split('|')[2] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name))
  const engine = readdirSync(join(top, 'lib/sync'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => text(`lib/sync/${name}`))
    .join('\n')
  const isFunction = (name: string) =>
    new RegExp(`(function|const|async) ${name}\\b|^    (async )?${name}\\(`, 'm').test(engine)
  expect(writers.length).toBeGreaterThan(8)
  expect(writers.filter((name) => !isFunction(name))).toEqual([])
})
