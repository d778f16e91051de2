import { PassThrough, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createTerminalAsker } from '../../lib/init/clack.ts'

const said = { oneOf: '(jeden)', severalOf: '(více)', none: 'žádný' }
const keys = { enter: '\r', down: '\u001b[B', space: ' ', escape: '\u0003' }

/** A terminal at which somebody types. */
function terminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined })
  let shown = ''
  const output = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        shown += String(chunk)
        done()
      },
    }),
    { isTTY: true, columns: 100, rows: 40 },
  )
  const type = (...words: string[]): void => {
    for (const word of words) for (const key of word.startsWith('\u001b') ? [word] : [...word]) input.write(key)
  }
  return { asker: createTerminalAsker('Title', said, { input, output }), type, shown: () => shown }
}

const choices = ['first', 'second', 'third'].map((value) => ({ value, label: value }))

describe('a person at a terminal', () => {
  it('answers by a text, and is told what is wrong with it', async () => {
    const { asker, type, shown } = terminal()
    const check = (answer: string) => (answer.length < 3 ? 'too short' : undefined)
    const answer = asker.text({ name: 'login', message: 'Login?', check })
    type('ab', keys.enter, 'c', keys.enter)
    expect(await answer).toBe('abc')
    expect(shown()).toContain('too short')
  })

  it('takes by Enter what is usual', async () => {
    const { asker, type } = terminal()
    const answer = asker.text({ name: 'statuses', message: 'Statuses?', usual: '-, -' })
    type(keys.enter)
    expect(await answer).toBe('-, -')
  })

  it('chooses one', async () => {
    const { asker, type } = terminal()
    const answer = asker.choose({ name: 'file', message: 'File?', choices, usual: 'second' })
    type(keys.down, keys.enter)
    expect(await answer).toBe('third')
  })

  it('chooses several, or none', async () => {
    const { asker, type, shown } = terminal()
    const answer = asker.several({ name: 'notify', message: 'Who?', choices })
    type(keys.space, keys.down, keys.down, keys.space, keys.enter)
    expect(await answer).toEqual(['first', 'third'])
    const none = asker.several({ name: 'notify', message: 'Who?', choices })
    type(keys.enter)
    expect(await none).toEqual([])
    expect(shown()).toContain('Who? (více)')
    expect(shown()).not.toMatch(/none|navigate|confirm/)
  })

  it.each(['text', 'choose', 'several'] as const)(
    'leaves a question by Ctrl+C, and nothing was written: %s',
    async (kind) => {
      const { asker, type } = terminal()
      const answer = asker[kind]({ name: 'x', message: '?', choices })
      type(keys.escape)
      await expect(answer).rejects.toThrow('it was cancelled, and nothing was written')
    },
  )
})
