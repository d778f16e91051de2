import { expect, it } from 'vitest'
import type { Asker } from '../../lib/init/asker.ts'
import { whichFile } from '../../lib/init/which-file.ts'
import { init } from '../../lib/text/en/init.ts'

/** Answers every question with the last choice but one, and says what was asked. */
function answering(): { readonly asker: Asker; readonly asked: string[] } {
  const asked: string[] = []
  const asker: Asker = {
    tell: () => undefined,
    text: async ({ name }) => {
      asked.push(name)
      return 'typed.csv'
    },
    choose: async ({ name, choices }) => {
      asked.push(name)
      return choices.at(-2)?.value ?? ''
    },
    several: async () => [],
  }
  return { asker, asked }
}

it.each<[string, string[], string, string[]]>([
  ['the only file that lies here is taken', ['a.xml'], 'a.xml', []],
  ['of several, one is chosen', ['a.xml', 'b.csv'], 'b.csv', ['file']],
  ['where there is none, it is named', [], 'typed.csv', ['file']],
])('%s', async (_, here, file, questions) => {
  const { asker, asked } = answering()
  expect([await whichFile(here, asker, init), asked]).toEqual([file, questions])
})
