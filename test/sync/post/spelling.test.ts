import { describe, expect, it } from 'vitest'
import type { Line } from '../../../lib/sync/ledger/line.ts'
import { spellingIn } from '../../../lib/sync/post/spelling.ts'
import { iso, ledgerOf, lineOf, wanted } from '../../support/lines.ts'
import { settingsOf } from '../../support/world.ts'

const sameStatuses = [
  ['Odeslaná', 'Odoslaná', 'Shipped'],
  ['Vyřízená', 'Vybavená'],
  ['Zrušená', 'Konec'],
  ['Storno', 'Konec'],
]
const settings = settingsOf({ finalStatuses: ['Vybavená'] })
const words = { at: iso(), sameStatuses }

describe('the status that an order shows', () => {
  it.each<[string, Partial<Line>, string, string]>([
    ['as it is wanted', { wanted: { status: wanted('Odoslaná') } }, 'Odeslaná', 'Odoslaná'],
    ['as it was sent', { unconfirmed: { fields: { status: 'Shipped' }, until: iso() } }, 'Odeslaná', 'Shipped'],
    ['as it was acknowledged', { acknowledged: { status: 'Odoslaná' } }, 'Odeslaná', 'Odoslaná'],
    ['as the settings name it', {}, 'Vyřízená', 'Vybavená'],
    ['as it is shown, where it is called so here', { wanted: { status: wanted('Odeslaná') } }, 'odeslaná', 'odeslaná'],
    ['as it is shown, where nothing here is called otherwise', {}, 'Odeslaná', 'Odeslaná'],
    ['as it is shown, where it is another one', { wanted: { status: wanted('Odoslaná') } }, 'Storno', 'Storno'],
    ['as it is shown, where two are called so', { wanted: { status: wanted('Storno') } }, 'Konec', 'Konec'],
    ['as it is shown, where the shop has never told of it', {}, 'Nová', 'Nová'],
  ])('is called %s', (_what, line, status, called) => {
    expect(spellingIn(ledgerOf(lineOf(line)), settings, () => words)('A', status)).toBe(called)
  })

  it('is called as it is shown as long as the shop was not asked for its words', () => {
    const ledger = ledgerOf(lineOf({ wanted: { status: wanted('Odoslaná') } }))
    expect(spellingIn(ledger, settings, () => undefined)('A', 'Odeslaná')).toBe('Odeslaná')
  })
})
