import { expect, it } from 'vitest'
import { toldBy } from '../../lib/cli/told.ts'

it.each([
  [{ confirmed: 0, unconfirmed: [] }, ['Nobody is told']],
  [{ confirmed: 0, unconfirmed: ['a@b.cz'] }, ['a@b.cz is told nothing']],
  [{ confirmed: 1, unconfirmed: ['a@b.cz', 'c@d.cz'] }, ['a@b.cz is told nothing', 'c@d.cz is told nothing']],
  [{ confirmed: 1, unconfirmed: [] }, []],
])('%o: %o', (subscribers, expected) => {
  const { missing } = toldBy(subscribers, 'arn')
  expect(missing.map((sentence) => expected.find((start) => sentence.startsWith(start)))).toEqual(expected)
})
