import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commands } from '../../lib/cli/commands.ts'
import { createIo } from '../../lib/cli/io.ts'
import { main } from '../../lib/cli/program.ts'
import { oneLine, printable } from '../../lib/printable.ts'
import { orderSync } from '../support/cli.ts'

const esc = '\u001b'

describe('what reaches a terminal', () => {
  it.each([
    ['a colour', `a${esc}[31mb`, 'a\\u001b[31mb'],
    ['a cleared screen', `${esc}[2J`, '\\u001b[2J'],
    ['a window title with a bell', `${esc}]0;x\u0007`, '\\u001b]0;x\\u0007'],
    ['a control sequence of eight bits', '\u009b2J', '\\u009b2J'],
    ['a line that overwrites itself', 'Failed.\rDone.', 'Failed.\\u000dDone.'],
    ['a backspace and a delete', 'a\bb\u007f', 'a\\u0008b\\u007f'],
    ['text that runs backwards', 'a\u202eb', 'a\\u202eb'],
    ['something invisible', 'a\u200bb\u00adc\ufeff', 'a\\u200bb\\u00adc\\ufeff'],
    ['half a character', 'a\ud800', 'a\\ud800'],
    ['a character that is none, of two halves', '\u{e0001}', '\\udb40\\udc01'],
    ['letters of any kind', 'Žluťoučký kůň 中文 🙂', 'Žluťoučký kůň 中文 🙂'],
    ['lines and tabs', 'a\n\tb\n', 'a\n\tb\n'],
  ])('is free of what would act: %s', (_what, text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  it('is free of each control and format character that there is, whatever stands around it', () => {
    const every = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code))
    const acting = every.filter((unit) => /\p{C}/u.test(unit) && unit !== '\n' && unit !== '\t')
    expect(acting.length).toBeGreaterThan(2000)
    expect(acting.filter((unit) => printable(`Žluť ${unit}`).includes(unit))).toEqual([])
  })

  it('keeps JSON what it was', () => {
    const value = { name: `x${esc}\u009b\u202e\u{e0001}\ud800` }
    const json = printable(JSON.stringify(value))
    expect(json).toMatch(/^[\x20-\x7e]+$/)
    expect(JSON.parse(json)).toEqual(value)
  })

  it('has the own styles where there are colours, and no others', () => {
    const text = `${esc}[1mbold${esc}[22m${esc}[5mblinking${esc}[0m`
    expect(printable(text, true)).toBe(`${esc}[1mbold${esc}[22m\\u001b[5mblinking\\u001b[0m`)
    expect(printable(text)).not.toContain(esc)
  })

  it('lets no name in an error make a line of its own', async () => {
    const { code, err } = await orderSync(['inspect', 'a  b\nDone.'])
    expect([code, err]).toEqual([2, 'Could not inspect a  b\\u000aDone.: there is no such file.\n'])
  })

  it('makes one line of a value', () => {
    expect(oneLine('exports/a\nDone.\r\n\tb')).toBe('exports/a Done. b')
  })
})

describe('colours', () => {
  const bold = (isTTY: boolean, env: Record<string, string>) => {
    const written: string[] = []
    const io = createIo({ stdout: { isTTY, write: (text) => written.push(text) }, stderr: { write: () => true }, env })
    io.out(io.style.bold('x'))
    return written.join('')
  }
  it.each([
    ['a terminal', true, {}, true],
    ['a pipe', false, {}, false],
    ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['a terminal that cannot', true, { TERM: 'dumb' }, false],
    ['a pipe with FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
    ['a terminal with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
  ])('in %s', (_where, terminal, env, coloured) => {
    expect(bold(terminal, env)).toBe(coloured ? `${esc}[1mx${esc}[22m\n` : 'x\n')
  })
})

describe('every command', () => {
  const words = (placeholder: string | undefined): string[] =>
    placeholder === undefined ? [] : [`${esc}[2Jx\nDone.\r\u202ey`]

  it.each(commands.map((command) => [command.name, command] as const))(
    '%s shows no name raw that it was given',
    async (name, command) => {
      const said: string[] = []
      const stream = { write: (text: string) => said.push(text) }
      const wild = `${esc}]0;x\u0007\nDone.\r\u202e`
      const options = Object.entries(command.options).flatMap(([option, { value, parse }]) =>
        value === undefined || parse !== undefined
          ? []
          : [`--${option.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}`, wild],
      )
      const code = await main(
        [name, ...words(command.words), ...options],
        createIo({ stdout: stream, stderr: stream, env: {} }),
      )
      // the journal of uploads may be called anything
      rmSync(wild, { force: true })
      expect(code).toBeGreaterThan(0)
      expect(said.join('')).toContain('\\u')
      expect(said.join('')).not.toMatch(/[^\P{C}\n\t]/u)
      expect(
        said
          .join('')
          .split('\n')
          .filter((line) => line.startsWith('Done.')),
      ).toEqual([])
    },
  )

  it.each(commands.map((command) => [command.name, command] as const))(
    '%s has a summary, examples of itself, and help with its options',
    async (name, command) => {
      const said: string[] = []
      const stream = { write: (text: string) => said.push(text) }
      expect(await main([name, '--help'], createIo({ stdout: stream, stderr: stream, env: {} }))).toBe(0)
      const help = said.join('').replaceAll(/\s+/g, ' ')
      expect(help).toContain(command.summary)
      expect(command.examples.length).toBeGreaterThan(0)
      for (const example of command.examples) {
        expect(example.split(' ')[0]).toBe(name)
        expect(help).toContain(`order-sync ${example}`)
      }
      for (const { summary } of Object.values(command.options)) expect(help).toContain(summary)
    },
  )

  it.each(commands.map(({ name }) => name))('%s is in the table of the README', (name) => {
    expect(readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')).toMatch(
      new RegExp(`^\\|.*\`${name}[ \`]`, 'm'),
    )
  })
})
