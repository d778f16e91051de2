import { describe, expect, it } from 'vitest'
import { problemsLines } from '../../lib/print/report.ts'
import { plainStyle } from '../../lib/print/style.ts'
import { table } from '../../lib/print/table.ts'
import type { Problem } from '../../lib/sync/problems.ts'
import { voiceIn } from '../support/voice.ts'

const header = ['', 'order', 'before', '', 'after', 'why']
const long = 'because isDelivered = true and the parcel has left the warehouse in Brno'
const rows = [
  ['mail', 'O24001', 'Přijatá', '→', 'Odeslaná', long],
  ['', 'O24002', 'Přijatá', '→', 'Vyřízená', ''],
]

describe('a table', () => {
  it.each([40, 60, 80, 120])('of a terminal of %i columns fits it, and cuts the reason first', (width) => {
    const text = table(header, rows, { style: plainStyle, width })
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width)
    expect(text).toContain('O24001')
    expect(text.includes('…')).toBe(width < 110)
    if (width >= 60) expect(text).toMatch(/Přijatá +→ +Odeslaná/)
  })

  it('in a pipe is whole', () => {
    expect(table(header, rows, { style: plainStyle })).toContain(`→  Odeslaná  ${long}`)
  })

  it('does not lose its columns on the narrowest terminal', () => {
    expect(table(header, rows, { style: plainStyle, width: 5 }).split('\n')).toHaveLength(3)
  })
})

describe('problems', () => {
  const edited = (order: string): Problem => ({
    kind: 'edited',
    subject: order,
    message: `Order ${order} is left alone (status = "sent"): it shows "${order}x"`,
  })
  it.each([
    ['three of a kind are three lines', 3, 3],
    ['fifteen orders edited by hand are one, with the first in full', 15, 1],
  ])('%s', async (_, number, lines) => {
    const problems = Array.from({ length: number }, (_one, index) => edited(`O${index + 1}`))
    const told = problemsLines(problems, await voiceIn(), 25)
    expect(told).toHaveLength(lines)
    if (lines === 1)
      expect(told[0]).toBe(
        '  edited: 15 orders: O1, O2, O3, O4, O5, O6, O7, O8, O9, O10 and 5 more\n    Order O1 is left alone (status = "sent"): it shows "O1x"',
      )
  })

  it('that say something else each stay lines of their own', async () => {
    const problems = ['a', 'b', 'c', 'd'].map(
      (word): Problem => ({ kind: 'rejected', subject: 'O1', message: `Order O1: the shop says: ${word}` }),
    )
    expect(problemsLines(problems, await voiceIn(), 25)).toHaveLength(4)
  })
})
