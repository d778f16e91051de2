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

  it.each(['README.md'])('%s names only files that are there', (document) => {
    const names = [...text(document).matchAll(/`((?:lib|test|infra|functions|docs|examples)\/[\w./-]+)`/g)].map(
      ([, name = '']) => name,
    )
    const exists = (name: string) => existsSync(join(top, name)) || existsSync(join(top, `${name}.test.ts`))
    expect(names.filter((name) => !exists(name))).toEqual([])
  })
})
