import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

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
