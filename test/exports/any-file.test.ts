import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseJsonc } from '../../lib/settings/load.ts'
import { orderSync } from '../support/cli.ts'
import { temporaryFolder } from '../support/folder.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/erp/any-file.md'), 'utf8')

/** The blocks of the page in one language, as they stand. */
const blocks = (language: string): string[] =>
  [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, name, text = '']) => (name === language ? [text] : []))

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

it('the page for any file leads to the plan that it shows', async () => {
  const folder = temporaryFolder()
  const [csv = ''] = blocks('csv')
  const [settings = ''] = blocks('jsonc')
  const [, , , first = '', , changes = ''] = blocks('')
  const file = join(folder, 'orders.csv')
  writeFileSync(file, csv)
  const place = ['--settings', join(folder, 'order-sync.json')]
  const inspect = (...words: string[]) => orderSync(['inspect', file, ...place, ...words])
  const plan = () => orderSync(['plan', ...place, '--folder', join(folder, 'data')])

  const { draft } = JSON.parse((await inspect('--json')).out)
  const [{ fields }] = Object.values((parseJsonc(settings, 'page') as { feeds: object }).feeds)
  expect(draft.fields).toEqual({ ...fields, status: { from: 'Stav', map: { Expedováno: null, Nová: null } } })

  writeFileSync(join(folder, 'order-sync.json'), settings)
  const read = await inspect('--feed', 'orders')
  expect(read).toMatchObject({ code: 0, out: expect.stringContaining('Odeslaná') })

  mkdirSync(join(folder, 'data/exports/orders'), { recursive: true })
  copyFileSync(file, join(folder, 'data/exports/orders/orders.csv'))
  expect((await plan()).out).toContain(first.trim())
  writeFileSync(join(folder, 'order-sync.json'), settings.replace('"feeds"', '"firstRun": "post",\n  "feeds"'))
  const { out } = await plan()
  for (const line of lines(changes)) expect(lines(out)).toContain(line)
})

it('an unknown feed of the settings is told', async () => {
  const folder = temporaryFolder()
  const [settings, file] = [join(folder, 'order-sync.json'), join(folder, 'a.csv')]
  writeFileSync(settings, blocks('jsonc')[0] ?? '')
  writeFileSync(file, 'a;b\n1;2\n')
  expect(await orderSync(['inspect', file, '--feed', 'parcels', '--settings', settings])).toMatchObject({
    code: 2,
    err: expect.stringContaining('There are: orders.'),
  })
})
