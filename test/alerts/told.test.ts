import { describe, expect, it } from 'vitest'
import type { Finding, Look } from '../../lib/alerts/findings.ts'
import {
  afterLook,
  afterMessage,
  dueMessages,
  type Stage,
  type Troubles,
  withoutChannels,
} from '../../lib/alerts/told.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const start = Date.parse('2026-11-24T08:00:00Z')

const finding = (id: string, count = 1): Finding => ({
  id,
  kind: 'failing',
  subjects: ['shop'],
  count,
  text: undefined,
})
const look = (ids: readonly string[], unknown: readonly string[] = []): Look => ({
  findings: ids.map((id) => finding(id)),
  knows: (id) => !unknown.includes(id),
})

/** Looks and delivers everything that is due, one after the other. */
function live(looks: readonly (readonly [atMs: number, look: Look])[], channels = ['slack', 'email']) {
  let troubles: Troubles = {}
  const sent: string[] = []
  for (const [atMs, seen] of looks) {
    troubles = withoutChannels(afterLook(troubles, seen, start + atMs), channels)
    for (const due of dueMessages(troubles, channels, start + atMs)) {
      sent.push(`${due.channel} ${due.stage} ${due.id}`)
      troubles = afterMessage(troubles, due)
    }
  }
  return { sent, troubles }
}

const stages = (sent: readonly string[], channel: string): Stage[] =>
  sent.filter((line) => line.startsWith(`${channel} `)).map((line) => line.split(' ')[1] as Stage)

describe('what an owner is told', () => {
  it('is two messages a channel for a hundred failing runs and a good one', () => {
    const looks = Array.from({ length: 100 }, (_, run) => [run * 5 * 60_000, look(['failing'])] as const)
    const { sent, troubles } = live([...looks, [100 * 5 * 60_000, look([])]])
    expect(sent).toEqual(['slack new failing', 'email new failing', 'slack over failing', 'email over failing'])
    expect(troubles).toEqual({})
  })

  it('is a reminder after one, three and seven days, and every seven days from then on', () => {
    const looks = Array.from({ length: 24 * 30 }, (_, hour) => [hour * hourMs, look(['held'])] as const)
    const days = [0, 1, 3, 7, 14, 21, 28]
    let troubles: Troubles = {}
    const sentAt: number[] = []
    for (const [atMs, seen] of looks) {
      troubles = afterLook(troubles, seen, start + atMs)
      for (const due of dueMessages(troubles, ['slack'], start + atMs)) {
        sentAt.push(atMs / dayMs)
        troubles = afterMessage(troubles, due)
      }
    }
    expect(sentAt).toEqual(days)
  })

  it('is nothing of what nobody knows to be over', () => {
    const { sent, troubles } = live([
      [0, look(['invalid'])],
      [hourMs, look([], ['invalid'])],
    ])
    expect(stages(sent, 'slack')).toEqual(['new'])
    expect(Object.keys(troubles)).toEqual(['invalid'])
  })

  it('is a new message once it begins anew', () => {
    const { sent } = live([
      [0, look(['failing'])],
      [hourMs, look([])],
      [2 * hourMs, look(['failing'])],
    ])
    expect(stages(sent, 'email')).toEqual(['new', 'over', 'new'])
  })

  it('is nothing where it was over before anybody could be told', () => {
    const opened = afterLook({}, look(['failing']), start)
    expect(afterLook(opened, look([]), start + hourMs)).toEqual({})
  })

  it('is told to a channel that failed before, and not twice to the others', () => {
    let troubles = afterLook({}, look(['failing']), start)
    const [slack, email] = dueMessages(troubles, ['slack', 'email'], start)
    if (slack === undefined || email === undefined) throw new Error('two are due')
    troubles = afterMessage(troubles, slack)
    expect(dueMessages(troubles, ['slack', 'email'], start).map(({ channel }) => channel)).toEqual(['email'])
  })

  it('waits for no channel that the settings have no more', () => {
    const told = live([[0, look(['failing'])]], ['slack']).troubles
    const over = afterLook(told, look([]), start + hourMs)
    expect(Object.keys(over)).toEqual(['failing'])
    expect(withoutChannels(over, ['email'])).toEqual({})
  })

  it('counts the most that any run has counted', () => {
    const once = afterLook({}, { findings: [finding('x', 100)], knows: () => true }, start)
    expect(afterLook(once, { findings: [finding('x', 3)], knows: () => true }, start).x?.count).toBe(100)
  })
})
